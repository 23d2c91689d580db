import Addressing
import NetlinkWire

/// A request that `ip` or `tc` (iproute2 6.1.0) sent, with the sequence number set to 0, and the same as a value.
struct GoldenMessage: Sendable {
    enum Contents: Hashable, Sendable {
        case link(LinkMessage)
        case address(AddressMessage)
        case route(RouteMessage)
        case qdisc(QdiscMessage)
    }

    let command: String
    let hex: String
    let type: NetlinkMessageType
    let flags: NetlinkFlags
    let contents: Contents

    static let all: [GoldenMessage] = [
        GoldenMessage(
            command: """
                ip link add br0 index 3 address 02:11:22:33:44:55 mtu 1400 type bridge stp_state 0 mcast_snooping 0 \
                nf_call_iptables 1 nf_call_ip6tables 1
                """,
            hex: """
                70000000100005060000000000000000000000000300000000000000000000000a000100021122334455000008000400780500000800030062723000340012000a0001006272696467650000240002000800050000000000050017000000000005002400010000000500250001000000
                """,
            type: .newLink,
            flags: .make,
            contents: .link(link("br0", .bridge(bridge), index: 3, mac: 0x0211_2233_4455, mtu: 1400))
        ),
        GoldenMessage(
            command: """
                ip link add veth1 index 1001 address 02:11:22:33:44:66 mtu 1400 master br0 up type veth peer name eth9 \
                index 12 address 02:11:22:33:44:77
                """,
            hex: """
                8400000010000506000000000000000000000000e903000001000000010000000a0001000211223344660000080004007805000008000a00030000000a00030076657468310000003c0012000800010076657468300002002c000100000000000c00000000000000000000000a0001000211223344770000090003006574683900000000
                """,
            type: .newLink,
            flags: .make,
            contents: .link(
                link(
                    "veth1",
                    .veth(peer: link("eth9", nil, index: 12, mac: 0x0211_2233_4477)),
                    index: 1001,
                    mac: 0x0211_2233_4466,
                    mtu: 1400,
                    master: 3,
                    isUp: true
                )
            )
        ),
        GoldenMessage(
            command: "ip link add mv0 link br0 type macvlan mode bridge",
            hex: """
                4c000000100005060000000000000000000000000000000000000000000000000800050003000000080003006d7630001c0012000b0001006d6163766c616e000c0002000800010004000000
                """,
            type: .newLink,
            flags: .make,
            contents: .link(link("mv0", .macvlan(.bridge), below: 3))
        ),
        GoldenMessage(
            command: "ip link add vx0 type vxlan id 42 dstport 4789 dev v2 remote 10.1.2.9 local 10.1.2.3 learning",
            hex: """
                6c000000100005060000000000000000000000000000000000000000000000000800030076783000440012000900010076786c616e000000340002000800030004000000080001002a000000080004000a010203080002000a010209050007000100000006000f0012b50000
                """,
            type: .newLink,
            flags: .make,
            contents: .link(link("vx0", .vxlan(vxlan)))
        ),
        GoldenMessage(
            command: "ip link set br0 up",
            hex: "2000000010000500000000000000000000000000030000000100000001000000",
            type: .newLink,
            flags: [.request, .acknowledge],
            contents: .link(link(nil, nil, index: 3, isUp: true))
        ),
        GoldenMessage(
            command: "ip link set dev br0 addrgenmode none",
            hex: "300000001000050000000000000000000000000003000000000000000000000010001a000c000a000500080001000000",
            type: .newLink,
            flags: [.request, .acknowledge],
            contents: .link(withoutLinkLocal(3))
        ),
        GoldenMessage(
            command: "ip link del v2",
            hex: "2000000011000500000000000000000000000000040000000000000000000000",
            type: .deleteLink,
            flags: [.request, .acknowledge],
            contents: .link(link(nil, nil, index: 4))
        ),
        GoldenMessage(
            command: "ip addr add 10.1.2.3/16 broadcast 10.1.255.255 dev br0",
            hex: "300000001400050600000000000000000210000003000000080002000a010203080004000a01ffff080001000a010203",
            type: .newAddress,
            flags: .make,
            contents: .address(address("10.1.2.3/16", on: 3, broadcast: "10.1.255.255"))
        ),
        GoldenMessage(
            command: "ip addr add fd00::5/64 dev br0 nodad",
            hex: """
                400000001400050600000000000000000a4002000300000014000200fd00000000000000000000000000000514000100fd000000000000000000000000000005
                """,
            type: .newAddress,
            flags: .make,
            contents: .address(address("fd00::5/64", on: 3, flags: AddressMessage.noDuplicateDetection))
        ),
        GoldenMessage(
            command: "ip route add default via 10.1.0.1 dev br0 metric 7",
            hex: """
                3400000018000506000000000000000002000000fe03000100000000080005000a01000108000600070000000800040003000000
                """,
            type: .newRoute,
            flags: .make,
            contents: .route(route(.ipv4, via: "10.1.0.1", metric: 7))
        ),
        GoldenMessage(
            command: "ip route add 10.9.0.0/24 dev br0 scope link src 10.1.2.3",
            hex: """
                3400000018000506000000000000000002180000fe03fd0100000000080001000a090000080007000a0102030800040003000000
                """,
            type: .newRoute,
            flags: .make,
            contents: .route(route(.ipv4, to: "10.9.0.0/24", source: "10.1.2.3", scope: RouteMessage.linkScope))
        ),
        GoldenMessage(
            command: "ip -6 route add default via fd00::1 dev br0",
            hex: """
                4c0000001800050600000000000000000a000000fe03000100000000140001000000000000000000000000000000000014000500fd0000000000000000000000000000010800040003000000
                """,
            type: .newRoute,
            flags: .make,
            contents: .route(route(.ipv6, to: "::/0", via: "fd00::1"))
        ),
    ]

    private static var bridge: BridgeSettings {
        var settings = BridgeSettings()
        (settings.hasSpanningTree, settings.snoopsMulticast) = (false, false)
        (settings.filtersIPv4, settings.filtersIPv6) = (true, true)
        return settings
    }

    private static var vxlan: VXLANSettings {
        var settings = VXLANSettings()
        (settings.identifier, settings.link, settings.learns, settings.port) = (42, 4, true, 4789)
        (settings.local, settings.remote) = (IPAddress("10.1.2.3"), IPAddress("10.1.2.9"))
        return settings
    }

    private static func link(
        _ name: String?,
        _ kind: LinkKind?,
        index: Int32 = 0,
        mac: UInt64? = nil,
        mtu: UInt32? = nil,
        master: UInt32? = nil,
        below: UInt32? = nil,
        isUp: Bool? = nil
    ) -> LinkMessage {
        var link = LinkMessage()
        (link.name, link.kind, link.index) = (name, kind, index)
        (link.address, link.mtu, link.master, link.link) = (mac.map(MACAddress.init), mtu, master, below)
        if let isUp { link.set(up: isUp) }
        return link
    }

    private static func withoutLinkLocal(_ index: Int32) -> LinkMessage {
        var link = LinkMessage()
        (link.index, link.addressGeneration) = (index, 1)
        return link
    }

    private static func address(
        _ text: String,
        on index: UInt32,
        flags: UInt32 = 0,
        broadcast: String? = nil
    ) -> AddressMessage {
        guard let prefix = IPPrefix(text) else { fatalError(text) }
        var address = AddressMessage(prefix, on: index)
        (address.flags, address.broadcast) = (flags, broadcast.flatMap { IPAddress($0) })
        return address
    }

    private static func route(
        _ family: AddressFamily,
        to: String? = nil,
        via: String? = nil,
        source: String? = nil,
        metric: UInt32? = nil,
        scope: UInt8 = 0
    ) -> RouteMessage {
        var route = RouteMessage(family, to: to.flatMap { IPPrefix($0) })
        (route.gateway, route.preferredSource) = (via.flatMap { IPAddress($0) }, source.flatMap { IPAddress($0) })
        (route.outInterface, route.metric, route.scope) = (3, metric, scope)
        return route
    }
}

extension GoldenMessage.Contents {
    init?(decoding bytes: Span<UInt8>, in range: Range<Int>, _ type: NetlinkMessageType) throws {
        switch type {
        case .newLink, .deleteLink: self = .link(try LinkMessage(decoding: bytes, in: range))
        case .newAddress:
            guard let found = try AddressMessage(decoding: bytes, in: range) else { return nil }
            self = .address(found)
        case .newRoute:
            guard let found = try RouteMessage(decoding: bytes, in: range) else { return nil }
            self = .route(found)
        case .newQdisc: self = .qdisc(try QdiscMessage(decoding: bytes, in: range))
        default: return nil
        }
    }

    func encode(into bytes: inout [UInt8]) throws(NetlinkEncodingError) {
        switch self {
        case .link(let link): try link.encode(into: &bytes)
        case .address(let address): try address.encode(into: &bytes)
        case .route(let route): try route.encode(into: &bytes)
        case .qdisc(let qdisc): try qdisc.encode(into: &bytes)
        }
    }
}
