internal import Addressing
package import Lab
internal import PacketFilter

/// A lab as a shell script of `ip` and `nft` commands, which builds the same network out of namespaces: an outer one
/// that is the host, one for each container, and one for the client outside.
package struct NamespaceScript {
    package static func text(of lab: Lab, namespace: String = "netsim") -> String {
        var script = NamespaceScript(lab: lab)
        script.addHost()
        script.addBridges()
        script.addContainers()
        script.addFilter()
        return script.head(namespace) + script.lines.joined(separator: "\n") + "\n"
    }

    let lab: Lab
    private var lines: [String] = []
    private var notes: [String] = []
    /// Parents of macvlan and ipvlan networks that the script makes.
    private var parents: Set<String> = []

    /// The outer namespace, and that of a container, as the script spells them.
    private static let outer = "\"$ns\""
    private static let outside = "\"$ns-outside\""

    private init(lab: Lab) { self.lab = lab }

    private static func inner(_ container: Container) -> String { "\"$ns\"-\(ShellWord.quoted(container.name))" }

    private mutating func add(_ line: String) { lines.append(line) }

    private mutating func section(_ title: String) { lines += ["", ShellWord.comment(title)] }

    /// `ip -n NAMESPACE WORDS…`.
    private mutating func ip(_ namespace: String, _ words: String...) {
        add("ip -n \(namespace) \(ShellWord.line(words.flatMap { $0.split(separator: " ").map(String.init) }))")
    }

    private mutating func sysctl(_ namespace: String, _ settings: String...) {
        add("ip netns exec \(namespace) sysctl -qw \(ShellWord.line(settings))")
    }

    // MARK: Head

    private func head(_ namespace: String) -> String {
        let owners = lab.allContainers.filter { $0.ownSandbox != nil }
        let all = ([Self.outer, Self.outside] + owners.map(Self.inner)).joined(separator: " ")
        var text = """
            #!/bin/sh
            # Builds this network out of namespaces, as root: "up" (or nothing) makes it, after taking away what is left of
            # an earlier run; "down" takes it away. NETSIM_NS names the namespace that stands for the host.
            #
            # ip netns exec \(namespace)-\(owners.first?.name ?? "CONTAINER") ping …   asks from a container; /etc/hosts and /etc/resolv.conf are its own
            # Nothing listens: start servers in the namespaces.

            """
        for note in allNotes { text += ShellWord.comment("Not as in the lab: \(note)") + "\n" }
        return text + """
            set -eu
            ns=${NETSIM_NS:-\(ShellWord.quoted(namespace))}

            down() {
              for name in \(all); do
                ip netns delete "$name" 2>/dev/null || true
                rm -rf "/etc/netns/$name"
              done
            }

            case ${1:-up} in
              down) down; exit 0 ;;
              up) down ;;
              *) echo "usage: $0 [up|down]" >&2; exit 2 ;;
            esac
            trap 'test $? -eq 0 || down' EXIT

            """
    }

    private var allNotes: [String] {
        var notes = self.notes
        for container in lab.allContainers {
            switch container.stack {
            case .down: notes.append("\(container.name) does not run, and has no namespace")
            case .host: notes.append("\(container.name) uses the host's stack: the outer namespace")
            case .joined:
                let owner = lab.stackOwner(of: container)?.name
                notes.append("\(container.name) has no namespace: it shares that of \(owner ?? "one that is gone")")
            case .own: break
            }
        }
        notes.append("names stand in hosts files, in one order; no name server answers at 127.0.0.11")
        if lab.allContainers.contains(where: { !$0.published.isEmpty }) {
            notes.append("ports that Docker's proxy opens, such as at 127.0.0.1, are not open")
        }
        if !lab.userRules.isEmpty { notes.append("rules in DOCKER-USER: Docker's nftables have no such chain") }
        if !lab.faults.partitions.isEmpty { notes.append("containers that are cut off from each other") }
        if !lab.faults.linkImpairments.isEmpty || !lab.faults.networkImpairments.isEmpty {
            notes.append("delay, loss and rates of links")
        }
        return notes
    }

    // MARK: Host

    private mutating func addHost() {
        let host = lab.host
        section("The host, and the client outside on its uplink, who is its router too")
        add("ip netns add \(Self.outer)")
        add("ip netns add \(Self.outside)")
        sysctl(
            Self.outer,
            "net.ipv4.ip_forward=1",
            "net.ipv6.conf.all.forwarding=1",
            "net.ipv6.conf.default.accept_dad=0"
        )
        sysctl(Self.outside, "net.ipv6.conf.default.accept_dad=0")
        ip(Self.outer, "link set dev lo up")
        ip(Self.outside, "link set dev lo up")
        let uplink = ShellWord.quoted(host.uplinkName)
        add(
            "ip -n \(Self.outer) link add name \(uplink) address \(host.uplinkMAC) type veth peer name eth0 netns \(Self.outside)"
        )
        for prefix in host.uplinkAddresses { address(Self.outer, prefix, host.uplinkName) }
        ip(Self.outer, "link set dev", host.uplinkName, "up")
        for prefix in routers { address(Self.outside, prefix, "eth0") }
        ip(Self.outside, "link set dev eth0 up")
        for gateway in host.gateways where host.uplinkAddresses.contains(where: { $0.contains(gateway) }) {
            ip(Self.outer, family(gateway.family), "route add default via \(gateway) dev", host.uplinkName)
        }
        for subnet in lab.madeNetworks.filter({ $0.deviceName != nil }).flatMap(\.subnets) + defaultSubnets {
            guard let next = host.uplinkAddresses.first(where: { $0.family == subnet.family }) else { continue }
            // A subnet that the client is in itself is on its link.
            if host.uplinkAddresses.contains(where: { $0.overlaps(subnet.prefix) }) { continue }
            ip(Self.outside, family(subnet.family), "route add \(subnet.prefix.masked) via \(next.address)")
        }
    }

    private var defaultSubnets: [Network.Subnet] { lab.allNetworks.filter(\.isDefaultBridge).flatMap(\.subnets) }

    /// The client's own addresses, then those of the gateways.
    private var routers: [IPPrefix] {
        let gateways = lab.host.gateways.compactMap { gateway in
            lab.host.uplinkAddresses.first { $0.contains(gateway) }.flatMap {
                IPPrefix(address: gateway, length: $0.length)
            }
        }
        return lab.host.outsideClientAddresses + gateways
    }

    private func family(_ family: AddressFamily) -> String { family == .ipv4 ? "-4" : "-6" }

    private mutating func address(_ namespace: String, _ prefix: IPPrefix, _ interface: String) {
        ip(namespace, "address add \(prefix) dev", interface, prefix.family == .ipv6 ? "nodad" : "")
    }

    // MARK: Networks

    private mutating func addBridges() {
        for network in lab.allNetworks.filter({ $0.isDefaultBridge }) + lab.madeNetworks {
            if let device = network.deviceName {
                section("Network \(network.name): bridge \(device)")
                ip(
                    Self.outer,
                    "link add name",
                    device,
                    "address \(Lab.bridgeMAC(network)) mtu \(network.bridge.effectiveMTU) type bridge"
                )
                for prefix in lab.bridgeAddresses(network) { address(Self.outer, prefix, device) }
                ip(Self.outer, "link set dev", device, "up")
            } else if let parent = network.parentName {
                addParent(parent, of: network)
            }
        }
        // What is bridged passes the filter's hooks only with this; it is off in a new namespace.
        if lab.allNetworks.contains(where: { $0.deviceName != nil && !$0.bridge.enableICC }) {
            section("Networks whose containers are kept apart: bridged packets go through the filter too")
            add("modprobe br_netfilter 2>/dev/null || true")
            sysctl(Self.outer, "net.bridge.bridge-nf-call-iptables=1", "net.bridge.bridge-nf-call-ip6tables=1")
        }
    }

    private mutating func addParent(_ parent: String, of network: Network) {
        guard parent != lab.host.uplinkName, parents.insert(parent).inserted else { return }
        section("Network \(network.name): parent \(parent)")
        let parts = parent.split(separator: ".", omittingEmptySubsequences: false)
        if network.options["parent"]?.isEmpty == false, parts.count == 2, let tag = UInt16(parts[1]),
            parts[0] == lab.host.uplinkName
        {
            ip(Self.outer, "link add link", lab.host.uplinkName, "name", parent, "type vlan id \(tag)")
        } else {
            // A bridge without ports does as well, where the kernel has no dummies.
            let device = ShellWord.quoted(parent)
            add(
                "ip -n \(Self.outer) link add name \(device) type dummy 2>/dev/null || ip -n \(Self.outer) link add name \(device) type bridge"
            )
        }
        ip(Self.outer, "link set dev", parent, "up")
    }

    // MARK: Containers

    private mutating func addContainers() {
        for container in lab.allContainers where container.ownSandbox != nil {
            let namespace = Self.inner(container)
            section("Container \(container.name)")
            add("ip netns add \(namespace)")
            sysctl(namespace, "net.ipv6.conf.default.accept_dad=0", "net.ipv6.conf.default.disable_ipv6=1")
            ip(namespace, "link set dev lo up")
            let live = container.attachments.indices.compactMap { index in
                container.attachments[index].endpoint.map { (container.attachments[index], $0) }
            }
            for (attachment, endpoint) in live.sorted(by: { $0.1.sequence < $1.1.sequence }) {
                guard let network = attachment.networkID.flatMap({ lab.network($0) }), !endpoint.interface.isEmpty
                else { continue }
                addLink(of: endpoint, network, container, namespace)
            }
            for family in AddressFamily.allCases { addDefaultRoute(of: container, family, namespace) }
            addFiles(of: container, namespace)
        }
    }

    private mutating func addLink(
        of endpoint: Endpoint,
        _ network: Network,
        _ container: Container,
        _ namespace: String
    ) {
        let inside = ShellWord.quoted(endpoint.interface)
        let address = endpoint.mac.map { "address \($0) " } ?? ""
        if let device = network.deviceName {
            let host = ShellWord.quoted(endpoint.hostInterface)
            let mtu = "mtu \(network.bridge.effectiveMTU)"
            add(
                "ip -n \(Self.outer) link add name \(host) address \(Lab.hostMAC(endpoint)) \(mtu) type veth peer name \(inside) \(address)\(mtu) netns \(namespace)"
            )
            let isDown = lab.faults.isDown(Faults.Place(container: container.id, network: network.id))
            ip(Self.outer, "link set dev", endpoint.hostInterface, "master", device, isDown ? "down" : "up")
        } else if let parent = network.parentName {
            let mode = network.driver == .macvlan ? network.options["macvlan_mode"] : network.options["ipvlan_mode"]
            let flag = network.driver == .ipvlan ? network.options["ipvlan_flag"] ?? "" : ""
            let kind =
                network.driver == .macvlan
                ? "\(address)type macvlan mode \(ShellWord.quoted(mode ?? "bridge"))"
                : "type ipvlan mode \(ShellWord.quoted(mode ?? "l2")) \(flag.isEmpty ? "" : ShellWord.quoted(flag))"
            add(
                "ip -n \(Self.outer) link add link \(ShellWord.quoted(parent)) name \(inside) netns \(namespace) \(kind)"
            )
        }
        if endpoint.ipv6 != nil { sysctl(namespace, "net.ipv6.conf.\(endpoint.interface).disable_ipv6=0") }
        for prefix in [endpoint.ipv4, endpoint.ipv6].compactMap({ $0 }) + endpoint.linkLocal {
            if prefix.family == .ipv6, endpoint.ipv6 == nil { continue }
            self.address(namespace, prefix, endpoint.interface)
        }
        ip(namespace, "link set dev", endpoint.interface, "up")
    }

    private mutating func addDefaultRoute(of container: Container, _ family: AddressFamily, _ namespace: String) {
        guard let index = lab.gatewayAttachment(of: container, family),
            let interface = container.attachments[index].endpoint?.interface
        else { return }
        if let gateway = lab.gateway(of: container.attachments[index], family) {
            ip(namespace, self.family(family), "route add default via \(gateway) dev", interface)
        } else {
            ip(namespace, self.family(family), "route add default dev", interface)
        }
    }

    /// What `ip netns exec` puts into the place of `/etc/hosts` and `/etc/resolv.conf`.
    private mutating func addFiles(of container: Container, _ namespace: String) {
        add("mkdir -p /etc/netns/\(namespace)")
        add(Self.file("/etc/netns/\(namespace)/hosts", hosts(of: container)))
        let configuration = lab.resolverConfiguration(of: container)
        let servers =
            configuration.mode == .embedded
            ? configuration.externalServers.map(\.address) : configuration.nameservers
        var text = servers.map { "nameserver \($0)\n" }.joined()
        if !configuration.search.isEmpty { text += "search \(configuration.search.joined(separator: " "))\n" }
        if !configuration.options.isEmpty { text += "options \(configuration.options.joined(separator: " "))\n" }
        add(Self.file("/etc/netns/\(namespace)/resolv.conf", text))
    }

    /// The container's own hosts file, and what the embedded DNS would say: the first network that knows a name answers.
    private func hosts(of container: Container) -> String {
        var text = lab.hostsFile(of: container)
        guard container.hasEmbeddedDNS else { return text }
        var known: Set<String> = []
        for index in lab.gatewayOrder(of: container) {
            guard let network = container.attachments[index].networkID.flatMap({ lab.network($0) }) else { continue }
            var added: Set<String> = []
            for link in container.attachments[index].config.links {
                guard let (target, alias) = try? Lab.splitLink(link), let other = try? lab.container(matching: target),
                    let endpoint = other.attachments.first(where: { $0.networkID == network.id })?.endpoint
                else { continue }
                text += Self.lines(endpoint, [alias])
                added.insert(alias)
            }
            for (other, endpoint) in lab.liveEndpoints(of: network) {
                guard let attachment = other.attachments.first(where: { $0.networkID == network.id }) else { continue }
                let names = lab.dnsNames(of: other, on: attachment).filter { !known.contains($0) }
                if names.isEmpty { continue }
                text += Self.lines(endpoint, names)
                added.formUnion(names)
            }
            known.formUnion(added)
        }
        return text
    }

    private static func lines(_ endpoint: Endpoint, _ names: [String]) -> String {
        [endpoint.ipv4, endpoint.ipv6].compactMap { $0?.address }
            .map { "\($0)\t\(names.joined(separator: " "))\n" }.joined()
    }

    /// A file with a text that the shell leaves alone.
    private static func file(_ path: String, _ text: String) -> String { "cat >\(path) " + hereDocument(text) }

    private static func hereDocument(_ text: String) -> String {
        let body = text.hasSuffix("\n") || text.isEmpty ? text : text + "\n"
        let lines = Set(body.split(separator: "\n").map(String.init))
        var mark = "END"
        while lines.contains(mark) { mark += "_" }
        return "<<'\(mark)'\n\(body)\(mark)"
    }

    // MARK: Filter

    /// The rules with priorities as numbers: releases of nft before 1.1 print names at hooks where they read none.
    private static func numbered(_ rules: String) -> String {
        rules.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            for (name, number) in [("dstnat", "-100"), ("srcnat", "100"), ("filter", "0")] {
                let words = " priority \(name); policy "
                if line.contains(" hook "), let place = line.firstRange(of: words) {
                    return line[..<place.lowerBound] + " priority \(number); policy " + line[place.upperBound...]
                }
            }
            return String(line)
        }
        .joined(separator: "\n")
    }

    private mutating func addFilter() {
        let filter = PacketFilter(lab)
        for family in AddressFamily.allCases {
            guard family == .ipv4 || lab.allNetworks.contains(where: { $0.enableIPv6 }) else { continue }
            section("Docker's rules, \(family == .ipv4 ? "IPv4" : "IPv6")")
            add("ip netns exec \(Self.outer) nft -f - " + Self.hereDocument(Self.numbered(filter.nftables(family))))
        }
    }
}
