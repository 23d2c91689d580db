import Lab
import Rendering
import TestSupport
import Testing

@testable import Topology

struct LabDifferenceTests {
    /// A shop: a published web server and a database behind it.
    private func shop(_ change: (inout Lab) throws -> Void = { _ in }) throws -> Lab {
        var lab = Lab.fresh()
        try lab.network("front", subnet: "10.1.0.0/24")
        try lab.network("back", subnet: "10.2.0.0/24")
        try lab.run("web", on: "front", "back", publish: [binding(80, host: 8080)])
        try lab.run("db", on: "back") { $0.config.exposedPorts = [ContainerPort(5432)] }
        try change(&lab)
        return lab
    }

    @Test func `A lab does not differ from itself`() throws {
        let lab = try shop()
        let difference = LabDifference(from: lab, to: lab)
        #expect(difference.isEmpty)
        #expect(
            difference.text(TerminalStyle(isEnabled: false))
                == "no difference: same services, paths, names, addresses and exposure\n"
        )
    }

    @Test func `A container that leaves a network loses its paths, its names and its address there`() throws {
        let new = try shop { lab in try lab.disconnect(network: "back", container: "web") }
        let difference = LabDifference(from: try shop(), to: new)
        #expect(
            difference.text(TerminalStyle(isEnabled: false)) == """
                Paths
                  - web -> db 5432/tcp  (now a rule drops it)

                Names
                  ~ db, asked by web: db -> unknown
                  ~ web, asked by db: web -> unknown

                Addresses
                  ~ web on back: 10.2.0.2 -> none

                1 path lost, 2 names changed, 1 address changed

                """
        )
    }

    @Test func `A port that is published is exposed and reached`() throws {
        let new = try shop { lab in
            try lab.removeContainer(matching: "db", force: true, at: noon)
            try lab.run("db", on: "back", publish: [binding(5432, host: 5432)]) {
                $0.config.exposedPorts = [ContainerPort(5432)]
            }
        }
        let difference = LabDifference(from: try shop(), to: new)
        #expect(difference.exposures.map { $0.change } == [Change.gained, .gained])
        #expect(difference.exposures.first?.observer == "outside")
        #expect(difference.exposures.first?.addresses == ["192.0.2.10", "2001:db8::10"])
        #expect(difference.exposures.first?.container == "db")
        #expect(difference.exposures.first?.target == "5432/tcp")
        #expect(difference.paths.isEmpty)
    }

    @Test func `Services that come and go bring and take their paths`() throws {
        let new = try shop { lab in
            try lab.run("cache", on: "back") { $0.config.exposedPorts = [ContainerPort(6379)] }
        }
        let difference = LabDifference(from: try shop(), to: new)
        #expect(difference.added == ["cache"])
        #expect(difference.removed.isEmpty)
        #expect(difference.paths.allSatisfy { $0.change == .gained })
        #expect(difference.paths.contains { $0.from.contains("web") && $0.services == ["6379/tcp"] })
    }

    @Test(arguments: 1...12)
    func `Seen from the other side, what was lost is gained`(seed: UInt64) throws {
        let (a, b) = (RandomLab.make(seed: seed), RandomLab.make(seed: seed + 100))
        #expect(LabDifference(from: a, to: a).isEmpty)
        let there = LabDifference(from: a, to: b)
        let back = LabDifference(from: b, to: a)
        #expect(Set(there.added) == Set(back.removed))
        #expect(Set(there.removed) == Set(back.added))
        func ends(_ changes: [PathChange], _ change: Change) -> Set<String> {
            var found: Set<String> = []
            for path in changes where path.change == change {
                for from in path.from {
                    for to in path.to {
                        for service in path.services { found.insert("\(from) \(to) \(service)") }
                    }
                }
            }
            return found
        }
        #expect(ends(there.paths, .lost) == ends(back.paths, .gained))
        #expect(ends(there.paths, .gained) == ends(back.paths, .lost))
        #expect(there.names.count == back.names.count || Set(there.names.map(\.name)) == Set(back.names.map(\.name)))
        #expect(Set(there.addresses.map(\.container)) == Set(back.addresses.map(\.container)))
        #expect(there.exposures.count == back.exposures.count)
    }
}
