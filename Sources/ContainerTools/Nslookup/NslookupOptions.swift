internal import DNSWire

/// nslookup's command line.
struct NslookupOptions {
    /// One name, with the type that was set before it.
    struct Lookup {
        let name: String
        let type: RecordType?
        let recordClass: RecordClass
    }

    var lookup: Lookup?
    var server: String?
    var type: RecordType?
    var recordClass = RecordClass.in
    var isDebugging = false
    var isRecursive = true
    var usesTCP = false
    var searches = true
    var domain: String?
    var ndots: Int?
    var port = ToolContext.dnsPort
    var tries = 3
    /// Whether SERVFAIL makes it ask the next server.
    var triesNext = true
    /// What reading complained about, on the standard output.
    var complaints = ""

    /// What ends the command, if anything does.
    mutating func read(_ arguments: [String]) -> ToolResult? {
        for argument in arguments {
            if argument.hasPrefix("-ver") {
                return ToolResult(stderr: "nslookup \(BINDVersion.text)\n")
            } else if argument.hasPrefix("-"), argument.count > 1 {
                apply(String(argument.dropFirst()))
            } else if argument == "-" {
                // A name would be read from the terminal.
                continue
            } else if lookup == nil {
                lookup = Lookup(name: argument, type: type, recordClass: recordClass)
            } else if server == nil {
                server = argument
            } else {
                return Self.usage
            }
        }
        return nil
    }

    private mutating func apply(_ option: String) {
        let parts = option.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let key = (parts.first ?? "").lowercased()
        guard parts.count > 1 else {
            applyFlag(key, option)
            return
        }
        let value = parts[1]
        switch key {
        case "ty", "type", "querytype", "query", "qu", "q":
            if let type = RecordType(parsing: value) {
                self.type = type
            } else {
                complaints += "unknown query type: \(value)\n"
            }
        case "cl", "class":
            if let recordClass = RecordClass(parsing: value) {
                self.recordClass = recordClass
            } else {
                complaints += "unknown query class: \(value)\n"
            }
        case "domain", "do":
            domain = value
            searches = true
        case "port", "po": if let number = number(value, "port") { port = UInt16(truncatingIfNeeded: number) }
        case "timeout", "t": _ = number(value, "timeout")
        case "retry", "ret": if let number = number(value, "tries") { tries = min(max(Int(number), 1), 100) }
        case "ndots": if let number = number(value, "ndots") { ndots = Int(number) }
        default: complaints += "*** Invalid option: \(option)\n"
        }
    }

    private mutating func applyFlag(_ key: String, _ option: String) {
        switch key {
        case "all", "d2", "nod2", "sil": break
        case "debug", "deb": isDebugging = true
        case "nodebug", "nodeb": isDebugging = false
        case "def", "defname", "sea", "search": searches = true
        case "nodef", "nodefname", "nosea", "nosearch": searches = false
        case "rec", "recurse": isRecursive = true
        case "norec", "norecurse": isRecursive = false
        case "vc", "v": usesTCP = true
        case "novc", "nov": usesTCP = false
        case "fail": triesNext = false
        case "nofail": triesNext = true
        default: complaints += "*** Invalid option: \(option)\n"
        }
    }

    private mutating func number(_ text: String, _ what: String) -> UInt32? {
        switch BINDNumber.parse(text, 0...65535, what: what) {
        case .success(let number): return number
        case .failure(let fault):
            complaints += fault.line + "\n"
            return nil
        }
    }

    private static let usage = ToolResult(
        stderr: """
            Usage:
               nslookup [-opt ...]             # interactive mode using default server
               nslookup [-opt ...] - server    # interactive mode using 'server'
               nslookup [-opt ...] host        # just look up 'host' using default server
               nslookup [-opt ...] host server # just look up 'host' using 'server'

            """,
        exitCode: 1
    )
}
