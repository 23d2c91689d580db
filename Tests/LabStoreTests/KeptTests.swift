import Foundation
import Lab
import Testing

@testable import LabStore

/// Values that are kept beside the lab.
@Suite struct `Kept values` {
    private static func home() -> String { NSTemporaryDirectory() + "netsim-kept-\(UUID().uuidString)" }

    @Test func `outlive the process, and go with their container`() throws {
        let home = Self.home()
        defer { try? FileManager.default.removeItem(atPath: home) }
        let store = try LabStore(home: home, lab: "kept")
        try store.changeKept(["host/x"]) { _ in ["host/x": [1]] }
        #expect(try store.kept(["host/x"]).isEmpty, "nothing is kept of a lab that is not there")
        let now = Timestamp(seconds: 1)
        let ids = try store.update(now: now) { lab in
            var config = ContainerConfig()
            config.image = "x"
            return try ["a1", "b1"].map { name in
                try lab.createContainer(ContainerSpec(name: name, config: config), at: now).id
            }
        }
        let keys = ids.map { "\($0)/files" } + ["host/network"]
        let generation = try store.generation()
        try store.changeKept(keys) { known in
            #expect(known.isEmpty)
            return [keys[0]: [1, 0, 2], keys[1]: [3], keys[2]: [4]]
        }
        #expect(try store.generation() == generation)
        let other = try LabStore(home: home, lab: "kept")
        #expect(try other.kept(keys) == [keys[0]: [1, 0, 2], keys[1]: [3], keys[2]: [4]])
        try other.changeKept(keys) { known in
            #expect(known.count == 3)
            return [keys[2]: []]
        }
        try other.update(now: now) { lab in try lab.removeContainer(matching: "a1", at: now) }
        #expect(try store.kept(keys) == [keys[1]: [3]])
        try store.replace(with: Lab(seed: 1, created: now))
        #expect(try store.kept(keys).isEmpty)
    }
}
