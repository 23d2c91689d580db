internal import Glibc
internal import Netlink

/// A file, folder or symbolic link in the machine's root folder.
struct RootEntry {
    enum Kind: Hashable {
        case folder, file
        case link(to: String)
    }

    let path: String
    let kind: Kind
    /// Of the place, as it is before something is mounted over it.
    let handle: PathHandle

    /// Those that can be opened, by name.
    static func all() throws(NetlinkError) -> [RootEntry] {
        guard let folder = opendir("/") else { throw .system(attempt: "list the root folder", number: errno) }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted().compactMap { RootEntry("/\($0)") }
    }

    private init?(_ path: String) {
        var facts = stat()
        guard lstat(path, &facts) == 0, let handle = try? PathHandle(path) else { return nil }
        self.path = path
        self.handle = handle
        switch facts.st_mode & S_IFMT {
        case S_IFDIR: kind = .folder
        case S_IFLNK:
            guard let goal = Self.goal(of: path) else { return nil }
            kind = .link(to: goal)
        default: kind = .file
        }
    }

    private static func goal(of link: String) -> String? {
        var octets = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let count = octets.withUnsafeMutableBytes { bytes in
            bytes.baseAddress.map { readlink(link, $0, bytes.count) } ?? -1
        }
        return count > 0 ? String(decoding: octets.prefix(count), as: UTF8.self) : nil
    }
}
