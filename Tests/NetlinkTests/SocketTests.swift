import Addressing
import Glibc
import Netlink
import NetlinkWire
import TestSupport
import Testing

struct ThreadTests {
    private struct Fault: Error, CustomStringConvertible { let description = "the plug was pulled" }

    @Test func `what a thread throws that nobody waits for is said`() throws {
        try OwnThread.start(for: "a test of threads") { throw Fault() }
        let text = "nothing is done any more for a test of threads: the plug was pulled"
        for _ in 0..<500 where !Trouble.all.contains(text) { usleep(10_000) }
        #expect(Trouble.all.contains(text))
    }
}

/// The kernel itself, in namespaces that go with the test.
@Suite(.enabled(if: NamespacePrivilege.isThere, NamespacePrivilege.reason))
struct SocketTests {
    private func prefix(_ text: String) throws -> IPPrefix { try #require(IPPrefix(text)) }

    @Test func `a bridge, a pair across namespaces, addresses and routes are made as asked`() throws {
        try Namespace.new { socket in
            let far = try OwnThread.run { () throws -> (NetworkNamespace, NetlinkSocket) in
                (try NetworkNamespace.unshare(), try NetlinkSocket())
            }
            var bridge = LinkMessage("br0", .bridge(BridgeSettings()), index: 7)
            bridge.address = MACAddress(rawValue: 0x0211_2233_4455)
            bridge.set(up: true)
            var peer = LinkMessage()
            (peer.name, peer.index, peer.mtu) = ("eth0", 2, 1400)
            (peer.address, peer.namespace) = (MACAddress(rawValue: 0x0211_2233_4466), UInt32(far.0.descriptor))
            var veth = LinkMessage("veth1", .veth(peer: peer), index: 1001)
            (veth.master, veth.mtu) = (7, 1400)
            veth.set(up: true)
            let address = AddressMessage(try prefix("10.1.0.1/16"), on: 7)
            try socket.performAll([.addLink(bridge), .addLink(veth), .addAddress(address)])

            let links = try socket.links()
            #expect(links.map(\.name) == ["lo", "br0", "veth1"])
            #expect(links.map(\.index) == [1, 7, 1001])
            #expect(links[1].address == bridge.address)
            #expect(links[2].master == 7)
            #expect(links[2].mtu == 1400)
            #expect(links[2].kind == .veth(peer: nil))
            let addresses = try socket.addresses().map(\.address).filter { $0.family == .ipv4 }
            #expect(addresses == [try prefix("10.1.0.1/16")])

            var up = LinkMessage()
            up.index = 2
            up.set(up: true)
            var route = RouteMessage(.ipv4)
            (route.gateway, route.outInterface) = (IPAddress("10.1.0.1"), 2)
            try far.1.performAll([
                .setLink(up), .addAddress(AddressMessage(try prefix("10.1.0.2/16"), on: 2)), .addRoute(route),
            ])
            let inside = try #require(try far.1.links().first { $0.name == "eth0" })
            #expect(inside.isUp)
            #expect(inside.address == peer.address)
            let routes = try far.1.routes(.ipv4).filter { $0.table == RouteMessage.mainTable }
            #expect(routes.map(\.destination) == [nil, try prefix("10.1.0.0/16")])
            #expect(routes.first?.gateway == IPAddress("10.1.0.1"))
        }
    }

    @Test func `a batch goes on behind a refusal, and says which it was`() throws {
        try Namespace.new { socket in
            let bridge = NetlinkRequest.addLink(LinkMessage("br0", .bridge(BridgeSettings())))
            let other = NetlinkRequest.addLink(LinkMessage("br1", .bridge(BridgeSettings())))
            let outcomes = try socket.perform([bridge, bridge, other])
            #expect(outcomes.map { $0?.number } == [nil, 17, nil])
            #expect(outcomes[1]?.description == "cannot add link br0 (bridge): File exists (EEXIST)")
            #expect(try socket.links().map(\.name) == ["lo", "br0", "br1"])
        }
    }

    @Test func `more requests than fit into a send are all answered`() throws {
        try Namespace.new { socket in
            let count = 3 * NetlinkSocket.batch + 1
            try socket.performAll((0..<count).map { .addLink(LinkMessage("br\($0)", .bridge(BridgeSettings()))) })
            #expect(try socket.links().count == count + 1)
        }
    }

    private static let refusals: [(String, NetlinkRequest, String)] = {
        var huge = LinkMessage("br0", .bridge(BridgeSettings()))
        huge.mtu = 70_000
        var nowhere = LinkMessage()
        nowhere.name = "absent"
        var route = RouteMessage(.ipv4)
        (route.gateway, route.outInterface) = (IPAddress("10.9.0.1"), 1)
        return [
            (
                "an unknown kind", .addLink(LinkMessage("x0", .other("nosuch"))),
                "cannot add link x0 (nosuch): Operation not supported (EOPNOTSUPP): Unknown device type"
            ),
            (
                "an MTU too large", .addLink(huge),
                "cannot add link br0 (bridge): Invalid argument (EINVAL): mtu greater than device maximum"
            ),
            (
                "a name too long", .addLink(LinkMessage("a-name-that-is-too-long", .bridge(BridgeSettings()))),
                "cannot add link a-name-that-is-too-long (bridge): Numerical result out of range (ERANGE): "
                    + "Attribute failed policy validation, at IFLA_IFNAME"
            ),
            ("a link that is not there", .deleteLink(nowhere), "cannot delete link absent: No such device (ENODEV)"),
            (
                "a gateway that no link leads to", .addRoute(route),
                "cannot add IPv4 route default via 10.9.0.1: Network is unreachable (ENETUNREACH): "
                    + "Nexthop has invalid gateway"
            ),
        ]
    }()

    @Test(arguments: refusals.map(\.0))
    func `a refusal says what was asked, of what, and the kernel's own words`(name: String) throws {
        let (_, request, text) = try #require(Self.refusals.first { $0.0 == name })
        try Namespace.new { socket in
            var up = LinkMessage()
            up.index = 1
            up.set(up: true)
            try socket.performAll([.setLink(up)])
            #expect(try socket.perform([request])[0]?.description == text)
        }
    }

    @Test func `a request that cannot be written is not sent`() throws {
        try Namespace.new { socket in
            let request = NetlinkRequest.addLink(LinkMessage("a\0b", .dummy))
            #expect(throws: NetlinkError.unwritable(attempt: request.attempt, .zeroInString(type: 3))) {
                try socket.perform([request])
            }
        }
    }

    @Test func `a socket stays in its namespace, and threads of others are nowhere else`() throws {
        let before = try NetworkNamespace.current().identity
        let (inside, socket) = try OwnThread.run { () throws -> (NetworkNamespace, NetlinkSocket) in
            (try NetworkNamespace.unshare(), try NetlinkSocket())
        }
        #expect(inside.identity != before)
        #expect(try NetworkNamespace.current().identity == before)
        #expect(try socket.links().map(\.name) == ["lo"])
        #expect(try OwnThread.run(in: inside) { try NetworkNamespace.current().identity } == inside.identity)
    }

    @Test func `what work throws comes out of its thread`() {
        #expect(throws: NetlinkError.timeout(attempt: "wait", milliseconds: 1)) {
            try OwnThread.run { throw NetlinkError.timeout(attempt: "wait", milliseconds: 1) }
        }
    }
}
