internal import Addressing
internal import CLinux
internal import Glibc
internal import Netlink
internal import PacketWire

/// All pings of one family from one namespace: told apart by their identifiers.
final class EchoSocket {
    let descriptor: Int32
    private let family: AddressFamily

    /// Opens one in the namespace of the calling thread.
    init(_ family: AddressFamily) throws(NetlinkError) {
        self.family = family
        descriptor = netsim_icmp_open(Int32(family == .ipv4 ? AF_INET : AF_INET6))
        guard descriptor >= 0 else { throw .system(attempt: "open an ICMP socket", number: -descriptor) }
    }

    deinit {
        _ = netsim_close(descriptor)
    }

    /// Trials of one run have identifiers of their own, unless there are more than there are of those.
    private static func identifier(_ trial: Trial) -> UInt16 { UInt16(truncatingIfNeeded: trial.number) }

    /// - Returns: what the kernel says at once; nil for nothing.
    func send(_ trial: Trial) -> Outcome? {
        let identifier = Self.identifier(trial)
        let message = ICMPMessage.echoRequest(identifier: identifier, sequence: 1, payload: trial.payload)
        let packet = IPPacket(source: trial.address, destination: trial.address, payload: .icmp(message))
        var octets: [UInt8] = []
        guard (try? packet.encode(into: &octets)) != nil else { return .other("no packet") }
        octets.removeFirst(packet.headerLength)
        var target = netsim_address()
        let address = trial.address.bytes
        netsim_address_set(&target, address, Int32(address.count), 0)
        let count = octets.withUnsafeBytes {
            netsim_send_to(descriptor, $0.baseAddress, $0.count, &target, nil, 0)
        }
        return count < 0 ? .of(errno: Int32(clamping: -count)) : nil
    }

    /// What has come: by the identifier of the request that it is about.
    func receive() -> [(identifier: UInt16, outcome: Outcome)] {
        var found: [(UInt16, Outcome)] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = buffer.withUnsafeMutableBytes { netsim_receive(descriptor, $0.baseAddress, $0.count) }
            if count == -Int(EINTR) { continue }
            guard count >= 0 else { return found }
            var octets = Array(buffer.prefix(count))
            // IPv4 comes with its header.
            if family == .ipv4, let first = octets.first { octets.removeFirst(min(octets.count, Int(first & 15) * 4)) }
            guard octets.count >= 8 else { continue }
            if octets[0] == (family == .ipv4 ? 0 : 129) {
                found.append((UInt16(octets[4]) << 8 | UInt16(octets[5]), .reached("")))
            } else if Self.isError(octets[0], family),
                let quote = try? QuotedPacket(decoding: Array(octets.dropFirst(8))),
                case .echo(isRequest: true, let identifier, _)? = quote.transport
            {
                found.append((identifier, .of(type: octets[0], code: octets[1], family)))
            }
        }
    }

    private static func isError(_ type: UInt8, _ family: AddressFamily) -> Bool {
        family == .ipv4 ? [3, 11, 12].contains(type) : (1...4).contains(type)
    }

    static func isAnswer(_ identifier: UInt16, to trial: Trial) -> Bool {
        trial.action == .echo && identifier == Self.identifier(trial)
    }
}
