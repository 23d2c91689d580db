internal import Compose
internal import DockerValues
internal import Exchange
internal import Lab
internal import Projects
internal import YAML

/// `netsim export`.
struct ExportCommand: Command {
    static let synopsis = Synopsis(
        "[OPTIONS] [FILE...]",
        .any,
        "Write a design in another form: Compose, commands, a stack, policies",
        refusals: .own,
        details: """
            Each FILE is a Compose project, all of them on one host; without files it is the lab,
            or where there is none the folder's Compose file.
            What the form cannot say stands in it as a comment; so does what the engine refuses,
            and the exit status is 1 then. Subnets and addresses that nobody asked for are
            written with --pin.

              compose        a Compose file
              docker         a shell script of docker commands; "down" removes what it made
              iproute2       a shell script of ip and nft commands, which builds the network out
                             of namespaces, as root; "down" takes them away
              containerlab   a topology of linux nodes and bridges
              networkpolicy  Kubernetes NetworkPolicies for who reaches whom
              swarm          a stack on overlay networks

            A whole lab as netsim keeps it is written by "netsim lab export".
            """,
        operands: [.files]
    )

    private var request = ProjectRequest()
    private var format: DesignFormat?
    private var output: String?
    private var pinsEverything = false

    static var flags: [Flag<ExportCommand>] {
        let own: [Flag<ExportCommand>] = [
            .custom("format", as: "string", "Form to write: one of those above") {
                command,
                text throws(FlagValueError) in
                guard let format = DesignFormat(rawValue: text) else {
                    let names = DesignFormat.allCases.map { "\"\($0.rawValue)\"" }
                    throw FlagValueError(
                        "invalid format: must be \(names.dropLast().joined(separator: ", ")) or \(names.last ?? "")"
                    )
                }
                command.format = format
            }
            .completing(.words(DesignFormat.allCases.map(\.rawValue))),
            .string("output", short: "o", "File to write to, in place of standard output") { $0.output = $1 }
                .completing(.files),
            .bool("pin", "Ask for every address and MAC address, where the form can") { $0.pinsEverything = $1 },
        ]
        return (own + ProjectRequest.flags.map { $0.within(\.request) }).sorted { $0.spec.name < $1.spec.name }
    }

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        guard let format else {
            let names = DesignFormat.allCases.map(\.rawValue).joined(separator: ", ")
            throw CommandFailure("netsim: --format is needed: \(names)", status: 2)
        }
        let text: String
        var status: Int32 = 0
        if operands.isEmpty, try !session.meansFiles(request) {
            text = try session.read { try self.text(of: $0, session.labName, format, external: [], [:], session) }
        } else {
            let realisation = try design(operands, session)
            // What the engine refuses is written as it stands, but nobody shall take it for a design that works.
            if !realisation.failures.isEmpty { status = 1 }
            text = try self.text(of: realisation, format, session)
        }
        guard let output, output != "-" else {
            session.write(text)
            return status
        }
        do throws(ValueError) {
            try WholeFile(output).commit(Array(text.utf8))
        } catch {
            throw CommandFailure("netsim: \(error.message)")
        }
        return status
    }

    private func text(of realisation: Realisation, _ format: DesignFormat, _ session: Session) throws -> String {
        if format == .compose, realisation.projects.count == 1 {
            return ProjectExport.text(of: realisation, project: 0, pinsEverything: pinsEverything)
        }
        let name = realisation.projects.first?.name.value ?? session.labName
        let external = Set(realisation.networks.filter(\.isAssumed).compactMap(\.id))
        let flags = format == .docker ? realisation.dockerFlags : [:]
        let text = try self.text(of: realisation.lab, name, format, external: external, flags, session)
        let notes = RefusalNotes.text(of: realisation) + realisation.unsaid(in: format)
        // An interpreter is named on a script's first line.
        guard text.hasPrefix("#!"), let end = text.firstIndex(of: "\n") else { return notes + text }
        return text[...end] + notes + text[text.index(after: end)...]
    }

    private func text(
        of lab: Lab,
        _ name: String,
        _ format: DesignFormat,
        external: Set<NetworkID>,
        _ dockerFlags: [String: [String]],
        _ session: Session
    ) throws -> String {
        try format.text(
            of: lab,
            name: name,
            pinsEverything: pinsEverything,
            external: external,
            dockerFlags: dockerFlags,
            at: try session.now()
        ) { lab in
            try KernelScript(lab, prefix: "netsim-\(name)").text
        }
    }

    private func design(_ operands: [String], _ session: Session) throws -> Realisation {
        var sources = SourceTable()
        do throws(ComposeFailure) {
            let realisation = try request.play(operands, in: session, into: &sources)
            DesignSource.tellRefusals(realisation, session)
            return realisation
        } catch {
            throw DesignSource.failure(error, in: sources, session)
        }
    }
}
