/// A signal that ends a container, with the exit code that a process ended by it has.
public enum ContainerSignal {
    /// Docker's signal names with their numbers (Linux x86-64).
    private static let numbers: [String: Int] = [
        "HUP": 1, "INT": 2, "QUIT": 3, "ILL": 4, "TRAP": 5, "ABRT": 6, "IOT": 6, "BUS": 7, "FPE": 8, "KILL": 9,
        "USR1": 10, "SEGV": 11, "USR2": 12, "PIPE": 13, "ALRM": 14, "TERM": 15, "STKFLT": 16, "CHLD": 17, "CLD": 17,
        "CONT": 18, "STOP": 19, "TSTP": 20, "TTIN": 21, "TTOU": 22, "URG": 23, "XCPU": 24, "XFSZ": 25, "VTALRM": 26,
        "PROF": 27, "WINCH": 28, "IO": 29, "POLL": 29, "PWR": 30, "SYS": 31,
    ]

    /// The number of a signal given by name, with or without `SIG`, or by number.
    ///
    /// - Throws: `invalidParameter` with Docker's text.
    public static func number(_ text: String) throws(LabError) -> Int {
        if let number = Int(text) {
            guard (1...64).contains(number) else { throw LabError(.invalidParameter, "invalid signal: \(text)") }
            return number
        }
        let upper = text.uppercased()
        let name = upper.hasPrefix("SIG") ? String(upper.dropFirst(3)) : upper
        guard let number = numbers[name] else { throw LabError(.invalidParameter, "invalid signal: \(text)") }
        return number
    }

    /// Whether a signal ends the process that it is sent to; the others stop it, continue it or say something.
    static func ends(_ number: Int) -> Bool { ![0, 17, 18, 19, 20, 21, 22, 23, 28].contains(number) }

    package static let interrupt = 2
    static let terminate = 15
    static let kill = 9
}
