internal import ContainerTools

/// The files of a container while several commands run there: each hands over what it has changed.
final class FileShare {
    private let key: String
    private let lab: any LabAccess
    private var known: WrittenFiles

    init(_ key: String, _ known: WrittenFiles, in lab: any LabAccess) {
        self.key = key
        self.known = known
        self.lab = lab
    }

    /// Keeps what was changed, beside what others have changed meanwhile.
    ///
    /// - Parameter files: as a command leaves them.
    func keep(_ files: WrittenFiles) throws {
        if files == known { return }
        let paths = Set(files.entries.keys).union(known.entries.keys)
        let changed = paths.filter { files.entries[$0] != known.entries[$0] }
        try lab.changeKept([key]) { kept in
            var entries = WrittenFiles(kept: kept[key] ?? []).entries
            for path in changed { entries[path] = files.entries[path] }
            known = WrittenFiles(entries)
            return [key: known.kept]
        }
    }

    /// - Parameter files: as a command sees them.
    /// - Returns: the same with what others have changed. Where they cannot be kept, they stay as they are.
    func share(_ files: WrittenFiles) -> WrittenFiles {
        do {
            if files == known { known = WrittenFiles(kept: try lab.kept([key])[key] ?? []) } else { try keep(files) }
            return known
        } catch {
            return files
        }
    }
}
