internal import Lab
internal import Rendering

extension LabDatabase {
    /// How many events are kept; older ones go. (The engine's memory has 256: Docker Engine, `eventsLimit`.)
    static let mostEvents = 4096

    /// The table comes with the first event, so that older labs have none.
    private static let eventTable = """
        CREATE TABLE IF NOT EXISTS event (
            sequence INTEGER PRIMARY KEY,
            moment INTEGER NOT NULL,
            type TEXT NOT NULL,
            action TEXT NOT NULL,
            subject TEXT NOT NULL,
            attributes TEXT NOT NULL
        )
        """

    private func hasEvents() throws -> Bool {
        try connection.integer("SELECT count(*) FROM sqlite_schema WHERE name = 'event'") == 1
    }

    /// Keeps what a command caused.
    ///
    /// - Parameter now: of the first; each further one is a nanosecond later, so that their order shows.
    func keep(_ events: [LabEvent], at now: Timestamp) throws {
        if events.isEmpty { return }
        try connection.execute(Self.eventTable)
        let last = try connection.integer("SELECT max(sequence) FROM event") ?? 0
        let statement = try connection.prepare(
            "INSERT INTO event (sequence, moment, type, action, subject, attributes) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"
        )
        // Of a command that causes more than are kept, the last ones.
        for (index, event) in events.enumerated().suffix(Self.mostEvents) {
            let kept = KeptEvent(
                event,
                sequence: last &+ Int64(index) &+ 1,
                at: Timestamp(nanoseconds: now.nanoseconds &+ Int64(index))
            )
            try statement.bind(kept.sequence, at: 1)
            try statement.bind(kept.moment.nanoseconds, at: 2)
            try statement.bind(kept.type, at: 3)
            try statement.bind(kept.action, at: 4)
            try statement.bind(kept.subject, at: 5)
            try statement.bind(JSONValue(sortedByKey: kept.attributes).json(), at: 6)
            while try statement.step() {}
            statement.reset()
        }
        let oldest = last &+ Int64(events.count) &- Int64(Self.mostEvents)
        if oldest > 0 { try connection.execute("DELETE FROM event WHERE sequence <= \(oldest)") }
    }

    /// The events after a place, oldest first; all of them where the lab has not come that far, as one made anew.
    func events(after sequence: Int64) throws -> [KeptEvent] {
        guard try hasEvents(), let last = try connection.integer("SELECT max(sequence) FROM event") else { return [] }
        let statement = try connection.prepare(
            """
            SELECT type, action, subject, attributes, sequence, moment FROM event WHERE sequence > ?1 ORDER BY sequence
            """
        )
        try statement.bind(last < sequence ? 0 : sequence, at: 1)
        var events: [KeptEvent] = []
        while try statement.step() {
            func text(_ column: CInt) -> String {
                statement.withBlob(column) { String(decoding: Array($0), as: UTF8.self) }
            }
            events.append(
                KeptEvent(
                    sequence: statement.integer(4),
                    moment: Timestamp(nanoseconds: statement.integer(5)),
                    type: text(0),
                    action: text(1),
                    subject: text(2),
                    attributes: try Self.attributes(text(3))
                )
            )
        }
        return events
    }

    private static func attributes(_ text: String) throws -> [String: String] {
        do throws(JSONError) {
            let object = try JSONValue(parsing: text).objectValue ?? [:]
            return Dictionary(object.map { ($0.key, $0.value.stringValue ?? "") }) { $1 }
        } catch {
            throw Fault.damaged("an event: \(error)")
        }
    }
}
