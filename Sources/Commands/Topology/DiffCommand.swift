internal import DockerValues
internal import Planning
internal import Rendering

/// `netsim diff`.
struct DiffCommand: Command {
    static let synopsis = Synopsis(
        "[OPTIONS] A B",
        .exactly(2),
        "Tell what changes between two designs: paths, names, addresses, exposure",
        refusals: .own,
        details: """
            A and B are each a Compose file or a folder with one (files with commas between them
            are merged), a lab (lab:NAME), or a Compose file of a git revision
            (HEAD:compose.yaml). Services with several containers are one party.

            The exit status is 0 where nothing changes, 1 for differences, and 2 for what cannot
            be read.

            For example: netsim diff --format markdown main:compose.yaml compose.yaml
            """,
        operands: [.files]
    )

    private enum Format: String, CaseIterable {
        case text, json, markdown
    }

    private var request = ProjectRequest()
    private var format = Format.text
    private var parts = Set(DesignDiff.Part.allCases)

    static var flags: [Flag<DiffCommand>] {
        let own: [Flag<DiffCommand>] = [
            .custom("format", as: "string", default: "\"text\"", "Format: text, json or markdown") {
                command,
                text throws(FlagValueError) in
                guard let format = Format(rawValue: text) else {
                    throw FlagValueError("invalid format: must be \"text\", \"json\" or \"markdown\"")
                }
                command.format = format
            }
            .completing(.words(Format.allCases.map(\.rawValue))),
            .custom("only", as: "parts", "What to compare: paths, names, addresses, exposure, with commas") {
                command,
                text throws(FlagValueError) in
                command.parts = []
                for word in text.split(separator: ",", omittingEmptySubsequences: false) {
                    guard let part = DesignDiff.Part(rawValue: String(word)) else {
                        throw FlagValueError(
                            "invalid part \"\(word)\": must be \"paths\", \"names\", \"addresses\" or \"exposure\""
                        )
                    }
                    command.parts.insert(part)
                }
            }
            .completing(.words(DesignDiff.Part.allCases.map(\.rawValue))),
        ]
        // The files are operands here, one project each.
        let shared = ProjectRequest.flags.filter { $0.spec.name != "file" }.map { $0.within(\DiffCommand.request) }
        return (own + shared).sorted { $0.spec.name < $1.spec.name }
    }

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        guard operands.count == 2 else { return 2 }
        let before = try DesignSource(text: operands[0]).lab(request, in: session)
        let after = try DesignSource(text: operands[1]).lab(request, in: session)
        let diff = DesignDiff(from: before, to: after, parts: parts)
        switch format {
        case .text: session.write(DiffText.plain(diff, style: session.style))
        case .json: session.print(DiffText.json(diff).json(.indented))
        case .markdown: session.write(DiffText.markdown(diff, from: operands[0], to: operands[1]))
        }
        return diff.isEmpty ? 0 : 1
    }
}
