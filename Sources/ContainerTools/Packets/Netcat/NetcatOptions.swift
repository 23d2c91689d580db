internal import Addressing
internal import Dataplane

/// The command line of OpenBSD's nc (Debian's 1.219).
struct NetcatOptions {
    var common = NetcatCommon()
    var ignoresInput = false
    /// Nanoseconds between ports and lines.
    var interval: Int64 = 0
    /// Seconds after the end of the input.
    var quitTimer: Int64?
    var closesAtEnd = false
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
                .failure(
                    "nc: " + (common.transport == .udp ? "no proxy support for UDP mode" : "proxies are not simulated")
                )
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
        if common.take(letter, value) { return nil }
        switch letter {
        case "d": ignoresInput = true
        case "h": return ToolResult(stderr: "OpenBSD netcat (Debian patchlevel 1.219-1)\n" + Self.usage + Self.help)
        case "N": closesAtEnd = true
        case "p": portText = value
        case "x": proxy = true
        case "q": return Self.whole(value, "quit timer", -1...Int64(Int32.max)) { quitTimer = $0 < 0 ? nil : $0 }
        case "w":
            return Self.whole(value, "timeout", 0...Int64(Int32.max)) {
                common.timeout = $0 == 0 ? nil : $0 * SimulatedTime.nanosecondsPerSecond
            }
        case "i":
            return Self.whole(value, "interval", 0...Int64(Int32.max)) {
                interval = $0 * SimulatedTime.nanosecondsPerSecond
            }
        case "M": return Self.whole(value, "ttl", 0...255) { common.sending.hopLimit = UInt8($0 == 0 ? 64 : $0) }
        case "T":
            let words = ["lowdelay": 0x10, "throughput": 0x08, "reliability": 0x04, "critical": 0xa0, "ef": 0xb8]
            guard let bits = words[value] ?? Int(value), let bits = UInt8(exactly: bits) else {
                return .failure("nc: illegal tos value \(value)")
            }
            common.sending.trafficClass = bits
        case "U", "Z", "F", "V", "m", "W": return .failure("nc: -\(letter) is not simulated")
        default: break
        }
        return nil
    }

    private mutating func readOperands(_ operands: [String], _ portText: String?) -> Reading {
        var portTexts: [String] = []
        if common.listens {
            // `-l PORT`, `-l ADDRESS PORT` or `-l -p PORT`.
            if common.source != nil || (portText != nil && operands.count > 1) { return .finished(usageOnly) }
            if common.scans { return .finished(.failure("nc: cannot use -z and -l")) }
            if let portText {
                guard operands.isEmpty || Int(operands[0]) == nil else { return .finished(usageOnly) }
                common.host = operands.first
                portTexts = [portText]
            } else if operands.count == 1 {
                portTexts = operands
            } else {
                common.host = operands.first
                portTexts = Array(operands.dropFirst())
            }
        } else {
            if operands.isEmpty { return .finished(usageOnly) }
            common.host = operands.first
            portTexts = Array(operands.dropFirst())
            if common.keepsListening { return .finished(.failure("nc: must use -l with -k")) }
            if let portText {
                guard let port = UInt16(portText) ?? ServiceNames.port(named: portText, common.transport) else {
                    return .finished(.failure("nc: getaddrinfo: Servname not supported for ai_socktype"))
                }
                common.sourcePort = port
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
        if let port = ServiceNames.port(named: text, common.transport) {
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
