/// What is mounted where, as a thread's mount namespace has it.
struct MountTable: Hashable, Sendable {
    struct Mount: Hashable, Sendable {
        /// From the root folder.
        let path: String
        /// Such as `ext4`.
        let fileSystem: String
        /// Whether the kernel lists it; other places are folders that are treated apart.
        var isMounted = true
    }

    /// What lies beneath comes later. Where mounts lie over each other, the one that is seen.
    let mounts: [Mount]

    /// - Parameter text: what the kernel lists in `/proc/self/mountinfo` (proc_pid_mountinfo(5)).
    init(text: String) {
        var (paths, kinds): ([String], [String: String]) = ([], [:])
        for line in text.split(separator: "\n") {
            let fields = line.split(separator: " ")
            // A varying number of fields ends with a dash.
            guard fields.count > 6, let dash = fields[6...].firstIndex(of: "-"), dash + 1 < fields.count else {
                continue
            }
            let path = Self.unescaped(fields[4])
            if kinds.updateValue(String(fields[dash + 1]), forKey: path) == nil { paths.append(path) }
        }
        // Mounts that were moved may be listed before what they lie in.
        let ordered = paths.enumerated().sorted { first, second in
            (Self.depth(first.element), first.offset) < (Self.depth(second.element), second.offset)
        }
        mounts = ordered.map { Mount(path: $0.element, fileSystem: kinds[$0.element] ?? "") }
    }

    /// Of the calling thread.
    static func current() -> MountTable? {
        SmallFile.read("/proc/thread-self/mountinfo").map { MountTable(text: $0) }
    }

    /// Whether something is mounted in a folder, or deeper.
    func hasMounts(beneath path: String) -> Bool {
        mounts.contains { Self.isBeneath($0.path, path) }
    }

    static func isBeneath(_ path: String, _ folder: String) -> Bool {
        folder == "/" ? path != "/" : path.hasPrefix(folder + "/")
    }

    private static func depth(_ path: String) -> Int { path == "/" ? 0 : path.utf8.count { $0 == UInt8(ascii: "/") } }

    /// A space, tab, newline or backslash is listed as its number, in three octal digits behind a backslash.
    private static func unescaped(_ field: Substring) -> String {
        var octets: [UInt8] = []
        var rest = Array(field.utf8)[...]
        while let octet = rest.popFirst() {
            let digits = rest.prefix(3)
            guard octet == UInt8(ascii: "\\"), digits.count == 3, digits.allSatisfy({ (0x30...0x37).contains($0) })
            else {
                octets.append(octet)
                continue
            }
            octets.append(UInt8(truncatingIfNeeded: digits.reduce(0) { $0 << 3 | Int($1 - 0x30) }))
            rest.removeFirst(3)
        }
        return String(decoding: octets, as: UTF8.self)
    }
}
