import Addressing
import Commands
import Foundation
import Lab
import PacketWire
import TestSupport
import Testing

/// `netsim capture`, and the files that it writes.
struct CaptureCommandTests {
    private static func prepared() -> CommandLine {
        let line = CommandLine()
        for command in [
            "network create front", "network create --internal back",
            "run -d --name web --network front --expose 80 nginx", "run -d --name user --network front alpine",
            "run -d --name db --network back postgres", "run -d --name plain alpine",
            "run -d --name host1 --network host alpine", "run -d --name alone --network none alpine",
            "run -d --name joiner --network container:web alpine",
        ] {
            #expect(line(command).status == 0)
        }
        return line
    }

    private static let request = "exec user curl -s -o /dev/null http://web/"

    @Test func `a file is whole, and the tool's output and status are passed on`() throws {
        let folder = try TemporaryFolder()
        let line = Self.prepared()
        let result = line("capture -w \(folder.path)/a.pcapng front -- exec user ping -c 1 web")
        #expect(result.status == 0)
        #expect(result.output.hasPrefix("PING web ("))
        #expect(result.errors == "8 frames on 2 links written to \(folder.path)/a.pcapng\n")
        #expect(folder.files == ["a.pcapng"])
        let packets = try PcapngReader.blocks(of: folder.bytes("a.pcapng")).filter {
            if case .packet = $0 { true } else { false }
        }
        #expect(packets.count == 8)
        let failed = line("capture -w \(folder.path)/b.pcapng -- probe user web:81")
        #expect(failed.status == 1 && failed.output.hasPrefix("refused: "))
        #expect(folder.files == ["a.pcapng", "b.pcapng"])
    }

    @Test func `the same lab, seed and time give the same bytes`() throws {
        let folder = try TemporaryFolder()
        for name in ["a", "b"] {
            let line = Self.prepared()
            #expect(line("capture -w \(folder.path)/\(name) -- \(Self.request)").status == 0)
        }
        #expect(try folder.bytes("a") == folder.bytes("b"))
        let line = Self.prepared()
        line.now = Timestamp(nanoseconds: line.now.nanoseconds + 1)
        #expect(line("capture -w \(folder.path)/c -- \(Self.request)").status == 0)
        #expect(try folder.bytes("a") != folder.bytes("c"))
    }

    @Test func `a limit and a snap length bound the file`() throws {
        let folder = try TemporaryFolder()
        let result = Self.prepared()("capture --limit 3 -s 60 -w \(folder.path)/a -- exec user ping -c 1 web")
        #expect(result.errors == "3 frames on 2 links written to \(folder.path)/a (5 more left out by the limit)\n")
    }

    @Test func `an existing file is replaced, with its mode, through a link`() throws {
        let folder = try TemporaryFolder()
        let manager = FileManager.default
        _ = manager.createFile(atPath: "\(folder.path)/a", contents: Data("old".utf8))
        try manager.setAttributes([.posixPermissions: 0o640], ofItemAtPath: "\(folder.path)/a")
        try manager.createSymbolicLink(atPath: "\(folder.path)/link", withDestinationPath: "\(folder.path)/a")
        #expect(Self.prepared()("capture -w \(folder.path)/link -- exec user ping -c 1 web").status == 0)
        #expect(folder.files == ["a", "link"])
        #expect(try manager.destinationOfSymbolicLink(atPath: "\(folder.path)/link") == "\(folder.path)/a")
        #expect(try manager.attributesOfItem(atPath: "\(folder.path)/a")[.posixPermissions] as? Int == 0o640)
        #expect(try folder.bytes("a").prefix(4) == [0x0a, 0x0d, 0x0d, 0x0a])
    }

    @Test func `standard output takes the capture, and standard error the tool's output`() {
        let line = Self.prepared()
        let result = line("capture -w - -- exec user ping -c 1 web")
        #expect(result.status == 0)
        #expect(result.output.utf8.prefix(4).elementsEqual([0x0a, 0x0d, 0x0d, 0x0a]))
        #expect(result.errors.hasPrefix("PING web ("))
        #expect(result.errors.hasSuffix("8 frames on 2 links written to standard output\n"))
        line.terminals = [.output]
        let refused = line("capture -w - -- exec user ping -c 1 web")
        #expect(refused.status == 1 && refused.output.isEmpty)
        #expect(
            refused.errors
                == "netsim: a capture is not for terminals: redirect standard output, or name a file\n"
        )
        // What follows in the same process prints as ever.
        line.terminals = []
        #expect(line("ps -q").output.isEmpty == false)
    }

    @Test func `without a file the frames follow the tool's output`() {
        let line = Self.prepared()
        line("rules add -p icmp -j DROP")
        let result = line("capture plain -- exec plain ping -c 1 192.0.2.1")
        #expect(result.status == 1)
        let lines = result.output.split(separator: "\n")
        #expect(lines.first == "PING 192.0.2.1 (192.0.2.1): 56 data bytes")
        #expect(
            lines.last?.hasSuffix(", seq 0, length 64  # dropped by rule 1 of DOCKER-USER (table filter, FORWARD)")
                == true
        )
        #expect(result.errors == "3 frames on 1 link\n")
    }

    struct Filter: Sendable, CustomTestStringConvertible {
        let words: String
        let links: [String]

        var testDescription: String { words }
    }

    @Test(arguments: [
        Filter(words: "", links: ["user eth0 on front", "web eth0 on front"]),
        Filter(words: "front", links: ["user eth0 on front", "web eth0 on front"]),
        Filter(words: "web", links: ["web eth0 on front"]),
        Filter(words: "joiner", links: ["web eth0 on front"]),
        Filter(words: "user web", links: ["user eth0 on front", "web eth0 on front"]),
        Filter(words: "BRIDGE", links: ["user eth0 on front", "web eth0 on front"]),
        Filter(words: "VETH", links: ["user eth0 on front"]),
        Filter(words: "back", links: []), Filter(words: "docker0", links: []), Filter(words: "host", links: []),
        Filter(words: "host1", links: []), Filter(words: "eth0", links: []), Filter(words: "outside", links: []),
    ])
    func `filters choose links`(filter: Filter) throws {
        let line = Self.prepared()
        let lab = line.memory.lab
        let words = filter.words
            .replacingOccurrences(of: "BRIDGE", with: try #require(lab.network(matching: "front").deviceName))
            .replacingOccurrences(
                of: "VETH",
                with: try #require(lab.container(matching: "user").attachments.first?.endpoint?.hostInterface)
            )
        let output = line("capture \(words) -- probe user web:80").output
        let links = output.split(separator: "\n").filter { $0.hasPrefix("0.") }.map { frame in
            // The link stands between the time and the direction.
            String(frame.drop { $0 != " " }.dropFirst()).replacing(#/\ +(In|Out)\ .*/#, with: "")
        }
        #expect(Set(links) == Set(filter.links))
    }

    @Test func `the uplink shows DNS that leaves the lab, and no link shows what stays within`() {
        let line = Self.prepared()
        line("upstream add example.com A 192.0.2.80")
        let forwarded = line("capture host -- dig --from user +short example.com").output
        #expect(forwarded.hasPrefix("192.0.2.80\n"))
        #expect(forwarded.contains("+ A? example.com. ("))
        #expect(forwarded.contains(" 1/0/1 A 192.0.2.80 ("))
        #expect(!forwarded.contains("172.18."))
        #expect(line("capture -- dig --from user +short web").errors == "0 frames on 0 links\n")
        let own = line("capture plain -- exec plain dig +short example.com").output
        #expect(own.contains("IP 172.17.0.2.") && own.contains(" > 192.0.2.53.53: "))
        let stream = line("capture plain -- exec plain dig +tcp +short @192.0.2.53 example.com").output
        #expect(stream.contains("Flags [P.], seq 1:"))
    }

    @Test func `ping and probe write captures of their own`() throws {
        let folder = try TemporaryFolder()
        let line = Self.prepared()
        let ping = line("ping user web -c 1 --capture \(folder.path)/ping")
        #expect(ping.status == 0 && ping.errors.hasSuffix("8 frames on 2 links written to \(folder.path)/ping\n"))
        let probe = line("probe -w \(folder.path)/probe user web:80")
        #expect(probe.status == 0 && probe.output.hasPrefix("open: "))
        #expect(folder.files == ["ping", "probe"])
    }

    @Test(.enabled(if: Tshark.isExpected, "tshark is not installed: scripts/need test"))
    func `a curl is HTTP, with the containers' names`() throws {
        let folder = try TemporaryFolder()
        #expect(Self.prepared()("capture -w \(folder.path)/a -- exec user curl -s http://web/").status == 0)
        let capture = try folder.bytes("a")
        let requests = try Tshark.fields(["http.host", "http.request.method"], of: capture, filter: "http.request")
        #expect(requests == [["web", "GET"]])
        #expect(
            try Tshark.lines(of: capture, ["-N", "n", "-Y", "http.request"]).allSatisfy { $0.contains("user → web") }
        )
        #expect(try Tshark.lines(of: capture, ["-Y", "_ws.malformed || tcp.checksum.status == 0"]) == [])
    }

    // MARK: - Refusals

    @Test(
        arguments: [
            .plain(
                "capture",
                "netsim: capture needs -- and a command: netsim capture -w FILE -- exec web ping -c 3 db"
            ),
            .plain(
                "capture web",
                "netsim: capture needs -- and a command: netsim capture -w FILE -- exec web ping -c 3 db"
            ),
            .plain(
                "capture --",
                "netsim: capture needs a command behind --: netsim capture -w FILE -- exec web ping -c 3 db"
            ),
            .plain("capture -- ps", "netsim: capture runs dig, exec, ping, probe or run, not ps"),
            .plain(
                "capture -- container ls",
                "netsim: capture runs dig, exec, ping, probe or run, not container ls"
            ),
            .plain(
                "capture -- capture -- ping web db",
                "netsim: capture runs dig, exec, ping, probe or run, not capture"
            ),
            .plain("capture frnt -- exec user true", "netsim: no such link, network or container: frnt"),
            .plain("capture '' -- exec user true", "netsim: a link, network or container without a name"),
            .plain("capture none -- exec user true", "netsim: network none has no links: its driver is null"),
            .plain("capture alone -- exec user true", "netsim: container alone has no link of its own"),
            .plain(
                "capture -w /nofolder/x -- exec user ping web",
                "netsim: cannot write the capture: open /nofolder/x: no such file or directory"
            ),
            .plain("capture -w / -- exec user ping web", "netsim: cannot write the capture: open /: is a directory"),
            .plain(
                "capture -w '' -- exec user ping web",
                "netsim: cannot write the capture: open : no such file or directory"
            ),
            .plain(
                "ping user web --capture /nofolder/x",
                "netsim: cannot write the capture: open /nofolder/x: no such file or directory"
            ),
            .plain("capture -- exec nobody true", "Error response from daemon: No such container: nobody"),
        ] as [RefusedCommand]
    )
    func `what cannot be captured is refused before anything runs`(refused: RefusedCommand) {
        let result = Self.prepared()(refused.line)
        #expect(result == CommandLine.Result(status: refused.status, output: "", errors: refused.errors))
    }

    @Test(arguments: [
        ("--limit 0", "invalid argument \"0\" for \"--limit\" flag: must be 1 or more"),
        ("--limit x", "invalid argument \"x\" for \"--limit\" flag: strconv.ParseInt: parsing \"x\": invalid syntax"),
        (
            "-s -1",
            "invalid argument \"-1\" for \"-s, --snaplen\" flag: strconv.ParseUint: parsing \"-1\": invalid syntax"
        ),
        ("--snap 1", "unknown flag: --snap"),
    ])
    func `flags that cannot be read are refused`(flags: String, text: String) {
        let result = Self.prepared()("capture \(flags) -- exec user true")
        #expect(result.status == 125 && result.errors.hasPrefix(text + "\n\nUsage:  netsim capture [OPTIONS] "))
    }

    @Test func `near names are offered`() {
        let line = Self.prepared()
        line.environment["NETSIM_HINTS"] = "always"
        #expect(line("capture frnt -- exec user true").errors.hasSuffix("netsim: did you mean front?\n"))
        #expect(line("capture -- prob user web:80").errors.hasSuffix("netsim: did you mean probe?\n"))
    }

    @Test func `a full device is told of once the tool has run`() {
        let result = Self.prepared()("capture -w /dev/full -- exec user ping -c 1 web")
        #expect(result.status == 1 && result.output.hasPrefix("PING web ("))
        #expect(result.errors == "netsim: cannot write the capture: write /dev/full: no space left on device\n")
    }

    @Test func `nothing is left behind where the tool does not run`() throws {
        let folder = try TemporaryFolder()
        let line = Self.prepared()
        #expect(line("capture -w \(folder.path)/a -- exec nobody true").status == 1)
        let service = line("capture -w \(folder.path)/a -- run -d nginx")
        #expect(service.status == 1)
        #expect(service.errors == "netsim: nothing was captured: the command ran no simulated tool\n")
        #expect(line("capture -w \(folder.path)/a -- exec --help").status == 0)
        #expect(folder.files == [])
    }

    @Test func `a moment before 1970 is refused`() {
        let line = Self.prepared()
        line.environment["NETSIM_TIME"] = "-1"
        let result = line("capture -- exec user true")
        #expect(result.status == 1)
        #expect(result.errors == "netsim: a capture cannot begin before 1970, at 1969-12-31T23:59:59Z\n")
    }
}

/// `netsim capture` where the kernel is asked for, or its flags are, and no lab is there.
struct KernelCaptureRefusalTests {
    private static let cases: [(line: String, errors: String, status: Int32)] = [
        (
            "capture --backend kernel web", "netsim: lab default is not in the kernel\n", 1
        ),
        ("capture -f icmp -- ping a b", "netsim: --filter is for captures in the kernel: --backend kernel\n", 1),
        ("capture --immediate -- ping a b", "netsim: --immediate is for captures in the kernel: --backend kernel\n", 1),
        (
            "capture --backend kernel web --",
            "netsim: capture needs a command behind --: netsim capture -w FILE -- exec web ping -c 3 db\n", 1
        ),
    ]

    @Test(arguments: cases.map(\.line))
    func `what only the kernel does is refused without it`(line: String) throws {
        let wanted = try #require(Self.cases.first { $0.line == line })
        let result = CommandLine()(line)
        #expect(result.errors == wanted.errors && result.status == wanted.status)
    }

    private static let values: [(flag: String, reason: String)] = [
        ("--backend=real", "invalid backend: must be \"simulated\" or \"kernel\""),
        ("-c 0", "must be 1 or more"),
        ("-C 0k", "must be 1 or more"),
        ("-W 1000001", "must be 1000000 or less"),
        ("-B 1048577", "must be 1048576 or less"),
    ]

    @Test(arguments: values.map(\.flag))
    func `values are checked`(flag: String) throws {
        let reason = try #require(Self.values.first { $0.flag == flag }).reason
        let result = CommandLine()("capture \(flag)")
        #expect(result.status == 125)
        #expect(result.errors.contains("flag: \(reason)\n"))
    }

    @Test func `the environment's backend is checked as well`() {
        let line = CommandLine()
        line.environment["NETSIM_BACKEND"] = "real"
        #expect(
            line("capture web -- ping a b").errors
                == "netsim: environment variable NETSIM_BACKEND: invalid backend: must be \"simulated\" or \"kernel\"\n"
        )
    }
}
