import Addressing
import Lab
import Projects
import Rendering
import TestSupport
import Testing

@testable import Planning

@Suite struct DesignDiffTests {
    @Test(arguments: 0..<30 as Range<UInt64>)
    func `a lab does not differ from itself`(seed: UInt64) {
        let lab = RandomLab.make(seed: seed)
        #expect(DesignDiff(from: lab, to: lab).isEmpty, "seed \(seed)")
    }

    @Test(arguments: 0..<30 as Range<UInt64>)
    func `the difference the other way round is its mirror image`(seed: UInt64) {
        let (a, b) = (RandomLab.make(seed: seed), RandomLab.make(seed: seed &+ 1000))
        let there = DesignDiff(from: a, to: b)
        #expect(!there.isEmpty)
        #expect(there.mirrored.mirrored == there)
        let back = DesignDiff(from: b, to: a).mirrored
        #expect(Set(there.paths) == Set(back.paths), "seed \(seed)")
        #expect(there.names == back.names, "seed \(seed)")
        #expect(there.networks == back.networks, "seed \(seed)")
        #expect(there.addresses == back.addresses, "seed \(seed)")
        #expect(Set(there.exposure) == Set(back.exposure), "seed \(seed)")
    }

    @Test(arguments: DesignDiff.Part.allCases)
    func `only what is asked for is compared`(part: DesignDiff.Part) {
        let diff = DesignDiff(from: RandomLab.make(seed: 3), to: RandomLab.make(seed: 4), parts: [part])
        let whole = DesignDiff(from: RandomLab.make(seed: 3), to: RandomLab.make(seed: 4))
        #expect(diff.paths == (part == .paths ? whole.paths : []))
        #expect(diff.names == (part == .names ? whole.names : []))
        #expect(diff.addresses == (part == .addresses ? whole.addresses : []))
        #expect(diff.exposure == (part == .exposure ? whole.exposure : []))
    }

    /// A web server before a database; in the second design on two networks, the database twice and published.
    private func shops() throws -> (Lab, Lab) {
        func labels(_ service: String, _ number: Int) -> [String: String] {
            [
                ComposeLabel.project: "shop", ComposeLabel.service: service,
                ComposeLabel.number: "\(number)",
            ]
        }
        var before = Lab.fresh()
        try before.network("shop_default", subnet: "10.1.0.0/24")
        for (service, port) in [("db", 5432), ("guest", 80), ("web", 80)] as [(String, UInt16)] {
            try before.run("shop-\(service)-1", on: "shop_default", aliases: [service]) {
                $0.config.labels = labels(service, 1)
                $0.config.exposedPorts = [ContainerPort(port)]
            }
        }
        var after = Lab.fresh()
        try after.network("shop_default", subnet: "10.1.0.0/24")
        try after.network("shop_back", subnet: "10.2.0.0/24") { $0.isInternal = true }
        for number in 1...2 {
            let publish = [PortBinding(port: ContainerPort(5432), hostPorts: PortRange(UInt16(5431 + number)))]
            try after.run("shop-db-\(number)", on: "shop_back", aliases: ["db"], publish: publish) {
                $0.config.labels = labels("db", number)
            }
        }
        for service in ["guest", "web"] {
            try after.run("shop-\(service)-1", on: "shop_default", aliases: [service]) {
                $0.config.labels = labels(service, 1)
                $0.config.exposedPorts = [ContainerPort(80)]
            }
        }
        var config = EndpointConfig()
        config.aliases = ["web"]
        try after.connect(network: "shop_back", container: "shop-web-1", config: config)
        return (before, after)
    }

    @Test func `a redesign is told in groups, losses first`() throws {
        let (before, after) = try shops()
        let text = DiffText.plain(DesignDiff(from: before, to: after))
        #expect(
            text == """
                Paths
                  - db → guest: 80/tcp, ping
                  - db → outside: ping
                  - guest → db: 5432/tcp, ping
                  + db → db: 5432/tcp, ping
                Names
                  - db resolves to db for guest
                  - guest resolves to guest for db
                  - shop-db-1 resolves to db for guest
                  - shop-guest-1 resolves to guest for db
                  ~ db resolves to db → db (2) for db, web
                  + shop-db-2 resolves to db for db, web
                Addresses
                  + network shop_back: 10.2.0.0/24 gateway 10.2.0.1
                  + db on shop_back: db-1 10.2.0.2, db-2 10.2.0.3
                  - db on shop_default: db-1 10.1.0.2
                  ~ guest on shop_default: guest-1 10.1.0.3 → 10.1.0.2
                  + web on shop_back: web-1 10.2.0.4
                  ~ web on shop_default: web-1 10.1.0.4 → 10.1.0.3
                5 paths lost, 2 gained; 4 names lost, 2 changed, 2 gained; 1 network gained; 1 address lost, 2 changed, \
                3 gained

                """
        )
    }
}
