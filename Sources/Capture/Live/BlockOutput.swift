internal import CLinux
internal import Glibc
internal import Netlink

/// Where the blocks of a capture go: a file, or a pipe to a program.
///
/// A file holds whole blocks whatever happens: when there is no room for the next, what was written of it is cut off.
package final class BlockOutput {
    private let descriptor: Int32
    private let name: String
    private let isOwn: Bool
    private let isRegular: Bool
    private let isPipe: Bool
    /// Becomes readable when the user no longer wants to wait; -1 for nothing.
    private let stop: Int32
    /// Octets of whole blocks written so far.
    package private(set) var count = 0

    /// Creates a file, in place of what was there.
    package convenience init(creating path: String, stop: Int32 = -1) throws(LiveCaptureError) {
        let descriptor = netsim_open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        guard descriptor >= 0 else { throw .system(attempt: "create \(path)", number: -descriptor) }
        self.init(descriptor, named: path, isOwn: true, stop: stop)
    }

    /// Writes to a descriptor that stays open.
    package convenience init(_ descriptor: Int32, named name: String, stop: Int32 = -1) {
        self.init(descriptor, named: name, isOwn: false, stop: stop)
    }

    private init(_ descriptor: Int32, named name: String, isOwn: Bool, stop: Int32) {
        self.descriptor = descriptor
        self.name = name
        self.isOwn = isOwn
        self.stop = stop
        var status = stat()
        let kind = fstat(descriptor, &status) == 0 ? status.st_mode & S_IFMT : 0
        isRegular = kind == S_IFREG
        isPipe = kind == S_IFIFO || kind == S_IFSOCK
    }

    deinit { if isOwn { _ = netsim_close(descriptor) } }

    /// Whether what is written should be shown at once.
    var isLive: Bool { !isRegular }

    /// What tells that a pipe's reader is gone; -1 for files.
    var watched: Int32 { isPipe ? descriptor : -1 }

    /// Writes blocks.
    ///
    /// - Throws: where there is no room, or no reader. A file is then as it was, with those of the blocks that fitted.
    package func write(_ blocks: [UInt8]) throws(LiveCaptureError) {
        var position = 0
        while position < blocks.count {
            // A pipe that is said to be writable takes so much without waiting: a reader that sleeps is waited for here,
            // where it can be given up.
            if isPipe { try waitForReader() }
            let limit = isPipe ? min(4096, blocks.count - position) : blocks.count - position
            let written = blocks.withUnsafeBytes { bytes in
                netsim_write(descriptor, bytes.baseAddress.map { $0 + position }, limit)
            }
            if written == -Int(EINTR) || written == -Int(EAGAIN) { continue }
            guard written > 0 else {
                cutBack(blocks, position)
                throw .system(attempt: "write \(name)", number: Int32(clamping: -written))
            }
            position += written
        }
        count += blocks.count
    }

    private func waitForReader() throws(LiveCaptureError) {
        while true {
            var wanted = [
                pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0),
                pollfd(fd: stop, events: Int16(POLLIN), revents: 0),
            ]
            let ready = poll(&wanted, 2, -1)
            if ready < 0, errno != EINTR { return }
            if wanted[0].revents != 0 { return }
            guard wanted[1].revents != 0 else { continue }
            // Told to end: a reader that is merely slow has a second.
            wanted[1].fd = -1
            if poll(&wanted, 2, 1000) == 0 { throw .system(attempt: "write \(name)", number: ETIMEDOUT) }
            return
        }
    }

    /// Keeps the blocks that are whole; each says its length in its second word.
    private func cutBack(_ blocks: [UInt8], _ written: Int) {
        guard isRegular else { return }
        var end = 0
        while end + 8 <= written {
            let length = (4..<8).reversed().reduce(0) { $0 << 8 | Int(blocks[end + $1]) }
            guard length >= 12, end + length <= written else { break }
            end += length
        }
        count += end
        _ = ftruncate(descriptor, count)
        _ = lseek(descriptor, count, SEEK_SET)
    }
}
