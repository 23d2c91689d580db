/// Memory for one message of any length, for as long as its owner lives.
final class MessageBuffer {
    /// 65536 octets.
    let octets = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 64)

    deinit {
        octets.deallocate()
    }

    func prefix(_ count: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: octets.prefix(count))
    }
}
