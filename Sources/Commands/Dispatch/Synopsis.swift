/// What a command is called and takes, for its usage, its help and its refusals.
struct Synopsis: Sendable {
    /// How many operands there may be; the raw text is Docker's, after `requires ` or `accepts `.
    enum Arity: Sendable {
        case any
        case none
        case exactly(Int)
        case atLeast(Int)
        case atMost(Int)
        case between(Int, Int)

        /// Docker's refusal of a count, or nil where it is right.
        func refusal(of count: Int) -> String? {
            switch self {
            case .any: nil
            case .none: count == 0 ? nil : "accepts no arguments"
            case .exactly(let wanted): count == wanted ? nil : "requires \(Self.arguments(wanted))"
            case .atLeast(let wanted): count >= wanted ? nil : "requires at least \(Self.arguments(wanted))"
            case .atMost(let wanted): count <= wanted ? nil : "requires at most \(Self.arguments(wanted))"
            case .between(let least, let most):
                (least...most).contains(count) ? nil : "requires at least \(least) and at most \(Self.arguments(most))"
            }
        }

        private static func arguments(_ count: Int) -> String {
            count == 1 ? "1 argument" : "\(count) arguments"
        }
    }

    /// What Docker prints, and with what status it exits, when a command refuses.
    enum Refusals: Sendable {
        /// `Error response from daemon: TEXT`, status 1.
        case plain
        /// `netsim: …` for all refusals and status 125, which no program in the container has.
        case run
        /// As `run` for what the command line finds, as `plain` for what the engine finds.
        case create
        /// `netsim: TEXT`, status 1: no engine has such a command, so that none responds.
        case own
    }

    /// What follows the command's name, such as `[OPTIONS] NETWORK`.
    let arguments: String
    let summary: String
    let arity: Arity
    var mode = ArgumentScanner.Mode.interspersed
    var refusals = Refusals.plain
    /// All names, for help; empty where there is only one.
    var aliases: [String] = []
    /// What help says below the summary.
    var details = ""
    /// Where the shell finds words for each operand; the last one serves for all that follow.
    var operands: [Candidates] = []

    init(
        _ arguments: String,
        _ arity: Arity,
        _ summary: String,
        mode: ArgumentScanner.Mode = .interspersed,
        refusals: Refusals = .plain,
        aliases: [String] = [],
        details: String = "",
        operands: [Candidates] = []
    ) {
        self.arguments = arguments
        self.arity = arity
        self.summary = summary
        self.mode = mode
        self.refusals = refusals
        self.aliases = aliases
        self.details = details
        self.operands = operands
    }
}
