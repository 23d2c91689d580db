internal import Addressing
internal import Compose
internal import Lab
internal import YAML

/// The nearest thing in the files that a refusal of the engine is about.
enum FailurePlace {
    /// A value that may be what the refusal names, and where it stands.
    private struct Candidate {
        let text: String
        let place: SourcePlace
    }

    /// The first candidate that the refusal, or what netsim adds to it, names as a word of its own.
    private static func first(_ candidates: [Candidate], in error: LabError) -> SourcePlace? {
        let words = words(of: error.message + " " + (error.hint ?? ""))
        return candidates.first { words.contains($0.text) }?.place
    }

    private static func words(of text: String) -> Set<String> {
        var words: Set<String> = []
        for word in text.split(whereSeparator: { " \n\"()".contains($0) }) {
            var word = word
            while let last = word.last, ":,.".contains(last) { word = word.dropLast() }
            words.insert(String(word))
        }
        return words
    }

    // MARK: - Networks

    static func of(_ error: LabError, in network: ComposeNetwork, lab: Lab) -> SourcePlace {
        var candidates: [Candidate] = []
        for subnet in network.subnets {
            if let range = subnet.range { candidates.append(Candidate(text: "\(range.value)", place: range.place)) }
            if let gateway = subnet.gateway {
                candidates.append(Candidate(text: "\(gateway.value)", place: gateway.place))
            }
            for (name, address) in subnet.auxiliary {
                candidates.append(Candidate(text: name, place: address.place))
                candidates.append(Candidate(text: "\(name):\(address.value)", place: address.place))
            }
        }
        for subnet in network.subnets {
            if let prefix = subnet.prefix { candidates.append(Candidate(text: "\(prefix.value)", place: prefix.place)) }
        }
        for option in network.driverOptions {
            candidates.append(Candidate(text: option.value.key, place: option.place))
            candidates.append(Candidate(text: option.value.value, place: option.place))
        }
        if let driver = network.driver { candidates.append(Candidate(text: driver.value, place: driver.place)) }
        if let driver = network.ipamDriver { candidates.append(Candidate(text: driver.value, place: driver.place)) }
        if let place = first(candidates, in: error) { return place }
        if error.message.contains("overlaps with other one") {
            let overlapping = network.subnets.first {
                $0.prefix.map { lab.addressSpace.overlapping($0.value) != nil } ?? false
            }
            if let prefix = (overlapping ?? network.subnets.first)?.prefix { return prefix.place }
        }
        if error.message.contains("swarm manager"), let driver = network.driver { return driver.place }
        if error.message.contains("must be enabled"), let place = network.enableIPv4?.place { return place }
        return network.hasOwnName ? network.name.place : network.place
    }

    // MARK: - Containers

    static func of(_ error: LabError, in service: ComposeService, project: ComposeProject) -> SourcePlace {
        let message = error.message
        if message.contains("conflicting options"), let place = conflict(message, service) { return place }
        if message.contains("bind") || message.contains("Bind") || message.contains("port"),
            let place = port(message, service)
        {
            return place
        }
        if let place = first(addresses(service, project), in: error) { return place }
        if message.contains("Address already in use") || message.contains("out of range"),
            let fixed = (service.networks ?? []).lazy.compactMap({ $0.ipv4 ?? $0.ipv6 }).first
        {
            return fixed.place
        }
        if message.contains("mac_address"), let mac = service.macAddress { return mac.place }
        if message.contains("MAC") || message.contains("mac address"),
            let mac = (service.networks ?? []).lazy.compactMap(\.mac).first
        {
            return mac.place
        }
        if message.contains("container name"), let name = service.containerName { return name.place }
        if message.contains("network namespace") || message.contains("share namespace") || message.contains("sandbox"),
            let mode = service.networkMode
        {
            return mode.place
        }
        if message.contains("link"), let link = service.links.first ?? service.externalLinks.first { return link.place }
        return service.place
    }

    private static func addresses(_ service: ComposeService, _ project: ComposeProject) -> [Candidate] {
        var candidates: [Candidate] = []
        for network in service.networks ?? [] {
            for address in [network.ipv4, network.ipv6].compactMap({ $0 }) + network.linkLocal {
                candidates.append(Candidate(text: "\(address.value)", place: address.place))
            }
            for alias in network.aliases { candidates.append(Candidate(text: alias.value, place: alias.place)) }
        }
        for host in service.extraHosts {
            candidates.append(Candidate(text: host.value.address, place: host.place))
            candidates.append(Candidate(text: "\(host.value.name):\(host.value.address)", place: host.place))
        }
        for link in service.links + service.externalLinks {
            candidates.append(Candidate(text: link.value.target, place: link.place))
        }
        if let mode = service.networkMode {
            switch mode.value {
            case .container(let name), .network(let name):
                candidates.append(Candidate(text: name, place: mode.place))
            default: break
            }
        }
        for network in service.networks ?? [] {
            if let name = project.network(network.key)?.name.value {
                candidates.append(Candidate(text: name, place: network.place))
            }
            candidates.append(Candidate(text: network.key, place: network.place))
        }
        return candidates
    }

    /// The key that contradicts the network mode.
    private static func conflict(_ message: String, _ service: ComposeService) -> SourcePlace? {
        if message.contains("hostname") { return service.hostname?.place }
        if message.contains("dns") { return service.dns.first?.place }
        if message.contains("host-to-IP") { return service.extraHosts.first?.place }
        if message.contains("port publishing") { return service.ports.first?.place }
        if message.contains("port exposing") { return service.expose.first?.place ?? service.ports.first?.place }
        if message.contains("links") { return (service.links.first ?? service.externalLinks.first)?.place }
        return nil
    }

    /// The published port whose number the refusal ends an address with.
    private static func port(_ message: String, _ service: ComposeService) -> SourcePlace? {
        if message.contains("all ports are allocated") {
            return (service.ports.first { ($0.published?.count ?? 2) > 1 } ?? service.ports.first)?.place
        }
        var numbers: [UInt16] = []
        for part in message.split(separator: ":").dropFirst() {
            if let number = UInt16(part.prefix { $0.isASCII && $0.isNumber }) { numbers.append(number) }
        }
        return service.ports.first { port in
            numbers.contains { port.published?.contains($0) ?? false }
        }?.place
    }
}
