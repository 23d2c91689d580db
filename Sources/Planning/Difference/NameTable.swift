internal import Addressing
internal import DNSWire
internal import Lab
internal import Resolver

/// What every party of a design makes of every name, as the embedded DNS answers.
///
/// Containers with the same networks in the same order, and the same links, share one view: it is asked once.
struct NameTable {
    /// For each party: name to the parties behind it, each with how many addresses it has there.
    private var meanings: [[String: [String: Int]]]

    init(_ lab: Lab, _ parties: DesignParties) {
        meanings = Array(repeating: [:], count: parties.names.count)
        var asking = Asking(lab, parties)
        for container in lab.allContainers where container.isRunning {
            guard let party = parties.index(of: container) else { continue }
            for (name, targets) in asking.view(of: container) {
                meanings[party][name, default: [:]].merge(targets) { max($0, $1) }
            }
        }
    }

    func changes(to other: NameTable, _ parties: DesignParties) -> [DesignDiff.Name] {
        var changes: [DesignDiff.Name] = []
        for (party, asker) in parties.names.enumerated() {
            let (before, after) = (meanings[party], other.meanings[party])
            if before == after { continue }
            for name in Set(before.keys).union(after.keys).sorted() where before[name] != after[name] {
                changes.append(
                    DesignDiff.Name(
                        asker: asker,
                        name: name,
                        before: Self.text(before[name]),
                        after: Self.text(after[name])
                    )
                )
            }
        }
        return changes
    }

    private static func text(_ targets: [String: Int]?) -> [String] {
        (targets ?? [:]).sorted { $0.key < $1.key }.map { $0.value == 1 ? $0.key : "\($0.key) (\($0.value))" }
    }

    /// Asks the resolver, once for each view.
    private struct Asking {
        private struct View: Hashable {
            let networks: [NetworkID]
            let links: [[String]]
        }

        private let lab: Lab
        private let parties: DesignParties
        private var names: NameService
        private var sequencer = AnswerSequencer(order: .fixed)
        private var known: [View: [String: [String: Int]]] = [:]
        /// By network: the names that its endpoints have, and who has an address.
        private var registered: [NetworkID: (names: Set<String>, holders: [IPAddress: String])] = [:]

        init(_ lab: Lab, _ parties: DesignParties) {
            self.lab = lab
            self.parties = parties
            names = NameService(lab)
        }

        mutating func view(of container: Container) -> [String: [String: Int]] {
            guard container.hasEmbeddedDNS || lab.stackOwner(of: container)?.hasEmbeddedDNS == true,
                let owner = lab.stackOwner(of: container)
            else { return [:] }
            let live = lab.gatewayOrder(of: owner).map { owner.attachments[$0] }
            let view = View(
                networks: live.compactMap(\.networkID),
                links: live.map(\.config.links)
            )
            if let answers = known[view] { return answers }
            var candidates: Set<String> = []
            var holders: [IPAddress: String] = [:]
            for id in view.networks {
                let network = registration(id)
                candidates.formUnion(network.names)
                holders.merge(network.holders) { first, _ in first }
            }
            for link in view.links.joined() {
                if let alias = (try? Lab.splitLink(link))?.alias { candidates.insert(alias) }
            }
            var answers: [String: [String: Int]] = [:]
            for name in candidates {
                var targets: [String: Int] = [:]
                for address in addresses(of: name, from: container) {
                    targets[holders[address] ?? "\(address)", default: 0] += 1
                }
                if !targets.isEmpty { answers[name] = targets }
            }
            known[view] = answers
            return answers
        }

        private mutating func registration(_ id: NetworkID) -> (names: Set<String>, holders: [IPAddress: String]) {
            if let known = registered[id] { return known }
            var result: (names: Set<String>, holders: [IPAddress: String]) = ([], [:])
            if let network = lab.network(id) {
                for (container, endpoint) in lab.liveEndpoints(of: network) {
                    let party = parties.name(of: container)
                    for address in [endpoint.ipv4, endpoint.ipv6].compactMap({ $0?.address }) {
                        result.holders[address] = party
                    }
                    guard let attachment = container.attachments.first(where: { $0.networkID == id }) else { continue }
                    // Short identifiers are names too, which nobody writes down.
                    result.names.formUnion(
                        lab.dnsNames(of: container, on: attachment).filter { $0 != container.id.short }
                    )
                }
            }
            registered[id] = result
            return result
        }

        private mutating func addresses(of name: String, from container: Container) -> [IPAddress] {
            guard let domain = try? DomainName(parsing: name) else { return [] }
            var found: [IPAddress] = []
            for type in [RecordType.a, .aaaa] {
                let header = Header(id: 1, flags: .rd)
                let query = Message(header: header, questions: [Question(name: domain, type: type)])
                var bytes: [UInt8] = []
                guard (try? query.encode(into: &bytes)) != nil else { continue }
                let asked = names.ask(bytes, from: container, isTCP: true, sequencer: &sequencer)
                guard case .response(let response) = asked.result, let message = try? Message(decoding: response.span)
                else { continue }
                for record in message.answers {
                    switch record.data {
                    case .a(let address): found.append(.v4(address))
                    case .aaaa(let address): found.append(.v6(address))
                    default: break
                    }
                }
            }
            return found
        }
    }
}
