internal import Addressing
internal import Dataplane

extension Traceroute.Options {
    /// Debian's complaint about a name without an address.
    var notAHost: String { "Cannot handle \"host\" cmdline arg `\(host)' on position 1 (argc \(hostPlace))" }

    private static let values: [Character: (name: String, long: String)] = [
        "f": ("first_ttl", "first"), "g": ("gate,...", "gateway"), "i": ("device", "interface"),
        "m": ("max_ttl", "max-hops"), "N": ("squeries", "sim-queries"), "p": ("port", "port"), "t": ("tos", "tos"),
        "l": ("flow_label", "flowlabel"), "w": ("MAX,HERE,NEAR", "wait"), "q": ("nqueries", "queries"),
        "s": ("src_addr", "source"), "z": ("sendwait", "sendwait"), "M": ("name", "module"),
        "O": ("OPTS,...", "options"), "P": ("prot", "protocol"),
    ]

    /// Reads the command line.
    ///
    /// - Returns: what there is to say instead of tracing.
    mutating func read(_ arguments: [String], _ name: String) -> ToolResult? {
        isBusybox ? readBusybox(arguments, name) : readDebian(arguments)
    }

    // MARK: busybox

    private mutating func readBusybox(_ arguments: [String], _ name: String) -> ToolResult? {
        patience = 3 * SimulatedTime.nanosecondsPerSecond
        let scanned: OptionScanner.Scanned
        do {
            let options: [OptionScanner.Option] =
                "46FIlnrdv".map { .init($0) } + "fmqptwsiz".map { .init($0, takesValue: true) }
            scanned = try OptionScanner(options).scan(arguments)
        } catch {
            return Busybox.usage(Self.busyboxUsage, of: name, error)
        }
        do throws(Busybox.NumberFault) {
            for (letter, value) in scanned.options {
                switch letter {
                case "4": family = .ipv4
                case "6": family = .ipv6
                case "F": sending.dontFragment = true
                case "I": method = .icmp
                case "n": isNumeric = true
                case "f": firstHop = Int(try Busybox.number(value, in: 1...255))
                case "m": mostHops = Int(try Busybox.number(value, in: 1...255))
                case "q": queries = min(Int(try Busybox.number(value, in: 1...UInt64(Int32.max))), 100)
                case "p": port = UInt16(try Busybox.number(value, in: 1...65535))
                case "t": sending.trafficClass = UInt8(try Busybox.number(value, in: 0...255))
                case "w":
                    patience = Int64(try Busybox.number(value, in: 1...86400)) * SimulatedTime.nanosecondsPerSecond
                case "s":
                    guard let address = IPAddress(value) else { return .failure("\(name): bad address '\(value)'") }
                    sending.source = address
                case "i": sending.interface = value
                default: break
                }
            }
            guard (1...2).contains(scanned.operands.count) else { return Busybox.usage(Self.busyboxUsage, of: name) }
            host = scanned.operands[0]
            if scanned.operands.count > 1 {
                length = Int(try Busybox.number(scanned.operands[1], in: 46...32768))
            }
        } catch {
            return .failure("\(name): \(error.text)")
        }
        if firstHop > mostHops { return .failure("\(name): max ttl must be >= first ttl") }
        return nil
    }

    // MARK: Debian

    private mutating func readDebian(_ arguments: [String]) -> ToolResult? {
        var operands: [String] = []
        var index = 0
        while index < arguments.count {
            let argument = arguments[index]
            index += 1
            guard argument.hasPrefix("-"), argument.count > 1 else {
                operands.append(argument)
                if operands.count == 1 { hostPlace = index }
                if operands.count > 2 {
                    return refuse("Extra arg `\(argument)' (position \(operands.count), argc \(index))")
                }
                continue
            }
            var letters: [Character]
            var value: String?
            if argument.hasPrefix("--") {
                let parts = argument.dropFirst(2).split(separator: "=", maxSplits: 1).map(String.init)
                let flags: [String: Character] = [
                    "icmp": "I", "tcp": "T", "dont-fragment": "F", "udp": "U", "version": "V", "help": "h",
                    "debug": "d",
                ]
                let name = parts.first ?? ""
                guard let letter = flags[name] ?? Self.values.first(where: { $0.value.long == name })?.key else {
                    return refuse("Bad option `\(argument)' (argc \(index))")
                }
                letters = [letter]
                value = parts.count > 1 ? parts[1] : nil
            } else {
                letters = Array(argument.dropFirst())
            }
            while !letters.isEmpty {
                let letter = letters.removeFirst()
                guard let known = Self.values[letter] else {
                    if let stop = takeFlag(letter, argument, index) { return stop }
                    continue
                }
                let place = index
                if value == nil, !letters.isEmpty {
                    value = String(letters)
                    letters = []
                } else if value == nil {
                    guard index < arguments.count else {
                        return refuse(
                            "Option `-\(letter)' (argc \(place)) requires an argument: `-\(letter) \(known.name)'"
                        )
                    }
                    value = arguments[index]
                    index += 1
                }
                if let stop = take(letter, value ?? "", index) { return stop }
                value = nil
            }
        }
        guard let first = operands.first else { return ToolResult(stderr: Self.debianUsage) }
        host = first
        if operands.count > 1 {
            guard let bytes = Int(operands[1]), (0...65000).contains(bytes) else {
                return refuse(
                    "Cannot handle \"packetlen\" cmdline arg `\(operands[1])' on position 2 (argc \(arguments.count))"
                )
            }
            length = bytes
        }
        if firstHop == 0 || firstHop > mostHops { return refuse("first hop out of range") }
        return nil
    }

    private func refuse(_ text: String) -> ToolResult { .failure(text, exitCode: 2) }

    private mutating func takeFlag(_ letter: Character, _ argument: String, _ place: Int) -> ToolResult? {
        switch letter {
        case "4": family = .ipv4
        case "6": family = .ipv6
        case "F": sending.dontFragment = true
        case "I": method = .icmp
        case "T": method = .tcp
        case "U":
            method = .udp
            port = port ?? 53
        case "n": isNumeric = true
        case "V":
            let text = "Modern traceroute for Linux, version 2.1.2\n"
            return ToolResult(stderr: text + "Copyright (c) 2016  Dmitry Butskoy,   License: GPL v2 or any later\n")
        case "h": return ToolResult(stdout: Self.debianUsage)
        case "D", "A": return refuse("traceroute: -\(letter) is not simulated")
        case "d", "r", "e": break
        default: return refuse("Bad option `\(argument)' (argc \(place))")
        }
        return nil
    }

    private mutating func take(_ letter: Character, _ value: String, _ place: Int) -> ToolResult? {
        let bad = refuse("Cannot handle `-\(letter)' option with arg `\(value)' (argc \(place))")
        switch letter {
        case "w":
            let parts = value.split(separator: ",").map { Decimal.nanoseconds(String($0)) }
            guard let first = parts.first, let longest = first, !parts.contains(nil) else { return bad }
            patience = longest
        case "s":
            guard let address = IPAddress(value) else { return bad }
            sending.source = address
        case "i": sending.interface = value
        case "f", "m", "q", "p", "t":
            guard let number = Int(value), number >= 0 else { return bad }
            switch letter {
            case "f": firstHop = number
            case "m":
                if number > 255 { return refuse("max hops cannot be more than 255") }
                mostHops = number
            case "q":
                guard (1...10).contains(number) else { return refuse("no more than 10 probes per hop") }
                queries = number
            case "t":
                guard let bits = UInt8(exactly: number) else { return bad }
                sending.trafficClass = bits
            default:
                guard let number = UInt16(exactly: number) else { return bad }
                port = number
            }
        // Probes go one after another, and wait for nothing between.
        case "N", "z", "l": break
        default: return refuse("traceroute: -\(letter) is not simulated")
        }
        return nil
    }
}
