import Addressing
import Lab
import TestSupport
import Testing

@testable import LabStore

/// What is known of the host comes back from the store whole.
@Suite struct `Host facts` {
    /// Facts that differ from the usual ones in everything.
    private static func others() throws -> HostFacts {
        var host = HostFacts(hostname: "elsewhere", uplinkName: "enp9s0")
        host.uplinkMAC = MACAddress(rawValue: 0x0211_2233_4455)
        host.uplinkAddresses = [try IPPrefix(parsing: "198.51.100.2/25")]
        host.gateways = [try IPAddress(parsing: "198.51.100.1")]
        host.nameservers = [try IPAddress(parsing: "198.51.100.53")]
        host.searchDomains = ["corp.test"]
        host.resolverOptions = ["ndots:3"]
        host.onLinkRoutes = [try IPPrefix(parsing: "10.20.0.0/16")]
        host.interfaces = ["eth7"]
        host.addresses = [try IPAddress(parsing: "10.20.0.7")]
        host.listeners = [.init(transport: .udp, address: try IPAddress(parsing: "::1"), port: 514)]
        return host
    }

    private static func fields(_ host: HostFacts) -> [(name: String, value: String)] {
        Mirror(reflecting: host).children.map { ($0.label ?? "", String(reflecting: $0.value)) }
    }

    @Test func `no fact is lost in the store or in the archive`() throws {
        let usual = Self.fields(HostFacts())
        let other = try Self.others()
        for (a, b) in zip(usual, Self.fields(other)) {
            #expect(a.value != b.value, "\(a.name) has no value of its own here: a store that forgets it passes")
        }
        let home = try TemporaryHome()
        var lab = Lab.fresh()
        lab.host = other
        try home.store().replace(with: lab)
        let stored = try home.store().read(\.host)
        for (a, b) in zip(Self.fields(other), Self.fields(stored)) { #expect(a == b) }
        #expect(try LabArchive.decode(LabArchive.encode(lab)).host == other)
    }
}
