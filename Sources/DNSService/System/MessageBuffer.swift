/// Memory for one message of any length, for as long as its owner lives.
final class MessageBuffer {
    /// 65536 octets.
    let octets = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 64)

    deinit {
        octets.deallocate()
    }

    /// The first octets, which the owner keeps until it writes others.
    func prefix(_ count: Int) -> UnsafeBufferPointer<UInt8> {
        UnsafeRawBufferPointer(rebasing: octets.prefix(count)).assumingMemoryBound(to: UInt8.self)
    }
}
