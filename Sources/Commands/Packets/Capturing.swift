internal import Addressing
internal import Capture
internal import ContainerTools
internal import Dataplane
internal import Lab
internal import PacketWire
internal import Resolver

/// A capture that is under way: which frames are wanted, and what the tool that ran gave.
struct Capturing {
    let limit: Int
    /// nil for all links.
    let filter: CaptureFilter?
    private(set) var recording: Recording?
    private var names: [(address: IPAddress, name: String)] = []

    static let defaultLimit = 1_000_000

    init(limit: Int = Capturing.defaultLimit, filter: CaptureFilter? = nil) {
        self.limit = limit
        self.filter = filter
    }

    /// Begins to record what crosses the links.
    func begin(_ context: inout ToolContext) {
        guard var plane = context.plane as? Dataplane else { return }
        if let filter {
            plane.beginRecording(limit: limit) { tap in filter.includes(tap) }
        } else {
            plane.beginRecording(limit: limit)
        }
        context.plane = plane
    }

    /// How long what is on its way when the tool ends is still recorded: the last acknowledgements, in nanoseconds.
    private static let linger: Int64 = 1_000_000_000

    /// Takes what was recorded.
    mutating func end(_ context: inout ToolContext) {
        context.plane.run(until: context.plane.now.advanced(by: Self.linger))
        guard var plane = context.plane as? Dataplane else { return }
        recording = plane.endRecording()
        context.plane = plane
        names = Self.names(context.names.lab)
    }

    /// The recording as a capture file; empty before a tool has run.
    func pcapng(epoch: Timestamp, snapLength: UInt32) throws(PcapngError) -> [UInt8] {
        guard let recording else { return [] }
        return try CaptureFile.pcapng(recording, epoch: epoch.nanoseconds, names: names, snapLength: snapLength)
    }

    /// The recording as lines.
    var text: String {
        guard let recording else { return "" }
        return FrameSummary.text(recording, describe: Self.describe)
    }

    /// What a datagram of DNS says.
    @Sendable static func describe(_ datagram: UDPDatagram) -> String? {
        guard [datagram.sourcePort, datagram.destinationPort].contains(DNSSummary.port) else { return nil }
        return DNSSummary.text(datagram.payload)
    }

    /// `14 frames on 3 links`, and what more there is to say of them.
    func report(_ place: String) -> String {
        let frames = recording?.entries.count ?? 0
        let links = recording?.linkCount ?? 0
        var text = "\(frames) frame\(frames == 1 ? "" : "s") on \(links) link\(links == 1 ? "" : "s")\(place)"
        if let recording, recording.left > 0 { text += " (\(recording.left) more left out by the limit)" }
        return text
    }

    /// Who has which address: containers, the host on its uplink and its bridges, and the router.
    static func names(_ lab: Lab) -> [(address: IPAddress, name: String)] {
        var names: [(IPAddress, String)] = []
        for container in lab.allContainers {
            for endpoint in container.attachments.compactMap(\.endpoint) {
                for prefix in [endpoint.ipv4, endpoint.ipv6].compactMap({ $0 }) {
                    names.append((prefix.address, container.name))
                }
            }
        }
        for prefix in lab.host.uplinkAddresses + lab.allNetworks.flatMap({ lab.bridgeAddresses($0) }) {
            names.append((prefix.address, lab.host.hostname))
        }
        for gateway in lab.host.gateways { names.append((gateway, "router")) }
        for prefix in lab.host.outsideClientAddresses { names.append((prefix.address, "outside")) }
        return names
    }
}
