internal import Addressing
internal import CLinux
internal import PacketWire

/// Frames of real links as lines, as ``FrameSummary`` writes those of simulations.
package final class LineSink: FrameSink {
    private let titles: [String]
    private let width: Int
    /// Nanoseconds since 1970.
    private let began: Int64
    private var summary: FrameSummary
    private let show: ([UInt8]) throws(LiveCaptureError) -> Void
    private var text: [UInt8] = []
    package private(set) var count = 0

    /// - Parameters:
    ///   - describe: says in words what a datagram's payload means.
    ///   - show: writes whole lines.
    package init(
        _ interfaces: [LiveInterface],
        describe: @escaping FrameSummary.Describe = { _ in nil },
        show: @escaping ([UInt8]) throws(LiveCaptureError) -> Void
    ) {
        titles = interfaces.map(\.title)
        width = titles.map(\.count).max() ?? 0
        summary = FrameSummary(describe)
        self.show = show
        began = netsim_wall_clock()
    }

    package var watched: Int32 { -1 }

    package func write(_ frame: LiveFrame, _ bytes: UnsafeRawBufferPointer) throws(LiveCaptureError) {
        let title = titles.indices.contains(frame.link) ? titles[frame.link] : ""
        var line = FrameSummary.head(
            max(0, frame.time &- began),
            title,
            width: width,
            isInbound: frame.direction == .inbound
        )
        let octets = Array(bytes)
        do throws(PacketDecodingError) {
            line += summary.line(try EthernetFrame(decoding: octets.span))
        } catch {
            line += Self.unreadable(octets, frame.originalLength, error)
        }
        text += line.utf8
        text.append(UInt8(ascii: "\n"))
        if text.count >= 1 << 16 { try settle() }
    }

    /// What can be told of a frame that is cut, or broken.
    private static func unreadable(_ octets: [UInt8], _ length: Int, _ error: PacketDecodingError) -> String {
        guard octets.count >= EthernetFrame.headerLength else { return "\(length) bytes, \(error)" }
        func address(_ start: Int) -> MACAddress {
            MACAddress(rawValue: octets[start..<start + 6].reduce(0) { $0 << 8 | UInt64($1) })
        }
        let type = String(Int(octets[12]) << 8 | Int(octets[13]) | 0x10000, radix: 16).dropFirst()
        let payload = length - EthernetFrame.headerLength
        return "\(address(6)) > \(address(0)), ethertype 0x\(type), length \(payload), \(error)"
    }

    package func settle() throws(LiveCaptureError) {
        if text.isEmpty { return }
        defer { text.removeAll(keepingCapacity: true) }
        count += text.count
        try show(text)
    }

    package func finish(_ statistics: [LiveLink.Statistics]) throws(LiveCaptureError) { try settle() }
}
