internal import Addressing
internal import Dataplane

/// The command line of ncat 7.93.
struct NcatOptions {
    var common = NetcatCommon()
    var sendsOnly = false
    var receivesOnly = false
    /// `--no-shutdown`.
    var keepsSending = false
    var endsLinesWithCRLF = false
    /// Nanoseconds that a connection may be silent.
    var idleTimeout: Int64?
    /// ncat's own unless told.
    var port: UInt16 = 31337

    static let version = "Ncat: Version 7.93 ( https://nmap.org/ncat )"

    /// What stands before all else: the version, where more is to be told.
    var opening: ToolResult { ToolResult(stderr: common.isVerbose ? Self.version + "\n" : "") }

    /// The wildcard addresses that are listened on, in ncat's order.
    var anyAddresses: [String] {
        (common.family == .ipv4 ? [] : ["::"]) + (common.family == .ipv6 ? [] : ["0.0.0.0"])
    }

    /// Input as it is sent.
    func lines(_ input: [UInt8]) -> [UInt8] {
        guard endsLinesWithCRLF else { return input }
        var previous: UInt8 = 0
        return input.flatMap { byte -> [UInt8] in
            defer { previous = byte }
            return byte == 10 && previous != 13 ? [13, 10] : [byte]
        }
    }

    enum Reading {
        case ready
        case finished(ToolResult)
    }

    // Options without a letter of their own have one here that nobody can type.
    private static let options: [OptionScanner.Option] = [
        .init("4"), .init("6"), .init("C", "crlf"), .init("c", "sh-exec", takesValue: true),
        .init("e", "exec", takesValue: true), .init("G", takesValue: true), .init("g", takesValue: true),
        .init("h", "help"), .init("i", "idle-timeout", takesValue: true), .init("k", "keep-open"),
        .init("l", "listen"), .init("m", "max-conns", takesValue: true), .init("n", "nodns"),
        .init("d", "delay", takesValue: true), .init("o", "output", takesValue: true),
        .init("p", "source-port", takesValue: true), .init("s", "source", takesValue: true), .init("t", "telnet"),
        .init("U", "unixsock"), .init("u", "udp"), .init("\u{4}", "version"),
        .init("v", "verbose"), .init("w", "wait", takesValue: true),
        .init("x", "hex-dump", takesValue: true), .init("z"), .init("\u{1}", "send-only"),
        .init("\u{2}", "recv-only"), .init("\u{3}", "no-shutdown"),
    ]

    /// Options that are known and not simulated.
    private static let others = [
        "lua-exec", "allow", "allowfile", "deny", "denyfile", "proxy", "proxy-type", "proxy-auth", "proxy-dns",
        "ssl-cert", "ssl-key", "ssl-trustfile", "ssl-ciphers", "ssl-servername", "ssl-alpn",
    ]
    private static let otherFlags = ["append-output", "broker", "chat", "sctp", "ssl", "ssl-verify", "vsock"]

    private static let scanner = OptionScanner(
        options + others.map { .init("\u{5}", $0, takesValue: true) } + otherFlags.map { .init("\u{5}", $0) }
    )

    mutating func read(_ arguments: [String]) -> Reading {
        let scanned: OptionScanner.Scanned
        do {
            scanned = try Self.scanner.scan(arguments)
        } catch {
            let hint = "Try `--help' or man(1) ncat for more information, usage options and help"
            return .finished(ToolResult(stderr: "ncat: \(error.text)\n\(Self.complaint(hint))", exitCode: 2))
        }
        var hasLimit = false
        for (letter, value) in scanned.options {
            if letter == "m" { hasLimit = true }
            if let end = take(letter, value) { return .finished(end) }
        }
        if let problem = problem(hasLimit) { return .finished(quitting(problem)) }
        if common.scans, common.listens {
            var result = opening
            result.complain("Ncat: Services designed for LISTENING can't be used with -z QUITTING.")
            result.exitCode = 2
            return .finished(result)
        }
        return readOperands(scanned.operands)
    }

    private static func complaint(_ text: String) -> String { "Ncat: \(text). QUITTING.\n" }

    /// Refuses the command line as a whole, when the version has been told.
    private func quitting(_ text: String) -> ToolResult {
        var result = opening
        result.stderr += Self.complaint(text)
        result.exitCode = 2
        return result
    }

    private mutating func take(_ letter: Character, _ value: String) -> ToolResult? {
        if common.take(letter, value) { return nil }
        switch letter {
        case "C": endsLinesWithCRLF = true
        case "h": return ToolResult(stdout: Self.help)
        case "\u{1}": sendsOnly = true
        case "\u{2}": receivesOnly = true
        case "\u{3}": keepsSending = true
        case "\u{4}": return ToolResult(stderr: Self.version + "\n")
        case "i": return time(value, "-i timeout") { idleTimeout = $0 }
        case "w": return time(value, "-w timeout") { common.timeout = $0 }
        case "d": return time(value, "-d delay") { _ in }
        case "p":
            guard let number = Int(value), value.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
                return refusal("Invalid source port number \"\(value)\"")
            }
            guard let port = UInt16(exactly: number) else { return refusal("Invalid source port \(number)") }
            common.sourcePort = port
        case "m", "t": break
        case "\u{5}":
            return .failure("netsim: ncat's proxies, TLS, access lists and brokers are not simulated", exitCode: 2)
        default: return .failure("netsim: ncat's -\(letter) is not simulated", exitCode: 2)
        }
        return nil
    }

    private func refusal(_ text: String) -> ToolResult { ToolResult(stderr: Self.complaint(text), exitCode: 2) }

    /// A time as nmap writes them: a number with `ms`, `s`, `m` or `h` behind it.
    private func time(_ text: String, _ what: String, _ put: (Int64) -> Void) -> ToolResult? {
        let units: [(String, Double)] = [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600), ("", 1)]
        for (unit, seconds) in units where text.hasSuffix(unit) {
            guard let number = Double(text.dropLast(unit.count)) else { continue }
            guard number * seconds >= 0.001, number * seconds < 2_147_483 else { break }
            put(Int64(number * seconds * 1e9))
            return nil
        }
        return refusal("Invalid \(what) \"\(text)\" (must be greater than 0 and less than 2147483s)")
    }

    /// What does not go together.
    private func problem(_ hasLimit: Bool) -> String? {
        if common.listens {
            return common.source == nil
                ? nil
                : "-l and -s are incompatible.  Specify the address and port to bind to like you would a host to connect to"
        }
        if common.keepsListening { return "Invalid option combination: `--keep-open' with connect" }
        if hasLimit { return "Invalid option combination: `--max-conns' with connect" }
        return nil
    }

    private mutating func readOperands(_ operands: [String]) -> Reading {
        var rest = operands[...]
        if common.listens, common.sourcePort != 0 { port = common.sourcePort }
        // `-l PORT` names a port alone; a service's name there is a host.
        if !common.listens || operands.count != 1 || Int(operands[0]) == nil { common.host = rest.popFirst() }
        if !common.listens, common.host?.isEmpty != false {
            return .finished(quitting("You must specify a host to connect to"))
        }
        guard let text = rest.popFirst() else { return .ready }
        guard rest.isEmpty else {
            return .finished(quitting("Got more than one port specification: \(text) \(rest.joined(separator: " "))"))
        }
        // `strtol` reads nothing as 0.
        guard let number = text.isEmpty ? 0 : Int(text), let number = UInt16(exactly: number) else {
            return .finished(quitting("Invalid port number \"\(text)\""))
        }
        port = number
        return .ready
    }
}
