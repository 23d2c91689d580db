import Foundation
import Rendering
import TestSupport
import Testing
import YAML

@testable import Lint

@Suite("Fixes")
struct FixTests {
    static func file(_ services: String, _ networks: String = "  n: {}\n") -> String {
        "name: shop\nservices:\n\(services)networks:\n\(networks)"
    }

    static let fixes: [(name: String, before: String, after: String)] = [
        (
            "a version goes, with the blank line behind it",
            "version: '3'\n\nname: shop\nservices: {a: {image: x}}\n", "name: shop\nservices: {a: {image: x}}\n"
        ),
        (
            "a version amid comments",
            "# top\nversion: '3' # old\n# name\nname: shop\nservices: {a: {image: x}}\n",
            "# top\n# name\nname: shop\nservices: {a: {image: x}}\n"
        ),
        (
            "host bits, in their quotes",
            file("  a: {image: x, networks: [n]}\n", "  n: {ipam: {config: [{subnet: '10.1.0.7/24'}]}} # n\n"),
            file("  a: {image: x, networks: [n]}\n", "  n: {ipam: {config: [{subnet: '10.1.0.0/24'}]}} # n\n")
        ),
        (
            "a range of another network",
            file(
                "  a: {image: x, networks: [n]}\n",
                "  n: {ipam: {config: [{subnet: 10.1.0.0/24, ip_range: 10.2.0.64/26}]}}\n"
            ),
            file(
                "  a: {image: x, networks: [n]}\n",
                "  n: {ipam: {config: [{subnet: 10.1.0.0/24, ip_range: 10.1.0.64/26}]}}\n"
            )
        ),
        (
            "a repeated line of ports, and what stands behind it",
            file("  a:\n    image: x\n    ports:\n      - 127.0.0.1:80:80\n      - 127.0.0.1:80:80/tcp # twice\n"),
            file("  a:\n    image: x\n    ports:\n      - 127.0.0.1:80:80\n")
        ),
        (
            "repeated ports between brackets",
            file("  a: {image: x, ports: [\"127.0.0.1:80:80\", \"127.0.0.1:80:80/tcp\"]}\n"),
            file("  a: {image: x, ports: [\"127.0.0.1:80:80\"]}\n")
        ),
        (
            "equal lines, which Compose refuses",
            file("  a: {image: x, ports: [\"127.0.0.1:80:80\", \"127.0.0.1:80:80\", \"127.0.0.1:80:80\"]}\n"),
            file("  a: {image: x, ports: [\"127.0.0.1:80:80\"]}\n")
        ),
        (
            "numbers where texts are wanted",
            file("  a: {image: x, hostname: 12, container_name: 2024-01-02, networks: [n]}\n"),
            file("  a: {image: x, hostname: \"12\", container_name: \"2024-01-02\", networks: [n]}\n")
        ),
        (
            "the old form of external",
            file("  a: {image: x, networks: [n]}\n", "  n:\n    external:\n      name: \"lan\" # home\n"),
            file("  a: {image: x, networks: [n]}\n", "  n:\n    external: true\n    name: \"lan\" # home\n")
        ),
        (
            "the old form between braces",
            file("  a: {image: x, networks: [n]}\n", "  n: {external: {name: lan}}\n"),
            file("  a: {image: x, networks: [n]}\n", "  n: {external: true, name: lan}\n")
        ),
        (
            "the old form beside the new one",
            file("  a: {image: x, networks: [n]}\n", "  n: {name: lan, external: {name: lan}}\n"),
            file("  a: {image: x, networks: [n]}\n", "  n: {name: lan, external: true}\n")
        ),
    ]

    @Test(arguments: fixes)
    func `change what is wrong and nothing else`(_ name: String, _ before: String, _ after: String) throws {
        // An unused network is found before and after.
        let fixer = try FixedFiles.fix(before)
        #expect(FixedFiles.text(of: fixer, was: before) == after)
        #expect(!fixer.fixed.isEmpty)
    }

    static let kept: [(name: String, file: String)] = [
        (
            "a value that others refer to",
            file(
                "  a: {image: x, networks: [n]}\n",
                "  n: {ipam: {config: [{subnet: &s 10.1.0.7/24}]}, labels: {l: *s}}\n"
            )
        ),
        (
            "a value from a variable",
            file("  a: {image: x, networks: [n]}\n", "  n: {ipam: {config: [{subnet: \"${S:-10.1.0.7/24}\"}]}}\n")
        ),
        (
            "a value that is written otherwise than it reads",
            file("  a: {image: x, networks: [n]}\n", "  n: {ipam: {config: [{subnet: \"10.1.0.7\\u002f24\"}]}}\n")
        ),
        (
            "a version that is all there is on a line with more",
            "{version: '3', name: shop, services: {a: {image: x}}}\n"
        ),
        (
            "what its author silenced",
            file(
                "  a: {image: x, networks: [n]}\n",
                "  n: {ipam: {config: [{subnet: 10.1.0.7/24}]}} # netsim-ignore: subnet-host-bits old engine\n"
            )
        ),
        ("what takes a path away", file("  a: {image: postgres, networks: [n], ports: [\"5432:5432\"]}\n")),
    ]

    @Test(arguments: kept)
    func `leave alone`(_ name: String, _ file: String) throws {
        let fixer = try FixedFiles.fix(file)
        #expect(fixer.contents.isEmpty)
        #expect(fixer.fixed.map(\.message) == [])
    }

    static let loopback: [(line: String, fixed: String)] = [
        ("\"5432:5432\"", "\"127.0.0.1:5432:5432\""), ("\"5432\"", "\"127.0.0.1::5432\""),
        ("0.0.0.0:5432:5432", "127.0.0.1:5432:5432"), ("'5432:5432/tcp'", "'127.0.0.1:5432:5432/tcp'"),
        ("{target: 5432, published: 5432}", "{host_ip: 127.0.0.1, target: 5432, published: 5432}"),
    ]

    @Test(arguments: loopback)
    func `suggest the host's own address for a database`(_ line: String, _ fixed: String) throws {
        let text = Self.file("  a: {image: postgres, networks: [n], ports: [\(line)]}\n")
        let result = try FixedFiles.check(text)
        let change = try #require(result.findings.first { $0.rule == "port-sensitive-public" }?.change)
        #expect(change.safety == .suggested)
        let after = SourceEdit.apply(change.edits, to: Array(text.utf8), ofFile: 0)
        #expect(String(decoding: after, as: UTF8.self) == text.replacing(line, with: fixed))
        let again = try FixedFiles.check(String(decoding: after, as: UTF8.self))
        #expect(!again.findings.contains { $0.rule == "port-sensitive-public" })
    }

    @Test
    func `the long form in lines gets a line`() throws {
        let text = Self.file("  a:\n    image: postgres\n    ports:\n      - target: 5432\n        published: 5432\n")
        let change = try #require(
            try FixedFiles.check(text).findings.first { $0.rule == "port-sensitive-public" }?.change
        )
        let after = String(decoding: SourceEdit.apply(change.edits, to: Array(text.utf8), ofFile: 0), as: UTF8.self)
        #expect(after.contains("      - host_ip: 127.0.0.1\n        target: 5432\n        published: 5432\n"))
    }

    // MARK: - Properties

    @Test(arguments: 0..<150 as Range<UInt64>)
    func `after fixing they are gone, nothing is new, and fixing again changes nothing`(_ seed: UInt64) throws {
        let text = FixedFiles.generated(seed, isAccepted: false)
        let before = try FixedFiles.check(text)
        let fixer = try FixedFiles.fix(text)
        let fixed = FixedFiles.text(of: fixer, was: text)
        #expect(fixer.withheld.map(\.message) == [], "\(text)")
        let after = try FixedFiles.check(fixed)
        let old = Set(before.findings.map { "\($0.rule) \($0.subject) \($0.message)" })
        #expect(
            after.findings.allSatisfy { old.contains("\($0.rule) \($0.subject) \($0.message)") },
            "\(text)\n\(fixed)"
        )
        #expect(after.findings.allSatisfy { $0.change?.safety != .safe }, "\(fixed)")
        #expect(try FixedFiles.fix(fixed).contents.isEmpty)
        // Comments stay, but for those of lines that are gone.
        let comments = text.split(whereSeparator: \.isNewline).filter { $0.drop { $0 == " " }.hasPrefix("#") }
        #expect(comments.allSatisfy { fixed.contains($0) }, "\(text)\n\(fixed)")
    }

    @Test(.enabled(if: RealCompose.isExpected), arguments: 0..<24 as Range<UInt64>)
    func `a real Compose reads the same but for what was fixed`(_ seed: UInt64) throws {
        let text = FixedFiles.generated(seed + 1_000, isAccepted: true)
        let fixed = FixedFiles.text(of: try FixedFiles.fix(text), was: text)
        #expect(try Self.reading(text) == Self.reading(fixed), "\(text)\n\(fixed)")
    }

    /// What Compose makes of a file, without what fixes are about.
    private static func reading(_ text: String) throws -> String {
        let folder = try TemporaryFolder()
        try Data(text.utf8).write(to: URL(filePath: "\(folder.path)/compose.yaml"))
        let answer = try RealCompose.run(["config", "--format", "json"], in: folder.path, [:])
        #expect(answer.status == 0, "\(answer.complaint)\n\(text)")
        return plain(try JSONValue(parsing: answer.output)).json(.indented)
    }

    /// Repeats of lists left out, and prefixes without what lies in the host's part or in another network.
    private static func plain(_ value: JSONValue) -> JSONValue {
        if let items = value.arrayValue {
            var seen: [JSONValue] = []
            for item in items.map(plain) where !seen.contains(item) { seen.append(item) }
            return .array(seen)
        }
        if let object = value.objectValue {
            return .object(
                JSONObject(object.map { ($0.key, ["subnet", "ip_range"].contains($0.key) ? "?" : plain($0.value)) })
            )
        }
        return value
    }
}
