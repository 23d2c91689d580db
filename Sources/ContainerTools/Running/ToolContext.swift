internal import Dataplane
package import Lab
package import Resolver

/// What a tool has around it: the lab's names, the clock, randomness, and the terminal. Nothing else is read.
package struct ToolContext {
    /// Asks a real name server: the server, the query in wire form, whether over TCP.
    package typealias AskUpstream = (_ server: Upstream.Server, _ query: [UInt8], _ isTCP: Bool) -> QueryReply

    package var names: NameService
    /// The order of several answers. Under `.rotate` its places come from `rotationPlace`.
    package var sequencer: AnswerSequencer
    /// Query identifiers and cookies are drawn from here.
    package var entropy: Entropy
    /// The moment at which the simulated network stands at 0: dig's `WHEN` line shows it.
    package private(set) var now: Timestamp
    /// When the command began.
    let began: Timestamp
    /// Who watches the command; nil: it runs in no time, and what it writes is collected.
    package var terminal: (any ToolTerminal)?
    /// Gives the lab where it has changed since it was last asked, for commands that go on for long.
    package var latestLab: (() -> Lab?)?
    /// Hands over what has been written into the container so far, and gives what others have written with it.
    package var shareFiles: ((WrittenFiles) -> WrittenFiles)?
    /// Whether the command ended only because nobody watches: it would still be running.
    package var wouldGoOn = false
    /// Whether the tool runs on a terminal: `TERM` is then in its environment.
    package var hasTerminal = false
    /// Characters in a line of the terminal.
    package var columns = 80
    /// Whether dig adds, behind each response, the rule that decided it: netsim's own `--explain`.
    package var explains = false
    /// Variables that `exec -e` adds, `NAME=value`.
    package var environment: [String] = []
    /// Fetches and increments the place of a rotation that is kept elsewhere. Called once for each answer whose order
    /// matters. nil: places live only as long as the context.
    package var rotationPlace: ((_ key: UInt64) -> UInt64)?
    /// nil: no real server answers.
    package var askUpstream: AskUpstream?

    /// The network in motion, shared by all tools of one shell line; its stacks come to life as packets touch them.
    package var plane: any PacketSockets
    /// What the tool reads from.
    package var standardInput = ToolInput([])
    /// All that is left of the standard input.
    package var input: [UInt8] {
        get { standardInput.rest() }
        set { standardInput = ToolInput(newValue) }
    }

    /// Who runs the tool.
    package var user = ContainerUser.root
    /// What earlier tools wrote into the container, and this one.
    package var files = WrittenFiles()
    /// What packets of earlier tools left behind in the lab's stacks.
    package var memory = NetworkMemory()
    /// The commands under way, each within the one before: a shell, and what it runs.
    var commandLines: [[String]] = []
    /// How many commands a shell may still run.
    var commandsLeft = Shell.mostCommands

    /// The folder that relative paths start from.
    package var folder = "/"
    /// Variables in place of the container's, within `env` and the shell.
    var variables: [String]?
    /// How many shells are within one another.
    var depth = 0
    /// Places of rotations where the caller keeps none.
    var ownPlaces: [UInt64: UInt64] = [:]
    /// The place that the last question got, for its repetition over TCP.
    var lastPlace: (key: UInt64, place: UInt64)?

    package init(
        names: NameService,
        sequencer: AnswerSequencer = AnswerSequencer(order: .rotate),
        entropy: Entropy,
        now: Timestamp
    ) {
        self.names = names
        self.sequencer = sequencer
        self.entropy = entropy
        self.now = now
        began = now
        // A copy: what the network draws takes nothing from what queries draw.
        var draw = entropy
        plane = Dataplane(names.lab, seed: draw.next())
    }

    var lab: Lab { names.lab }

    /// Takes up what others have changed in the lab meanwhile: a network in motion begins anew with it.
    mutating func followLab() {
        followFiles()
        guard let lab = latestLab?() else { return }
        now = moment
        names = NameService(lab)
        plane = Dataplane(lab, seed: entropy.next())
    }

    /// Shows others what was written, and takes up what they have written.
    mutating func followFiles() {
        if let shareFiles { files = shareFiles(files) }
    }

    /// What time it is in the container: time passes there as packets travel and tools sleep.
    package var moment: Timestamp {
        now.nanoseconds > .max - max(0, plane.now.nanoseconds)
            ? now : Timestamp(nanoseconds: now.nanoseconds + plane.now.nanoseconds)
    }
}
