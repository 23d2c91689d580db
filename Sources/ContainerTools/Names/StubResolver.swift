internal import Addressing
internal import DNSWire
internal import Lab
internal import Resolver

/// The C library's resolver in a container: resolv.conf's servers, search list and ndots (resolver(3), glibc 2.36).
struct StubResolver {
    /// Why a name was not found.
    enum Failure: Error, Hashable {
        case noSuchName
        case noData
        /// No server answered, or only with an error.
        case tryAgain
    }

    let container: Container
    let servers: [IPAddress]
    let search: [String]
    let ndots: Int

    /// At most so many servers are asked.
    private static let mostServers = 3
    /// At most so many dots are asked for.
    private static let mostDots = 15
    private static let attempts = 2

    init(of container: Container, in lab: Lab) {
        self.container = container
        let configuration = lab.resolverConfiguration(of: container)
        // Without any line the library asks the machine itself.
        let servers = configuration.nameservers.isEmpty ? [.v4(IPv4Address(127, 0, 0, 1))] : configuration.nameservers
        self.servers = Array(servers.prefix(Self.mostServers))
        search = configuration.search
        let wanted = configuration.options.last { $0.hasPrefix("ndots:") }
        ndots = min(wanted.flatMap { Int($0.dropFirst("ndots:".count)) } ?? 1, Self.mostDots)
    }

    /// The spellings of a name in the order in which they are tried.
    ///
    /// - Parameter ndots: with so many dots or more, the name as it is comes first.
    static func spellings(of name: String, search: [String], ndots: Int) -> [String] {
        if name.hasSuffix(".") { return [String(name.dropLast())] }
        let dots = name.utf8.reduce(0) { $1 == UInt8(ascii: ".") ? $0 + 1 : $0 }
        let searched = search.map { $0 == "." ? name : "\(name).\($0)" }
        return dots >= ndots ? [name] + searched : searched + [name]
    }

    /// Finds the addresses of a name in some families, each spelling for all of them before the next.
    func addresses(
        of name: String,
        _ families: [AddressFamily],
        _ context: inout ToolContext
    ) -> Result<HostEntry, Failure> {
        var failure = Failure.noSuchName
        for spelling in Self.spellings(of: name, search: search, ndots: ndots) {
            guard let question = try? DomainName(parsing: spelling) else { continue }
            var found: HostEntry?
            for family in families {
                switch ask(question, family == .ipv4 ? .a : .aaaa, &context) {
                case .success(let message):
                    guard let host = Self.host(in: message, question) else {
                        if failure == .noSuchName { failure = .noData }
                        continue
                    }
                    if found == nil { found = host } else { found?.addresses += host.addresses }
                case .failure(let reason): if reason == .tryAgain { failure = .tryAgain }
                }
            }
            if let found { return .success(found) }
        }
        return .failure(failure)
    }

    /// Finds the name of an address.
    func name(of address: IPAddress, _ context: inout ToolContext) -> HostEntry? {
        let question = DomainName(reverseOf: address)
        guard case .success(let message) = ask(question, .ptr, &context) else { return nil }
        let names = message.answers.compactMap { record -> String? in
            if case .ptr(let target) = record.data { Self.text(of: target) } else { nil }
        }
        guard let first = names.first else { return nil }
        return HostEntry(name: first, aliases: Array(names.dropFirst()), addresses: [address])
    }

    /// Puts one question to the servers in turn, twice; a response that was cut short is asked for again over TCP.
    private func ask(
        _ name: DomainName,
        _ type: RecordType,
        _ context: inout ToolContext
    ) -> Result<Message, Failure> {
        var query = Message(header: Header(id: context.nextID(), flags: .rd))
        query.questions = [Question(name: name, type: type)]
        var bytes: [UInt8] = []
        guard (try? query.encode(into: &bytes)) != nil else { return .failure(.noSuchName) }
        for _ in 0..<Self.attempts {
            for server in servers {
                var delivery = context.send(bytes, from: container, to: server, isTCP: false)
                if case .response(let response) = delivery, Self.isTruncated(response) {
                    delivery = context.send(bytes, from: container, to: server, isTCP: true, isRepetition: true)
                }
                guard case .response(let response) = delivery, let message = try? Message(decoding: response.span)
                else { continue }
                switch message.header.rcode {
                case .noError:
                    return message.answers.isEmpty
                        ? .failure(.noData) : .success(message)
                case .nxDomain: return .failure(.noSuchName)
                default: continue
                }
            }
        }
        return .failure(.tryAgain)
    }

    private static func isTruncated(_ response: [UInt8]) -> Bool {
        (try? Header.decode(response.span))?.header.flags.contains(.tc) ?? false
    }

    /// The host that a response tells of: CNAMEs are followed, and the names on the way are aliases.
    private static func host(in message: Message, _ question: DomainName) -> HostEntry? {
        var name = question
        var aliases: [String] = []
        for record in message.answers {
            if case .cname(let target) = record.data, record.name == name, aliases.count < message.answers.count {
                aliases.append(text(of: name))
                name = target
            }
        }
        let addresses = message.answers.compactMap { record -> IPAddress? in
            guard record.name == name else { return nil }
            switch record.data {
            case .a(let address): return .v4(address)
            case .aaaa(let address): return .v6(address)
            default: return nil
            }
        }
        return addresses.isEmpty ? nil : HostEntry(name: text(of: name), aliases: aliases, addresses: addresses)
    }

    /// A name without the final dot.
    static func text(of name: DomainName) -> String {
        let text = name.description
        return text.count > 1 ? String(text.dropLast()) : text
    }
}
