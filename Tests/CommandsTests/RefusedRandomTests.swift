import Lab
import LabStore
import Rendering
import TestSupport
import Testing

/// A lab as `lab export` writes it.
enum LabText {
    static func export(of lab: Lab) -> String { LabArchive.encode(lab).json(.indented) }
}

/// Command lines thrown together from words that belong there and words that do not.
struct RefusedRandomTests {
    /// Commands; `serve` and `wait` may rightly last for ever, and `upstream use` sends queries to a real server.
    private static let commands: [[String]] = [
        "network create", "network connect", "network disconnect", "network rm", "network inspect", "network ls",
        "network prune", "run", "run -d", "create", "container create", "start", "stop", "restart", "kill", "pause",
        "unpause", "rm", "rename", "port", "ps", "exec", "inspect", "container inspect", "container prune", "links",
        "dig", "dig --from web", "exec web", "exec web dig", "exec web ip", "exec web getent", "exec web cat",
        "upstream add", "upstream rm", "upstream ls", "lab ls", "lab export", "lab rm", "lab import", "batch -",
        "completion", "man", "version", "__complete", "help", "network", "upstream", "",
    ]
    .map { $0.split(separator: " ").map(String.init) }

    private static let flags = [
        "--subnet", "--ip-range", "--gateway", "--aux-address", "-o", "--opt", "-d", "--driver", "--internal", "--ipv6",
        "--ipv4=false", "--config-only", "--config-from", "--label", "--scope", "--ip", "--ip6", "--link",
        "--link-local-ip", "--alias", "--network", "--net", "--network-alias", "--mac-address", "-p", "-P", "--expose",
        "--add-host", "--dns", "--dns-search", "--dns-option", "--restart", "--rm", "-e", "-l", "-h", "--hostname",
        "--domainname", "--name", "-f", "--filter", "--format", "-q", "-a", "-n", "-t", "-s", "--gw-priority",
        "--driver-opt", "--type", "--help", "--seed", "--dns-order", "--explain", "-x", "+short", "+time", "@server",
        "--bogus", "-", "--", "---", "--=", "-=", "-é", "--ip=", "-p=", "--no-trunc", "-it", "--memory", "--uts",
    ]

    private static let names = [
        "back", "front", "cfg", "bridge", "host", "none", "default", "web", "plain", "host1", "old", "frozen", "done",
        "joiner", "nginx", "x", "new1", "new2",
    ]

    private static let values = [
        "10.9.0.0/24", "10.1.0.0/16", "10.1.0.5", "10.9.0.9", "0.0.0.0/0", "0.0.0.0",
        "255.255.255.255/32", "10.255.255.254/31", "fd00::/64", "fd00::/127", "::/0", "::", "::ffff:1.2.3.4",
        "fd00::1%eth0", "80", "80:80", "0:0", "1-65535:80", "1-65535:1-65535", "65536", "-1", "[::1]:80:80", "80/sctp",
        "a=b", "=", "a=", "=b", "name=back,ip=10.9.0.7,alias=q", "name=,=", "name=a,\"b", "container:web", "container:",
        "web:db", ":", "::::", "02:42:ac:11:00:02", "zz", "always", "on-failure:3", "on-failure:-9223372036854775808",
        "status=running", "publish=1-2/tcp", "name=[", "name=(", "id=*", "until=1h", "until=-9223372036854775808",
        "dangling=true", "{{.}}", "{{json .}}", "{{range .}}{{end}}", "{{", "table {{.ID}}", "json", "yaml",
        "{{printf \"%999999999d\" 1}}", "{{index . 9}}", "macvlan", "ipvlan", "overlay", "null", "parent=eth0.7",
        "com.docker.network.driver.mtu=9223372036854775808", "com.docker.network.bridge.gateway_mode_ipv4=routed",
        "com.docker.network.bridge.name=", "A", "AAAA", "TXT", "www.example.test", "a..b", ".", "\\", "\\999",
        "+bufsize=",
        "9223372036854775807", "9223372036854775808", "-9223372036854775808", "18446744073709551616", "1e999", "0x",
        "0b2", "00", "٣", "é", "e\u{301}", "🧪", "\u{202e}x", "\u{feff}", "\t", "\n", "\r\n", " ", "", "'", "\"", "%s%n",
        "\u{1}\u{2}\u{7f}", "../../x", "/", "//", String(repeating: "a", count: 10_000),
        String(repeating: "é.", count: 5_000), String(repeating: "{{", count: 5_000),
        String(repeating: "1,", count: 5_000), String(repeating: ":", count: 10_000),
        String(decoding: (1...255).map { UInt8($0) }, as: UTF8.self),
    ]

    /// 3,000 lines in six labs that last from line to line.
    @Test(arguments: 1...6 as ClosedRange<UInt64>)
    func `no command line traps or spoils the lab`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let line = CommandLine(RefusedCommand.busyLab)
        // Nothing may be written where labs are usually kept.
        line.environment["NETSIM_HOME"] = "/dev/null/netsim"
        var succeeded = 0
        for number in 1...500 {
            let words = Self.line(&generator)
            line.input = Bool.random(using: &generator) ? "y\n" : ""
            line.now = Timestamp(seconds: line.now.nanoseconds / 1_000_000_000 + 1)
            let result = line.run(words)
            #expect((0...255).contains(result.status), "seed \(seed), line \(number): \(words)")
            // Only a program in a container fails without a word from netsim.
            let isProgram = words.first == "exec" || words.first == "dig" || words.first == "run"
            if result.status != 0, !isProgram {
                #expect(!result.errors.isEmpty, "seed \(seed), line \(number): \(words)")
            }
            if result.status == 0 { succeeded += 1 }
        }
        // Lines that were all refused at the first word would prove little.
        #expect(succeeded > 25, "seed \(seed)")
        let document = LabArchive.encode(line.memory.lab)
        let text = document.json()
        let again = try LabArchive.decode(try JSONValue(parsing: Array(text.utf8)))
        #expect(LabArchive.encode(again).json() == text, "seed \(seed)")
    }

    /// A command and what may follow it: every other time names of the lab first, so that some lines get through to the
    /// engine and change the lab.
    private static func line(_ generator: inout SeededGenerator) -> [String] {
        var words = commands.randomElement(using: &generator) ?? []
        if Bool.random(using: &generator) {
            for _ in 0..<Int.random(in: 0...2, using: &generator) { words.append(word(of: names, &generator)) }
            if Bool.random(using: &generator) { return words }
        }
        for _ in 0..<Int.random(in: 0...6, using: &generator) {
            switch Int.random(in: 0..<10, using: &generator) {
            case 0..<4: words.append(word(of: flags, &generator))
            case 4: words.append("\(word(of: flags, &generator))=\(word(of: values, &generator))")
            default: words.append(word(of: Bool.random(using: &generator) ? names : values, &generator))
            }
        }
        return words
    }

    private static func word(of list: [String], _ generator: inout SeededGenerator) -> String {
        list.randomElement(using: &generator) ?? ""
    }
}
