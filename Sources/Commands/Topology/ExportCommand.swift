internal import Compose
internal import DockerValues
internal import Lab
internal import Topology
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
            What the form cannot say stands in it as a comment.

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
        if operands.isEmpty, try !session.meansFiles(request) {
            text = try session.read { try self.text(of: $0, session.labName, format, session) }
        } else {
            let (lab, name) = try design(operands, session)
            text = try self.text(of: lab, name, format, session)
        }
        guard let output, output != "-" else {
            session.write(text)
            return 0
        }
        do throws(ValueError) {
            try WholeFile(output).commit(Array(text.utf8))
        } catch {
            throw CommandFailure("netsim: \(error.message)")
        }
        return 0
    }

    private func text(of lab: Lab, _ name: String, _ format: DesignFormat, _ session: Session) throws -> String {
        try format.text(of: lab, name: name, pinsEverything: pinsEverything, at: try session.now()) { lab in
            try KernelScript(lab, prefix: "netsim-\(name)").text
        }
    }

    private func design(_ operands: [String], _ session: Session) throws -> (lab: Lab, name: String) {
        var sources = SourceTable()
        do throws(ComposeFailure) {
            let realisation = try request.play(operands, in: session, into: &sources)
            DesignSource.tellRefusals(realisation, session)
            return (realisation.lab, realisation.projects.first?.name.value ?? session.labName)
        } catch {
            throw DesignSource.failure(error, in: sources, session)
        }
    }
}
