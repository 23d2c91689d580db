internal import Addressing
internal import Lab
internal import Reachability

/// What FROM or TO of `netsim reach` means.
enum ReachOperand {
    case everybody
    case party(Party)
    /// All running members of a network.
    case network(NetworkID)
    case address(IPAddress)

    init(_ word: String, _ reach: Reachability) throws(CommandFailure) {
        let lab = reach.lab
        if word == "host" {
            self = .party(.host)
        } else if word == "outside" {
            self = .party(.outside)
        } else if let slot = lab.knownContainerSlot(matching: word) {
            self = .party(.container(lab.containers[slot].id))
        } else if let slot = lab.knownNetworkSlot(matching: word) {
            self = .network(lab.networks[slot].id)
        } else if let address = IPAddress(word) {
            self = .address(address)
        } else {
            var hint: String?
            do { _ = try lab.containerSlot(matching: word) } catch { hint = error.hint }
            throw CommandFailure("netsim: no such container, network or address: \(word)", hint: hint)
        }
    }

    /// The one who asks, where it is one.
    func party(_ reach: Reachability) throws(CommandFailure) -> Party? {
        switch self {
        case .everybody, .network: return nil
        case .party(let party): return party
        case .address(let address):
            guard let holder = reach.holder(of: address) else {
                throw CommandFailure("netsim: nobody has the address \(address)")
            }
            return holder
        }
    }

    /// What one asker finds here, where it is one party or address.
    func answer(from asker: Party, _ reach: inout Reachability) -> PairAnswer? {
        switch self {
        case .everybody, .network: nil
        case .party(let party): reach.answer(from: asker, to: party)
        case .address(let address): reach.answer(from: asker, toAddress: address)
        }
    }

    /// The sides that it stands for, each with those of its members that are meant.
    func group(_ reach: Reachability) throws(CommandFailure) -> [ReachView.Group] {
        switch self {
        case .everybody:
            return reach.sides.map { ReachView.Group($0, reach) }
        case .network(let id):
            return reach.classes.indices.compactMap { index in
                let names = reach.networkIDs(of: index)
                return names.contains(id) ? ReachView.Group(.members(index), reach) : nil
            }
        case .party, .address:
            guard let party = try party(reach) else { return [] }
            switch party {
            case .host: return [ReachView.Group(.host, reach)]
            case .outside: return [ReachView.Group(.outside, reach)]
            case .container(let id):
                guard let index = reach.classIndex(of: id) else {
                    throw CommandFailure(
                        "netsim: container \(reach.lab.container(id)?.name ?? id.short) is not running"
                    )
                }
                return [ReachView.Group(.members(index), only: id, reach)]
            }
        }
    }
}
