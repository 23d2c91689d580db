internal import CLinux
internal import Glibc
internal import Netlink

/// What the kernel says of processes under `/proc`.
package enum ProcessFacts {
    /// When a process was started, in clock ticks since the machine was; nil where there is none.
    package static func started(_ process: Int32) -> UInt64? {
        guard let text = SmallFile.read("/proc/\(process)/stat"), let end = text.lastIndex(of: ")") else { return nil }
        // Behind the name, which may hold anything, the state is the third field; this one is the 22nd.
        let fields = text[text.index(after: end)...].split(separator: " ")
        return fields.count > 19 ? UInt64(fields[19]) : nil
    }

    /// The numbers of all processes, lowest first.
    static func all() -> [Int32] {
        guard let folder = opendir("/proc") else { return [] }
        defer { closedir(folder) }
        var found: [Int32] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if let number = Int32(name) { found.append(number) }
        }
        return found.sorted()
    }

    /// The number of a process's network namespace; nil where it cannot be seen.
    static func networkNamespace(_ process: Int32) -> UInt64? {
        var buffer = [UInt8](repeating: 0, count: 64)
        let count = buffer.withUnsafeMutableBytes { bytes in
            bytes.baseAddress.map { readlink("/proc/\(process)/ns/net", $0, bytes.count) } ?? 0
        }
        guard count > 0 else { return nil }
        let text = String(decoding: buffer[..<count], as: UTF8.self)
        guard text.hasPrefix("net:["), text.hasSuffix("]") else { return nil }
        return UInt64(text.dropFirst(5).dropLast())
    }

    /// The variables that a process was started with; none where they cannot be seen.
    static func environment(_ process: Int32) -> [String] {
        (SmallFile.read("/proc/\(process)/environ") ?? "").split(separator: "\0").map(String.init)
    }

    /// The program's name, 15 octets of it.
    static func name(_ process: Int32) -> String {
        (SmallFile.read("/proc/\(process)/comm") ?? "").split(separator: "\n").first.map(String.init) ?? "?"
    }
}

/// Files that fit into memory at once.
enum SmallFile {
    static func read(_ path: String) -> String? {
        let descriptor = netsim_open(path, O_RDONLY, 0)
        guard descriptor >= 0 else { return nil }
        defer { _ = netsim_close(descriptor) }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65536)
        while bytes.count < 64 << 20 {
            let count = piece.withUnsafeMutableBytes { netsim_read(descriptor, $0.baseAddress, $0.count) }
            if count == -Int(EINTR) { continue }
            guard count >= 0 else { return nil }
            if count == 0 { return String(decoding: bytes, as: UTF8.self) }
            bytes += piece[..<count]
        }
        return nil
    }

    /// Writes a file whole, in place of what was there.
    ///
    /// - Parameter isPrivate: whether nobody else may read it.
    static func write(_ path: String, _ text: String, isPrivate: Bool = false) throws(NetlinkError) {
        let flags = O_WRONLY | O_TRUNC
        let descriptor =
            isPrivate ? netsim_open_private(path, flags) : netsim_open(path, flags | O_CREAT, 0o644)
        guard descriptor >= 0 else { throw NetlinkError.system(attempt: "create \(path)", number: -descriptor) }
        defer { _ = netsim_close(descriptor) }
        let bytes = Array(text.utf8)
        var position = 0
        while position < bytes.count {
            let count = bytes[position...].withUnsafeBytes { netsim_write(descriptor, $0.baseAddress, $0.count) }
            if count == -Int(EINTR) { continue }
            guard count > 0 else {
                throw NetlinkError.system(attempt: "write \(path)", number: Int32(clamping: -count))
            }
            position += count
        }
    }
}
