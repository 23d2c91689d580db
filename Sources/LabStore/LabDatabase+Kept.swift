extension LabDatabase {
    /// What is kept beside the lab: values by key. The table comes with the first, so that older labs have none.
    private static let keptTable =
        "CREATE TABLE IF NOT EXISTS kept (key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID"

    private func keepsSomething() throws -> Bool {
        try connection.integer("SELECT count(*) FROM sqlite_schema WHERE name = 'kept'") == 1
    }

    /// The value of a key; nil where none is kept.
    func kept(_ key: String) throws -> [UInt8]? {
        guard try keepsSomething() else { return nil }
        let statement = try connection.prepare("SELECT value FROM kept WHERE key = ?1")
        try statement.bind(key, at: 1)
        guard try statement.step() else { return nil }
        return statement.withBlob(0) { Array($0) }
    }

    /// Keeps a value; an empty one is forgotten.
    func keep(_ value: [UInt8], as key: String) throws {
        try connection.execute(Self.keptTable)
        guard !value.isEmpty else {
            let statement = try connection.prepare("DELETE FROM kept WHERE key = ?1")
            try statement.bind(key, at: 1)
            while try statement.step() {}
            return
        }
        let statement = try connection.prepare("INSERT OR REPLACE INTO kept (value, key) VALUES (?1, ?2)")
        try statement.bind(key, at: 2)
        try statement.run(value)
    }

    /// Forgets the values whose keys begin with a container's identifier.
    func forgetKept(of containers: some Collection<String>) throws {
        guard !containers.isEmpty, try keepsSomething() else { return }
        // Hexadecimal digits sort below "~".
        let statement = try connection.prepare("DELETE FROM kept WHERE key >= ?1 AND key < ?2")
        for id in containers {
            try statement.bind(id, at: 1)
            try statement.bind(id + "~", at: 2)
            while try statement.step() {}
            statement.reset()
        }
    }

    func forgetAllKept() throws {
        if try keepsSomething() { try connection.execute("DELETE FROM kept") }
    }
}
