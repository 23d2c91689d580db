internal import CLinux
internal import Glibc
package import KernelBackend
package import Lab
internal import Netlink
package import PacketWire

/// Sees every frame on the links of a lab in the kernel.
///
/// A packet socket in each namespace that has links' ends sees all of them in the order in which the kernel takes the
/// frames, with an interface's number and a direction: the links are thousands, and each with a capture of its own
/// would have a ring of its own and no order among them.
package final class LinkTaps {
    /// A link of the lab, as both sides name it.
    private struct Tap {
        let link: Int
        /// Whether what the interface sends goes to the host's side.
        let isReversed: Bool
    }

    /// A frame as it was captured.
    package struct Capture: Sendable {
        package let link: Int
        package let isInbound: Bool
        /// Nanoseconds since 1970.
        package let time: Int64
        package let octets: [UInt8]
    }

    package private(set) var links: [(name: String, title: String)] = []
    package private(set) var captures: [Capture] = []
    /// Frames that the sockets had no room for.
    package private(set) var lost: Int64 = 0
    private var sockets: [(descriptor: Int32, taps: [Int32: Tap])] = []
    private var buffer = [UInt8](repeating: 0, count: 262_144)
    private var taken = 0

    /// What waits for its reader, in octets; less where the process may not have so much.
    private static let room: Int32 = 64 << 20

    package init(_ lab: Lab, _ kernel: KernelLab) throws {
        var places: [PlanSpace: [(interface: String, link: Int, isReversed: Bool)]] = [:]
        func add(_ space: PlanSpace, _ interface: String, name: String, title: String, isReversed: Bool) {
            places[space, default: []].append((interface, links.count, isReversed))
            links.append((name, title))
        }
        let hasOutside = kernel.plan.spaces.contains(.router)
        if hasOutside {
            let uplink = lab.host.uplinkName
            add(.router, "host", name: uplink, title: "host \(uplink)", isReversed: false)
            add(.router, "client", name: "outside", title: "outside eth0", isReversed: false)
            // The router is the bridge itself: what that sends goes from it to the switch.
            add(.router, "lan", name: "router", title: "router lan0", isReversed: true)
        }
        for container in lab.allContainers {
            guard container.ownSandbox != nil, let space = kernel.plan.spaceOfContainer[container.id] else { continue }
            for attachment in container.attachments {
                guard let endpoint = attachment.endpoint, !endpoint.interface.isEmpty,
                    let network = attachment.networkID.flatMap({ lab.network($0) })
                else { continue }
                let title = "\(container.name) \(endpoint.interface) on \(network.name)"
                if network.driver == .bridge {
                    let name = endpoint.hostInterface
                    add(.host, name, name: name, title: title, isReversed: false)
                } else {
                    // No end on the host's side: seen from within.
                    let name = "\(container.name)-\(endpoint.interface)"
                    add(space, endpoint.interface, name: name, title: title, isReversed: true)
                }
            }
        }
        for (space, interfaces) in places { try open(space, interfaces, kernel) }
    }

    deinit {
        for socket in sockets { _ = netsim_close(socket.descriptor) }
    }

    private func open(
        _ space: PlanSpace,
        _ interfaces: [(interface: String, link: Int, isReversed: Bool)],
        _ kernel: KernelLab
    ) throws {
        let (descriptor, taps) = try kernel.run(in: space) {
            let descriptor = netsim_packet_open(Self.room)
            guard descriptor >= 0 else {
                throw NetlinkError.system(attempt: "open a packet socket", number: -descriptor)
            }
            var taps: [Int32: Tap] = [:]
            for interface in interfaces {
                let number = netsim_interface_number(interface.interface)
                if number > 0 { taps[number] = Tap(link: interface.link, isReversed: interface.isReversed) }
            }
            return (descriptor, taps)
        }
        sockets.append((descriptor, taps))
    }

    /// Takes what has come.
    ///
    /// - Returns: whether anything has.
    @discardableResult
    package func drain() -> Bool {
        let before = captures.count
        for socket in sockets {
            var frame = netsim_frame()
            while true {
                let count = buffer.withUnsafeMutableBytes {
                    netsim_packet_receive(socket.descriptor, $0.baseAddress, $0.count, &frame)
                }
                if count == -Int(EINTR) { continue }
                guard count >= 0 else { break }
                guard let tap = socket.taps[frame.interface] else { continue }
                captures.append(
                    Capture(
                        link: tap.link,
                        isInbound: (frame.is_outgoing != 0) == tap.isReversed,
                        time: frame.time,
                        octets: Array(buffer.prefix(count))
                    )
                )
            }
            lost += max(0, netsim_packet_lost(socket.descriptor))
        }
        return captures.count > before
    }

    /// What has come since this was last asked, as frames. Octets that are no frame are left out.
    package func shots(_ trial: Int?) -> [Shot] {
        drain()
        defer { taken = captures.count }
        return captures[taken...].compactMap { capture in
            guard let frame = try? EthernetFrame(decoding: capture.octets.span) else { return nil }
            return Shot(link: links[capture.link].name, isInbound: capture.isInbound, frame: frame, trial: trial)
        }
    }

    /// All that was captured, in pcapng.
    package func pcapng() throws(PcapngError) -> [UInt8] {
        var writer = try PcapngWriter(PcapngSection(application: "netsim"))
        for link in links { _ = try writer.add(PcapngInterface(name: link.name, description: link.title)) }
        // Sockets are read one after the other.
        let ordered = captures.sorted { $0.time < $1.time }
        for capture in ordered {
            try writer.add(
                PcapngPacket(
                    interface: capture.link,
                    timestamp: max(0, capture.time),
                    bytes: capture.octets,
                    direction: capture.isInbound ? .inbound : .outbound
                )
            )
        }
        try writer.finish(at: max(0, ordered.last?.time ?? 0))
        return writer.takeBytes()
    }
}
