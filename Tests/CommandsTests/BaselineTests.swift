import Foundation
import Rendering
import Testing

@testable import Commands

@Suite("netsim check --baseline, .netsim.yaml")
struct BaselineTests {
    static let file = """
        name: shop
        services:
          web: {image: example/web, ports: ["8080:80"]}
          db: {image: postgres, ports: ["5432:5432"]}

        """

    @Test
    func `what is accepted stays accepted, whatever line it is on, and what is new fails`() throws {
        let folder = try CheckCommandTests.Folder(["compose.yaml": Self.file])
        let (path, baseline) = ("\(folder.path)/compose.yaml", "\(folder.path)/accepted.json")
        #expect(CommandLine()("check \(path)").status == 1)
        #expect(CommandLine()("check --write-baseline \(baseline) \(path)").status == 0)
        let accepted = CommandLine()("check --fail-on warning --baseline \(baseline) \(path)")
        #expect(accepted.status == 0)
        #expect(accepted.errors.isEmpty)
        #expect(accepted.output.hasSuffix("no findings (2 ignored); no expectations\n"))

        let moved = Self.file.replacing("services:", with: "# moved\n\nservices:")
        try Data(moved.utf8).write(to: URL(fileURLWithPath: path))
        #expect(CommandLine()("check --fail-on warning --baseline \(baseline) \(path)").status == 0)

        let more = Self.file + "  cache: {image: redis, ports: [\"6379:6379\"]}\n"
        try Data(more.utf8).write(to: URL(fileURLWithPath: path))
        let new = CommandLine()("check --baseline \(baseline) \(path)")
        #expect(new.status == 1)
        #expect(new.output.contains("error[port-sensitive-public]: cache: ") && !new.output.contains("]: db: "))

        // Another port is another finding.
        try Data(Self.file.replacing("5432:5432", with: "5433:5432").utf8).write(to: URL(fileURLWithPath: path))
        let other = CommandLine()("check --baseline \(baseline) \(path)")
        #expect(other.status == 1)
        #expect(
            other.errors
                == "netsim: \(baseline): port-sensitive-public of service/db/port/5432/tcp is found no more: "
                + "--write-baseline writes it anew\n"
        )
    }

    @Test
    func `reports for programs keep what is accepted`() throws {
        let folder = try CheckCommandTests.Folder(["compose.yaml": Self.file])
        let (path, baseline) = ("\(folder.path)/compose.yaml", "\(folder.path)/accepted.json")
        _ = CommandLine()("check --write-baseline \(baseline) \(path)")
        let document = try JSONValue(
            parsing: CommandLine()("check --format sarif --baseline \(baseline) \(path)").output
        )
        let results = document["runs"]?[0]?["results"]?.arrayValue ?? []
        #expect(results.compactMap { $0["suppressions"]?[0]?["kind"]?.stringValue } == ["external", "external"])
    }

    @Test(arguments: [
        ("{", "it is not JSON"), ("{}", "it has no netsimBaseline"), ("{\"netsimBaseline\":2}", "it is of version 2"),
        ("{\"netsimBaseline\":1,\"findings\":[{\"rule\":\"x\"}]}", "finding 1 lacks one of rule, subject and message"),
    ])
    func `a baseline that cannot be read is exit status 2`(_ text: String, _ message: String) throws {
        let folder = try CheckCommandTests.Folder(["compose.yaml": Self.file, "b.json": text])
        let result = CommandLine()("check --baseline \(folder.path)/b.json \(folder.path)/compose.yaml")
        #expect(result.status == 2)
        #expect(result.errors.hasPrefix("netsim: cannot read the baseline: \(folder.path)/b.json: \(message)"))
        #expect(CommandLine()("check --baseline \(folder.path)/none \(folder.path)/compose.yaml").status == 2)
    }

    @Test
    func `what Compose refuses is never accepted`() throws {
        let folder = try CheckCommandTests.Folder(["compose.yaml": "services: {a: {image: x, prots: []}}\n"])
        let (path, baseline) = ("\(folder.path)/compose.yaml", "\(folder.path)/b.json")
        #expect(CommandLine()("check --write-baseline \(baseline) \(path)").status == 2)
        #expect(CommandLine()("check --baseline \(baseline) \(path)").status == 2)
    }

    // MARK: - .netsim.yaml

    @Test
    func `a repository's configuration holds for every file below it`() throws {
        let folder = try CheckCommandTests.Folder([
            ".git/HEAD": "", "a/b/compose.yaml": Self.file,
            ".netsim.yaml": """
            fail-on: warning
            ignore: [{rule: port-sensitive-public, reason: behind the office firewall, service: db}]

            """,
        ])
        let path = "\(folder.path)/a/b/compose.yaml"
        let result = CommandLine()("check \(path)")
        #expect(result.status == 1)
        #expect(!result.output.contains("port-sensitive-public") && result.output.contains("(1 ignored)"))
        #expect(CommandLine()("check --fail-on error \(path)").status == 0)
        let none = CommandLine()("check --no-config --fail-on error \(path)")
        #expect(none.status == 1)
        #expect(none.output.contains("error[port-sensitive-public]"))
        let json = try JSONValue(parsing: CommandLine()("check --format json \(path)").output)
        #expect(json["findings"]?[1]?["ignored"] == "behind the office firewall")
        #expect(CommandLine()("check --no-config --config \(folder.path)/.netsim.yaml \(path)").status == 2)
    }

    @Test
    func `above a repository, and where there is none, nothing is looked for`() throws {
        let folder = try CheckCommandTests.Folder([
            ".netsim.yaml": "fail-on: nonsense\n", "repository/.git/HEAD": "", "repository/compose.yaml": Self.file,
            "plain/compose.yaml": Self.file,
        ])
        #expect(CommandLine()("check \(folder.path)/repository/compose.yaml").status == 1)
        #expect(CommandLine()("check \(folder.path)/plain/compose.yaml").status == 1)
    }

    @Test
    func `its images, facts and baseline are used`() throws {
        let folder = try CheckCommandTests.Folder([
            ".git/HEAD": "", "ops/facts.json": #"{"netsim":{}}"#,
            "compose.yaml": "name: s\nservices: {a: {image: team/api}, b: {image: team/api}}\n"
                + "x-netsim: {expect: [\"a cannot reach b:81\"]}\n",
            ".netsim.yaml": "images: {team/api: {listens: [80]}}\n",
        ])
        #expect(CommandLine()("check \(folder.path)/compose.yaml").status == 0)
        #expect(CommandLine()("check --no-config \(folder.path)/compose.yaml").status == 1)
    }

    @Test
    func `mistakes in it are shown where they stand`() throws {
        let folder = try CheckCommandTests.Folder([
            "compose.yaml": Self.file, ".netsim.yaml": "fail-on: error\nignroe: []\n",
            "other.yaml": "ignore:\n- {rule: port-all-interface, reason: x}\n",
        ])
        let result = CommandLine()("check \(folder.path)/compose.yaml")
        #expect(result.status == 2)
        #expect(
            result.errors.contains("unknown key \"ignroe\" in the configuration\n --> \(folder.path)/.netsim.yaml:2:1")
        )
        let other = CommandLine()("check --config \(folder.path)/other.yaml \(folder.path)/compose.yaml")
        #expect(other.status == 2)
        #expect(other.errors.contains("there is no rule \"port-all-interface\" to ignore"))
        #expect(other.errors.contains("other.yaml:2:10"))
    }
}
