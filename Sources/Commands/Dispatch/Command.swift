/// One command of the command line: a value that its flags fill, and that then runs.
protocol Command: Sendable {
    static var synopsis: Synopsis { get }
    static var flags: [Flag<Self>] { get }

    init()

    /// Runs the command and gives its exit status.
    ///
    /// - Throws: `LabError` for a refusal of the engine, ``CommandFailure`` for one of the command line, and whatever
    ///   the store or the output throws.
    func run(_ operands: [String], in session: Session) throws -> Int32
}

extension Command {
    static var flags: [Flag<Self>] { [] }
}

/// A refusal of the command line itself: what it prints on standard error, and its exit status.
struct CommandFailure: Error, Hashable, Sendable {
    /// Without the last newline; empty where everything was said already.
    let text: String
    let status: Int32
    /// What netsim adds for a person.
    var hint: String?

    init(_ text: String, status: Int32 = 1, hint: String? = nil) {
        self.text = text
        self.status = status
        self.hint = hint
    }

    /// Everything was said already.
    static func silent(_ status: Int32) -> CommandFailure { CommandFailure("", status: status) }
}
