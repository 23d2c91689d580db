internal import CLinux
internal import Glibc

/// Small files that others may read at any moment.
enum TextFile {
    /// The whole contents; `nil` when there is no such file, or none that can be read and fits into 64 MiB.
    static func read(_ path: String) -> String? {
        guard let file = try? Descriptor(netsim_open(path, O_RDONLY, 0), "") else { return nil }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count < 64 << 20 {
            let count = netsim_read(file.number, &piece, piece.count)
            if count == -Int(EINTR) { continue }
            guard count >= 0 else { return nil }
            if count == 0 { return String(decoding: bytes, as: UTF8.self) }
            bytes += piece[..<count]
        }
        return nil
    }

    /// Puts a file in place at once: readers see all of the old contents or all of the new.
    ///
    /// - Parameter isPrivate: whether nobody else may read it.
    static func replace(_ path: String, with text: String, isPrivate: Bool = false) throws(SystemError) {
        let draft = "\(path).\(getpid()).tmp"
        let attempt = "cannot write \(path)"
        do throws(SystemError) {
            let flags = O_WRONLY | O_TRUNC
            let file = try Descriptor(
                isPrivate ? netsim_open_private(draft, flags) : netsim_open(draft, flags | O_CREAT, 0o644),
                attempt
            )
            let bytes = Array(text.utf8)
            var written = 0
            while written < bytes.count {
                let count = bytes[written...].withUnsafeBytes { netsim_write(file.number, $0.baseAddress, $0.count) }
                if count == -Int(EINTR) { continue }
                try check(Int32(truncatingIfNeeded: count), attempt)
                written += count
            }
            guard rename(draft, path) == 0 else { throw SystemError(attempt, number: errno) }
        } catch {
            unlink(draft)
            throw error
        }
    }
}
