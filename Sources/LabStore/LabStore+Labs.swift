internal import Glibc
internal import Lab

extension LabStore {
    /// The names of the labs under a home, in byte order; none where the home does not exist.
    package static func labs(home: String) throws(StoreError) -> [String] {
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
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: $0.pointee)) {
                    String(cString: $0)
                }
            }
            if let location = try? LabLocation(home: home, name: name), location.holdsLab { names.append(name) }
        }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// Whether a lab has been written. An unreadable one exists too.
    package static func exists(home: String, lab: String) throws(StoreError) -> Bool {
        try LabLocation(home: home, name: lab).holdsLab
    }

    /// Removes a lab with all its files, readable or not; a change that another process is making is waited for.
    ///
    /// A process that still uses the lab then meets one that does not exist.
    ///
    /// - Parameter patience: milliseconds.
    /// - Throws: `notFound`, `busy`, or what the system refused.
    package static func remove(home: String, lab: String, patience: Int = 10_000) throws(StoreError) {
        let location = try LabLocation(home: home, name: lab)
        guard location.holdsLab else {
            let hint = (try? labs(home: home)).flatMap { NearName.hint(for: lab, among: $0) }
            throw StoreError(.notFound, "cannot remove lab \(lab): there is none of this name", advice: hint)
        }
        try LabSession(location, patience: patience).remove()
    }
}
