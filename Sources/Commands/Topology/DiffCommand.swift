internal import Compose
internal import DockerValues
internal import Lab
internal import Rendering
internal import Topology
internal import YAML

/// `netsim diff`.
struct DiffCommand: Command {
    static let synopsis = Synopsis(
        "[OPTIONS] OLD NEW",
        .exactly(2),
        "Compare two designs: gained and lost paths, names, addresses and exposure",
        refusals: .own,
        details: """
            OLD and NEW are each a Compose file (several with commas between them are merged), a
            folder with one, a file of a git revision such as HEAD:compose.yaml, or a lab, as
            lab:NAME. No state is touched: files are played through on a model of the engine.

            Containers are compared by the service that they are replicas of, and services that
            gain or lose alike stand in one line. The exit status is 0 where nothing differs, 1
            where something does, and 2 for what cannot be read.

            For example: netsim diff --format markdown HEAD:compose.yaml compose.yaml
            """,
        operands: [.files]
    )

    enum Format: String, CaseIterable {
        case text, json, markdown
    }

    private var request = ProjectRequest()
    private var format = Format.text
    private var parts: [LabDifference.Part] = []

    static var flags: [Flag<DiffCommand>] {
        let own: [Flag<DiffCommand>] = [
            .custom(
                "format",
                as: "string",
                default: "\"text\"",
                "Format output: text, json or markdown",
                set: setFormat
            )
            .completing(.words(Format.allCases.map(\.rawValue))),
            .custom(
                "only",
                as: "parts",
                "Compare only these: services, paths, names, addresses, exposure; with commas between them",
                set: setParts
            )
            .completing(.words(LabDifference.Part.allCases.map(\.rawValue))),
        ]
        let shared = ProjectRequest.flags.filter { ["env-file", "profile"].contains($0.spec.name) }
        return (own + shared.map { $0.within(\.request) }).sorted { $0.spec.name < $1.spec.name }
    }

    @Sendable private static func setFormat(_ command: inout DiffCommand, _ text: String) throws(FlagValueError) {
        guard let format = Format(rawValue: text) else {
            throw FlagValueError("invalid format: must be \"text\", \"json\" or \"markdown\"")
        }
        command.format = format
    }

    @Sendable private static func setParts(_ command: inout DiffCommand, _ text: String) throws(FlagValueError) {
        for word in text.split(separator: ",") {
            guard let part = LabDifference.Part(rawValue: String(word)) else {
                let known = LabDifference.Part.allCases.map(\.rawValue).joined(separator: ", ")
                throw FlagValueError("\"\(word)\" is no part of a design: must be one of \(known)")
            }
            command.parts.append(part)
        }
    }

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        var sources = SourceTable()
        let labs: [Lab]
        do {
            labs = try operands.map { try DesignOperand.lab($0, request, in: session, into: &sources) }
        } catch let failure as ComposeFailure {
            session.complain(failure, of: sources)
            return 2
        }
        guard labs.count == 2 else { return 2 }
        let difference = LabDifference(
            from: labs[0],
            to: labs[1],
            parts: parts.isEmpty ? Set(LabDifference.Part.allCases) : Set(parts)
        )
        switch format {
        case .text: session.write(difference.text(session.style))
        case .json: session.print(difference.json.json(.indented))
        case .markdown: session.write(difference.markdown)
        }
        return difference.isEmpty ? 0 : 1
    }
}
