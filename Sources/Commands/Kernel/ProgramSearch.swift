internal import ContainerTools
internal import Glibc

/// Whether there is a program of this machine by a name, as execvp(3) looks for it.
enum ProgramSearch {
    /// - Parameter path: the folders that are searched, between colons; nil for the system's own.
    /// - Throws: what the engine says of a program that cannot be started. `docker exec -d` ends with 1 then, where without
    ///   `-d` it ends as shells do.
    static func check(_ program: [String], path: String?) throws(CommandFailure) {
        let name = program.first ?? ""
        let places =
            name.contains("/")
            ? [name] : name.isEmpty ? [] : (path ?? "/bin:/usr/bin").split(separator: ":").map { "\($0)/\(name)" }
        var isThere = false
        for place in places {
            var found = stat()
            guard stat(place, &found) == 0 else { continue }
            isThere = true
            if found.st_mode & S_IFMT == S_IFREG, access(place, X_OK) == 0 { return }
        }
        throw CommandFailure("Error response from daemon: \(ToolRunner.startFailure(of: name, isThere: isThere))")
    }
}
