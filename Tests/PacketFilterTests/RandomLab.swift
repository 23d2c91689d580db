import Addressing
import Lab
import PacketFilter
import TestSupport

/// Labs of all kinds, drawn from a seed by Lab's own commands; what a command refuses is passed over.
struct RandomLab {
    var random: SeededGenerator
    var lab: Lab

    init(seed: UInt64) throws {
        random = SeededGenerator(seed: seed)
        lab = Lab.fresh(seed: seed)
        if Bool.random(using: &random) { lab.engine.interContainerCommunication = false }
        for number in 0..<6 { network(number) }
        for number in 0..<12 { container(number) }
        for _ in 0..<12 { change() }
        for _ in 0..<Int.random(in: 0...5, using: &random) { userRule() }
    }

    static let devices = ["", "", "w+", "w1", "docker9", "br0", "wlan0"]
    static let ports: [UInt16] = [80, 81, 443, 8080, 8081, 8443]

    private mutating func network(_ number: Int) {
        typealias Key = BridgeOptions.Key
        var options: [String: String] = [:]
        if let device = Self.devices.randomElement(using: &random), !device.isEmpty { options[Key.deviceName] = device }
        if chance(3) { options[Key.enableICC] = "false" }
        if chance(4) { options[Key.enableMasquerade] = "false" }
        if chance(4) { options[Key.hostIPv4] = "203.0.113.9" }
        if chance(4) { options[Key.trustedInterfaces] = ["eth0", "lo:wl+", "eth0:eth0"].randomElement(using: &random) }
        if chance(2) {
            options[Key.gatewayMode4] = ["routed", "nat-unprotected", "isolated"].randomElement(using: &random)
        }
        if chance(2) { options[Key.gatewayMode6] = ["routed", "nat-unprotected"].randomElement(using: &random) }
        let isInternal = chance(5) || options[Key.gatewayMode4] == "isolated"
        let hasIPv6 = chance(2)
        let hasIPv4 = !hasIPv6 || !chance(5)
        let driver = chance(8) ? "macvlan" : "bridge"
        _ = try? lab.network("net\(number)", options: options) {
            $0.isInternal = isInternal
            $0.enableIPv6 = hasIPv6
            $0.enableIPv4 = hasIPv4
            $0.driver = driver
        }
    }

    private mutating func container(_ number: Int) {
        var networks = number == 0 || chance(3) ? ["bridge"] : []
        if networks.isEmpty {
            networks = (0..<6).map { "net\($0)" }.shuffled(using: &random)
            networks = Array(networks.prefix(Int.random(in: 1...3, using: &random)))
        }
        var bindings: [PortBinding] = []
        for _ in 0..<Int.random(in: 0...3, using: &random) {
            let address =
                [nil, "127.0.0.1", "192.0.2.10", "::1", "2001:db8::10", "127.0.0.9"].randomElement(using: &random)
                ?? nil
            let port = Self.ports.randomElement(using: &random) ?? 80
            let host = chance(3) ? nil : Self.ports.randomElement(using: &random)
            var binding = binding(port, host: host, at: address)
            if chance(4) { binding.port = ContainerPort(port, .udp) }
            bindings.append(binding)
        }
        let links = networks == ["bridge"] && number > 0 && chance(2) ? ["box0:x", "box0:y"] : []
        let exposed = Self.ports.filter { _ in chance(3) }.map { ContainerPort($0) }
        try? lab.create("box\(number)", on: networks, publish: bindings) {
            $0.config.links = links
            $0.config.exposedPorts = exposed
        }
        try? lab.startContainer(matching: "box\(number)", at: noon)
    }

    private mutating func change() {
        let box = "box\(Int.random(in: 0..<12, using: &random))"
        let net = "net\(Int.random(in: 0..<6, using: &random))"
        switch Int.random(in: 0..<6, using: &random) {
        case 0: try? lab.stopContainer(matching: box, at: noon)
        case 1: try? lab.startContainer(matching: box, at: noon)
        case 2: try? lab.connect(network: net, container: box, config: EndpointConfig())
        case 3: try? lab.disconnect(network: net, container: box)
        case 4:
            // Frees a slot for a younger network.
            try? lab.removeNetwork(matching: net)
            network(Int.random(in: 0..<6, using: &random))
        default: break
        }
    }

    private mutating func userRule() {
        let words = [
            "-i eth0 -j DROP", "-s 172.16.0.0/12 ! -d 172.17.0.0/16 -j RETURN", "-p tcp ! --dport 80:443 -j REJECT",
            "-p udp -m multiport --dports 80,8080:8081 -j DROP", "-o w+ -j ACCEPT", "! -p tcp -j RETURN",
            "-m conntrack ! --ctstate NEW,ESTABLISHED -j DROP", "-p tcp -m conntrack --ctorigdstport 8080 -j ACCEPT",
        ]
        let rule = UserRule(
            words: (words.randomElement(using: &random) ?? "").split(separator: " ").map(String.init),
            isIPv6: false
        )
        if chance(2) { lab.appendUserRule(rule) } else { try? lab.insertUserRule(rule, at: 1) }
    }

    private mutating func chance(_ one: Int) -> Bool { Int.random(in: 0..<one, using: &random) == 0 }

    // MARK: - Packets

    /// A packet between addresses and interfaces that the lab has, and some that it lacks.
    mutating func packet(_ family: AddressFamily) -> FilterPacket {
        let interfaces = ["", "lo", "eth0", "w1", "w", "wlan0", "docker0"] + lab.allNetworks.compactMap(\.deviceName)
        let port = { (generator: inout SeededGenerator) in
            chanceOf(4, &generator)
                ? UInt16.random(in: 0...UInt16.max, using: &generator)
                : (Self.ports.randomElement(using: &generator) ?? 80)
        }
        return FilterPacket(
            inInterface: interfaces.randomElement(using: &random) ?? "",
            outInterface: interfaces.randomElement(using: &random) ?? "",
            source: address(family),
            destination: address(family),
            protocolNumber: [1, 6, 6, 6, 17, 58, 132].randomElement(using: &random) ?? 6,
            sourcePort: port(&random),
            destinationPort: port(&random),
            state: [.new, .new, .established, .related, .invalid].randomElement(using: &random) ?? .new,
            destinationIsLocal: chance(2)
        )
    }

    /// A packet that one of some rules asks for, as far as it names values, or nearly.
    mutating func packet(_ family: AddressFamily, for rules: [FilterRule]) -> FilterPacket {
        var packet = packet(family)
        guard chance(2), let match = rules.randomElement(using: &random)?.match else { return packet }
        if let name = match.inInterface, !name.isNegated, !chance(8) { packet.inInterface = name.value }
        if let name = match.outInterface, !name.isNegated, !chance(8) { packet.outInterface = name.value }
        if let prefix = match.source, !prefix.isNegated, !chance(8) { packet.source = prefix.value.last }
        if let prefix = match.destination, !prefix.isNegated, !chance(8) { packet.destination = prefix.value.last }
        if let number = match.protocolNumber, !chance(8) { packet.protocolNumber = number }
        if let ports = match.sourcePorts, !chance(8) { packet.sourcePort = ports.first }
        if let ports = match.destinationPorts, !chance(8) { packet.destinationPort = ports.last }
        return packet
    }

    private mutating func address(_ family: AddressFamily) -> IPAddress {
        var addresses = ["127.0.0.1", "127.0.0.9", "192.0.2.10", "203.0.113.9", "::1", "2001:db8::10", "fe80::1"]
            .compactMap {
                IPAddress($0)
            }
        for container in lab.allContainers {
            addresses += container.attachments.compactMap { $0.endpoint?.address(family)?.address }
        }
        for network in lab.allNetworks {
            if let prefix = network.subnet(family)?.prefix { addresses += [prefix.first, prefix.last] }
        }
        let ofFamily = addresses.filter { $0.family == family }
        return ofFamily.randomElement(using: &random) ?? addresses[0]
    }
}

private func chanceOf(_ one: Int, _ generator: inout SeededGenerator) -> Bool {
    Int.random(in: 0..<one, using: &generator) == 0
}
