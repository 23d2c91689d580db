import Addressing
import Compose
import Foundation
import Images
import Rendering
import Testing
import YAML

@testable import Projects

@Suite(".netsim.yaml")
struct ConfigurationTests {
    static func read(_ text: String) throws(ComposeFailure) -> Configuration {
        var sources = SourceTable()
        return try Configuration(ofFile: sources.add(path: ".netsim.yaml", bytes: Array(text.utf8)), in: sources)
    }

    @Test
    func `it says what holds in a repository`() throws {
        let found = try Self.read(
            """
            fail-on: warning
            ignore:
              - {rule: port-all-interfaces, reason: behind a firewall, service: web}
            host: {addresses: [192.168.1.5/24]}
            host-facts: facts.json
            images: {team/api: {listens: [8080]}}
            baseline: accepted.json
            """
        )
        #expect(found.failOn?.value == "warning")
        #expect(found.ignored.map(\.reason) == ["behind a firewall"])
        #expect(found.ignored.first?.service == "web")
        #expect(found.host.addresses?.count == 1)
        #expect(found.hostFacts.map(\.value) == ["facts.json"])
        #expect(found.images.map(\.name) == ["team/api"])
        #expect(found.baseline?.value == "accepted.json")
    }

    static let wrong: [(text: String, line: Int32, message: String)] = [
        ("a: 1", 1, "unknown key \"a\" in the configuration"),
        ("fail-on: error\nfailon: info", 2, "unknown key \"failon\" in the configuration"),
        ("fail-on: never", 1, "fail-on is info, warning or error"),
        ("ignore: [{rule: x}]", 1, "x is ignored without a reason"),
        ("ignore:\n- {reason: x}", 2, "rule is missing: which rule is ignored?"),
        ("ignore: [{rule: x, reason: y, project: z}]", 1, "unknown key \"project\" in ignore"),
        ("- a", 1, "the configuration is a mapping, not a list"),
        ("host: {adresses: []}", 1, "unknown key \"adresses\" in host"),
        ("baseline: ''", 1, "baseline names a file"),
        ("a: [", 2, "not valid YAML: did not find expected node content"),
        ("fail-on: info\n---\nfail-on: info", 3, "the file has several documents"),
    ]

    @Test(arguments: wrong)
    func `what it does not know it refuses, at its place`(_ text: String, _ line: Int32, _ message: String) {
        do {
            _ = try Self.read(text)
            Issue.record("it was read")
        } catch {
            #expect(error.errors.first?.message == message)
            #expect(error.errors.first?.place?.line == line)
        }
    }

    @Test
    func `what a project says goes first`() throws {
        let project = try ExtensionReaderTests.project("images: {team/api: {listens: [1]}}")
        var said = try Extension(of: project)
        said.adopt(try Self.read("images: {team/api: {listens: [2]}, b: {listens: [3]}}\nhost: {interfaces: [lan]}"))
        #expect(said.images.map { "\($0.name) \(($0.listens ?? []).map(\.number))" } == ["team/api [1]", "b [3]"])
        #expect(said.host.interfaces?.map(\.value) == ["lan"])
    }

    // MARK: - The schema

    @Test
    func `the schema knows the keys that the reader knows`() throws {
        let schema = try ExtensionSchemaTests.schema("netsim.schema.json")
        #expect(schema["properties"]?.objectValue?.memberNames == ConfigurationReader.Keys.all)
        let ignored = schema["properties"]?["ignore"]?["items"]?["properties"]
        #expect(ignored?.objectValue?.memberNames == ConfigurationReader.Keys.ignored)
    }

    static let texts: [(text: String, isAccepted: Bool)] = [
        ("", true), ("fail-on: info", true), ("host-facts: [a, b]", true), ("host: {networks: [proxy]}", true),
        ("images: {a: {like: postgres}}", true), ("ignore: [{rule: x, reason: y, network: z}]", true),
        ("fail-on: 1", false), ("ignore: [x]", false), ("ignore: [{rule: x, reason: ''}]", false),
        ("host-facts: [[a]]", false), ("images: {a: {port: 80}}", false), ("engine: 29", false),
    ]

    @Test(arguments: texts)
    func `schema and reader agree`(_ text: String, _ isAccepted: Bool) throws {
        #expect(((try? Self.read(text)) != nil) == isAccepted, "the reader")
        var sources = SourceTable()
        let file = sources.add(path: "x", bytes: Array(text.utf8))
        let value = try YAMLReader.read(file: file, in: sources).first.map(ExtensionSchemaTests.value) ?? .null
        let schema = try ExtensionSchemaTests.schema("netsim.schema.json")
        #expect(SchemaCheck(schema).accepts(value, schema) == isAccepted, "the schema")
    }
}
