internal import Addressing
internal import Lab
internal import Projects
internal import Text

/// Names and addresses.
enum AddressSections {
    /// Who reads more of them looks at `netsim plan`.
    private static let most = 250
    /// How many replicas of one service are told before the rest is left out.
    private static let mostReplicas = 4

    static func containers(_ facts: ReportFacts) -> ReportPage.Section {
        var rows: [[ReportPage.Cell]] = []
        var count = 0
        for service in facts.services {
            // Of many replicas the first few and the last show how the addresses go on.
            let isFolded = service.containers.count > mostReplicas + 1
            for (number, container) in service.containers.enumerated() {
                if isFolded, number >= mostReplicas, number != service.containers.count - 1 {
                    if number == mostReplicas { rows.append([.init("…", .quiet), .init(""), .init(""), .init("")]) }
                    continue
                }
                count += 1
                guard count <= most else { continue }
                rows += self.rows(of: container, facts)
            }
        }
        var blocks: [ReportPage.Block] = [.table(["Container", "Network", "Address", "Names there"], rows)]
        if rows.isEmpty { blocks = [.paragraph("The engine makes no container.")] }
        if count > most { blocks.append(.paragraph("And \(count - most) more containers.")) }
        return ReportPage.Section(title: "Names and addresses", anchor: "names", blocks: blocks)
    }

    private static func rows(of container: Container, _ facts: ReportFacts) -> [[ReportPage.Cell]] {
        let rows: [[ReportPage.Cell]] = container.attachments.map { attachment in
            let addresses = [attachment.endpoint?.ipv4?.address, attachment.endpoint?.ipv6?.address].compactMap { $0 }
            let names = facts.lab.dnsNames(of: container, on: attachment).filter { !isIdentifier($0, container) }
            return [
                .init(container.name), .init(attachment.network),
                addresses.isEmpty
                    ? .init("none", .quiet) : .init(addresses.map(\.description).joined(separator: " "), code: true),
                .init(names.joined(separator: ", ")),
            ]
        }
        guard rows.isEmpty else { return rows }
        return [
            [.init(container.name), .init("\(container.config.networkMode)", .quiet), .init("none", .quiet), .init("")]
        ]
    }

    /// The short identifier, which is a name too and tells nobody anything.
    private static func isIdentifier(_ name: String, _ container: Container) -> Bool { name == container.id.short }

    static func networks(_ facts: ReportFacts) -> ReportPage.Section {
        var seen: Set<NetworkID> = []
        let rows: [[ReportPage.Cell]] = facts.realisation.networks.compactMap { made in
            guard let network = made.id.flatMap({ facts.lab.network($0) }), seen.insert(network.id).inserted else {
                return nil
            }
            let subnets = network.subnets.map { "\($0.prefix)" }
            let gateways = network.subnets.compactMap(\.gateway).map(\.description)
            return [
                .init(network.name + (made.isAssumed ? " (assumed)" : "")), .init(network.driverName),
                .init(subnets.joined(separator: " "), code: true), .init(gateways.joined(separator: " "), code: true),
                network.isInternal ? .init("none: internal", .good) : .init(network.hasWayOut ? "yes" : "none", .quiet),
            ]
        }
        return ReportPage.Section(
            title: "Subnets",
            anchor: "networks",
            blocks: rows.isEmpty
                ? [.paragraph("The engine makes no network.")]
                : [.table(["Network", "Driver", "Subnets", "Gateway", "Way out"], rows)]
        )
    }
}
