internal import Addressing
internal import Lab
internal import Text

/// Reads an expectation.
///
///     web can reach db:5432              guest cannot reach db
///     outside can reach web:443/tcp      host can reach 127.0.0.1:8080
///     web resolves api to 3 addresses    web resolves db to 10.0.0.5
///     web cannot resolve x               api spreads over 3
///     db gets 10.0.0.5 in every start order
struct ExpectationParser {
    private struct Word {
        let text: String
        let offset: Int
        var length: Int { text.unicodeScalars.count }
    }

    private let text: String
    private var words: [Word] = []
    private var position = 0

    static let forms = """
        A can reach B:PORT, A cannot reach B, A resolves NAME to N addresses, A resolves NAME to ADDRESS, \
        A cannot resolve NAME, NAME spreads over N, A gets ADDRESS in every start order
        """

    static func parse(_ text: String) throws(ExpectationError) -> Expectation {
        var parser = ExpectationParser(text)
        let claim = try parser.claim()
        if let extra = parser.peek { throw parser.error("\"\(extra.text)\" is too much", at: extra) }
        return Expectation(claim: claim)
    }

    private init(_ text: String) {
        self.text = text
        var word = ""
        var start = 0
        for (offset, scalar) in text.unicodeScalars.enumerated() {
            if scalar == " " || scalar == "\t" || scalar == "\n" {
                if !word.isEmpty { words.append(Word(text: word, offset: start)) }
                word = ""
            } else {
                if word.isEmpty { start = offset }
                word.unicodeScalars.append(scalar)
            }
        }
        if !word.isEmpty { words.append(Word(text: word, offset: start)) }
    }

    // MARK: - Words

    private var peek: Word? { position < words.count ? words[position] : nil }

    private func error(_ message: String, at word: Word?, help: String? = nil) -> ExpectationError {
        ExpectationError(
            message: message,
            offset: word?.offset ?? text.unicodeScalars.count,
            length: word?.length ?? 1,
            help: help
        )
    }

    private mutating func next(_ what: String) throws(ExpectationError) -> Word {
        guard let word = peek else { throw error("\(what) is missing", at: nil, help: Self.forms) }
        position += 1
        return word
    }

    private mutating func expect(_ wanted: String...) throws(ExpectationError) {
        let names = wanted.map { "\"\($0)\"" }.joined(separator: " or ")
        guard let word = peek else { throw error("\(names) is missing", at: nil, help: Self.forms) }
        guard wanted.contains(word.text) else {
            throw error("\(names) expected, not \"\(word.text)\"", at: word, help: Self.forms)
        }
        position += 1
    }

    // MARK: - Claims

    private mutating func claim() throws(ExpectationError) -> Expectation.Claim {
        let subject = try next("who is spoken of")
        let verb = try next("what is expected")
        switch verb.text {
        case "can":
            try expect("reach")
            return try reach(subject, isNegated: false)
        case "reaches": return try reach(subject, isNegated: false)
        case "cannot", "can't":
            let what = try next("\"reach\" or \"resolve\"")
            switch what.text {
            case "reach": return try reach(subject, isNegated: true)
            case "resolve": return .resolvesToNothing(try asker(subject), name: try next("a name").text)
            default:
                throw error("\"reach\" or \"resolve\" expected, not \"\(what.text)\"", at: what, help: Self.forms)
            }
        case "resolves": return try resolves(subject)
        case "spreads":
            try expect("over")
            return .spreads(name: try name(subject), try count(next("a number")))
        case "gets":
            let address = try address(next("an address"))
            for word in ["in", "every", "start", "order"] { try expect(word) }
            return .gets(try name(subject), address)
        default:
            let verbs = ["can", "cannot", "resolves", "spreads", "gets"]
            throw error(
                "\"\(verb.text)\" is nothing that could be expected",
                at: verb,
                help: NearName.hint(for: verb.text, among: verbs) ?? Self.forms
            )
        }
    }

    private mutating func reach(_ subject: Word, isNegated: Bool) throws(ExpectationError) -> Expectation.Claim {
        let word = try next("whom it reaches")
        let (target, port) = try target(word)
        return .reach(try asker(subject), target, port: port, isNegated: isNegated)
    }

    private mutating func resolves(_ subject: Word) throws(ExpectationError) -> Expectation.Claim {
        let asker = try asker(subject)
        let name = try next("a name").text
        try expect("to")
        let word = try next("a number of addresses, or an address")
        if let address = IPAddress(word.text) { return .resolvesToAddress(asker, name: name, address) }
        let count = try count(word)
        try expect("address", "addresses")
        return .resolvesToCount(asker, name: name, count)
    }

    private func count(_ word: Word) throws(ExpectationError) -> Int {
        guard let number = Int(word.text), (0...1_000_000).contains(number) else {
            throw error("\"\(word.text)\" is no number", at: word)
        }
        return number
    }

    private func address(_ word: Word) throws(ExpectationError) -> IPAddress {
        guard let address = IPAddress(word.text) else { throw error("\"\(word.text)\" is no address", at: word) }
        return address
    }

    // MARK: - Names

    private func asker(_ word: Word) throws(ExpectationError) -> Expectation.Asker {
        switch word.text {
        case "host": .host
        case "outside": .outside
        default: .named(try name(word))
        }
    }

    private func name(_ word: Word) throws(ExpectationError) -> Expectation.Name {
        try name(word.text, in: word)
    }

    /// `db`, `db@shop`, `shop/db`.
    private func name(_ text: String, in word: Word) throws(ExpectationError) -> Expectation.Name {
        func made(_ name: Substring, _ project: Substring?) throws(ExpectationError) -> Expectation.Name {
            guard !name.isEmpty, project?.isEmpty != true else { throw error("\"\(text)\" is no name", at: word) }
            return Expectation.Name(
                text: String(name),
                project: project.map(String.init),
                offset: word.offset,
                length: text.unicodeScalars.count
            )
        }
        if let at = text.lastIndex(of: "@") { return try made(text[..<at], text[text.index(after: at)...]) }
        if let slash = text.firstIndex(of: "/") { return try made(text[text.index(after: slash)...], text[..<slash]) }
        return try made(text[...], nil)
    }

    /// `db`, `db:5432`, `db:53/udp`, `10.0.0.5:80`, `[fd00::5]:80`, `fd00::5`, `host:8080`, `outside`.
    private func target(_ word: Word) throws(ExpectationError) -> (Expectation.Target, ContainerPort?) {
        if let address = IPAddress(word.text) { return (.address(address), nil) }
        if word.text.hasPrefix("[") {
            guard let end = word.text.firstIndex(of: "]"),
                let address = IPAddress(String(word.text[word.text.index(after: word.text.startIndex)..<end]))
            else { throw error("\"\(word.text)\" is no address in brackets", at: word) }
            let rest = word.text[word.text.index(after: end)...]
            if rest.isEmpty { return (.address(address), nil) }
            guard rest.hasPrefix(":") else { throw error("a colon and a port expected behind the address", at: word) }
            return (.address(address), try port(rest.dropFirst(), word))
        }
        var host = word.text[...]
        var number: ContainerPort?
        if let colon = word.text.lastIndex(of: ":") {
            host = word.text[..<colon]
            number = try port(word.text[word.text.index(after: colon)...], word)
        } else if let slash = host.lastIndex(of: "/"),
            TransportProtocol(rawValue: String(host[host.index(after: slash)...])) != nil
        {
            throw error("a protocol needs a port", at: word, help: "write \(host[..<slash]):PORT\(host[slash...])")
        }
        switch host {
        case "host": return (.host, number)
        case "outside":
            if number != nil {
                throw error(
                    "\"outside\" has no ports",
                    at: word,
                    help: "leave the port out, or name an address of the Internet such as 198.51.100.80:443"
                )
            }
            return (.outside, nil)
        default:
            if let address = IPAddress(String(host)) { return (.address(address), number) }
            return (.named(try name(String(host), in: word)), number)
        }
    }

    private func port(_ text: Substring, _ word: Word) throws(ExpectationError) -> ContainerPort {
        guard let port = ListeningPort(text).flatMap({ $0.address == nil ? $0.port : nil }) else {
            throw error("\"\(text)\" is no port", at: word, help: "write 8080, or 53/udp")
        }
        return port
    }
}
