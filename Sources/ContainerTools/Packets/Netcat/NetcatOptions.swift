internal import Addressing
internal import Dataplane

/// The command line of OpenBSD's nc (Debian's 1.219).
struct NetcatOptions {
    var family: AddressFamily?
    var transport = TransportProtocol.tcp
    var scans = false
    var isVerbose = false
    var isNumeric = false
    var listens = false
    var keepsListening = false
    var ignoresInput = false
    /// Nanoseconds to connect and to read.
    var timeout: Int64?
    /// Nanoseconds between ports and lines.
    var interval: Int64 = 0
    /// Seconds after the end of the input.
    var quitTimer: Int64?
    var closesAtEnd = false
    var source: String?
    var sourcePort: UInt16 = 0
    var sending = SendOptions()
    var host: String?
    /// In order.
    var ports: [UInt16] = []

    enum Reading {
        case ready
        case finished(ToolResult)
    }

    private static let letters: [OptionScanner.Option] =
        "46bCDdFhklNnrStUuvZz".map { .init($0) } + "IiMmOPpqsTVWwXx".map { .init($0, takesValue: true) }

    mutating func read(_ arguments: [String]) -> Reading {
        let scanned: OptionScanner.Scanned
        do {
            scanned = try OptionScanner(Self.letters).scan(arguments)
        } catch {
            return .finished(ToolResult(stderr: "nc: \(error.text)\n\(Self.usage)", exitCode: 1))
        }
        var portText: String?
        var proxy = false
        for (letter, value) in scanned.options {
            if let failure = take(letter, value, &portText, &proxy) { return .finished(failure) }
        }
        if proxy {
            return .finished(
                .failure("nc: " + (transport == .udp ? "no proxy support for UDP mode" : "proxies are not simulated"))
            )
        }
        return readOperands(scanned.operands, portText)
    }

    private mutating func take(
        _ letter: Character,
        _ value: String,
        _ portText: inout String?,
        _ proxy: inout Bool
    ) -> ToolResult? {
        switch letter {
        case "4": family = .ipv4
        case "6": family = .ipv6
        case "d": ignoresInput = true
        case "h": return ToolResult(stderr: "OpenBSD netcat (Debian patchlevel 1.219-1)\n" + Self.usage + Self.help)
        case "k": keepsListening = true
        case "l": listens = true
        case "N": closesAtEnd = true
        case "n": isNumeric = true
        case "u": transport = .udp
        case "v": isVerbose = true
        case "z": scans = true
        case "p": portText = value
        case "s": source = value
        case "x": proxy = true
        case "q": return Self.whole(value, "quit timer", -1...Int64(Int32.max)) { quitTimer = $0 < 0 ? nil : $0 }
        case "w":
            return Self.whole(value, "timeout", 0...Int64(Int32.max)) {
                timeout = $0 == 0 ? nil : $0 * SimulatedTime.nanosecondsPerSecond
            }
        case "i":
            return Self.whole(value, "interval", 0...Int64(Int32.max)) {
                interval = $0 * SimulatedTime.nanosecondsPerSecond
            }
        case "M": return Self.whole(value, "ttl", 0...255) { sending.hopLimit = UInt8($0 == 0 ? 64 : $0) }
        case "T":
            let words = ["lowdelay": 0x10, "throughput": 0x08, "reliability": 0x04, "critical": 0xa0, "ef": 0xb8]
            guard let bits = words[value] ?? Int(value), let bits = UInt8(exactly: bits) else {
                return .failure("nc: illegal tos value \(value)")
            }
            sending.trafficClass = bits
        case "U", "Z", "F", "V", "m", "W": return .failure("nc: -\(letter) is not simulated")
        default: break
        }
        return nil
    }

    private mutating func readOperands(_ operands: [String], _ portText: String?) -> Reading {
        var portTexts: [String] = []
        if listens {
            // `-l PORT`, `-l ADDRESS PORT` or `-l -p PORT`.
            if source != nil || (portText != nil && operands.count > 1) { return .finished(usageOnly) }
            if scans { return .finished(.failure("nc: cannot use -z and -l")) }
            if let portText {
                guard operands.isEmpty || Int(operands[0]) == nil else { return .finished(usageOnly) }
                host = operands.first
                portTexts = [portText]
            } else if operands.count == 1 {
                portTexts = operands
            } else {
                host = operands.first
                portTexts = Array(operands.dropFirst())
            }
        } else {
            if operands.isEmpty { return .finished(usageOnly) }
            host = operands.first
            portTexts = Array(operands.dropFirst())
            if keepsListening { return .finished(.failure("nc: must use -l with -k")) }
            if let portText {
                guard let port = UInt16(portText) ?? ServiceNames.port(named: portText, transport) else {
                    return .finished(.failure("nc: getaddrinfo: Servname not supported for ai_socktype"))
                }
                sourcePort = port
            }
        }
        guard !portTexts.isEmpty else { return .finished(.failure("nc: missing port number")) }
        for text in portTexts {
            if let failure = readPorts(text) { return .finished(failure) }
        }
        return .ready
    }

    private var usageOnly: ToolResult { ToolResult(stderr: Self.usage, exitCode: 1) }

    /// A service's name, a number, or a range of them in any order.
    private mutating func readPorts(_ text: String) -> ToolResult? {
        if let port = ServiceNames.port(named: text, transport) {
            ports.append(port)
            return nil
        }
        let parts = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        var bounds: [UInt16] = []
        for part in parts {
            if let failure = Self.whole(part, "port number", 1...65535, { bounds.append(UInt16($0)) }) {
                return failure
            }
        }
        guard let low = bounds.min(), let high = bounds.max() else { return nil }
        ports += low...high
        return nil
    }

    /// OpenBSD's `strtonum`.
    private static func whole(
        _ text: String,
        _ what: String,
        _ range: ClosedRange<Int64>,
        _ put: (Int64) -> Void
    ) -> ToolResult? {
        let digits = text.hasPrefix("-") || text.hasPrefix("+") ? text.dropFirst() : text[...]
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return .failure("nc: \(what) invalid: \(text)")
        }
        let number = Int64(text) ?? (text.hasPrefix("-") ? .min : .max)
        if number < range.lowerBound { return .failure("nc: \(what) too small: \(text)") }
        if number > range.upperBound { return .failure("nc: \(what) too large: \(text)") }
        put(number)
        return nil
    }
}
