package import Addressing
package import Lab
internal import Resolver

/// How the connections of a container's programs divide over the addresses of a name.
///
/// A function of the lab, the options, and the context's order and seed: a rotation starts at its first place.
package struct Spread: Hashable, Sendable {
    /// How long a program keeps an answer.
    package enum Cache: String, CaseIterable, Sendable {
        /// Each connection asks anew.
        case none
        /// As long as the answer may be kept: 600 seconds.
        case ttl
        /// As long as the program runs.
        case forever
    }

    package struct Options: Hashable, Sendable {
        /// Programs in the container, each with a cache of its own.
        package var clients = 10
        /// Connections of each.
        package var connections = 100
        package var cache = Cache.none
        package var library = ResolverLibrary.glibc
        /// Nanoseconds between two connections of one client.
        package var interval: Int64 = 1_000_000_000

        package init() {}
    }

    /// One address of the name.
    package struct Share: Hashable, Sendable {
        package let address: IPAddress
        /// Whose it is; nil for none of the lab's containers.
        package let container: String?
        package internal(set) var connections = 0
        /// Clients whose first connection went there.
        package internal(set) var firstChoices = 0
    }

    package let options: Options
    /// By address.
    package private(set) var shares: [Share] = []
    /// Each client's first address, in order.
    package private(set) var firstChoices: [IPAddress] = []
    /// How often a client asked.
    package private(set) var questions = 0
    /// Why the load divides as it does, each a sentence without a capital or a full stop.
    package private(set) var reasons: [String] = []

    private struct Kept {
        let address: IPAddress
        let time: Int64
    }

    /// Lets the clients connect.
    ///
    /// - Returns: nil where the name has no address in the container.
    package init?(of name: String, from container: Container, _ options: Options, _ context: inout ToolContext) {
        self.options = options
        var lookup = HostLookup(in: container, context.lab)
        lookup.library = options.library
        var counts: [IPAddress: (connections: Int, firsts: Int)] = [:]
        var answer: [IPAddress] = []
        var kept = [Kept?](repeating: nil, count: max(0, options.clients))
        for round in 0..<max(0, options.connections) {
            let time = Int64(round).multipliedReportingOverflow(by: options.interval)
            let now = time.overflow ? .max : time.partialValue
            for client in kept.indices {
                let choice: IPAddress
                if let known = kept[client], Self.isFresh(known, at: now, options.cache) {
                    choice = known.address
                } else {
                    guard let addresses = lookup.addresses(of: name, nil, &context)?.addresses,
                        let first = addresses.first
                    else { return nil }
                    questions += 1
                    if answer.count < addresses.count { answer = addresses }
                    for address in addresses where counts[address] == nil { counts[address] = (0, 0) }
                    choice = first
                    kept[client] = Kept(address: first, time: now)
                }
                counts[choice, default: (0, 0)].connections += 1
                if round == 0 {
                    counts[choice, default: (0, 0)].firsts += 1
                    firstChoices.append(choice)
                }
            }
        }
        let owners = Self.owners(context.lab)
        shares = counts.map { address, count in
            Share(
                address: address,
                container: owners[address],
                connections: count.connections,
                firstChoices: count.firsts
            )
        }
        .sorted {
            ($0.address.family == .ipv6 ? 1 : 0, $0.address.number) < (
                $1.address.family == .ipv6 ? 1 : 0, $1.address.number
            )
        }
        reasons = reasons(answer, lookup, context.sequencer.order)
    }

    /// How long an answer of the embedded DNS may be kept, in nanoseconds.
    private static let timeToLive = Int64(QueryResponder.ttl) * 1_000_000_000

    private static func isFresh(_ kept: Kept, at now: Int64, _ cache: Cache) -> Bool {
        switch cache {
        case .none: false
        case .ttl: now - kept.time < timeToLive
        case .forever: true
        }
    }

    private static func owners(_ lab: Lab) -> [IPAddress: String] {
        var owners: [IPAddress: String] = [:]
        for container in lab.allContainers where container.isRunning {
            for endpoint in container.attachments.compactMap(\.endpoint) {
                for prefix in [endpoint.ipv4, endpoint.ipv6].compactMap({ $0 }) {
                    owners[prefix.address] = container.name
                }
            }
        }
        return owners
    }

    // MARK: Why

    /// - Parameter addresses: a whole answer.
    private func reasons(_ addresses: [IPAddress], _ lookup: HostLookup, _ order: AnswerOrder) -> [String] {
        guard addresses.count > 1 else { return ["the name has one address"] }
        // Sorting is stable: what may lead leads where it came first.
        let leaders = addresses.filter { candidate in
            let others = addresses.filter { $0 != candidate }
            return options.library.sorted([candidate] + others, in: lookup.stack).first == candidate
        }
        var reasons: [String] = []
        if leaders.count < addresses.count { reasons.append(preference(leaders, addresses, lookup.stack)) }
        if leaders.count > 1 {
            reasons.append(Self.reason(order))
            if leaders.count < addresses.count, order == .rotate {
                reasons.append("an answer that begins with another address falls to whichever of these is next in it")
            }
            switch options.cache {
            case .none: reasons.append("nothing is cached: each connection asks anew")
            case .forever: reasons.append("each client asks once and keeps the first answer")
            case .ttl:
                let seconds = Self.timeToLive / 1_000_000_000
                reasons.append(
                    questions > options.clients
                        ? "each client asks again once its answer is \(seconds) s old"
                        : "no answer gets \(seconds) s old: each client asks once"
                )
            }
        }
        return reasons
    }

    private static func reason(_ order: AnswerOrder) -> String {
        switch order {
        case .rotate: "each answer starts one address further than the last (--dns-order rotate)"
        case .shuffle: "each answer is shuffled, as Docker Engine does (--dns-order shuffle)"
        case .fixed: "each answer has the same order (--dns-order fixed)"
        }
    }

    /// Why some addresses come before the others whatever the answer's order.
    private func preference(_ leaders: [IPAddress], _ all: [IPAddress], _ stack: StackView) -> String {
        let names = leaders.sorted { $0.number < $1.number }.map(\.description).joined(separator: ", ")
        let verb = leaders.count == 1 ? "comes" : "come"
        let family = leaders.first?.family
        let isOfOneFamily = all.allSatisfy { $0.family == family }
        let source = leaders.first.flatMap { RouteLookup(to: $0, in: stack)?.source }
        if options.library == .uclibc { return "uclibc tries IPv6 addresses first: \(names) \(verb) before the others" }
        guard isOfOneFamily, let source else {
            return "\(options.library.rawValue) sorts addresses by RFC 6724: \(names) always \(verb) first"
        }
        return "\(options.library.rawValue) sorts by the longest prefix shared with the client's own \(source) "
            + "(RFC 6724 rule 9): \(names) always \(verb) first"
    }
}
