import DockerViews
import Lab
import Rendering
import TestSupport
import Testing

@testable import Topology

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
