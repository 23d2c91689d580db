internal import Compose
internal import DockerValues
internal import Exchange
internal import Lab
internal import Lint
internal import Projects
internal import Reporting
internal import YAML

/// `netsim report`.
struct ReportCommand: Command {
    static let synopsis = Synopsis(
        "[OPTIONS] [FILE...]",
        .any,
        "Write a page about Compose files: drawing, paths, exposure, names, findings, proof",
        refusals: .own,
        details: """
            One page for a colleague, a review or an auditor: the drawing, what the world reaches
            and by which rule, who reaches whom, names and addresses, findings, expectations with
            their evidence, and what all of it takes for granted. HTML asks nothing of the world
            and needs no script; Markdown is for forges.

            Each FILE is a project, all of them on one host; files with commas between them, or
            given with -f, are merged into one project. Findings that .netsim.yaml ignores are
            listed with their reasons.

            The exit status is 0 where the page was written, whatever it says, and 2 for files
            of which nothing can be read.

            For example: netsim report -o report.html shop/compose.yaml
            """,
        operands: [.files]
    )

    private var request = ProjectRequest()
    private var host = HostRequest()
    private var configuration = ConfigurationRequest()
    private var format: NetworkReport.Format?
    private var output: String?

    static var flags: [Flag<ReportCommand>] {
        let own: [Flag<ReportCommand>] = [
            .custom(
                "format",
                as: "string",
                "Format: html or markdown (default by the output's suffix, else html)",
                set: setFormat
            )
            .completing(.words(NetworkReport.Format.allCases.map(\.rawValue))),
            .string("output", short: "o", "File to write instead of standard output") { $0.output = $1 }
                .completing(.files),
        ]
        let shared: [Flag<ReportCommand>] =
            ProjectRequest.flags.map { $0.within(\.request) } + HostRequest.flags.map { $0.within(\.host) }
            + ConfigurationRequest.flags.map { $0.within(\.configuration) }
        return (own + shared).sorted { $0.spec.name < $1.spec.name }
    }

    @Sendable private static func setFormat(_ command: inout ReportCommand, _ text: String) throws(FlagValueError) {
        guard let format = NetworkReport.Format(rawValue: text) else {
            throw FlagValueError("invalid format: must be \"html\" or \"markdown\"")
        }
        command.format = format
    }

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        let format = try chosenFormat()
        let found = try configuration.find(for: request, operands, in: session)
        let facts = found.map { found in found.configuration.hostFacts.map { found.path($0.value) } } ?? []
        let description = try host.description(in: session, usual: facts)
        var sources = SourceTable()
        let text: String
        do throws(ComposeFailure) {
            let projects = try request.examine(operands, in: session, into: &sources)
            var extensions = projects.map(Extension.examine)
            for index in extensions.indices { extensions[index].adopt(found?.configuration ?? Configuration()) }
            var options = CheckOptions(now: Timestamp(seconds: 0))
            options.seed = session.options.seed ?? 0
            options.wantsProof = true
            if let description { options.host = description.conditions }
            let realisation = ProjectRequest.play(projects, extensions, of: sources, on: description, in: session)
            var result = Check.run(realisation, extensions: extensions, options)
            result.silence { found?.reason(for: $0) }
            text = NetworkReport(realisation, result, version: Version.number).text(format)
        } catch {
            session.complain(error, in: sources)
            return 2
        }
        guard let output, output != "-" else {
            session.write(text)
            return 0
        }
        do throws(ValueError) {
            try WholeFile(output).commit(Array(text.utf8))
        } catch {
            throw CommandFailure("netsim: cannot write the report: \(error.message)", status: 2)
        }
        return 0
    }

    private func chosenFormat() throws(CommandFailure) -> NetworkReport.Format {
        if let format { return format }
        guard let output, output != "-" else { return .html }
        if let format = NetworkReport.Format(fileName: output) { return format }
        throw CommandFailure(
            "netsim: cannot tell the format of \(output) by its name: give --format, or one of .html and .md",
            status: 2
        )
    }
}
