import Addressing
import Dataplane
import Lab
import PacketWire
import TestSupport
import Testing

/// What a sender learns of addresses that nobody has.
@Suite struct `Nobody answers` {
    static func lab() throws -> Lab {
        var lab = Lab.fresh()
        try lab.network("front", subnet: "10.81.0.0/24")
        try lab.network("back", subnet: "10.82.0.0/24")
        try lab.run("web", on: "front")
        return lab
    }

    @Test(
        arguments: [
            // On the sender's own link: its own stack says so.
            ("web", "10.81.0.99", "10.81.0.2", true), ("host", "10.81.0.99", "10.81.0.1", true),
            ("host", "192.0.2.77", "192.0.2.10", true),
            // Behind the host: the host says so, as the one whose packet it has made of it by masquerading.
            ("web", "192.0.2.77", "192.0.2.10", false),
        ] as [(Prober, String, String, Bool)]
    )
    func `host unreachable`(from: Prober, to: String, by: String, isLocal: Bool) throws {
        var probe = PlaneProbe(try Self.lab())
        let stack = try probe.stack(from)
        let socket = probe.plane.openEcho(in: stack)
        try probe.plane.sendEcho(socket, to: IPAddress(parsing: to), sequence: 7, payloadCount: 56)
        let reception = probe.plane.receive(socket, until: SimulatedTime(nanoseconds: 10_000_000_000))
        guard case .error(let error)? = reception else {
            Issue.record("no error: \(String(describing: reception))")
            return
        }
        #expect(error.kind == .unreachable(.host))
        #expect(error.source == IPAddress(by))
        #expect(error.isLocal == isLocal)
        #expect(error.sequence == 7)
    }
}
