internal import Compose
internal import DockerValues
internal import Lab
internal import Lint
internal import Projects
internal import YAML

/// `netsim init`.
struct InitCommand: Command {
    static let synopsis = Synopsis(
        "[OPTIONS] [FILE...]",
        .any,
        "Write down what a Compose file does today, as expectations to keep",
        refusals: .own,
        details: """
            Prints an x-netsim block: what the world reaches, who reaches whom, who is kept
            apart, what names stand for. All of it holds today, as netsim check would find; take
            out what nobody promised, and let check hold the rest from then on.

            Each FILE is a project of its own; files with commas between them are merged.
            --write adds the block to the end of the project's first file.

            For example: netsim init --write compose.yaml
            """,
        operands: [.files]
    )

    private var request = ProjectRequest()
    private var configuration = ConfigurationRequest()
    private var writes = false

    static var flags: [Flag<InitCommand>] {
        let own: [Flag<InitCommand>] = [
            .bool("write", "Add the block to the end of the project's first file") { $0.writes = $1 }
        ]
        let shared: [Flag<InitCommand>] =
            ProjectRequest.flags.map { $0.within(\.request) }
            + ConfigurationRequest.flags.map { $0.within(\.configuration) }
        return (own + shared).sorted { $0.spec.name < $1.spec.name }
    }

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        let found = try configuration.find(for: request, operands, in: session)?.configuration ?? Configuration()
        // Those of -f are one project, and so is the folder's file.
        let projects = (!request.files.isEmpty || operands.isEmpty ? [[]] : []) + operands.map { [$0] }
        for (number, operand) in projects.enumerated() {
            var own = self
            if !operand.isEmpty { own.request.files = [] }
            if number > 0, !writes { session.print("") }
            let status = try own.draft(of: operand, found, session)
            if status != 0 { return status }
        }
        return 0
    }

    private func draft(of operands: [String], _ found: Configuration, _ session: Session) throws -> Int32 {
        var sources = SourceTable()
        let project: ComposeProject
        let sections: [FirstExpectations.Section]
        do throws(ComposeFailure) {
            let projects = try request.load(operands, in: session, into: &sources)
            var extensions = try ProjectRequest.extensions(of: projects)
            for index in extensions.indices { extensions[index].adopt(found) }
            guard let first = projects.first else { return 2 }
            project = first
            let realisation = ProjectRequest.play(projects, extensions, of: sources, in: session)
            DesignSource.tellRefusals(realisation, session)
            var options = CheckOptions(now: Timestamp(seconds: 0))
            options.seed = session.options.seed ?? 0
            sections = FirstExpectations.of(0, of: realisation, extensions: extensions, options)
        } catch {
            session.complain(error, in: sources)
            return 2
        }
        guard !sections.isEmpty else {
            throw CommandFailure("netsim: nothing of \(project.name.value) runs, so that nothing can be expected")
        }
        guard writes else {
            if project.netsim != nil {
                session.complain("netsim: \(project.name.value) has an x-netsim already: put the lines into that one")
            }
            session.write(Self.block(sections, lineEnd: "\n"))
            return 0
        }
        try write(sections, to: project, operands, sources, session)
        return 0
    }

    private static func block(_ sections: [FirstExpectations.Section], lineEnd: String) -> String {
        var lines = ["x-netsim:", "  expect:"]
        for section in sections {
            lines.append("    # \(section.title)")
            lines += section.lines.map { "    - \($0)" }
            if section.leftOut > 0 { lines.append("    # and \(section.leftOut) more") }
        }
        return lines.joined(separator: lineEnd) + lineEnd
    }

    /// Adds the block to the file and checks what comes of it before anything is written.
    private func write(
        _ sections: [FirstExpectations.Section],
        to project: ComposeProject,
        _ operands: [String],
        _ sources: SourceTable,
        _ session: Session
    ) throws {
        if let said = project.netsim {
            throw CommandFailure(
                "netsim: \(sources.text(of: said.place)): x-netsim is there already",
                hint: "without --write the lines are printed, to be put under its expect"
            )
        }
        // The files of an include are read after the one that names them.
        guard let file = project.services.map({ Int($0.place.file) }).min() else { return }
        let (path, bytes) = (sources.files[file].location, sources.files[file].bytes)
        if path == "-" {
            throw CommandFailure(
                "netsim: standard input cannot be written: name the file that it comes from",
                status: 2
            )
        }
        let lineEnd = bytes.contains(0x0d) ? "\r\n" : "\n"
        let gap = bytes.last == 0x0a ? lineEnd : lineEnd + lineEnd
        let content = bytes + Array((gap + Self.block(sections, lineEnd: lineEnd)).utf8)
        guard reads(content, at: path, operands, session) else {
            throw CommandFailure(
                "netsim: nothing can be added to the end of \(path), where the file's mapping is not open",
                hint: "without --write the lines are printed"
            )
        }
        do throws(ValueError) {
            guard try TextFile.read(path) == bytes else { throw ValueError("\(path) was changed meanwhile") }
            try WholeFile(path).commit(content)
        } catch {
            throw CommandFailure("netsim: cannot write \(path): \(error.message)", status: 2)
        }
        let count = sections.reduce(0) { $0 + $1.lines.count }
        session.complain("netsim: added \(count) expectations to \(path)")
    }

    /// Whether the file with the block in it says what the block does.
    private func reads(_ content: [UInt8], at path: String, _ operands: [String], _ session: Session) -> Bool {
        var again = request
        again.contents = [SystemFiles().absolute(path): content]
        var sources = SourceTable()
        guard let projects = try? again.load(operands, in: session, into: &sources) else { return false }
        return (try? ProjectRequest.extensions(of: projects))?.first?.expectations.isEmpty == false
    }
}
