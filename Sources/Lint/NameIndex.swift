internal import Compose
internal import Lab
internal import Projects
internal import YAML

/// Which names the networks know, and who offers them: made once, when a rule first asks.
struct NameIndex: Sendable {
    enum Source: Hashable, Sendable {
        case service
        case alias
        case containerName
        case hostname
    }

    struct Offer: Sendable {
        let name: String
        let service: Int
        let source: Source
        let place: SourcePlace
    }

    /// By the first of the networks that are one on the host: names in lower case with who offers them.
    private(set) var offers: [Int: [String: [Offer]]] = [:]
    /// Every name that some network knows, by project.
    private(set) var known: [[String: [Offer]]]

    init(_ context: LintContext) {
        known = Array(repeating: [:], count: context.realisation.projects.count)
        for service in context.services {
            var general = [
                Offer(
                    name: service.service.name,
                    service: service.index,
                    source: .service,
                    place: service.service.place
                )
            ]
            if let name = service.service.containerName {
                general.append(
                    Offer(name: name.value, service: service.index, source: .containerName, place: name.place)
                )
            }
            if let name = service.service.hostname {
                general.append(Offer(name: name.value, service: service.index, source: .hostname, place: name.place))
            }
            for offer in general { known[service.project][offer.name.lowercased(), default: []].append(offer) }
            for join in service.joins {
                let network = context.networks[join.network]
                let place = network.same.first ?? network.index
                for offer in general { offers[place, default: [:]][offer.name.lowercased(), default: []].append(offer) }
                for alias in join.item.aliases {
                    let offer = Offer(name: alias.value, service: service.index, source: .alias, place: alias.place)
                    offers[place, default: [:]][alias.value.lowercased(), default: []].append(offer)
                    known[service.project][alias.value.lowercased(), default: []].append(offer)
                }
            }
        }
    }

    /// Names that a network knows, with who offers them.
    func offers(on network: LintContext.NetworkEntry) -> [String: [Offer]] {
        offers[network.same.first ?? network.index] ?? [:]
    }

    /// The names that a network knows, in lower case.
    func names(on network: LintContext.NetworkEntry) -> [String] { offers(on: network).keys.sorted() }

    /// Every name of a service, in lower case.
    func names(of service: LintContext.ServiceEntry) -> [String] {
        let own = service.service
        let general = [own.name] + [own.containerName, own.hostname].compactMap { $0?.value }
        return (general + service.joins.flatMap { $0.item.aliases.map(\.value) }).map { $0.lowercased() }
    }

    /// Who offers a name on the networks that a service is on.
    func offers(of name: String, seenBy service: LintContext.ServiceEntry, _ context: LintContext) -> [Offer] {
        service.joins.lazy.compactMap { join -> [Offer]? in
            let network = context.networks[join.network]
            return offers[network.same.first ?? network.index]?[name]
        }.first ?? []
    }
}
