internal import DockerViews
internal import Engine
internal import Lab
internal import LabStore
internal import Rendering

/// `netsim events`.
struct EventsCommand: Command {
    static let synopsis = Synopsis(
        "[OPTIONS]",
        .none,
        "Get real time events from the lab",
        aliases: ["system events", "events"],
        details: """
            Without --until it goes on until it is stopped, and shows what any command changes in the
            lab meanwhile. The latest 4,096 events of a lab are kept for --since.
            """
    )

    private var filters = FilterSet()
    private var format = ""
    private var since = ""
    private var until = ""

    static var flags: [Flag<EventsCommand>] {
        [
            .filter("Filter output based on conditions provided") { try $0.filters.add(parsing: $1) },
            .format { $0.format = $1 },
            .string("since", "Show all events created since timestamp") { $0.since = $1 },
            .string("until", "Stream events until this timestamp") { $0.until = $1 },
        ]
    }

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        let now = try session.now()
        let filter = try EventFilter(filters)
        let first = since.isEmpty ? nil : try PointInTime.read(since, "since", now)
        let last = until.isEmpty ? nil : try PointInTime.read(until, "until", now)
        let template = try template()
        let lab = try session.lab()
        let watch = LabWatch(lab)
        // Those before this command are shown only to who asks for them.
        var seen = first == nil ? try lab.events(after: 0).last?.sequence ?? 0 : 0
        while true {
            for event in try lab.events(after: seen) {
                seen = event.sequence
                if let first, event.moment < first { continue }
                if let last, event.moment > last { continue }
                if filter.fits(event) { try show(event, template, session) }
            }
            try session.flush()
            if let last, try isOver(last, session) { return 0 }
            watch.wait(milliseconds: patience(until: last, session))
        }
    }

    /// Whether nothing can come any more. Where the clock stands still (`NETSIM_TIME`), it never moves on to a later moment.
    private func isOver(_ last: Timestamp, _ session: Session) throws -> Bool {
        let stands = !(session.surroundings.environment("NETSIM_TIME") ?? "").isEmpty
        return stands || session.surroundings.clock() >= last
    }

    /// How long to wait for a change, in milliseconds: a second at most, and not beyond the end.
    private func patience(until last: Timestamp?, _ session: Session) -> Int32 {
        guard let last else { return 1_000 }
        let left = last.nanoseconds.subtractingReportingOverflow(session.surroundings.clock().nanoseconds)
        return left.overflow ? 1_000 : Int32(clamping: max(1, min(1_000, left.partialValue / 1_000_000 + 1)))
    }

    private func show(_ event: KeptEvent, _ template: GoTemplate?, _ session: Session) throws(CommandFailure) {
        let view = EventView(event)
        if format.isEmpty {
            session.print(view.line)
        } else if let template {
            do throws(TemplateError) {
                session.print(try template.render(view.fields))
            } catch {
                throw CommandFailure(error.dockerMessage)
            }
        } else {
            session.print(view.json.json())
        }
    }

    /// What `--format` asks for; nil for plain lines, and for JSON.
    private func template() throws(CommandFailure) -> GoTemplate? {
        if format.isEmpty || ["json", "{{json .}}", "{{ json . }}"].contains(format) { return nil }
        do throws(TemplateError) {
            return try GoTemplate.parse(format)
        } catch {
            throw CommandFailure("Error parsing format: \(error)", status: 64)
        }
    }
}
