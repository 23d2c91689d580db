internal import Engine
internal import Images
internal import Lab
internal import LabStore

/// One run of the command line: its surroundings, its global options, its output and the lab, opened once.
final class Session {
    let surroundings: Surroundings
    var options = GlobalOptions()
    /// Data for the next program or the person who asked.
    private var output: [UInt8] = []
    private var hints: [String] = []
    /// What the files of `--images` say.
    var statedImages: [ImageEntry] = []
    /// What the command reads in place of the lab.
    var design: DesignLab?
    private var openedLab: (location: LabLocation, lab: any LabAccess)?
    private var fixedTime: Timestamp?
    /// The home whose rights were looked at.
    private var mendedHome: String?
    /// The capture that the next tool's packets go into.
    var capturing: Capturing?
    /// Whether the lab may have changed since the kernel last followed it.
    var hasChangedLab = false
    /// Whether the command set out to change the lab, be it that nothing had to be.
    var hasUpdatedLab = false
    /// Of the lab when this command made it in the kernel: how often it had been changed.
    var madeInKernel: Int64?
    /// Whether the kernel is to be left where no container runs in the lab any more.
    var leavesKernel = false
    /// Whether a lab that is made in the kernel is to reach the machine's own network.
    var wantsUplink = false
    /// The files of the batches that are under way, one within the other.
    var batches: [String] = []
    /// Whether the process has more to do after this command, as in a batch.
    var goesOn: Bool { !batches.isEmpty }
    /// Whether what is printed goes to standard error, because standard output is for a capture.
    var isDiverted = false

    init(_ surroundings: Surroundings) {
        self.surroundings = surroundings
    }

    // MARK: - Output

    /// Adds text to standard output, which is written when the command ends.
    func write(_ text: String) {
        output += text.utf8
    }

    /// Adds a line to standard output.
    func print(_ line: String) {
        output += line.utf8
        output.append(UInt8(ascii: "\n"))
    }

    /// Adds bytes to standard output.
    func write(bytes: [UInt8]) {
        output += bytes
    }

    /// Writes standard output now.
    func flush() throws(OutputFailure) {
        if output.isEmpty { return }
        let bytes = output
        output = []
        let error = surroundings.write(isDiverted ? .errors : .output, bytes)
        if error != 0 { throw OutputFailure(number: error) }
    }

    /// Writes a line to standard error at once. What cannot be said there cannot be said anywhere.
    func complain(_ line: String) {
        _ = surroundings.write(.errors, Array("\(line)\n".utf8))
    }

    /// Writes a refusal of the engine, as most commands show it, and what netsim adds.
    func complain(_ error: LabError) {
        complain("Error response from daemon: \(error.message)")
        hint(error.hint)
    }

    /// Says something that Docker would not, once the command has said all that Docker would: only to a person, so that
    /// scripts see Docker's text and nothing else.
    func hint(_ text: String?) {
        guard let text, wantsHints, !hints.contains(text) else { return }
        hints.append(text)
    }

    /// Says what ``hint(_:)`` was given.
    func showHints() {
        for hint in hints { complain("netsim: \(hint)") }
        hints = []
    }

    private var wantsHints: Bool {
        switch surroundings.environment("NETSIM_HINTS") {
        case "always"?: true
        case "never"?: false
        default: surroundings.isTerminal(.errors)
        }
    }

    // MARK: - Time and lab

    /// Begins another command of the same session (`batch`): it has a moment of its own.
    func beginCommand() {
        fixedTime = nil
        design = nil
    }

    /// The moment of this command: `NETSIM_TIME` (RFC 3339 or seconds since 1970), or what the clock said when it was
    /// first asked.
    func now() throws(CommandFailure) -> Timestamp {
        if let fixedTime { return fixedTime }
        let time: Timestamp
        if let text = surroundings.environment("NETSIM_TIME"), !text.isEmpty {
            guard let given = Timestamp(rfc3339: text) ?? Int64(text).map(Timestamp.init(seconds:)) else {
                throw CommandFailure(
                    "netsim: environment variable NETSIM_TIME: \(text) is neither RFC 3339 nor seconds since 1970"
                )
            }
            time = given
        } else {
            time = surroundings.clock()
        }
        fixedTime = time
        return time
    }

    var labName: String { options.lab ?? GlobalOptions.defaultLab }

    /// The folder of the labs.
    func home() throws(CommandFailure) -> String {
        guard let home = options.home else {
            throw CommandFailure("netsim: nowhere to keep labs: set NETSIM_HOME, XDG_STATE_HOME or HOME")
        }
        if mendedHome != home {
            PrivateHome.mend(home)
            mendedHome = home
        }
        return home
    }

    func location() throws(CommandFailure) -> LabLocation {
        LabLocation(
            home: try home(),
            name: labName,
            seed: options.seed ?? 0,
            engine: options.engine ?? .head,
            now: try now()
        )
    }

    func lab() throws -> any LabAccess {
        if let design { return design }
        let location = try location()
        if let openedLab, openedLab.location.isSameLab(as: location) { return openedLab.lab }
        let lab = try surroundings.openLab(location)
        if let demanded = options.demandedEngine { try check(demanded, against: lab) }
        openedLab = (location, lab)
        return lab
    }

    /// A lab goes on as the engine that it was made with: its networks and addresses came about by that engine's rules.
    private func check(_ engine: EngineVersion, against lab: any LabAccess) throws {
        let made = try lab.read(\.engine.version)
        if made == engine { return }
        throw CommandFailure(
            "netsim: lab \(labName) was made with engine \(made.name) and goes on as it, not as \(engine.name): "
                + "name another lab with --lab, or remove this one with netsim lab rm \(labName)"
        )
    }

    /// The labs that there are, for completion; none where they cannot be listed.
    func labNames() -> [String] {
        (try? LabStore.labs(home: home())) ?? []
    }

    func read<Value>(_ body: (Lab) throws -> Value) throws -> Value {
        try lab().read(body)
    }

    /// Says it where rules decide and are not those of the lab's engine.
    func tellFilterDoubt() throws {
        if let doubt = try read(\.engine.version.filterDoubt) { complain("netsim: \(doubt)") }
    }

    func update<Value>(_ body: (inout Lab) throws -> Value) throws -> Value {
        let lab = try lab()
        hasUpdatedLab = true
        let before = try lab.generation()
        // What a refused command changed is kept as well.
        defer { if (try? lab.generation()) != before { hasChangedLab = true } }
        return try lab.update(now: try now(), body)
    }
}

/// Standard output could not be written.
struct OutputFailure: Error, Hashable, Sendable {
    /// The system's error number.
    let number: Int32
}
