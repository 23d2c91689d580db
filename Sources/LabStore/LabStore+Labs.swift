internal import Glibc
internal import Lab
internal import Text

extension LabStore {
    /// The names of the labs under a home, in byte order; none where the home does not exist.
    package static func labs(home: String) throws(StoreError) -> [String] {
        try folders(home: home).filter(holdsLab).map(\.name)
    }

    /// The names of labs that a first command was about to make when it was killed: there is a folder, and no lab in it.
    package static func unwrittenLabs(home: String) throws(StoreError) -> [String] {
        try folders(home: home).filter { location in
            guard !holdsLab(location), location.isUnwritten else { return false }
            // Who makes the lab right now has the lock.
            return (try? FolderLock(location.folder, alone: false, until: 0)) != nil
        }.map(\.name)
    }

    /// Takes away what is left of a lab that was never written, unless somebody makes it right now.
    package static func removeUnwritten(home: String, lab: String) throws(StoreError) {
        try LabSession(try LabLocation(home: home, name: lab), patience: 0).removeUnwritten()
    }

    /// The folders of labs under a home, in byte order of their names.
    private static func folders(home: String) throws(StoreError) -> [LabLocation] {
        let folder = LabLocation.labsFolder(of: home)
        guard let stream = opendir(folder) else {
            if errno == ENOENT { return [] }
            let code = errno
            throw StoreError(
                code == EACCES ? .permissionDenied : .failed,
                "cannot list the labs in \(folder): \(StoreError.words(of: code))",
                advice: "set NETSIM_HOME to a folder that you may read"
            )
        }
        defer { closedir(stream) }
        var found: [LabLocation] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: $0.pointee)) {
                    String(cString: $0)
                }
            }
            if let location = try? LabLocation(home: home, name: name) { found.append(location) }
        }
        return found.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }

    /// Whether a lab has been written. An unreadable one exists too.
    package static func exists(home: String, lab: String) throws(StoreError) -> Bool {
        holdsLab(try LabLocation(home: home, name: lab))
    }

    /// Whether a lab has been written whole.
    private static func holdsLab(_ location: LabLocation) -> Bool {
        guard location.holdsLab else { return false }
        // What a first command had written when it was killed is undone by whoever reads it.
        guard location.hasJournal else { return true }
        let state = try? LabSession(location, patience: 10_000).reading { try $0?.state() ?? .empty }
        return state != .empty
    }

    /// Removes a lab with all its files, readable or not; a change that another process is making is waited for.
    ///
    /// A process that still uses the lab then meets one that does not exist.
    ///
    /// - Parameter patience: milliseconds.
    /// - Throws: `notFound`, `busy`, or what the system refused.
    package static func remove(home: String, lab: String, patience: Int = 10_000) throws(StoreError) {
        let location = try LabLocation(home: home, name: lab)
        guard try LabSession(location, patience: patience).remove() else {
            let hint = (try? labs(home: home)).flatMap { NearName.hint(for: lab, among: $0) }
            throw StoreError(.notFound, "cannot remove lab \(lab): there is none of this name", advice: hint)
        }
    }
}
