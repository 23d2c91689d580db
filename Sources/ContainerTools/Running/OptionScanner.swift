/// Reads options as GNU's getopt_long does: `-ab`, `-ovalue`, `-o value`, `--long`, `--long=value`, long names cut short
/// where only one fits, `--` to end them, operands anywhere.
struct OptionScanner {
    struct Option: Hashable {
        let letter: Character
        let long: String?
        let takesValue: Bool

        init(_ letter: Character, _ long: String? = nil, takesValue: Bool = false) {
            self.letter = letter
            self.long = long
            self.takesValue = takesValue
        }
    }

    /// What getopt complains about, without the program's name.
    struct Fault: Error, Hashable {
        let text: String
    }

    private let options: [Option]
    /// Whether options end at the first operand (`+` in getopt's string, and POSIXLY_CORRECT).
    private let stopsAtOperand: Bool

    init(_ options: [Option], stopsAtOperand: Bool = false) {
        self.options = options
        self.stopsAtOperand = stopsAtOperand
    }

    /// The options in order with their values, by letter, and the operands.
    typealias Scanned = (options: [(letter: Character, value: String)], operands: [String])

    func scan(_ arguments: [String]) throws(Fault) -> Scanned {
        var scanned: Scanned = ([], [])
        var index = 0
        while index < arguments.count {
            let argument = arguments[index]
            index += 1
            if argument == "--" {
                scanned.operands += arguments[index...]
                break
            } else if argument.hasPrefix("--") {
                let parts = argument.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                let option = try longOption(String(parts.first ?? ""))
                var value = parts.count > 1 ? String(parts[1]) : nil
                if !option.takesValue, value != nil {
                    throw Fault(text: "option '--\(option.long ?? "")' doesn't allow an argument")
                }
                if option.takesValue, value == nil {
                    guard index < arguments.count else {
                        throw Fault(text: "option '--\(option.long ?? "")' requires an argument")
                    }
                    value = arguments[index]
                    index += 1
                }
                scanned.options.append((option.letter, value ?? ""))
            } else if argument.count > 1, argument.hasPrefix("-") {
                var letters = argument.dropFirst()
                while let letter = letters.popFirst() {
                    guard let option = options.first(where: { $0.letter == letter }) else {
                        throw Fault(text: "invalid option -- '\(letter)'")
                    }
                    guard option.takesValue else {
                        scanned.options.append((letter, ""))
                        continue
                    }
                    if letters.isEmpty {
                        guard index < arguments.count else {
                            throw Fault(text: "option requires an argument -- '\(letter)'")
                        }
                        letters = arguments[index][...]
                        index += 1
                    }
                    scanned.options.append((letter, String(letters)))
                    letters = ""
                }
            } else {
                scanned.operands.append(argument)
                if stopsAtOperand {
                    scanned.operands += arguments[index...]
                    break
                }
            }
        }
        return scanned
    }

    private func longOption(_ name: String) throws(Fault) -> Option {
        if let exact = options.first(where: { $0.long == name }) { return exact }
        let matches = options.filter { $0.long?.hasPrefix(name) ?? false }
        // Two spellings of one option are no ambiguity.
        guard let first = matches.first, !name.isEmpty else { throw Fault(text: "unrecognized option '--\(name)'") }
        guard matches.allSatisfy({ $0.letter == first.letter }) else {
            let names = matches.compactMap { $0.long.map { "'--\($0)'" } }.joined(separator: " ")
            throw Fault(text: "option '--\(name)' is ambiguous; possibilities: \(names)")
        }
        return first
    }
}
