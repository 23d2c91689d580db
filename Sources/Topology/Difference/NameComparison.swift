internal import Addressing
internal import Lab

/// Compares what names stand for, by those who ask alike in both designs.
struct NameComparison {
    private let old: Names
    private let new: Names
    private let groups: [String]

    init(_ old: Design, _ new: Design) {
        self.old = Names(old)
        self.new = Names(new)
        groups = old.order.filter { new.groups[$0] != nil }
    }

    func changes() -> [NameChange] {
        struct Key: Hashable {
            let name: String
            let before: [String]
            let after: [String]
        }
        var order: [Key] = []
        var askers: [Key: [String]] = [:]
        for group in groups {
            let (before, after) = (old.visible(to: group), new.visible(to: group))
            for name in Set(before.keys).union(after.keys).sorted() {
                let key = Key(name: name, before: before[name] ?? [], after: after[name] ?? [])
                guard key.before != key.after else { continue }
                if askers[key] == nil { order.append(key) }
                askers[key, default: []].append(group)
            }
        }
        return order.map {
            NameChange(name: $0.name, askers: askers[$0] ?? [], before: $0.before, after: $0.after)
        }
    }

    /// The names of one design: network by network, and who sees which networks.
    private struct Names {
        private let design: Design
        /// What each name of a network stands for: groups and how many of each.
        private var tables: [NetworkID: [String: [String]]] = [:]

        init(_ design: Design) {
            self.design = design
            for network in design.lab.allNetworks where !network.isPredefined {
                tables[network.id] = Self.table(of: network, design)
            }
        }

        /// Names as the first container of a group sees them: of a name that several networks know, the first in gateway
        /// order answers alone, and links come before both.
        func visible(to group: String) -> [String: [String]] {
            guard let container = design.groups[group]?.first,
                let owner = design.lab.stackOwner(of: container), owner.hasEmbeddedDNS
            else { return [:] }
            var found: [String: [String]] = [:]
            let attachments = design.lab.gatewayOrder(of: owner).map { owner.attachments[$0] }
            for attachment in attachments {
                guard let table = attachment.networkID.flatMap({ tables[$0] }) else { continue }
                for text in attachment.config.links {
                    guard let (target, alias) = try? Lab.splitLink(text), found[alias] == nil,
                        let linked = table[target.lowercased()]
                    else { continue }
                    found[alias] = linked
                }
            }
            for attachment in attachments {
                guard let table = attachment.networkID.flatMap({ tables[$0] }) else { continue }
                found.merge(table) { first, _ in first }
            }
            return found
        }

        private static func table(of network: Network, _ design: Design) -> [String: [String]] {
            var counts: [String: [String: Int]] = [:]
            for (container, _) in design.lab.liveEndpoints(of: network) {
                guard let attachment = container.attachments.first(where: { $0.networkID == network.id }) else {
                    continue
                }
                let group = design.group(of: container.id)
                for name in design.lab.dnsNames(of: container, on: attachment)
                where !isOwn(name, of: container) {
                    counts[name.lowercased(), default: [:]][group, default: 0] += 1
                }
            }
            return counts.mapValues { groups in
                groups.sorted { $0.key < $1.key }.map { $0.value > 1 ? "\($0.key) ×\($0.value)" : $0.key }
            }
        }

        /// Names that only say which container it is: they change with every identifier, project and replica.
        private static func isOwn(_ name: String, of container: Container) -> Bool {
            if name == container.id.short { return true }
            guard let service = container.config.labels[ComposeLabel.service], name == container.name,
                let number = container.config.labels[ComposeLabel.number]
            else { return false }
            return name.hasSuffix("-\(service)-\(number)")
        }
    }
}
