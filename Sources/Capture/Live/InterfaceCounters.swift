internal import CLinux
internal import Glibc

/// What an interface dropped, by `/proc/net/dev` of the namespace that the value was made in.
///
/// libpcap asks `/sys` for it, which shows the interfaces of the namespace that mounted it: another's of the same name.
final class InterfaceCounters {
    private let interface: String
    private let descriptor: Int32
    private var atStart: UInt64 = 0

    init(_ interface: String) {
        self.interface = interface
        // The file stays that of its namespace, whoever reads it.
        descriptor = netsim_open("/proc/thread-self/net/dev", O_RDONLY, 0)
        atStart = read() ?? 0
    }

    deinit {
        if descriptor >= 0 { _ = netsim_close(descriptor) }
    }

    /// Frames dropped on their way in since then; 0 where the interface is gone.
    var dropped: UInt64 {
        guard let now = read(), now > atStart else { return 0 }
        return now - atStart
    }

    private func read() -> UInt64? {
        guard descriptor >= 0, lseek(descriptor, 0, SEEK_SET) == 0 else { return nil }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 16384)
        while bytes.count < 16 << 20 {
            let count = piece.withUnsafeMutableBytes { netsim_read(descriptor, $0.baseAddress, $0.count) }
            if count <= 0 { break }
            bytes += piece[..<count]
        }
        // `eth0: octets packets errors dropped ...`, what was received first.
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            let fields = String(decoding: line, as: UTF8.self).split(separator: ":", maxSplits: 1)
            guard fields.count == 2, fields[0].drop(while: { $0 == " " }) == interface[...] else { continue }
            let numbers = fields[1].split(separator: " ")
            return numbers.count > 3 ? UInt64(numbers[3]) : nil
        }
        return nil
    }
}
