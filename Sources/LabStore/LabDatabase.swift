internal import Lab

/// The tables of a lab's database, and the statements that read and write them.
///
/// - `lab`: one row with the settings, and the generation that every change of the lab increases;
/// - `network`, `container`: one row each, in order of creation, that begins with the version byte and the identifier;
/// - `rotation`: round-robin counters by key;
/// - `kept`, `event`: what is no part of the lab, once there is some.
struct LabDatabase {
    /// `nsim`: marks an SQLite file as a lab.
    static let applicationID: Int64 = 0x6e73_696d
    static let version: Int64 = 1

    private static let schema = """
        PRAGMA application_id = \(applicationID);
        PRAGMA user_version = \(version);
        CREATE TABLE lab (
            number INTEGER PRIMARY KEY CHECK (number = 1),
            generation INTEGER NOT NULL,
            containers INTEGER NOT NULL,
            settings BLOB NOT NULL
        );
        CREATE TABLE network (number INTEGER PRIMARY KEY, record BLOB NOT NULL);
        CREATE UNIQUE INDEX network_id ON network (substr(record, 2, 32));
        CREATE TABLE container (number INTEGER PRIMARY KEY, record BLOB NOT NULL);
        CREATE UNIQUE INDEX container_id ON container (substr(record, 2, 32));
        CREATE TABLE rotation (key TEXT PRIMARY KEY, next INTEGER NOT NULL) WITHOUT ROWID;
        """

    /// What the file is.
    enum State: Hashable {
        /// Nothing has been written yet.
        case empty
        case lab(generation: Int64)
    }

    /// Why the contents of a file cannot be read as a lab.
    enum Fault: Error {
        case sqlite(SQLiteFailure)
        /// Another program's database.
        case foreign
        case newer(version: Int64)
        case damaged(String)
    }

    let location: LabLocation
    let connection: SQLiteConnection

    // MARK: - Reading

    func state() throws(Fault) -> State {
        let id = try integer("PRAGMA application_id")
        guard id == Self.applicationID else {
            // SQLite itself counts a first page once an empty file is locked for writing.
            if id == 0, !location.holdsLab { return .empty }
            if id == 0, try integer("SELECT count(*) FROM sqlite_schema") == 0 { throw .damaged("it is cut off") }
            throw .foreign
        }
        let version = try integer("PRAGMA user_version") ?? 0
        guard version <= Self.version else { throw .newer(version: version) }
        guard version == Self.version else { throw .damaged("its version is \(version)") }
        guard let generation = try integer("SELECT generation FROM lab") else {
            throw .damaged("it has no settings")
        }
        return .lab(generation: generation)
    }

    /// The whole lab. The caller holds a transaction, in which ``state()`` was a lab.
    func load() throws(Fault) -> Lab {
        do {
            let (settings, count) = try settings()
            let networks = try networks()
            var restoration = try LabRestoration(settings: settings, networks: networks)
            let rows = try connection.prepare("SELECT record FROM container ORDER BY number")
            var row = 0
            while try rows.step() {
                row += 1
                let container: Container
                do throws(FieldError) {
                    container = try rows.withBlob(0) { bytes throws(FieldError) in
                        try RowReader.read(Container.self, from: bytes)
                    }
                } catch {
                    throw Fault.damaged("container \(row): \(error.text)")
                }
                try restoration.add(consume container)
            }
            if row != count { throw Fault.damaged("it counts \(count) containers and holds \(row)") }
            return try restoration.finish()
        } catch let fault as Fault {
            throw fault
        } catch let failure as SQLiteFailure {
            throw .sqlite(failure)
        } catch let refusal as LabRestoration.Refusal {
            throw .damaged(refusal.text)
        } catch {
            throw .damaged("\(error)")
        }
    }

    private func settings() throws -> (LabSettings, containers: Int) {
        let row = try connection.prepare("SELECT settings, containers FROM lab")
        guard try row.step() else { throw Fault.damaged("it has no settings") }
        do throws(FieldError) {
            let settings = try row.withBlob(0) { bytes throws(FieldError) in
                try RowReader.read(LabSettings.self, from: bytes)
            }
            return (settings, Int(clamping: row.integer(1)))
        } catch {
            throw Fault.damaged("settings: \(error.text)")
        }
    }

    private func networks() throws -> [Network] {
        let rows = try connection.prepare("SELECT record FROM network ORDER BY number")
        var networks: [Network] = []
        while try rows.step() {
            do throws(FieldError) {
                networks.append(
                    try rows.withBlob(0) { bytes throws(FieldError) in try RowReader.read(Network.self, from: bytes) }
                )
            } catch {
                throw Fault.damaged("network \(networks.count + 1): \(error.text)")
            }
        }
        return networks
    }

    private func integer(_ sql: String) throws(Fault) -> Int64? {
        do throws(SQLiteFailure) {
            return try connection.integer(sql)
        } catch {
            throw .sqlite(error)
        }
    }

    // MARK: - Writing

    /// Writes what changed. The caller holds a write transaction in which ``state()`` was `state`.
    ///
    /// - Returns: the new generation.
    func write(_ changes: LabChanges, of lab: Lab, after state: State) throws -> Int64 {
        let generation: Int64
        switch state {
        case .empty:
            try connection.execute(Self.schema)
            generation = 1
        case .lab(let last):
            generation = last &+ 1
        }
        try remove(changes.removedNetworks, from: "network")
        try remove(changes.removedContainers, from: "container")
        try forgetRotations(of: changes.removedContainers)
        try forgetKept(of: changes.removedContainers.map(\.description))

        // Rows are numbered in order of creation.
        let slots = changes.networks.compactMap { lab.networks.slot($0) }
        let networks = slots.sorted { (lab.networks[$0].created, $0) < (lab.networks[$1].created, $1) }
        try upsert(networks.map { lab.networks[$0] }, into: "network")
        let containers = changes.containers.compactMap { lab.container($0) }
        try upsert(containers.sorted { $0.sequence < $1.sequence }, into: "container")

        if state == .empty || changes.settings {
            let statement = try connection.prepare(
                "INSERT OR REPLACE INTO lab (number, generation, containers, settings) VALUES (1, ?2, ?3, ?1)"
            )
            try statement.bind(generation, at: 2)
            try statement.bind(Int64(lab.containerCount), at: 3)
            try statement.run(try RowWriter.row(lab.settings))
        } else {
            try connection.execute(
                "UPDATE lab SET generation = \(generation), containers = \(lab.containerCount)"
            )
        }
        return generation
    }

    /// Empties the database of a lab, so that another can be written in its place.
    func clear() throws {
        try connection.execute("DELETE FROM network; DELETE FROM container; DELETE FROM rotation")
        try forgetAllKept()
    }

    /// The counter of `key`, which is then one further.
    func nextRotation(_ key: String) throws -> UInt64 {
        let statement = try connection.prepare(
            """
            INSERT INTO rotation (key, next) VALUES (?1, 1)
            ON CONFLICT (key) DO UPDATE SET next = next + 1 RETURNING next - 1
            """
        )
        try statement.bind(key, at: 1)
        var count: Int64 = 0
        while try statement.step() { count = statement.integer(0) }
        return UInt64(bitPattern: count)
    }

    private func upsert<T: Record>(_ records: [T], into table: String) throws {
        if records.isEmpty { return }
        let statement = try connection.prepare(
            """
            INSERT INTO \(table) (record) VALUES (?1)
            ON CONFLICT (substr(record, 2, 32)) DO UPDATE SET record = excluded.record
            """
        )
        for record in records { try statement.run(try RowWriter.row(record)) }
    }

    private func remove(_ identifiers: Set<Identifier>, from table: String) throws {
        if identifiers.isEmpty { return }
        let statement = try connection.prepare("DELETE FROM \(table) WHERE substr(record, 2, 32) = ?1")
        for identifier in identifiers.sorted() { try statement.run(RowWriter.bytes(of: identifier)) }
    }

    private func forgetRotations(of containers: Set<ContainerID>) throws {
        if containers.isEmpty { return }
        // From the identifier to the last key that begins with it: hexadecimal digits sort below "~".
        let statement = try connection.prepare("DELETE FROM rotation WHERE key >= ?1 AND key < ?2")
        for id in containers {
            try statement.bind(id.description, at: 1)
            try statement.bind(id.description + "~", at: 2)
            while try statement.step() {}
            statement.reset()
        }
    }
}

extension FieldError {
    /// The place and the problem.
    var text: String { path.isEmpty ? problem : "\(path): \(problem)" }
}

extension LabRestoration.Refusal {
    /// The part and its problem.
    var text: String {
        switch part {
        case .settings: "the lab: \(problem)"
        case .network(_, let name): "network \(name): \(problem)"
        case .container(_, let name): "container \(name): \(problem)"
        }
    }
}
