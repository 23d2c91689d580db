internal import CLinux
internal import Glibc

/// A file that another process writes at its end, read on from where it was.
///
/// One that was emptied, or that another has taken the place of, is read from its beginning.
final class LogFile {
    private let path: String
    private var descriptor: Int32 = -1
    private var position = 0

    /// Nothing is opened yet: the file may come later.
    init(_ path: String) {
        self.path = path
    }

    deinit { close() }

    private func close() {
        if descriptor >= 0 { _ = netsim_close(descriptor) }
        descriptor = -1
    }

    /// What has come since this was last asked.
    func news() -> [UInt8] {
        // What came to a file before another one took its place.
        var bytes = rest()
        if isReplaced {
            close()
            descriptor = max(-1, netsim_open(path, O_RDONLY, 0))
            position = 0
            bytes += rest()
        }
        return bytes
    }

    /// Whether the path leads to another file than the one that is read, or none is yet.
    private var isReplaced: Bool {
        var (there, own) = (stat(), stat())
        guard stat(path, &there) == 0 else { return false }
        guard descriptor >= 0, fstat(descriptor, &own) == 0 else { return true }
        return there.st_dev != own.st_dev || there.st_ino != own.st_ino
    }

    private func rest() -> [UInt8] {
        var own = stat()
        guard descriptor >= 0, fstat(descriptor, &own) == 0 else { return [] }
        if own.st_size < position { position = 0 }
        lseek(descriptor, position, SEEK_SET)
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65_536)
        // Who writes faster than this reads is not waited for.
        while bytes.count < Self.most {
            let count = piece.withUnsafeMutableBytes { netsim_read(descriptor, $0.baseAddress, $0.count) }
            if count == -Int(EINTR) { continue }
            if count <= 0 { break }
            bytes += piece[..<count]
        }
        position += bytes.count
        return bytes
    }

    private static let most = 1 << 30
}
