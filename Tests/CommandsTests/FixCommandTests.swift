import Foundation
import Rendering
import Testing

@testable import Commands

@Suite("netsim check --fix")
struct FixCommandTests {
    static let wrong = "version: '3'\nname: shop\nservices:\n  web: {image: example/web}\n  db: {image: postgres}\n"
    static let right = "name: shop\nservices:\n  web: {image: example/web}\n  db: {image: postgres}\n"

    static func text(_ folder: CheckCommandTests.Folder, _ name: String = "compose.yaml") throws -> String {
        try String(contentsOfFile: "\(folder.path)/\(name)", encoding: .utf8)
    }

    @Test
    func `shows the difference, writes it, and reports what is left`() throws {
        let folder = try CheckCommandTests.Folder(["compose.yaml": Self.wrong])
        let path = "\(folder.path)/compose.yaml"
        let result = CommandLine()("check --fix \(path)")
        let name = path.dropFirst()
        #expect(
            result.output.hasPrefix(
                "--- a/\(name)\n+++ b/\(name)\n@@ -1,4 +1,3 @@\n-version: '3'\n name: shop\n services:\n"
                    + "   web: {image: example/web}\n\nchecked shop: "
            )
        )
        #expect(result.errors == "netsim: fixed 1 finding in \(path)\n")
        #expect(result.status == 0)
        #expect(try Self.text(folder) == Self.right)
        let again = CommandLine()("check --fix \(path)")
        #expect(again.output.hasPrefix("checked shop"))
        #expect(again.errors == "netsim: nothing to fix\n")
    }

    @Test
    func `a dry run prints a patch and nothing else`() throws {
        let folder = try CheckCommandTests.Folder(["compose.yaml": Self.wrong])
        let result = CommandLine()("check --fix-dry-run \(folder.path)/compose.yaml")
        #expect(result.output.hasSuffix("   web: {image: example/web}\n"))
        #expect(result.errors.hasPrefix("netsim: would fix 1 finding in "))
        #expect(try Self.text(folder) == Self.wrong)
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["git", "-C", "/", "apply"]
        let pipe = Pipe()
        process.standardInput = pipe
        try process.run()
        pipe.fileHandleForWriting.write(Data(result.output.utf8))
        try pipe.fileHandleForWriting.close()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        #expect(try Self.text(folder) == Self.right)
    }

    @Test
    func `reports for programs keep standard output`() throws {
        let folder = try CheckCommandTests.Folder(["compose.yaml": Self.wrong])
        let result = CommandLine()("check --fix --format json \(folder.path)/compose.yaml")
        #expect((try? JSONValue(parsing: result.output)) != nil)
        #expect(result.errors.contains("-version: '3'\n"))
    }

    @Test
    func `a file that two projects include is fixed once`() throws {
        let folder = try CheckCommandTests.Folder([
            "a/compose.yaml": "name: a\ninclude: [../n.yaml]\nservices: {x: {image: i, networks: [n]}}\n",
            "b/compose.yaml": "name: b\ninclude: [../n.yaml]\nservices: {y: {image: i, networks: [n]}}\n",
            "n.yaml": "networks:\n  n: {ipam: {config: [{subnet: 10.1.0.7/24}]}}\n",
        ])
        _ = CommandLine()("check --fix \(folder.path)/a \(folder.path)/b/compose.yaml")
        #expect(try Self.text(folder, "n.yaml") == "networks:\n  n: {ipam: {config: [{subnet: 10.1.0.0/24}]}}\n")
    }

    @Test
    func `what cannot be done is said`() throws {
        let line = CommandLine()
        line.input = Self.wrong
        let input = line("check --fix -")
        #expect(input.status == 2)
        #expect(input.errors == "netsim: standard input cannot be fixed: name the file that it comes from\n")
        let both = line("check --fix --fix-dry-run x.yaml")
        #expect(both.status == 2)
        #expect(both.errors == "netsim: --fix writes what --fix-dry-run only shows: give one of them\n")
    }
}
