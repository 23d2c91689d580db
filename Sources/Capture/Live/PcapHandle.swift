internal import CPcap
internal import PacketWire

/// One handle of libpcap on one interface. It may be used from any thread, by one at a time.
final class PcapHandle {
    private let handle: OpaquePointer
    private let interface: String
    private var words = [CChar](repeating: 0, count: Int(NETSIM_PCAP_WORDS))

    /// Opens a handle in the calling thread's network namespace; it lets through only what the filter does.
    ///
    /// - Parameters:
    ///   - filter: as the user gave it: it is compiled alone first, so that what is wrong with it is said of it.
    ///   - prefix: what the kernel has to find besides, such as `inbound`; empty for nothing.
    init(
        _ interface: String,
        _ settings: LiveLink.Settings,
        bufferSize: Int32,
        filter: String,
        prefix: String
    ) throws(LiveCaptureError) {
        var given = netsim_pcap_settings(
            snap_length: settings.snapLength,
            buffer_size: bufferSize,
            timeout: settings.timeout,
            is_immediate: settings.isImmediate ? 1 : 0,
            is_promiscuous: settings.isPromiscuous ? 1 : 0
        )
        var opened: OpaquePointer?
        let status = netsim_pcap_open(interface, &given, &opened, &words)
        guard status == 0, let opened else { throw Self.error(status, interface, words) }
        handle = opened
        self.interface = interface
        var failure = netsim_pcap_attach(opened, filter, &words)
        if failure == 0, !prefix.isEmpty {
            let whole = filter.allSatisfy(\.isWhitespace) ? prefix : "\(prefix) and (\(filter))"
            failure = netsim_pcap_attach(opened, whole, &words)
        }
        if failure == 0 { return }
        let text = Self.text(words)
        throw failure == NETSIM_PCAP_BAD_FILTER.rawValue ? .filter(filter, text) : .link(interface, text)
    }

    deinit { netsim_pcap_close(handle) }

    var descriptor: Int32 { netsim_pcap_descriptor(handle) }

    private struct Receiver {
        let body: (Int64, Int, UnsafeRawBufferPointer) -> Void
    }

    /// Gives the frames that are there, `limit` of them at most; their octets last as long as the call.
    func drain(
        limit: Int,
        _ body: (_ nanoseconds: Int64, _ originalLength: Int, _ bytes: UnsafeRawBufferPointer) -> Void
    ) throws(LiveCaptureError) -> Int {
        let count = withoutActuallyEscaping(body) { body in
            var receiver = Receiver(body: body)
            return withUnsafeMutablePointer(to: &receiver) { receiver in
                netsim_pcap_dispatch(
                    handle,
                    Int32(clamping: limit),
                    { context, time, captured, original, octets in
                        guard let receiver = context?.assumingMemoryBound(to: Receiver.self) else { return }
                        receiver.pointee.body(
                            time,
                            Int(original),
                            UnsafeRawBufferPointer(start: octets, count: Int(captured))
                        )
                    },
                    receiver,
                    &words
                )
            }
        }
        guard count >= 0 else { throw Self.error(count, interface, words) }
        return Int(count)
    }

    /// Frames that passed the filter, and those of them that found no room in the ring.
    func statistics() -> (received: UInt64, dropped: UInt64)? {
        var (received, dropped): (UInt64, UInt64) = (0, 0)
        return netsim_pcap_statistics(handle, &received, &dropped) == 0 ? (received, dropped) : nil
    }

    private static func text(_ words: [CChar]) -> String {
        String(decoding: words.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private static func error(_ status: Int32, _ interface: String, _ words: [CChar]) -> LiveCaptureError {
        switch status {
        case NETSIM_PCAP_NO_LIBRARY.rawValue: .noLibrary(text(words))
        case NETSIM_PCAP_NO_INTERFACE.rawValue: .noInterface(interface)
        case NETSIM_PCAP_NO_PRIVILEGE.rawValue: .noPrivilege(interface)
        case NETSIM_PCAP_NOT_ETHERNET.rawValue: .notEthernet(interface, text(words))
        case NETSIM_PCAP_VANISHED.rawValue: .vanished(interface)
        default: .link(interface, text(words))
        }
    }
}
