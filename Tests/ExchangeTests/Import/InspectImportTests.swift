import DockerViews
import Lab
import Planning
import Rendering
import TestSupport
import Testing

@testable import Exchange

/// What `docker network inspect` and `docker inspect` print of a whole lab, as one file.
func dump(of lab: Lab) -> InspectedValue {
    let networks = lab.allNetworks.map { NetworkView.inspect($0, in: lab) }
    let containers = lab.allContainers.map { ContainerView.inspect($0, in: lab) }
    return InspectedValue(.array(networks + containers), source: "dump.json")
}

@Suite struct InspectImportTests {
    @Test(arguments: 0..<80 as Range<UInt64>)
    func `a lab read back from its own dump shows the same dump`(seed: UInt64) throws {
        let lab = RandomLab.make(seed: seed)
        let imported = try InspectImport([dump(of: lab)], host: lab.host, engine: lab.engine, at: noon)
        let (before, after) = (dump(of: lab).value.arrayValue ?? [], dump(of: imported.lab).value.arrayValue ?? [])
        #expect(before.count == after.count)
        for (a, b) in zip(before.map(withoutProcess), after.map(withoutProcess)) where a != b {
            Issue.record("seed \(seed): \(difference(a, b))")
        }
    }

    @Test(
        arguments: [
            ("1", "dump: expected what docker inspect prints, found an integer"),
            ("[{}]", "dump: [0]: this is neither a network nor a container as docker inspect prints them"),
            (
                #"[{"Id": "1", "Names": ["/web"]}]"#,
                "dump: [0]: this is a line of a list; what docker inspect prints is needed"
            ),
            (
                #"[{"Name": "a", "Id": "\#(a)", "Driver": "bridge", "IPAM": {"Config": [{"Subnet": "10.0.0/8"}]}}]"#,
                #"dump: [0].IPAM.Config[0].Subnet: "10.0.0/8" is no prefix such as 10.0.0.0/24"#
            ),
            (
                #"[{"Id": "\#(a)", "Name": "/web", "Config": {"Cmd": 1}, "NetworkSettings": {}}]"#,
                "dump: [0].Config.Cmd: expected an array, found an integer"
            ),
            (
                #"[{"Id": "x", "Name": "/web", "Config": {}, "NetworkSettings": {}}]"#,
                #"dump: [0].Id: "x" is no identifier of 64 hexadecimal digits"#
            ),
            (
                #"[{"Id": "\#(a)", "Name": "/web", "Config": {}, "HostConfig": {"PortBindings": {"80/tcp": [{"HostPort": "x"}]}}, "NetworkSettings": {}}]"#,
                #"dump: [0].HostConfig.PortBindings["80/tcp"][0].HostPort: "x" is no port"#
            ),
            (
                #"[\#(network("a", a, "10.0.0.0/8")), \#(network("b", b, "10.1.0.0/16"))]"#,
                "dump: [1]: network b: its subnet 10.1.0.0/16 overlaps another one"
            ),
        ]
    )
    func `what cannot be read is named with its place`(text: String, message: String) throws {
        let dump = InspectedValue(try JSONValue(parsing: text), source: "dump")
        do {
            _ = try InspectImport([dump], at: noon)
            Issue.record("it was read")
        } catch {
            #expect(error.description == message)
        }
    }

    private static let a = String(repeating: "a", count: 64)
    private static let b = String(repeating: "b", count: 64)

    private static func network(_ name: String, _ id: String, _ subnet: String) -> String {
        #"{"Name": "\#(name)", "Id": "\#(id)", "Driver": "bridge", "EnableIPv4": true, "IPAM": {"Config": [{"Subnet": "\#(subnet)"}]}}"#
    }

    @Test func `containers alone tell of their networks`() throws {
        var lab = Lab.fresh()
        try lab.network("back", subnet: "10.0.1.0/24")
        try lab.run("db", on: "back", ip: "10.0.1.5", aliases: ["data"])
        try lab.run("web", on: "back")
        let dumps = lab.allContainers.map { InspectedValue(ContainerView.inspect($0, in: lab), source: "dump") }
        let found = try InspectImport(dumps, at: noon)
        #expect(found.notes == ["network back has no dump of its own: read from its containers as a bridge"])
        #expect(DiffText.plain(DesignDiff(from: lab, to: found.lab)) == "")
    }

    @Test func `networks alone tell of their containers`() throws {
        var lab = Lab.fresh()
        try lab.network("back", subnet: "10.0.1.0/24")
        try lab.run("db", on: "back", ip: "10.0.1.5")
        let dumps = lab.allNetworks.map { InspectedValue(NetworkView.inspect($0, in: lab), source: "dump") }
        let found = try InspectImport(dumps, at: noon)
        #expect(
            found.notes == ["container db has no dump of its own: its ports, aliases and modes are unknown"]
        )
        #expect(DiffText.plain(DesignDiff(from: lab, to: found.lab)) == "")
    }

    @Test func `joiners that name each other end nowhere`() throws {
        func joiner(_ name: String, _ id: String, _ target: String) -> String {
            #"{"Id": "\#(id)", "Name": "/\#(name)", "State": {"Status": "running"}, "Config": {}, "HostConfig": {"NetworkMode": "container:\#(target)"}, "NetworkSettings": {}}"#
        }
        let text = "[\(joiner("one", Self.a, Self.b)), \(joiner("two", Self.b, Self.a))]"
        let found = try InspectImport([InspectedValue(try JSONValue(parsing: text), source: "dump")], at: noon)
        #expect(found.lab.allContainers.allSatisfy { found.lab.stackOwner(of: $0) == nil })
    }

    /// The process number, which follows from the order of creation, is nothing that a lab holds.
    private func withoutProcess(_ value: JSONValue) -> JSONValue {
        guard var object = value.objectValue, var state = object["State"]?.objectValue else { return value }
        state["Pid"] = nil
        object["State"] = .object(state)
        return .object(object)
    }

    /// The first place where two values differ.
    private func difference(_ a: JSONValue, _ b: JSONValue, path: String = "") -> String {
        if let first = a.objectValue, let second = b.objectValue, first.memberNames == second.memberNames {
            for (key, value) in first where value != second[key] {
                return difference(value, second[key] ?? .null, path: "\(path).\(key)")
            }
        }
        return "\(path): \(a.json()) is not \(b.json())"
    }
}
