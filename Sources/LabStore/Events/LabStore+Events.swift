extension LabStore {
    /// The events that are kept, oldest first: the latest ``LabDatabase/mostEvents`` of the lab.
    ///
    /// - Parameter sequence: those up to and with this one are left out; 0 for all.
    package func events(after sequence: Int64 = 0) throws -> [KeptEvent] {
        try session.reading { database in
            guard let database, try database.state() != .empty else { return [] }
            return try database.events(after: sequence)
        }
    }
}
