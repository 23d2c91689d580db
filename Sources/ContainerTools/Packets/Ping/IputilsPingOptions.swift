internal import Addressing
internal import Dataplane

/// The options of iputils' ping.
struct IputilsPingOptions {
    var family: AddressFamily?
    /// nil for no end.
    var count: Int?
    /// Seconds of the whole run.
    var deadline: Int64?
    /// Nanoseconds after the last packet, while nothing came.
    var patience: Int64 = 10 * SimulatedTime.nanosecondsPerSecond
    /// Nanoseconds.
    var interval: Int64 = SimulatedTime.nanosecondsPerSecond
    var payloadCount = 56
    var preload = 1
    var device: String?
    var pattern: String?
    var isNumeric = false
    var isQuiet = false
    var isVerbose = false
    var isFlood = false
    var isAdaptive = false
    var printsTime = false
    var reportsOutstanding = false
    var allowsBroadcast = false
    var sending = SendOptions()

    init(family: AddressFamily? = nil) {
        self.family = family
    }

    /// Whether the next packet follows the answer to the last one.
    var isEager: Bool { isFlood || isAdaptive || interval == 0 }

    /// Nanoseconds to the next packet while no answer comes; never less than the program's own 10 ms.
    var pause: Int64 { max(isFlood ? 0 : interval, 10_000_000) }

    enum Reading {
        case words([String])
        case finished(ToolResult)
    }

    private static let letters: [OptionScanner.Option] =
        "46aAbBCdDfhLnOqrRUvV".map { .init($0) } + "ceFiIlmMNpQsStTwW".map { .init($0, takesValue: true) }

    mutating func read(_ arguments: [String]) -> Reading {
        let scanned: OptionScanner.Scanned
        do {
            scanned = try OptionScanner(Self.letters).scan(arguments)
        } catch {
            return .finished(ToolResult(stderr: "ping: \(error.text)\n\(Self.usage)", exitCode: 2))
        }
        for option in scanned.options {
            if let failure = take(option.letter, option.value) { return .finished(failure) }
        }
        return .words(scanned.operands)
    }

    private mutating func take(_ letter: Character, _ value: String) -> ToolResult? {
        switch letter {
        case "4": family = .ipv4
        case "6": family = .ipv6
        case "A": isAdaptive = true
        case "b": allowsBroadcast = true
        case "D": printsTime = true
        case "f": isFlood = true
        case "n": isNumeric = true
        case "O": reportsOutstanding = true
        case "q": isQuiet = true
        case "v": isVerbose = true
        case "h": return ToolResult(stderr: Self.usage, exitCode: 2)
        case "V": return ToolResult(stdout: Self.version)
        case "I": device = value
        case "c": return Self.whole(value, 1...Int64.max) { count = Int($0) }
        case "l": return Self.whole(value, 1...65536) { preload = Int($0) }
        case "s": return Self.whole(value, 0...Int64(Int32.max)) { payloadCount = Int($0) }
        case "w": return Self.whole(value, 0...Int64(Int32.max)) { deadline = $0 }
        case "t":
            var limit: Int64 = 0
            if let failure = Self.whole(value, 0...255, { limit = $0 }) { return failure }
            guard limit > 0 else {
                return .failure("ping: can't set unicast time-to-live: Invalid argument", exitCode: 2)
            }
            sending.hopLimit = UInt8(truncatingIfNeeded: limit)
        case "i": return Self.duration(value, "bad timing interval") { interval = $0 }
        case "W": return Self.duration(value, "bad linger time") { patience = $0 }
        case "M":
            guard let discovery = ["do", "dont", "want"].first(where: { $0 == value }) else {
                return .failure("ping: invalid -M argument: \(value)", exitCode: 2)
            }
            sending.dontFragment = discovery == "do"
        case "Q":
            let digits = value.lowercased().hasPrefix("0x") ? value.dropFirst(2) : value[...]
            guard let number = Int(digits, radix: digits.count < value.count ? 16 : 10) else {
                return .failure("ping: bad TOS value: \(value)", exitCode: 2)
            }
            guard let bits = UInt8(exactly: number) else {
                let text = "the decimal value of TOS bits must be in range 0-255: \(number)"
                return .failure("ping: \(text)", exitCode: 2)
            }
            sending.trafficClass = bits
        case "p":
            guard !value.isEmpty, value.utf8.count <= 32, value.allSatisfy(\.isHexDigit), value.allSatisfy(\.isASCII)
            else { return .failure("ping: patterns must be specified as hex digits: \(value)", exitCode: 2) }
            pattern = value.lowercased()
        case "R", "T", "N", "m", "F": return .failure("ping: -\(letter) is not simulated", exitCode: 2)
        // Those that change nothing that shows: sounds, marks, buffers.
        default: break
        }
        return nil
    }

    private static func whole(_ text: String, _ range: ClosedRange<Int64>, _ put: (Int64) -> Void) -> ToolResult? {
        let digits = text.hasPrefix("-") || text.hasPrefix("+") ? text.dropFirst() : text[...]
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return .failure("ping: invalid argument: '\(text)'")
        }
        guard let number = Int64(text), range.contains(number) else {
            let bounds = "\(range.lowerBound) <= value <= \(range.upperBound)"
            return .failure("ping: invalid argument: '\(text)': out of range: \(bounds)")
        }
        put(number)
        return nil
    }

    private static func duration(_ text: String, _ complaint: String, _ put: (Int64) -> Void) -> ToolResult? {
        guard let value = Decimal.nanoseconds(text) else {
            return .failure("ping: \(complaint): \(text)", exitCode: 2)
        }
        put(value)
        return nil
    }
}
