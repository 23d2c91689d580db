internal import Addressing
internal import CLinux
internal import Glibc
internal import Netlink
internal import NetlinkWire
internal import PacketWire

/// Tells a network of the addresses of a link that has come to it, as the engine does (libnetwork
/// `osl.Interface.advertiseAddrs`): three times, a second apart, by ARP announcements (RFC 5227 section 3) and
/// unsolicited neighbor advertisements (RFC 4861 section 7.2.6). Neighbours that knew an address at another MAC address
/// would else lose packets until they asked again.
struct Announcer {
    private struct Link: Sendable {
        let outer: Int32
        let inner: Int32
        let mac: MACAddress
        var addresses: [IPAddress] = []
        let namespace: NetworkNamespace
    }

    private static let repetitions = 3

    private var links: [Link] = []
    private let host: NetworkNamespace

    /// - Parameter steps: those that were taken, among them the ones that made links and gave them addresses.
    init?(_ steps: [PlanStep], _ namespaces: [PlanSpace: NetworkNamespace]) {
        guard let host = namespaces[.host] else { return nil }
        self.host = host
        var places: [LinkPlace: Int] = [:]
        for step in steps {
            switch step {
            case .addLink(.host, let link, let space):
                guard case .veth(let peer?) = link.kind, link.master != nil, let mac = peer.address,
                    let namespace = namespaces[space]
                else { continue }
                places[LinkPlace(space: space, index: peer.index)] = links.count
                links.append(Link(outer: link.index, inner: peer.index, mac: mac, namespace: namespace))
            case .request(let space, .addAddress(let message)):
                let place = LinkPlace(space: space, index: Int32(clamping: message.index))
                if let index = places[place] { links[index].addresses.append(message.address.address) }
            default: break
            }
        }
        if links.isEmpty { return nil }
    }

    /// Says it once at once, and has it repeated in the background. What cannot be said is not: no packet is owed.
    func announce() throws {
        try OwnThread.run(in: host) { [links] in try Self.waitForPorts(links.map(\.outer)) }
        for link in links { try? OwnThread.run(in: link.namespace) { Self.send(link) } }
        try OwnThread.start(for: "announcing addresses again") { [links] in
            for _ in 1..<Self.repetitions {
                sleep(1)
                for link in links {
                    try? OwnThread.run(in: link.namespace) { Self.send(link) }
                }
            }
        }
    }

    /// Waits until the bridges pass on what comes from the links, which is some time after they are switched on.
    private static func waitForPorts(_ numbers: [Int32]) throws {
        let socket = try NetlinkSocket()
        for _ in 0..<50 {
            let up = Set(try socket.links().filter { $0.operationalState == 6 }.map(\.index))
            if numbers.allSatisfy(up.contains) { return }
            usleep(2_000)
        }
    }

    private static func send(_ link: Link) {
        for address in link.addresses {
            var bytes: [UInt8] = []
            guard (try? frame(address, link.mac).encode(into: &bytes)) != nil else { continue }
            _ = netsim_send_frame(link.inner, bytes, bytes.count)
        }
    }

    private static func frame(_ address: IPAddress, _ mac: MACAddress) -> EthernetFrame {
        switch address {
        case .v4(let address):
            let message = ARPMessage(.request, senderMAC: mac, senderAddress: address, targetAddress: address)
            return EthernetFrame(destination: .broadcast, source: mac, payload: .arp(message))
        case .v6(let target):
            let all = IPv6Address(rawValue: 0xff02 << 112 | 1)
            let packet = IPPacket(
                source: .v6(target),
                destination: .v6(all),
                hopLimit: 255,
                payload: .icmp(
                    .neighborAdvertisement(target: target, targetMAC: mac, isSolicited: false, isOverride: true)
                )
            )
            return EthernetFrame(
                destination: MACAddress(rawValue: 0x3333_0000_0001),
                source: mac,
                payload: .ip(packet)
            )
        }
    }
}
