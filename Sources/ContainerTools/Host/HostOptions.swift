internal import Addressing
internal import DNSWire

/// host's command line.
struct HostOptions {
    var type: RecordType?
    var recordClass = RecordClass.in
    var isVerbose = false
    var isRecursive = true
    /// nil: TCP for ANY named with `-t`, else UDP.
    var usesTCP: Bool?
    var stopsAtServerFailure = false
    var tries = 2
    var ndots: Int?
    var port = ToolContext.dnsPort
    var family: AddressFamily?
    var name = ""
    var server: String?

    /// What reading came to: nil, or what ends the command.
    mutating func read(_ arguments: [String]) -> ToolResult? {
        var index = 0
        while index < arguments.count, arguments[index].hasPrefix("-"), arguments[index].count > 1 {
            let argument = arguments[index]
            index += 1
            if argument == "--" { break }
            var letters = argument.dropFirst()
            while let letter = letters.popFirst() {
                guard "aAcCdilmNprRstTUvVwW46".contains(letter) else {
                    return Self.usage("host: illegal option -- \(letter)\n")
                }
                var value = ""
                if "cmNpRtW".contains(letter) {
                    if letters.isEmpty {
                        guard index < arguments.count else {
                            return Self.usage("host: option requires an argument -- \(letter)\n")
                        }
                        letters = arguments[index][...]
                        index += 1
                    }
                    value = String(letters)
                    letters = ""
                }
                if let ended = apply(letter, value) { return ended }
            }
        }
        let operands = arguments[index...]
        guard let name = operands.first else { return Self.usage("") }
        self.name = name
        server = operands.dropFirst().first
        return nil
    }

    private mutating func apply(_ letter: Character, _ value: String) -> ToolResult? {
        switch letter {
        case "a", "A":
            isVerbose = true
            type = .any
            usesTCP = usesTCP ?? false
        case "c":
            guard let recordClass = RecordClass(parsing: value) else {
                return ToolResult(stderr: "host: invalid class: \(value)\n\n", exitCode: 2)
            }
            self.recordClass = recordClass
        case "d", "v": isVerbose = true
        case "l": type = .axfr
        case "C": return .failure("host: -C is not simulated")
        case "N": ndots = max(0, Int(value) ?? 0)
        case "p": port = UInt16(value) ?? 0
        case "r": isRecursive = false
        case "R": tries = min(max(2, (Int(value) ?? 0).addingReportingOverflow(1).partialValue), 100)
        case "s": stopsAtServerFailure = true
        case "t":
            guard let type = RecordType(parsing: value) else {
                return ToolResult(stderr: "host: invalid type: \(value)\n\n", exitCode: 2)
            }
            self.type = type
        case "T": usesTCP = true
        case "U": usesTCP = false
        case "V": return ToolResult(stderr: "host \(BINDVersion.text)\n")
        case "4", "6":
            let family: AddressFamily = letter == "4" ? .ipv4 : .ipv6
            if let known = self.family, known != family { return .failure("host: only one of -4 and -6 allowed") }
            self.family = family
        // Waiting takes no time here, and -i and -m have no meaning any more.
        default: break
        }
        return nil
    }

    private static func usage(_ complaint: String) -> ToolResult {
        ToolResult(
            stderr: complaint + """
                Usage: host [-aCdilrTvVw] [-c class] [-N ndots] [-t type] [-W time]
                            [-R number] [-m flag] [-p port] hostname [server]
                       -a is equivalent to -v -t ANY
                       -A is like -a but omits RRSIG, NSEC, NSEC3
                       -c specifies query class for non-IN data
                       -C compares SOA records on authoritative nameservers
                       -d is equivalent to -v
                       -l lists all hosts in a domain, using AXFR
                       -m set memory debugging flag (trace|record|usage)
                       -N changes the number of dots allowed before root lookup is done
                       -p specifies the port on the server to query
                       -r disables recursive processing
                       -R specifies number of retries for UDP packets
                       -s a SERVFAIL response should stop query
                       -t specifies the query type
                       -T enables TCP/IP mode
                       -U enables UDP mode
                       -v enables verbose output
                       -V print version number and exit
                       -w specifies to wait forever for a reply
                       -W specifies how long to wait for a reply
                       -4 use IPv4 query transport only
                       -6 use IPv6 query transport only

                """,
            exitCode: 1
        )
    }
}
