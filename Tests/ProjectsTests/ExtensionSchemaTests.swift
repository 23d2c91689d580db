import Compose
import Foundation
import Rendering
import Testing
import YAML

@testable import Projects

/// The published schema against the reader: what one takes the other takes, but for what a schema cannot know (names of
/// services, units, what fits together).
@Suite("The schema of x-netsim")
struct ExtensionSchemaTests {
    static func schema(_ name: String = "x-netsim.schema.json") throws -> JSONValue {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../..")
        let file = root.appending(path: "schema/\(name)").standardizedFileURL
        return try JSONValue(parsing: String(contentsOf: file, encoding: .utf8))
    }

    static let keys: [(place: String, keys: [String])] = [
        ("project", ExtensionReader.Keys.project), ("service", ExtensionReader.Keys.service),
        ("network", ExtensionReader.Keys.network), ("impairment", ExtensionReader.Keys.impairment),
        ("image", ExtensionReader.Keys.image),
    ]

    @Test(arguments: keys)
    func `it knows the keys that the reader knows`(_ place: String, _ keys: [String]) throws {
        let definition = try #require(try Self.schema()["$defs"]?[place])
        #expect(definition["properties"]?.objectValue?.memberNames == keys)
        #expect(definition["additionalProperties"] == .bool(false))
    }

    static let accepted = [
        "", "expect: [web can reach db]", "listen: {web: [80, \"53/udp\"]}", "listen:",
        "listen: {web: [\"127.0.0.1:5432\", \"[::1]:53/udp\"]}", "zone: {web: {app.lan: 10.0.0.5}}",
        "zone: {web: {app.lan: [CNAME b.lan, 60 A 10.0.0.9]}}",
        "impair: [{network: back, delay: 40ms, loss: 1}]", "upstream: [www.test A 1.2.3.4, a.test 60 AAAA ::1]",
        "upstream: [{name: a.test, type: A, data: 1.2.3.4, ttl: 5}]",
        "ignore: [x, {rule: y, reason: z, network: back}]",
        "reserved: [10.8.0.0/16, {subnet: \"fd00::/8\", name: VPN}]", "host:",
        "host: {addresses: [192.168.1.5/24, 100.64.1.2], interfaces: [enp3s0], containers: [vpn], drivers: [weave]}",
        "images: {team/api: {listens: [8080, 53/udp], base: alpine}, \"a:2\": {like: postgres}, b: {}}", "images:",
        "images: {a: {exposes: [80], entrypoint: [run, it], command: run it, user: web}}",
        "host: {networks: [proxy, {name: lan, subnets: [172.30.5.0/24], driver: macvlan}]}",
    ]

    static let refused = [
        "[1]", "expects: []", "expect: web", "expect: [{a: b}]", "listen: [80]", "listen: {web: 80}",
        "listen: {web: [0]}", "zone: {web: [a]}", "listen: {web: [\"a:80\"]}", "listen: {web: [80/tpc]}",
        "listen: {web: [[80]]}", "impair: [{delay: 1ms}]",
        "impair: [{network: back, dealy: 1ms}]", "impair: {network: back}", "upstream: [www.test]",
        "upstream: [{name: a, type: A}]", "upstream: [{name: a, typ: A, data: x}]", "ignore: [{reason: x}]",
        "ignore: [{rule: x, why: y}]", "reserved: [vpn]", "reserved: [{name: VPN}]",
        "images: [a]", "images: {a: {port: 80}}", "images: {a: {base: dos}}", "images: {a: {listens: 80}}",
        "host: [proxy]", "host: {address: []}", "host: {addresses: [lan]}", "host: {networks: [{subnets: []}]}",
        "host: {networks: [{name: a, subnet: 1.2.3.0/24}]}", "host: {interfaces: [[a]]}",
    ]

    @Test(arguments: accepted.map { ($0, true) } + refused.map { ($0, false) })
    func `schema and reader agree`(_ text: String, _ isAccepted: Bool) throws {
        let project = try ExtensionReaderTests.project(text)
        #expect(((try? Extension(of: project)) != nil) == isAccepted, "the reader")
        let schema = try Self.schema()
        let value = project.netsim.map(Self.value) ?? .null
        #expect(SchemaCheck(schema).accepts(value, schema) == isAccepted, "the schema")
    }

    /// A YAML node as the JSON that an editor's checker sees.
    static func value(_ node: YAMLNode) -> JSONValue {
        switch node.content {
        case .scalar(let scalar):
            if node.isNull { return .null }
            if scalar.isPlain, let number = node.int { return JSONValue(number) }
            return .string(scalar.text)
        case .sequence(let nodes): return .array(nodes.map(value))
        case .mapping(let entries): return .object(JSONObject(entries.map { ($0.key, value($0.value)) }))
        }
    }
}

/// As much of JSON Schema as the published schema uses; a keyword that it does not know fails the test.
struct SchemaCheck {
    let root: JSONValue

    init(_ root: JSONValue) { self.root = root }

    func accepts(_ value: JSONValue, _ schema: JSONValue) -> Bool {
        guard let keywords = schema.objectValue else { return false }
        return keywords.allSatisfy { keyword, rule in
            switch keyword {
            case "$schema", "title", "description", "$defs": return true
            case "$ref":
                let parts = (rule.stringValue ?? "").split(separator: "#", omittingEmptySubsequences: false)
                let path = parts.last.map { $0.split(separator: "/").map(String.init) } ?? []
                // Another file, beside this one, has a root of its own.
                let other = parts.first.map(String.init).flatMap { $0.isEmpty ? nil : $0 }
                let start = other == nil ? root : try? ExtensionSchemaTests.schema(other ?? "")
                guard let start, let target = path.reduce(start as JSONValue?, { $0?[$1] }) else { return false }
                return SchemaCheck(start).accepts(value, target)
            case "type":
                let names = rule.arrayValue?.compactMap(\.stringValue) ?? [rule.stringValue ?? ""]
                return names.contains { isOfType(value, $0) }
            case "properties":
                guard let object = value.objectValue else { return true }
                return object.allSatisfy { key, member in rule[key].map { accepts(member, $0) } ?? true }
            case "additionalProperties":
                guard let object = value.objectValue else { return true }
                let known = schema["properties"]?.objectValue?.memberNames ?? []
                return object.filter { !known.contains($0.key) }
                    .allSatisfy { rule.boolValue ?? accepts($0.value, rule) }
            case "required":
                guard let object = value.objectValue else { return true }
                return rule.arrayValue?.allSatisfy { object[$0.stringValue ?? ""] != nil } ?? false
            case "items": return value.arrayValue?.allSatisfy { accepts($0, rule) } ?? true
            case "anyOf": return rule.arrayValue?.contains { accepts(value, $0) } ?? false
            case "minimum": return value.doubleValue.map { $0 >= (rule.doubleValue ?? 0) } ?? true
            case "maximum": return value.doubleValue.map { $0 <= (rule.doubleValue ?? 0) } ?? true
            case "pattern":
                guard let text = value.stringValue else { return true }
                guard let pattern = try? Regex(rule.stringValue ?? "") else { return false }
                return text.firstMatch(of: pattern) != nil
            default:
                Issue.record("the schema uses \(keyword), which this test does not know")
                return false
            }
        }
    }

    private func isOfType(_ value: JSONValue, _ name: String) -> Bool {
        switch name {
        case "object": value.objectValue != nil
        case "array": value.arrayValue != nil
        case "string": value.stringValue != nil
        case "integer": value.intValue != nil
        case "number": value.doubleValue != nil
        case "null": value.isNull
        default: false
        }
    }
}
