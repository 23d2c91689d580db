import Addressing
import Lab
import TestSupport

/// A command drawn at random, which can be run on several labs.
struct RandomCommand {
    let text: String
    let run: (inout Lab) throws -> Void

    private typealias Command = (inout Lab) throws -> Void

    /// Draws a command on at most a handful of networks and containers, so that they meet, collide and go again.
    init(_ generator: inout SeededGenerator) {
        func pick<T>(_ values: [T]) -> T { values[Int(generator.next() % UInt64(values.count))] }
        func chance(_ percent: UInt64) -> Bool { generator.next() % 100 < percent }
        let network = "n\(generator.next() % 4)"
        let container = "c\(generator.next() % 14)"
        let other = "c\(generator.next() % 14)"
        let somewhere = pick([
            network, network, network, "bridge", "bridge", chance(50) ? "none" : "host",
            chance(50) ? "absent" : network,
        ])
        let command: Command
        switch generator.next() % 29 {
        case 0, 1:
            let octet = generator.next() % 4
            let subnet = pick([nil, "10.\(octet).0.0/16", "10.\(octet).1.0/24", "10.9.0.0/29", "0.0.0.0/26"])
            let range = subnet == "10.\(octet).0.0/16" && chance(50) ? "10.\(octet).\(pick([1, 2])).0/24" : nil
            let (driver, ipv6) = (pick(["bridge", "bridge", "macvlan", "ipvlan"]), chance(30))
            let parent = driver != "bridge" && chance(70) ? ["parent": "eth0.\(generator.next() % 3 + 1)"] : [:]
            let (isInternal, isTemplate) = (chance(15), chance(10))
            text = "network \(network) \(driver) \(subnet ?? "") \(range ?? "") ipv6=\(ipv6) template=\(isTemplate)"
            command = {
                try $0.network(network, subnet: subnet, range: range, options: parent) {
                    $0.driver = driver
                    $0.enableIPv6 = ipv6
                    $0.isInternal = isInternal
                    $0.isConfigOnly = isTemplate
                }
            }
        case 3: (text, command) = ("network rm \(network)", { try $0.removeNetwork(matching: network) })
        case 4: (text, command) = ("network prune", { _ = $0.pruneNetworks() })
        case 2, 5...8, 21...23:
            let ip = somewhere == network && chance(12) ? "10.\(generator.next() % 4).1.\(generator.next() % 6)" : nil
            let second = chance(20) ? ["n\(generator.next() % 4)"] : []
            let links = chance(15) ? ["\(other):alias"] : []
            let mode = chance(8) ? NetworkMode.container(other) : nil
            let (autoRemove, publishAll) = (chance(15), chance(30))
            let host = pick([nil, UInt16(8000 + generator.next() % 6)])
            let publish = chance(50) ? [binding(80, host: host), binding(UInt16(90 + generator.next() % 3))] : []
            text = "run \(container) on \([somewhere] + second) \(ip ?? "") \(mode.map { "\($0)" } ?? "") \(publish)"
            command = {
                try $0.create(container, on: [somewhere] + second, ip: ip, publish: publish) {
                    $0.config.links = links
                    $0.config.autoRemove = autoRemove
                    $0.config.publishAll = publishAll
                    $0.config.exposedPorts = [ContainerPort(81)]
                    if let mode {
                        ($0.config.networkMode, $0.endpoints) = (mode, [])
                        ($0.config.portBindings, $0.config.publishAll) = ([], false)
                        ($0.config.exposedPorts, $0.config.links) = ([], [])
                    }
                }
                try $0.startContainer(matching: container, at: noon)
            }
        case 9: (text, command) = ("start \(container)", { try $0.startContainer(matching: container, at: noon) })
        case 10: (text, command) = ("stop \(container)", { try $0.stopContainer(matching: container, at: noon) })
        case 11: (text, command) = ("restart \(container)", { try $0.restartContainer(matching: container, at: noon) })
        case 12: (text, command) = ("kill \(container)", { try $0.killContainer(matching: container, at: noon) })
        case 13: (text, command) = ("pause \(container)", { try $0.pauseContainer(matching: container) })
        case 14: (text, command) = ("unpause \(container)", { try $0.unpauseContainer(matching: container) })
        case 15:
            let force = chance(60)
            text = "rm \(force) \(container)"
            command = { try $0.removeContainer(matching: container, force: force, at: noon) }
        case 16:
            text = "rename \(container) \(other)"
            command = { try $0.renameContainer(matching: container, to: other) }
        case 17:
            var config = EndpointConfig()
            config.gatewayPriority = Int(generator.next() % 3)
            config.aliases = chance(50) ? ["www"] : []
            text = "connect \(network) \(container)"
            command = { try $0.connect(network: network, container: container, config: config) }
        case 18:
            text = "disconnect \(network) \(container)"
            command = { try $0.disconnect(network: network, container: container) }
        case 19: (text, command) = ("rm --link \(container)/alias", { try $0.removeLink("\(container)/alias") })
        case 24:
            var impairment = Impairment()
            impairment.delay = Int64(generator.next() % 3) * 1_000_000
            let wanted = chance(25) ? nil : impairment
            text = "impair \(network) \(wanted.map(\.description) ?? "clear")"
            command = { try $0.impair(network: network, wanted) }
        case 25:
            var impairment = Impairment()
            impairment.loss = Int(generator.next() % 3)
            let wanted = chance(25) ? nil : impairment
            text = "impair \(somewhere) \(container) \(wanted.map(\.description) ?? "clear")"
            command = { try $0.impair(network: somewhere, container: container, wanted) }
        case 26, 27:
            let isUp = chance(40)
            let only = chance(50) ? nil : somewhere
            text = "link \(isUp) \(container) \(only ?? "")"
            command = { try $0.setLink(of: container, on: only, isUp: isUp) }
        case 28:
            let heals = chance(30)
            text = "\(heals ? "heal" : "partition") \(container) \(other)"
            command = { heals ? try $0.heal(container, other) : try $0.partition(container, other) }
        default:
            let record = Upstream.Record(
                name: "\(container).test",
                type: "A",
                ttl: 5,
                data: "192.0.2.\(network.last ?? "0")"
            )
            let removes = chance(40)
            text = "upstream \(record) \(removes)"
            command = {
                if removes {
                    _ = try $0.removeUpstreamRecords(name: record.name)
                } else {
                    $0.addUpstreamRecord(record)
                }
            }
        }
        run = command
    }
}
