/// Tells flags from operands, as pflag does: Docker's flag library, whose habits scripts rely on.
///
/// `--name value`, `--name=value`, `-n value`, `-nvalue`, `-n=value`, clusters of switches (`-itd`), `--` before
/// operands. A value is taken as it stands, also when it begins with a dash. The first failure ends the scan, so that
/// the same command line is refused for the same reason as Docker's.
struct ArgumentScanner {
    enum Mode: Sendable {
        /// Flags may stand anywhere.
        case interspersed
        /// The first operand ends the flags: what follows belongs to it (`run IMAGE COMMAND…`).
        case untilFirstOperand
        /// What is no flag of ours is an operand, dashes included: a tool reads it (`dig -x 10.0.0.2 +short`).
        case passingUnknown
        /// Flags may stand anywhere before `--`, which stays: behind it is a command line of its own.
        case keepingDashes
        /// There are no flags: all words are operands.
        case raw
    }

    let specs: [FlagSpec]
    let mode: Mode

    /// Scans `arguments` and hands each flag, as an index into `specs`, with its value to `set`.
    ///
    /// - Returns: the operands.
    func scan(
        _ arguments: ArraySlice<String>,
        set: (Int, String) throws(FlagError) -> Void
    ) throws(FlagError) -> [String] {
        if mode == .raw { return Array(arguments) }
        var operands: [String] = []
        var rest = arguments
        while let argument = rest.popFirst() {
            let bytes = argument.utf8
            guard bytes.first == UInt8(ascii: "-"), bytes.count > 1 else {
                operands.append(argument)
                if mode == .untilFirstOperand { return operands + rest }
                continue
            }
            if argument == "--" {
                // A tool has its own idea of what the two dashes mean.
                return mode == .passingUnknown || mode == .keepingDashes
                    ? operands + [argument] + rest : operands + rest
            }
            if argument.hasPrefix("--") {
                if mode == .passingUnknown, !isKnown(long: argument) {
                    operands.append(argument)
                } else {
                    try scanLong(argument, &rest, set)
                }
            } else if mode == .passingUnknown {
                operands.append(argument)
            } else {
                try scanCluster(argument, &rest, set)
            }
        }
        return operands
    }

    private func isKnown(long argument: String) -> Bool {
        index(named: String(argument.dropFirst(2).prefix { $0 != "=" })) != nil
    }

    private func scanLong(
        _ argument: String,
        _ rest: inout ArraySlice<String>,
        _ set: (Int, String) throws(FlagError) -> Void
    ) throws(FlagError) {
        let body = argument.utf8.dropFirst(2)
        if body.first == UInt8(ascii: "-") || body.first == UInt8(ascii: "=") { throw .badSyntax(argument) }
        let equals = body.firstIndex(of: UInt8(ascii: "="))
        let name = String(Substring(body[..<(equals ?? body.endIndex)]))
        guard let index = index(named: name) else { throw .unknown(name: name) }
        if let equals {
            try set(index, String(Substring(body[body.index(after: equals)...])))
        } else if specs[index].isSwitch {
            try set(index, "true")
        } else if let value = rest.popFirst() {
            try set(index, value)
        } else {
            throw .missingValue(name: name)
        }
    }

    private func scanCluster(
        _ argument: String,
        _ rest: inout ArraySlice<String>,
        _ set: (Int, String) throws(FlagError) -> Void
    ) throws(FlagError) {
        var letters = argument.utf8.dropFirst()
        while let letter = letters.first {
            // Its text is made where it is shown alone: there may be many letters.
            let group = letters
            guard let index = specs.firstIndex(where: { $0.shorthand == letter }) else {
                throw .unknownShorthand(letter, group: String(Substring(group)))
            }
            letters = letters.dropFirst()
            // As in pflag, `-d=` alone is no value: the equals sign then counts as a letter.
            if letters.count > 1, letters.first == UInt8(ascii: "=") {
                return try set(index, String(Substring(letters.dropFirst())))
            }
            if specs[index].isSwitch {
                try set(index, "true")
            } else if !letters.isEmpty {
                return try set(index, String(Substring(letters)))
            } else if let value = rest.popFirst() {
                return try set(index, value)
            } else {
                throw .missingShorthandValue(letter, group: String(Substring(group)))
            }
        }
    }

    private func index(named name: String) -> Int? {
        specs.firstIndex { $0.name == name }
    }
}
