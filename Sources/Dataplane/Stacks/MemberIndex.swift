internal import Addressing
internal import Lab

/// Who has which address on a network.
///
/// The first few questions about a network are answered by looking its members through, as one probe needs no more;
/// whoever asks more has all addresses sorted once.
struct MemberIndex: Sendable {
    /// What somebody is looked for by.
    private enum Sign: Hashable, Sendable {
        case address(IPAddress)
        case mac(MACAddress)
    }

    private struct Question: Hashable, Sendable {
        let network: Int32
        let sign: Sign
    }

    private struct Members: Sendable {
        var owners: [Sign: [Int32]] = [:]
        /// In the order in which they joined.
        var all: [Int32] = []
    }

    private static let patience = 8

    private var networks: [Int32: Members] = [:]
    private var answers: [Question: [Int32]] = [:]
    private var asked: [Int32: Int] = [:]

    /// The slots of those who have an address, lowest first.
    mutating func owners(of address: IPAddress, on network: Int32, in lab: Lab) -> [Int32] {
        owners(.address(address), on: network, in: lab)
    }

    mutating func owners(of mac: MACAddress, on network: Int32, in lab: Lab) -> [Int32] {
        owners(.mac(mac), on: network, in: lab)
    }

    /// All members' slots, in the order in which they joined.
    mutating func all(on network: Int32, in lab: Lab) -> [Int32] { members(of: network, in: lab).all }

    private mutating func owners(_ sign: Sign, on network: Int32, in lab: Lab) -> [Int32] {
        if let sorted = networks[network] { return sorted.owners[sign] ?? [] }
        let question = Question(network: network, sign: sign)
        if let answer = answers[question] { return answer }
        if asked[network, default: 0] >= Self.patience { return members(of: network, in: lab).owners[sign] ?? [] }
        asked[network, default: 0] += 1
        let answer = Self.search(for: sign, on: network, in: lab)
        answers[question] = answer
        return answer
    }

    private static func search(for sign: Sign, on network: Int32, in lab: Lab) -> [Int32] {
        let id = lab.networks[network].id
        var found: [Int32] = []
        for slot in lab.networks[network].members {
            // Fields one by one: a whole attachment or endpoint would be copied with all that it refers to.
            for index in lab.containers[slot].attachments.indices
            where lab.containers[slot].attachments[index].networkID == id {
                guard let mac = lab.containers[slot].attachments[index].endpoint?.mac else { continue }
                let isOwner =
                    switch sign {
                    case .mac(let wanted): mac == wanted
                    case .address(let wanted):
                        lab.containers[slot].attachments[index].endpoint?.ipv4?.address == wanted
                            || lab.containers[slot].attachments[index].endpoint?.ipv6?.address == wanted
                            || lab.containers[slot].attachments[index].endpoint?.linkLocal
                                .contains { $0.address == wanted } == true
                            || (wanted.isLinkLocalUnicast && Lab.linkLocalAddress(mac)?.address == wanted)
                    }
                if isOwner { found.append(slot) }
            }
        }
        return found.sorted()
    }

    private mutating func members(of network: Int32, in lab: Lab) -> Members {
        if let known = networks[network] { return known }
        var members = Members()
        let id = lab.networks[network].id
        var ordered: [(sequence: UInt64, slot: Int32)] = []
        for slot in lab.networks[network].members {
            for attachment in lab.containers[slot].attachments where attachment.networkID == id {
                guard let endpoint = attachment.endpoint, let mac = endpoint.mac else { continue }
                ordered.append((endpoint.sequence, slot))
                members.owners[.mac(mac), default: []].append(slot)
                for prefix in [endpoint.ipv4, endpoint.ipv6, Lab.linkLocalAddress(mac)].compactMap({ $0 })
                    + endpoint.linkLocal
                {
                    members.owners[.address(prefix.address), default: []].append(slot)
                }
            }
        }
        members.all = ordered.sorted { $0.sequence < $1.sequence }.map(\.slot)
        for key in members.owners.keys { members.owners[key]?.sort() }
        networks[network] = members
        return members
    }
}

/// Which macvlan and ipvlan networks are on a parent interface.
struct ParentIndex: Sendable {
    private var networks: [String: [Int32]]?

    mutating func networks(on parent: String, in lab: Lab) -> [Int32] {
        if let networks { return networks[parent] ?? [] }
        var found: [String: [Int32]] = [:]
        for slot in lab.networks.slots {
            if let parent = lab.networks[slot].parentName { found[parent, default: []].append(slot) }
        }
        networks = found
        return found[parent] ?? []
    }
}

/// Which bridge network's subnet has an address.
struct SubnetIndex: Sendable {
    private var subnets: [(prefix: IPPrefix, network: Int32)]?
    private var known: [IPAddress: Int32?] = [:]

    mutating func network(with address: IPAddress, in lab: Lab) -> Int32? {
        if let answer = known[address] { return answer }
        let all = subnets ?? Self.all(of: lab)
        subnets = all
        let found = all.first { $0.prefix.contains(address) }?.network
        if known.count > 4096 { known = [:] }
        known[address] = .some(found)
        return found
    }

    /// Longest prefix first.
    private static func all(of lab: Lab) -> [(prefix: IPPrefix, network: Int32)] {
        var subnets: [(prefix: IPPrefix, network: Int32)] = []
        for slot in lab.networks.slots where lab.networks[slot].deviceName != nil {
            for subnet in lab.networks[slot].subnets { subnets.append((subnet.prefix.masked, slot)) }
        }
        return subnets.sorted { ($1.prefix.length, $0.network) < ($0.prefix.length, $1.network) }
    }
}
