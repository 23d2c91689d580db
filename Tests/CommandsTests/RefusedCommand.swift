import Commands
import Lab
import Testing

/// A command line that is refused: the whole of what it prints and its exit status.
///
/// Texts name identifiers by what they belong to, for they are random: `<web>` is the ID of the container or network
/// `web`, `<web…>` its first 12 digits, and `<new>` one that the command made up itself.
struct RefusedCommand: Sendable, CustomTestStringConvertible {
    let line: String
    let status: Int32
    var errors: String
    var output = ""
    var input = ""
    var environment: [String: String] = [:]

    var testDescription: String { line }

    // MARK: - Docker's frames

    /// A refusal of the engine, as most commands print it.
    static func engine(_ line: String, _ message: String, output: String = "") -> RefusedCommand {
        RefusedCommand(line: line, status: 1, errors: "Error response from daemon: \(message)\n", output: output)
    }

    /// Lines that stand for themselves.
    static func plain(_ line: String, _ text: String, output: String = "") -> RefusedCommand {
        plain(line, 1, text, output: output)
    }

    static func plain(_ line: String, _ status: Int32, _ text: String, output: String = "") -> RefusedCommand {
        RefusedCommand(line: line, status: status, errors: "\(text)\n", output: output)
    }

    /// A refusal of `run` or, where the command line itself finds the fault, of `create`. Docker goes on after the blank
    /// line with "Run 'docker run --help' for more information"; netsim leaves it at that.
    static func run(_ line: String, _ message: String, output: String = "") -> RefusedCommand {
        RefusedCommand(line: line, status: 125, errors: "netsim: \(message)\n\n", output: output)
    }

    /// A refusal of the engine to `run`.
    static func runEngine(_ line: String, _ message: String, output: String = "") -> RefusedCommand {
        run(line, "Error response from daemon: \(message)", output: output)
    }

    /// A flag that cannot be read; `command` names the usage that is shown.
    static func flag(_ line: String, of command: String, _ message: String) -> RefusedCommand {
        RefusedCommand(
            line: line,
            status: 125,
            errors: """
                \(message)

                Usage:  netsim \(command) \(usages[command] ?? "?")

                Run 'netsim \(command) --help' for more information

                """
        )
    }

    /// A value that a flag does not take.
    static func value(
        _ line: String,
        of command: String,
        _ value: String,
        _ flag: String,
        _ reason: String
    ) -> RefusedCommand {
        self.flag(line, of: command, "invalid argument \"\(value)\" for \"\(flag)\" flag: \(reason)")
    }

    /// A wrong number of arguments; `count` is what follows `requires`.
    static func count(_ line: String, of command: String, _ count: String) -> RefusedCommand {
        let pointer = count.hasPrefix("requires at least") && !count.contains("at most") ? "See" : "Run"
        return RefusedCommand(
            line: line,
            status: 1,
            errors: """
                netsim: 'netsim \(command)' \(count)

                Usage:  netsim \(command) \(usages[command] ?? "?")

                \(pointer) 'netsim \(command) --help' for more information

                """
        )
    }

    /// What stands behind each command in its usage (Docker 28.2).
    private static let usages = [
        "container create": "[OPTIONS] IMAGE [COMMAND] [ARG...]",
        "container inspect": "[OPTIONS] CONTAINER [CONTAINER...]",
        "container prune": "[OPTIONS]",
        "create": "[OPTIONS] IMAGE [COMMAND] [ARG...]",
        "exec": "[OPTIONS] CONTAINER COMMAND [ARG...]",
        "inspect": "[OPTIONS] NAME|ID [NAME|ID...]",
        "kill": "[OPTIONS] CONTAINER [CONTAINER...]",
        "network connect": "[OPTIONS] NETWORK CONTAINER",
        "network create": "[OPTIONS] NETWORK",
        "network disconnect": "[OPTIONS] NETWORK CONTAINER",
        "network inspect": "[OPTIONS] NETWORK [NETWORK...]",
        "network ls": "[OPTIONS]",
        "network prune": "[OPTIONS]",
        "network rm": "NETWORK [NETWORK...]",
        "pause": "CONTAINER [CONTAINER...]",
        "port": "CONTAINER [PRIVATE_PORT[/PROTO]]",
        "ps": "[OPTIONS]",
        "rename": "CONTAINER NEW_NAME",
        "restart": "[OPTIONS] CONTAINER [CONTAINER...]",
        "rm": "[OPTIONS] CONTAINER [CONTAINER...]",
        "run": "[OPTIONS] IMAGE [COMMAND] [ARG...]",
        "start": "[OPTIONS] CONTAINER [CONTAINER...]",
        "stop": "[OPTIONS] CONTAINER [CONTAINER...]",
        "unpause": "CONTAINER [CONTAINER...]",
        "wait": "CONTAINER [CONTAINER...]",
        // Commands that only netsim has.
        "batch": "[OPTIONS] FILE",
        "dig": "[OPTIONS] [@SERVER] NAME [TYPE] [+OPTION...]",
        "doctor": "[OPTIONS]",
        "heal": "[CONTAINER CONTAINER]",
        "impair": "[OPTIONS] [NETWORK [CONTAINER]]",
        "kernel exec": "[OPTIONS] CONTAINER PROGRAM [ARG...]",
        "kernel up": "[OPTIONS]",
        "lab export": "[LAB]",
        "lab import": "[OPTIONS] [FILE]",
        "lab ls": "[OPTIONS]",
        "lab rm": "[OPTIONS] LAB [LAB...]",
        "link down": "CONTAINER [NETWORK]",
        "link ls": "[OPTIONS]",
        "link up": "CONTAINER [NETWORK]",
        "partition": "[OPTIONS] [CONTAINER CONTAINER]",
        "ping": "FROM TO [PING OPTIONS]",
        "probe": "[OPTIONS] FROM TO:PORT[/tcp|/udp]",
        "serve": "[OPTIONS]",
        "upstream add": "[OPTIONS] NAME TYPE DATA...",
        "upstream ls": "[OPTIONS]",
        "upstream rm": "NAME [TYPE [DATA...]]",
        "upstream use": "SERVER[:PORT] | records",
        "why": "[OPTIONS] FROM TO[:PORT[/tcp|/udp]]",
    ]

    /// A lab with a network of each kind and a container in each state and mode.
    static let busyLab = lab(
        "network create --subnet 10.9.0.0/24 back",
        "network create front",
        "network create --config-only cfg",
        "network create --config-from cfg dependent",
        "network create -d ipvlan -o parent=eth0.20 vlan20",
        "run -d --name web --network back -p 80:80 nginx",
        "run -d --name plain nginx",
        "run -d --name host1 --network host nginx",
        "run -d --name lone --network none nginx",
        "run -d --name joiner --network container:web nginx",
        "container create --name old nginx",
        "run -d --name frozen nginx",
        "pause frozen",
        "run -d --name done nginx",
        "stop -t 0 done"
    )

    // MARK: - Running

    /// Runs the line in a copy of `lab` and compares status and both streams.
    ///
    /// - Returns: the lab afterwards; a refused command may have done a part of its work.
    @discardableResult
    func check(in lab: Lab, sourceLocation: SourceLocation = #_sourceLocation) -> Lab {
        let command = CommandLine(lab)
        command.input = input
        command.environment.merge(environment) { $1 }
        let result = command(line)
        let named = Self.naming(in: command.memory.lab)
        #expect(result.status == status, sourceLocation: sourceLocation)
        #expect(named(result.errors) == errors, sourceLocation: sourceLocation)
        #expect(named(result.output) == output, sourceLocation: sourceLocation)
        return command.memory.lab
    }

    /// As `check(in:)`, and nothing may have come of it.
    func checkNothingIsMade(in lab: Lab, sourceLocation: SourceLocation = #_sourceLocation) {
        let after = check(in: lab, sourceLocation: sourceLocation)
        #expect(after.allContainers.map(\.id) == lab.allContainers.map(\.id), sourceLocation: sourceLocation)
        #expect(after.networks.elements.map(\.id) == lab.networks.elements.map(\.id), sourceLocation: sourceLocation)
    }

    /// The lab that lines make; none of them may fail.
    static func lab(_ setup: String...) -> Lab {
        let command = CommandLine()
        for line in setup {
            let result = command(line)
            #expect(result.status == 0, "\(line): \(result.errors)")
        }
        return command.memory.lab
    }

    /// Replaces identifiers by names.
    private static func naming(in lab: Lab) -> (String) -> String {
        var names: [String: String] = [:]
        for network in lab.networks.elements { names[network.id.description] = network.name }
        for container in lab.allContainers { names[container.id.description] = container.name }
        let short = Dictionary(names.map { (String($0.key.prefix(12)), $0.value) }) { first, _ in first }
        return { text in
            text.replacing(/[0-9a-f]{64}/) { names[String($0.output)].map { "<\($0)>" } ?? "<new>" }
                .replacing(/(br|di|dm)-([0-9a-f]{12})/) { match in
                    "\(match.output.1)-" + (short[String(match.output.2)].map { "<\($0)…>" } ?? "<new…>")
                }
                .replacing(/id:"[0-9a-f]{12}"/, with: "id:\"<new…>\"")
        }
    }
}
