extension LabStore {
    /// The values that are kept beside the lab under some keys.
    package func kept(_ keys: [String]) throws -> [String: [UInt8]] {
        try session.reading { database in
            guard let database, try database.state() != .empty else { return [:] }
            var values: [String: [UInt8]] = [:]
            for key in keys { values[key] = try database.kept(key) }
            return values
        }
    }

    /// Changes values that are kept beside the lab: what tools leave behind, which is no part of it.
    ///
    /// Those whose key begins with a container's full identifier go with that container. Nothing is kept of a lab that
    /// does not exist yet, and nothing written where nothing changes.
    ///
    /// - Parameter change: makes new values of those that are there; an empty one is forgotten.
    package func changeKept(_ keys: [String], _ change: ([String: [UInt8]]) throws -> [String: [UInt8]]) throws {
        try session.writing { database, state in
            guard state != .empty else { return (value: (), commits: false) }
            var values: [String: [UInt8]] = [:]
            for key in keys { values[key] = try database.kept(key) }
            let changed = try change(values).filter { values[$0.key] ?? [] != $0.value }
            for (key, value) in changed { try database.keep(value, as: key) }
            return (value: (), commits: !changed.isEmpty)
        }
    }
}
