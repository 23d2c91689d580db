package import Addressing
package import Lab
internal import Rendering

/// What is known of a real machine that a design is for.
package struct HostDescription: Sendable {
    /// A prefix that the machine needs for something else, and what for.
    package struct Reserved: Hashable, Sendable {
        package let prefix: IPPrefix
        /// Such as `vpn`, or `route by wg0`.
        package let purpose: String
    }

    package var facts: HostFacts
    /// The daemon's settings; the defaults where there was no `daemon.json`.
    package var engine = EngineSettings(engineID: "")
    /// Prefixes behind other interfaces, or said to be reserved.
    package var reserved: [Reserved] = []
    /// The names of the networks that the host has; nil where nobody said.
    package var networks: Set<String>?
    /// Bytes; nil where nobody said.
    package var uplinkMTU: Int?
}

/// Reads what a machine says of itself: `ip -j addr`, `ip -j route`, `ip -j -6 route`, `ss -ltun`, `daemon.json`, or one
/// JSON object that has them as members: `addr`, `route`, `daemon`, `listeners`, `vpn`, `reserved`, `hostname`,
/// `nameservers`, `networks`.
package struct HostFactsReader {
    private struct Link {
        let name: String
        let mac: MACAddress?
        let mtu: Int
        var addresses: [IPPrefix] = []
    }

    private struct Route {
        /// nil: the default route.
        let destination: IPPrefix?
        let family: AddressFamily
        let gateway: IPAddress?
        let device: String
        let metric: Int
    }

    private var links: [Link] = []
    private var routes: [Route] = []
    private var description = HostDescription(facts: HostFacts())
    private var nameservers: [IPAddress]?

    package init() {}

    /// Reads whole files, in any order.
    package static func read(_ files: [(source: String, bytes: [UInt8])]) throws(ImportError) -> HostDescription {
        var reader = HostFactsReader()
        for file in files { try reader.add(file.bytes, source: file.source) }
        return reader.finish()
    }

    /// Adds one file.
    ///
    /// - Throws: what is wrong with it, and where.
    package mutating func add(_ bytes: [UInt8], source: String) throws(ImportError) {
        let first = bytes.first { ![0x20, 0x09, 0x0a, 0x0d].contains($0) }
        guard first == UInt8(ascii: "[") || first == UInt8(ascii: "{") else {
            return try addSockets(String(decoding: bytes, as: UTF8.self), source)
        }
        let json: JSONValue
        do {
            json = try JSONValue(parsing: bytes)
        } catch {
            throw ImportError(source, error.description)
        }
        try add(InspectedValue(json, source: source))
    }

    private mutating func add(_ value: InspectedValue) throws(ImportError) {
        if value.value.arrayValue != nil {
            for element in try value.elements() {
                if element.has("addr_info") {
                    try addLink(element)
                } else if element.has("dst") {
                    try addRoute(element)
                } else if element.value.objectValue?.isEmpty != true {
                    throw element.problem("this is neither an interface of ip -j addr nor a route of ip -j route")
                }
            }
            return
        }
        guard value.value.objectValue != nil else { throw value.problem("expected an object or an array") }
        let keys = value.value.objectValue?.memberNames ?? []
        let members = [
            "addr", "route", "route6", "daemon", "listeners", "vpn", "reserved", "hostname", "nameservers", "networks",
        ]
        if keys.contains(where: { members.contains($0) && $0 != "hostname" }) {
            for key in keys where !members.contains(key) {
                throw value[key].problem("there is no such member; there are \(members.joined(separator: ", "))")
            }
            try addMembers(value)
        } else {
            description.engine = try DaemonConfiguration.read(value)
        }
    }

    private mutating func addMembers(_ value: InspectedValue) throws(ImportError) {
        for key in ["addr", "route", "route6"] where value.has(key) { try add(value[key]) }
        if value.has("daemon") { description.engine = try DaemonConfiguration.read(value["daemon"]) }
        for listener in try value["listeners"].elements() { try addListener(listener) }
        for key in ["vpn", "reserved"] {
            for entry in try value[key].elements() {
                let isText = entry.value.stringValue != nil
                guard let prefix = try (isText ? entry : entry["prefix"]).prefix() else {
                    throw entry.problem("a prefix is missing")
                }
                let purpose = isText ? "" : try entry["name"].text()
                description.reserved.append(
                    HostDescription.Reserved(prefix: prefix, purpose: purpose.isEmpty ? key : purpose)
                )
            }
        }
        let hostname = try value["hostname"].text()
        if !hostname.isEmpty { description.facts.hostname = hostname }
        if value.has("nameservers") { nameservers = try value["nameservers"].addresses() }
        if value.has("networks") {
            var names: Set<String> = []
            // Names, or what `docker network ls --format json` or `inspect` print.
            for entry in try value["networks"].elements() {
                names.insert(try entry.value.stringValue == nil ? entry["Name"].text() : entry.text())
            }
            description.networks = names
        }
    }

    // MARK: Interfaces and routes

    private mutating func addLink(_ value: InspectedValue) throws(ImportError) {
        let isEthernet = try value["link_type"].text() == "ether"
        var link = Link(
            name: try value["ifname"].text(),
            mac: isEthernet ? try value["address"].mac() : nil,
            mtu: try value["mtu"].int()
        )
        for entry in try value["addr_info"].elements() where try entry["scope"].text() == "global" {
            guard let address = try entry["local"].address() else { continue }
            guard let prefix = IPPrefix(address: address, length: try entry["prefixlen"].int()) else {
                throw entry["prefixlen"].problem("\(entry["prefixlen"].value.json()) is no prefix length")
            }
            link.addresses.append(prefix)
        }
        links.append(link)
    }

    private mutating func addRoute(_ value: InspectedValue) throws(ImportError) {
        let text = try value["dst"].text()
        let gateway = try value["gateway"].address()
        var destination: IPPrefix?
        if text != "default" {
            // The kernel leaves a full length out.
            guard let prefix = IPPrefix(text) ?? IPAddress(text).map({ IPPrefix(host: $0) }) else {
                throw value["dst"].problem("\(value["dst"].value.json()) is no prefix")
            }
            destination = prefix
        }
        let source = try value["prefsrc"].address()
        routes.append(
            Route(
                destination: destination,
                family: destination?.family ?? gateway?.family ?? source?.family ?? .ipv4,
                gateway: gateway,
                device: try value["dev"].text(),
                metric: try value["metric"].int()
            )
        )
    }

    // MARK: Listeners

    /// `0.0.0.0:22`, `[::]:53/udp`, or an object.
    private mutating func addListener(_ value: InspectedValue) throws(ImportError) {
        if value.value.stringValue != nil {
            let text = try value.text()
            let parts = text.split(separator: "/", maxSplits: 1)
            let transport = parts.count == 2 ? TransportProtocol(rawValue: String(parts[1])) : .tcp
            guard let transport, let end = parts.first.flatMap({ Self.end($0) }) else {
                throw value.problem("\(value.value.json()) is no listener such as 0.0.0.0:22/tcp")
            }
            listen(transport, end.address, end.port)
            return
        }
        let name = try value["transport"].text()
        guard let transport = name.isEmpty ? .tcp : TransportProtocol(rawValue: name) else {
            throw value["transport"].problem("\(value["transport"].value.json()) is no transport protocol")
        }
        guard let port = UInt16(exactly: try value["port"].int()), port > 0 else {
            throw value["port"].problem("\(value["port"].value.json()) is no port")
        }
        listen(transport, try value["address"].address() ?? .v4(IPv4Address(rawValue: 0)), port)
    }

    private mutating func listen(_ transport: TransportProtocol, _ address: IPAddress, _ port: UInt16) {
        let listener = HostFacts.Listener(transport: transport, address: address, port: port)
        if !description.facts.listeners.contains(listener) { description.facts.listeners.append(listener) }
    }

    /// What `ss` prints of listening sockets: `LISTEN 0 128 0.0.0.0:22 0.0.0.0:*`, with or without the protocol before it.
    private mutating func addSockets(_ text: String, _ source: String) throws(ImportError) {
        var found = false
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            var words = line.split(whereSeparator: { $0 == " " || $0 == "\t" })
            if words.isEmpty || words[0] == "Netid" || words[0] == "State" { continue }
            var transport = TransportProtocol(rawValue: String(words[0]))
            if transport != nil { words.removeFirst() }
            if transport == nil, let state = words.first {
                transport = state == "LISTEN" ? .tcp : state == "UNCONN" ? .udp : nil
            }
            guard let transport, words.count >= 4, let end = Self.end(words[3]) else {
                throw ImportError(
                    source,
                    place: "\(number + 1)",
                    "this is neither JSON nor a line of ss -ltun"
                )
            }
            listen(transport, end.address, end.port)
            found = true
        }
        guard found else { throw ImportError(source, "the file says nothing") }
    }

    /// `0.0.0.0:22`, `[::1]:631`, `*:80`, `127.0.0.53%lo:53`.
    private static func end(_ text: Substring) -> (address: IPAddress, port: UInt16)? {
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
            return nil
        }
        var host = text[..<colon].split(separator: "%", omittingEmptySubsequences: false).first ?? ""
        if host.hasPrefix("["), !host.hasSuffix("]") { host.removeFirst() }
        if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
        if host == "*" { return (.v6(IPv6Address(rawValue: 0)), port) }
        return IPAddress(host).map { ($0, port) }
    }

    // MARK: The whole

    package consuming func finish() -> HostDescription {
        if let nameservers { description.facts.nameservers = nameservers }
        let defaults = routes.filter { $0.destination == nil }.sorted { $0.metric < $1.metric }
        let uplinkName =
            defaults.first?.device ?? links.first { !$0.addresses.isEmpty && !Self.isDocker($0.name) }?.name
        guard let uplinkName, !uplinkName.isEmpty else { return description }
        description.facts.uplinkName = uplinkName
        if let link = links.first(where: { $0.name == uplinkName }) {
            description.facts.uplinkAddresses = link.addresses
            if let mac = link.mac { description.facts.uplinkMAC = mac }
            if link.mtu > 0 { description.uplinkMTU = link.mtu }
        } else {
            // The preferred sources of its routes are not said with lengths: only the prefixes are known.
            description.facts.uplinkAddresses = routes.filter { $0.device == uplinkName && $0.gateway == nil }
                .compactMap { route in
                    route.destination.flatMap { prefix in
                        prefix.first.advanced(by: 10).flatMap { IPPrefix(address: $0, length: prefix.length) }
                    }
                }
        }
        for link in links where link.name != uplinkName && link.name != "lo" && !Self.isDocker(link.name) {
            description.facts.interfaces.append(link.name)
            description.facts.addresses += link.addresses.map(\.address)
        }
        var gateways: [IPAddress] = []
        for family in AddressFamily.allCases {
            if let gateway = defaults.first(where: { $0.gateway?.family == family })?.gateway {
                gateways.append(gateway)
            }
        }
        description.facts.gateways = gateways
        for route in routes where route.device != uplinkName && !Self.isDocker(route.device) && route.device != "lo" {
            guard let prefix = route.destination, !prefix.address.isLinkLocalUnicast, !prefix.address.isMulticast else {
                continue
            }
            if route.gateway == nil { description.facts.onLinkRoutes.append(prefix) }
            description.reserved.append(
                HostDescription.Reserved(prefix: prefix, purpose: "route by \(route.device)")
            )
        }
        return description
    }

    /// Docker's own devices, which the lab makes itself.
    private static func isDocker(_ name: String) -> Bool {
        if name == "docker0" || name.hasPrefix("veth") { return true }
        return name.hasPrefix("br-") && name.utf8.count == 15
            && name.utf8.dropFirst(3).allSatisfy { $0 >= 0x30 && $0 <= 0x39 || $0 >= 0x61 && $0 <= 0x66 }
    }
}
