internal import Addressing
internal import Lab

/// Who has which address on a network, looked up once for each network that packets touch.
struct MemberIndex: Sendable {
    struct Members: Sendable {
        fileprivate var addresses: [IPAddress: [Int32]] = [:]
        fileprivate var macs: [MACAddress: [Int32]] = [:]
        /// In the order in which they joined.
        var all: [Int32] = []

        func owners(of address: IPAddress) -> [Int32] { addresses[address] ?? [] }
        func owners(of mac: MACAddress) -> [Int32] { macs[mac] ?? [] }
    }

    private var networks: [Int32: Members] = [:]

    mutating func members(of network: Int32, in lab: Lab) -> Members {
        if let known = networks[network] { return known }
        var members = Members()
        let id = lab.networks[network].id
        var ordered: [(sequence: UInt64, slot: Int32)] = []
        for slot in lab.networks[network].members {
            for attachment in lab.containers[slot].attachments where attachment.networkID == id {
                guard let endpoint = attachment.endpoint, let mac = endpoint.mac else { continue }
                ordered.append((endpoint.sequence, slot))
                members.macs[mac, default: []].append(slot)
                for prefix in [endpoint.ipv4, endpoint.ipv6, Lab.linkLocalAddress(mac)].compactMap({ $0 })
                    + endpoint.linkLocal
                {
                    members.addresses[prefix.address, default: []].append(slot)
                }
            }
        }
        members.all = ordered.sorted { $0.sequence < $1.sequence }.map(\.slot)
        for key in members.macs.keys { members.macs[key]?.sort() }
        for key in members.addresses.keys { members.addresses[key]?.sort() }
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
