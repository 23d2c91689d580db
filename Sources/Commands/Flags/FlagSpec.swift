/// What a flag is called, what it takes and what help says of it: everything but what it does.
struct FlagSpec: Sendable {
    /// The name after `--`.
    let name: String
    /// The letter after `-`, as an ASCII byte.
    var shorthand: UInt8?
    /// What help calls the value, such as `list`; nil for a switch, whose value may only follow an equals sign.
    let valueName: String?
    let help: String
    /// What help shows as the default; nil where there is nothing to show.
    var defaultText: String?
    /// Understood, but not shown by help: other spellings and flags that Docker hides.
    var isHidden = false
    var candidates = Candidates.none
    /// Whether Docker knows the flag and netsim does nothing with it, so that a note is due.
    var isIgnored = false

    var isSwitch: Bool { valueName == nil }

    /// `-d, --driver` or `--subnet`, as error texts name the flag.
    var display: String {
        guard let shorthand else { return "--\(name)" }
        return "-\(Unicode.Scalar(shorthand)), --\(name)"
    }
}

/// Where shell completion finds the possible words for a flag's value or an operand.
enum Candidates: Sendable {
    case none
    case files
    case networks
    /// Networks, or `container:` and a container.
    case networkTargets
    case containers
    case runningContainers
    case stoppedContainers
    case networksAndContainers
    case labs
    case words([String])
}
