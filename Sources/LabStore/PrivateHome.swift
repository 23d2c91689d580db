internal import CLinux
internal import Glibc

/// A home of labs is its owner's alone: folders 0700, files 0600.
///
/// Whoever may read a lab's file may lock it for reading, and so keep its owner from changing the lab.
package enum PrivateHome {
    /// The folders that netsim makes in a home.
    private static let folders = ["labs", "run"]

    /// Takes from others what an older netsim, or a wide umask, let them do in a home.
    ///
    /// The home itself is only touched where nothing but netsim's folders is in it: `NETSIM_HOME` may name a folder that
    /// is shared for other reasons. What belongs to other users is left alone.
    package static func mend(_ home: String) {
        var isOpen = false
        for folder in folders where netsim_make_private("\(home)/\(folder)") == 1 {
            isOpen = true
            mendContents(of: "\(home)/\(folder)", depth: 3)
        }
        // Not asked at each command: what others may not enter, they cannot misuse.
        if isOpen, entries(of: home).allSatisfy(folders.contains) { netsim_make_private(home) }
    }

    private static func mendContents(of folder: String, depth: Int) {
        for name in entries(of: folder) {
            let path = "\(folder)/\(name)"
            netsim_make_private(path)
            var status = stat()
            if depth > 0, lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
                mendContents(of: path, depth: depth - 1)
            }
        }
    }

    /// Makes the folder in which what runs leaves its sockets and files, and the home itself where this is the first command.
    ///
    /// - Returns: its path.
    package static func makeRunFolder(_ home: String) throws(StoreError) -> String {
        let folder = "\(home)/run"
        try LabLocation.makeFolder(folder)
        return folder
    }

    /// The names in a folder of a home, in byte order; none where it cannot be read.
    package static func entries(of folder: String) -> [String] {
        guard let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }
}
