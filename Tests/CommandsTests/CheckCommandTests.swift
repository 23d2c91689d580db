import Foundation
import Lab
import Rendering
import Testing

@testable import Commands

@Suite("netsim check")
struct CheckCommandTests {
    /// A folder of Compose files that goes away with the test.
    final class Folder {
        let path: String

        init(_ files: [String: String]) throws {
            path = FileManager.default.temporaryDirectory.appending(path: "check-\(UUID().uuidString)").path
            for (name, text) in files {
                let file = URL(fileURLWithPath: "\(path)/\(name)")
                try FileManager.default.createDirectory(
                    at: file.deletingLastPathComponent(),
                    withIntermediateDirectories: true
                )
                try Data(text.utf8).write(to: file)
            }
        }

        deinit { try? FileManager.default.removeItem(atPath: path) }
    }

    static let clean = "name: shop\nservices:\n  web: {image: nginx}\n  db: {image: postgres}\n"
    static let warned =
        "name: shop\nservices:\n  web: {image: example/web, ports: [\"8080:80\"]}\n  db: {image: postgres}\n"
    static let wrong =
        "name: shop\nservices:\n  web: {image: nginx}\n  db: {image: postgres, ports: [\"5432:5432\"]}\n"

    @Test
    func `a clean file says what was looked at, and touches no lab`() throws {
        let folder = try Folder(["compose.yaml": Self.clean])
        let line = CommandLine()
        let result = line("check \(folder.path)/compose.yaml")
        #expect(result.status == 0)
        #expect(result.errors == "")
        #expect(result.output.hasPrefix("checked shop: 2 services, 1 network, 2 containers; "))
        #expect(result.output.hasSuffix("\nno findings; no expectations\n"))
        #expect(line.openedLabs.isEmpty)
    }

    static let facts = """
        {"addr": [{"ifname": "eth0", "mtu": 1420, "link_type": "ether", "address": "02:00:00:00:00:01", "addr_info":
          [{"family": "inet", "local": "10.1.0.9", "prefixlen": 24, "scope": "global"}]}],
         "route": [{"dst": "default", "gateway": "10.1.0.1", "dev": "eth0"}], "vpn": ["10.8.0.0/16"],
         "networks": [], "listeners": ["0.0.0.0:8080/tcp"]}
        """

    static let told: [(file: String, rule: String)] = [
        ("services: {web: {image: nginx, ports: ['127.0.0.1:8080:80']}}", "port-host-busy"),
        ("services: {web: {image: nginx, networks: [n]}}\nnetworks: {n: {external: true}}", "external-missing"),
        (
            "services: {web: {image: nginx}}\nnetworks: {default: {ipam: {config: [{subnet: 10.8.1.0/24}]}}}",
            "subnet-reserved-range"
        ),
        (
            "services: {web: {image: nginx}}\nnetworks: {default: {ipam: {config: [{subnet: 10.1.0.0/16}]}}}",
            "subnet-host-conflict"
        ),
        ("services: {web: {image: nginx}}", "mtu-above-uplink"),
    ]

    @Test(arguments: told)
    func `facts of the host are held against the files`(_ file: String, _ rule: String) throws {
        let folder = try Folder(["compose.yaml": file, "facts.json": Self.facts])
        let line = CommandLine()
        #expect(!line("check \(folder.path)/compose.yaml").output.contains("[\(rule)]"))
        let result = line("check --host-facts \(folder.path)/facts.json \(folder.path)/compose.yaml")
        #expect(result.output.contains("[\(rule)]"), "\(result.output)")
        #expect(!result.output.contains("more need facts of the host"))
    }

    @Test func `facts that cannot be read are exit status 2`() throws {
        let folder = try Folder(["compose.yaml": Self.clean, "facts.json": "[1]"])
        let result = CommandLine()("check --host-facts \(folder.path)/facts.json \(folder.path)/compose.yaml")
        #expect(result.status == 2)
        #expect(result.errors.hasPrefix("netsim: cannot read facts of the host: \(folder.path)/facts.json: "))
    }

    static let statuses: [(file: String, flags: String, status: Int32)] = [
        (clean, "--fail-on info", 0), (warned, "", 0), (warned, "--fail-on warning", 1), (warned, "--fail-on info", 1),
        (wrong, "", 1), (wrong, "--ignore port-sensitive-public", 0), (wrong, "--rule subnet-overlap", 0),
        (wrong, "--rule port-sensitive-public", 1), ("services: {web: {image: [}}", "", 2), ("services: 1", "", 2),
        (clean + "x-netsim: {expekt: []}\n", "", 2), (clean, "--rule expectation", 2),
        (clean + "x-netsim: {expect: [web can reach db]}\n", "--rule expectation", 0),
        (clean + "x-netsim: {expect: [web cannot reach db]}\n", "", 1),
        (clean + "x-netsim: {expect: [web cannot reach db]}\n", "--ignore expectation", 0),
    ]

    @Test(arguments: statuses)
    func `the exit status says what was found`(_ file: String, _ flags: String, _ status: Int32) throws {
        let folder = try Folder(["compose.yaml": file])
        let result = CommandLine()("check \(flags) \(folder.path)/compose.yaml")
        #expect(result.status == status, "\(result.output)\(result.errors)")
        // Only where nothing can be understood is there no report.
        #expect(result.errors.isEmpty != result.output.isEmpty)
    }

    @Test
    func `standard input is a file`() {
        let line = CommandLine()
        line.input = Self.wrong
        let result = line("check -")
        #expect(result.status == 1)
        #expect(result.output.contains("error[port-sensitive-public]: db: port 5432, PostgreSQL, "))
    }

    @Test
    func `a folder stands for its file, several files are projects, and -f merges`() throws {
        let folder = try Folder([
            "shop/compose.yaml": Self.clean, "blog/compose.yaml": Self.clean.replacing("shop", with: "blog"),
            "shop/more.yaml": "services: {api: {image: api}}\n",
        ])
        let path = folder.path
        #expect(CommandLine()("check \(path)/shop").output.hasPrefix("checked shop: 2 services"))
        #expect(CommandLine()("check \(path)/shop \(path)/blog").output.hasPrefix("checked shop and blog: 4 services"))
        for merged in [
            "-f \(path)/shop/compose.yaml -f \(path)/shop/more.yaml",
            "\(path)/shop/compose.yaml,\(path)/shop/more.yaml",
        ] {
            #expect(CommandLine()("check \(merged)").output.hasPrefix("checked shop: 3 services"))
        }
    }

    @Test
    func `what cannot be read is shown where it stands`() throws {
        let folder = try Folder(["compose.yaml": Self.clean + "x-netsim:\n  expekt: []\n"])
        let result = CommandLine()("check \(folder.path)/compose.yaml")
        #expect(result.status == 2)
        #expect(
            result.output.hasPrefix(
                """
                error[x-netsim-unreadable]: unknown key "expekt" in x-netsim
                 --> \(folder.path)/compose.yaml:6:3
                  |
                6 |   expekt: []
                  |   ^^^^^^
                  = fix: did you mean expect?

                checked shop: 2 services, 1 network, 2 containers; 
                """
            )
        )
        let missing = CommandLine()("check \(folder.path)/nofile.yaml")
        #expect(missing.status == 2)
        #expect(missing.errors.contains("nofile.yaml"))
    }

    @Test(arguments: ["json", "sarif"])
    func `documents are documents`(_ format: String) throws {
        let folder = try Folder(["compose.yaml": Self.wrong])
        let result = CommandLine()("check --format \(format) \(folder.path)/compose.yaml")
        #expect(result.status == 1)
        _ = try JSONValue(parsing: result.output)
        // Equal files, equal bytes.
        #expect(CommandLine()("check --format \(format) \(folder.path)/compose.yaml") == result)
    }

    @Test(arguments: ["junit": "<?xml", "github": "::error file=", "markdown": "### netsim check: 1 finding"])
    func `other formats are written too`(_ format: String, _ start: String) throws {
        let folder = try Folder(["compose.yaml": Self.wrong])
        let result = CommandLine()("check --format \(format) \(folder.path)/compose.yaml")
        #expect(result.output.hasPrefix(start))
    }

    @Test
    func `rules are listed and explained`() {
        let list = CommandLine()("check --list-rules")
        #expect(list.status == 0)
        #expect(list.output.contains("subnet-overlap"))
        let page = CommandLine()("check --explain subnet-overlap")
        #expect(page.output.hasPrefix("subnet-overlap (error)\n"))
        #expect(page.output.contains("Pool overlaps with other one on this address space"))
        let unknown = CommandLine()("check --explain subnet-overlp")
        #expect((unknown.status, unknown.errors) == (2, "netsim: no such rule: subnet-overlp\n"))
    }

    @Test
    func `colour is for terminals that want it`() throws {
        let folder = try Folder(["compose.yaml": Self.wrong])
        let line = CommandLine()
        line.terminals = [.output]
        #expect(line("check \(folder.path)/compose.yaml").output.contains("\u{1B}[1;31merror["))
        line.environment["NO_COLOR"] = "1"
        #expect(!line("check \(folder.path)/compose.yaml").output.contains("\u{1B}"))
    }
}
