internal import Addressing
internal import DNSWire

/// Reads a dig command line: options before the first name hold for all queries, those behind a name for it alone.
struct DigParser {
    /// The reading ends here, with what is already written and an exit code.
    struct Stop: Error {
        let exitCode: Int
    }

    private(set) var command = DigCommand()
    private(set) var result = ToolResult()
    private let arguments: [String]
    private let servers: [String: [NameServer]]
    private var defaults = DigLookup()
    /// The number of the lookup that options hold for; nil: the defaults.
    private var current: Int?
    private var readsTypes = true
    private var batchFile: String?
    private var index = 0

    /// - Parameters:
    ///   - arguments: without the tool's own name.
    ///   - servers: the servers that the arguments name, by what follows the `@`.
    init(_ arguments: [String], servers: [String: [NameServer]]) {
        self.arguments = arguments
        self.servers = servers
    }

    /// Reads everything; what it complained about stands in `result` also if it throws.
    mutating func parse() throws(Stop) {
        try checkFamilies()
        while index < arguments.count, !arguments[index].hasPrefix("%") {
            let argument = arguments[index]
            index += 1
            switch argument.first {
            case "@": try readServer(String(argument.dropFirst()))
            case "+": try readPlusOption(argument)
            case "-": try readDashOption(argument)
            default: readWord(argument)
            }
        }
        if let batchFile {
            result.complain("\(batchFile): No such file or directory")
            throw fail("couldn't open specified batch file", exitCode: 8)
        }
        if command.lookups.isEmpty {
            addLookup(".")
            lookup.type = .ns
        }
    }

    /// The lookup that options hold for.
    private var lookup: DigLookup {
        get { current.map { command.lookups[$0] } ?? defaults }
        set {
            if let current { command.lookups[current] = newValue } else { defaults = newValue }
        }
    }

    // MARK: Words

    private mutating func readWord(_ word: String) {
        if readsTypes {
            if let type = RecordType(parsing: word) {
                if type == .ixfr {
                    result.complain(";; Warning, ixfr requires a serial number")
                } else {
                    setType(type)
                }
                return
            }
            if word.lowercased().hasPrefix("ixfr="), UInt32(word.dropFirst(5)) != nil {
                setType(.ixfr)
                return
            }
            if let recordClass = RecordClass(parsing: word) {
                setClass(recordClass)
                return
            }
        }
        addLookup(word)
    }

    private mutating func setType(_ type: RecordType) {
        if lookup.hasType { result.complain(";; Warning, extra type option") }
        lookup.type = type
        lookup.hasType = true
    }

    private mutating func setClass(_ recordClass: RecordClass) {
        if lookup.hasClass { result.complain(";; Warning, extra class option") }
        lookup.recordClass = recordClass
        lookup.hasClass = true
    }

    private mutating func addLookup(_ name: String) {
        var lookup = defaults
        lookup.name = name
        if command.lookups.isEmpty, command.printsCommand { lookup.greeting = greeting() }
        command.lookups.append(lookup)
        current = command.lookups.count - 1
    }

    private func greeting() -> String {
        let words = ["\n; <<>> DiG \(BINDVersion.text) <<>>"] + arguments
        var text = words.joined(separator: " ") + "\n"
        let count = lookup.servers.count
        if count > 0 { text += "; (\(count) server\(count > 1 ? "s" : "") found)\n" }
        return text + ";; global options:\(command.isShort ? " +short" : "") +cmd\n"
    }

    private mutating func readServer(_ text: String) throws(Stop) {
        guard let servers = servers[text], !servers.isEmpty else {
            throw fail("couldn't get address for '\(text)': not found")
        }
        lookup.servers = servers
    }

    // MARK: Options with a dash

    /// `-4` and `-6` are looked for before anything is done.
    private mutating func checkFamilies() throws(Stop) {
        for argument in arguments where argument.hasPrefix("-") {
            let flags = argument.dropFirst().prefix { Self.flagsWithoutValue.contains($0) }
            for flag in flags where flag == "4" || flag == "6" {
                let family: AddressFamily = flag == "4" ? .ipv4 : .ipv6
                if let known = command.family, known != family {
                    throw fail("only one of -4 and -6 allowed")
                }
                command.family = family
            }
        }
    }

    private static let flagsWithoutValue = "46dhimnruv"

    private mutating func readDashOption(_ argument: String) throws(Stop) {
        var option = argument.dropFirst()
        while let flag = option.first, Self.flagsWithoutValue.contains(flag) {
            switch flag {
            case "h":
                result.stdout += DigUsage.help
                throw Stop(exitCode: 0)
            case "v":
                result.complain("DiG \(BINDVersion.text)")
                throw Stop(exitCode: 0)
            case "u": lookup.usesMicroseconds = true
            default: break
            }
            option = option.dropFirst()
            if option.isEmpty { return }
        }
        guard let letter = option.first, "bcfkpqtyx".contains(letter) else { throw invalid("-\(option)") }
        let value: String
        if option.count > 1 {
            value = String(option.dropFirst())
        } else if index < arguments.count {
            value = arguments[index]
            index += 1
        } else {
            throw invalid("-\(option)")
        }
        try readValue(of: letter, value)
    }

    private mutating func readValue(of letter: Character, _ value: String) throws(Stop) {
        switch letter {
        case "b":
            let parts = value.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count > 1 { _ = try number(String(parts[1]), 0...65535, "port number", exitCode: 1) }
            guard let source = IPAddress(String(parts.first ?? "")) else { throw fail("invalid address \(value)") }
            command.source = source
        case "c":
            readsTypes = false
            if let recordClass = RecordClass(parsing: value) {
                setClass(recordClass)
            } else {
                result.complain(";; Warning, ignoring invalid class \(value)")
            }
        case "f": batchFile = value
        case "k": result.complain("Couldn't read key from \(value): file not found")
        case "p":
            command.port = UInt16(truncatingIfNeeded: try number(value, 0...65535, "port number", exitCode: 1))
        case "q": addLookup(value)
        case "t":
            readsTypes = false
            if let type = RecordType(parsing: value), type != .ixfr {
                setType(type)
            } else if value.lowercased().hasPrefix("ixfr=") {
                _ = try number(String(value.dropFirst(5)), 0...(.max), "serial number", exitCode: 1)
                setType(.ixfr)
            } else {
                result.complain(";; Warning, ignoring invalid type \(value)")
            }
        case "x":
            addLookup(Self.reverseName(value))
            if !lookup.hasType { lookup.type = .ptr }
        default: throw notSimulated("-\(letter)")
        }
    }

    /// The name that `-x` asks for: also of half an address, whose parts are just turned around.
    static func reverseName(_ text: String) -> String {
        if let address = IPAddress(text) { return address.reverseName }
        return text.split(separator: ".", omittingEmptySubsequences: false).reversed().joined(separator: ".")
            + ".in-addr.arpa."
    }

    // MARK: Options with a plus

    private mutating func readPlusOption(_ argument: String) throws(Stop) {
        let parts = argument.dropFirst().split(separator: "=", maxSplits: 1)
        var word = String(parts.first ?? "")
        let isOn = !word.lowercased().hasPrefix("no")
        if !isOn { word = String(word.dropFirst(2)) }
        guard !word.isEmpty, let option = DigOption.find(word), isOn || option.isNegatable else {
            throw invalid(argument)
        }
        let text = parts.count > 1 ? String(parts[1]) : nil
        var number: UInt32?
        switch option.value {
        case .none, .optionalText: break
        case .text: guard text != nil || !isOn else { throw invalid(argument) }
        case .number(let range, let what):
            guard isOn else { break }
            guard let text else { throw invalid(argument) }
            number = try self.number(text, range, what)
        case .optionalNumber(let range, let what):
            if isOn, let text { number = try self.number(text, range, what, option.name == "ednsflags") }
        }
        try apply(option.name, isOn, text: text, number: number)
    }

    private mutating func apply(_ name: String, _ isOn: Bool, text: String?, number: UInt32?) throws(Stop) {
        switch name {
        case "short": command.isShort = isOn
        case "cmd": command.printsCommand = isOn
        case "all":
            command.printsCommand = isOn
            lookup.setAllShown(isOn)
        case "domain":
            command.domain = text
            lookup.searches = true
        case "ndots": command.ndots = number.map(Int.init)
        case "cookie":
            lookup.sendsCookie = isOn
            lookup.cookie = nil
            if isOn { lookup.addEDNS() }
            if isOn, let text { lookup.cookie = try octets(text) }
        case "ednsopt": try applyEDNSOption(isOn, text)
        case "subnet":
            lookup.subnet = isOn ? try subnet(text ?? "") : nil
            if isOn { lookup.addEDNS() }
        case "padding", "nsid", "expire", "keepalive", "bufsize", "edns", "ednsflags", "qid", "coflag", "dnssec", "do":
            lookup.applyQueryOption(name, isOn, number)
        case "dns64prefix", "header-only", "http-plain", "http-plain-get", "https", "https-get", "nssearch", "opcode",
            "split", "tls", "tls-ca", "tls-certfile", "tls-hostname", "tls-keyfile", "trace", "unknownformat", "yaml":
            if isOn { throw notSimulated("+\(name)") }
        default: lookup.applyFlag(name, isOn, number)
        }
    }

    private mutating func applyEDNSOption(_ isOn: Bool, _ text: String?) throws(Stop) {
        guard isOn else {
            lookup.options = []
            return
        }
        guard let text else { throw fail("ednsopt no code point specified", exitCode: 10) }
        let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
        let code = parts.first ?? ""
        let number: UInt16
        switch code.lowercased() {
        case "nsid": number = EDNSOptionCode.nsid.rawValue
        case "ecs": number = EDNSOptionCode.clientSubnet.rawValue
        case "expire": number = EDNSOptionCode.expire.rawValue
        case "cookie": number = EDNSOptionCode.cookie.rawValue
        case "keepalive": number = EDNSOptionCode.tcpKeepalive.rawValue
        case "padding", "pad": number = EDNSOptionCode.padding.rawValue
        default:
            switch BINDNumber.parse(code, 0...65535, what: "ednsopt") {
            case .success(let value): number = UInt16(truncatingIfNeeded: value)
            case .failure(let fault):
                result.print(fault.line)
                throw fail("bad edns code point: \(code)")
            }
        }
        let value = parts.count > 1 ? try octets(parts[1]) : []
        lookup.options.append(EDNSOption(code: EDNSOptionCode(rawValue: number), octets: value))
    }

    private mutating func octets(_ text: String) throws(Stop) -> [UInt8] {
        let digits = text.utf8.map { Character(UnicodeScalar($0)).hexDigitValue }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = digits[index], index + 1 < digits.count, let low = digits[index + 1] else {
                throw fail("isc_hex_decodestring: bad hex encoding")
            }
            bytes.append(UInt8(high << 4 | low))
        }
        return bytes
    }

    /// An address, or a prefix whose length may be too great: it is then the address's own.
    private mutating func subnet(_ text: String) throws(Stop) -> ClientSubnet {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let base = parts.first ?? ""
        let address = base == "0" ? IPAddress("0.0.0.0") : IPAddress(base)
        guard let address else { throw fail("invalid address '\(text)'") }
        var length = base == "0" ? 0 : address.family.bitWidth
        if parts.count > 1 {
            let number = try self.number(parts[1], 0...128, "prefix length", exitCode: 1)
            length = min(Int(number), address.family.bitWidth)
        }
        guard let prefix = IPPrefix(address: address, length: length)?.masked, let subnet = ClientSubnet(prefix: prefix)
        else { throw fail("invalid address '\(text)'") }
        return subnet
    }

    // MARK: Faults

    private mutating func number(
        _ text: String,
        _ range: ClosedRange<UInt32>,
        _ what: String,
        _ allowsHexadecimal: Bool = false,
        exitCode: Int = 10
    ) throws(Stop) -> UInt32 {
        switch BINDNumber.parse(text, range, what: what, allowsHexadecimal: allowsHexadecimal) {
        case .success(let number): return number
        case .failure(let fault):
            result.print(fault.line)
            throw fail("Couldn't parse \(what)", exitCode: exitCode)
        }
    }

    private mutating func fail(_ text: String, exitCode: Int = 1) -> Stop {
        result.complain("dig: \(text)")
        return Stop(exitCode: exitCode)
    }

    private mutating func notSimulated(_ option: String) -> Stop { fail("\(option) is not simulated") }

    private mutating func invalid(_ option: String) -> Stop {
        result.complain("Invalid option: \(option)")
        result.stderr += DigUsage.short
        return Stop(exitCode: 1)
    }
}
