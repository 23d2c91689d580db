internal import Compose
internal import DockerValues
internal import Drawing
internal import Lab
internal import Projects
internal import Rendering
internal import YAML

/// `netsim graph`.
struct GraphCommand: Command {
    static let synopsis = Synopsis(
        "[OPTIONS] [FILE...]",
        .any,
        "Draw a lab, or Compose files: networks, containers, addresses, published ports",
        refusals: .own,
        details: """
            Without files the lab is drawn as it is, or where there is none the folder's Compose
            file; each FILE is a Compose project, and all of
            them together are drawn as one host would have them once they are up (files with
            commas between them, or given with -f, are merged into one project).

            Networks are buses with their subnets; the containers on them show their addresses
            and other names; arrows are published ports. Containers that share a stack stand in
            one box, those that do not run are grey, and faults are marked. Replicas that behave
            alike are drawn once, with their number.

            The formats are mermaid (which Git forges render), dot (for Graphviz), drawio (for
            diagrams.net), svg, html (one page to pan and zoom, with details on hover) and text.
            svg, html and drawio are laid out by netsim itself, and then the same lab gives the
            same bytes; by Graphviz with --layout graphviz, or where that is installed and
            netsim's own drawing would be wider than 5000 pixels.

            The exit status is 1 where something that the files ask for is missing in the
            drawing, because the engine refuses it, and 2 for files that cannot be read.

            For example: netsim graph -o shop.svg shop/compose.yaml
            """,
        operands: [.files]
    )

    private var format: DiagramFormat?
    private var folding = Diagram.Folding.auto
    private var layout = DiagramLayout.auto
    private var output: String?
    private var request = ProjectRequest()

    static var flags: [Flag<GraphCommand>] {
        let own: [Flag<GraphCommand>] = [
            .custom(
                "fold",
                as: "string",
                default: "\"auto\"",
                "Draw replicas as one: auto (more than four), always, or never",
                set: setFolding
            )
            .completing(.words(Diagram.Folding.allCases.map(\.rawValue))),
            .custom(
                "format",
                as: "string",
                "Format: mermaid, dot, drawio, svg, html or text (default by the output's suffix, else mermaid)",
                set: setFormat
            )
            .completing(.words(DiagramFormat.allCases.map(\.rawValue))),
            .custom(
                "layout",
                as: "string",
                default: "\"auto\"",
                "Who places things: auto, builtin or graphviz",
                set: setLayout
            )
            .completing(.words(DiagramLayout.allCases.map(\.rawValue))),
            .string("output", short: "o", "File to write instead of standard output") { $0.output = $1 }
                .completing(.files),
        ]
        return (own + ProjectRequest.flags.map { $0.within(\.request) }).sorted { $0.spec.name < $1.spec.name }
    }

    @Sendable private static func setFormat(_ command: inout GraphCommand, _ text: String) throws(FlagValueError) {
        command.format = try choice(text, "format")
    }

    @Sendable private static func setFolding(_ command: inout GraphCommand, _ text: String) throws(FlagValueError) {
        command.folding = try choice(text, "value")
    }

    @Sendable private static func setLayout(_ command: inout GraphCommand, _ text: String) throws(FlagValueError) {
        command.layout = try choice(text, "layout")
    }

    private static func choice<Choice: RawRepresentable & CaseIterable>(
        _ text: String,
        _ what: String
    ) throws(FlagValueError) -> Choice where Choice.RawValue == String {
        if let choice = Choice(rawValue: text) { return choice }
        let names = Choice.allCases.map { "\"\($0.rawValue)\"" }
        throw FlagValueError(
            "invalid \(what): must be \(names.dropLast().joined(separator: ", ")) or \(names.last ?? "")"
        )
    }

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        let format = try chosenFormat()
        if layout == .graphviz, !format.isDrawn {
            throw CommandFailure("netsim: the format \(format.rawValue) has no layout", status: 2)
        }
        if operands.isEmpty, try !session.meansFiles(request) {
            let diagram = try session.read { lab in Diagram(lab, folding: folding) }
            try write(try drawing(of: diagram, format, session), session)
            return 0
        }
        var sources = SourceTable()
        let realisation: Realisation
        do throws(ComposeFailure) {
            realisation = try request.play(operands, in: session, into: &sources)
        } catch {
            session.complain(error, in: sources)
            return 2
        }
        let diagram = Diagram(realisation.labAsAsked, folding: folding, refused: realisation.refusedPorts)
        try write(try drawing(of: diagram, format, session), session)
        if realisation.failures.isEmpty { return 0 }
        try session.flush()
        session.complain(
            ComposeFailure(realisation.failures.map { SourceError($0.error.message, at: $0.place) }),
            in: sources
        )
        return 1
    }

    private func write(_ text: String, _ session: Session) throws {
        guard let output, output != "-" else {
            session.write(text)
            return
        }
        do throws(ValueError) {
            try WholeFile(output).commit(Array(text.utf8))
        } catch {
            throw CommandFailure("netsim: cannot write the drawing: \(error.message)")
        }
    }

    private func chosenFormat() throws(CommandFailure) -> DiagramFormat {
        if let format { return format }
        guard let output, output != "-" else { return .mermaid }
        if let format = DiagramFormat(fileName: output) { return format }
        let suffixes = DiagramFormat.allCases.map { ".\($0.suffix)" }
        throw CommandFailure(
            "netsim: cannot tell the format of \(output) by its name: give --format, or one of "
                + "\(suffixes.dropLast().joined(separator: ", ")) and \(suffixes.last ?? "")",
            status: 2
        )
    }

    private func drawing(of diagram: Diagram, _ format: DiagramFormat, _ session: Session) throws -> String {
        guard format.isDrawn else { return DiagramRendering(diagram).text(format) }
        var refusal: String?
        let rendering = DiagramRendering(diagram, layout: layout) { input in
            switch Graphviz.run(input) {
            case .answer(let bytes): return bytes
            case .missing: refusal = "there is no dot in the path"
            case .failed(let reason): refusal = reason
            }
            return nil
        }
        if layout == .graphviz, !rendering.isByGraphviz {
            throw CommandFailure(
                "netsim: Graphviz has not laid out the lab: \(refusal ?? "its answer cannot be read")",
                hint: "without --layout graphviz netsim places things itself"
            )
        }
        return rendering.text(format)
    }
}
