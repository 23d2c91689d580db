internal import Addressing
internal import CLinux
internal import Glibc
internal import Netlink
internal import NetlinkWire

/// A cable from a lab's router into the machine's own network, for who asks for one: the Internet behind the router is
/// then the real one, by IPv4.
///
/// It is all that netsim changes of the machine: a veth pair, a table of nftables that masquerades what comes from it,
/// and forwarding, where that was off. ``remove()`` takes it back; the pair goes with the lab's namespaces in any case.
package struct Uplink: Hashable, Sendable {
    /// The interface's name, and the table's.
    package let name: String
    /// Whether it was for the uplink that forwarding was switched on.
    package let switchedForwarding: Bool

    package init(name: String, switchedForwarding: Bool) {
        self.name = name
        self.switchedForwarding = switchedForwarding
    }

    /// How names of uplinks begin.
    private static let prefix = "nsup"
    private static let inner = "uplink"
    private static let forwarding = "net/ipv4/ip_forward"

    /// The name of a lab's: the same for the same lab.
    package static func name(home: String, lab: String) -> String {
        // FNV-1a.
        var hash: UInt32 = 2_166_136_261
        for octet in "\(home)\u{0}\(lab)".utf8 { hash = (hash ^ UInt32(octet)) &* 16_777_619 }
        let digits = String(hash, radix: 16)
        return prefix + String(repeating: "0", count: 8 - digits.count) + digits
    }

    /// The cable's two addresses, of the prefix for tests of devices (RFC 2544 section C.2.2), by its name.
    private static func addresses(_ name: String) -> (machine: IPv4Address, router: IPv4Address) {
        let number = UInt32(name.suffix(8), radix: 16) ?? 0
        let base: UInt32 = 0xc612_0000 + (number % 0x7fff) << 2
        return (IPv4Address(rawValue: base + 1), IPv4Address(rawValue: base + 2))
    }

    /// Lays the cable, from the namespace of the calling process to a lab's router.
    ///
    /// - Throws: ``KernelError`` or ``NetlinkError``; what was changed is then as before.
    package static func make(_ name: String, for kernel: KernelLab) throws -> Uplink {
        guard let router = kernel.namespace(.router) else {
            throw KernelError.step(space: "router", reason: "there is none: the host has no uplink")
        }
        let isOn = SmallFile.read("/proc/sys/\(forwarding)")?.first == "1"
        let uplink = Uplink(name: name, switchedForwarding: !isOn)
        do {
            try OwnThread.run { try uplink.plug(router) }
            try OwnThread.run(in: router) { try uplink.route() }
            try OwnThread.run {
                try NFTables().load(uplink.rules)
                if !isOn { try KernelSettings.set(forwarding, to: "1", option: nil) }
            }
        } catch {
            uplink.remove()
            throw error
        }
        return uplink
    }

    private func plug(_ router: NetworkNamespace) throws {
        let socket = try NetlinkSocket()
        var peer = LinkMessage()
        (peer.name, peer.namespace) = (Self.inner, UInt32(clamping: router.descriptor))
        try socket.performAll([.addLink(LinkMessage(name, .veth(peer: peer)))])
        try Self.raise(name, Self.addresses(name).machine, socket)
    }

    private func route() throws {
        let socket = try NetlinkSocket()
        let (machine, router) = Self.addresses(name)
        let number = try Self.raise(Self.inner, router, socket)
        // What stands for the Internet where there is none, and keeps private addresses in.
        let simulated = try socket.routes(.ipv4).filter {
            $0.table == RouteMessage.mainTable && [2, 6].contains($0.type)
        }
        var route = RouteMessage(.ipv4)
        (route.gateway, route.outInterface) = (.v4(machine), UInt32(clamping: number))
        try socket.performAll(simulated.map { .deleteRoute($0) } + [.addRoute(route)])
        try KernelSettings.set(Self.forwarding, to: "1", option: nil)
        // The LAN's addresses mean nothing beyond.
        try NFTables().load(
            """
            table ip netsim-uplink {
            \tchain postrouting {
            \t\ttype nat hook postrouting priority 100; policy accept;
            \t\toifname "\(Self.inner)" masquerade
            \t}
            }
            """
        )
    }

    @discardableResult
    private static func raise(_ name: String, _ address: IPv4Address, _ socket: NetlinkSocket) throws -> Int32 {
        guard let link = try socket.links().first(where: { $0.name == name }),
            let prefix = IPPrefix(address: .v4(address), length: 30)
        else { throw NetlinkError.system(attempt: "find link \(name)", number: ENODEV) }
        var up = LinkMessage()
        up.index = link.index
        up.set(up: true)
        try socket.performAll([
            .addAddress(AddressMessage(prefix, on: UInt32(clamping: link.index))), .setLink(up),
        ])
        return link.index
    }

    private var rules: String {
        let router = Self.addresses(name).router
        // Made anew where a killed netsim left it.
        return """
            table ip \(name) {}
            delete table ip \(name)
            table ip \(name) {
            \tchain postrouting {
            \t\ttype nat hook postrouting priority 100; policy accept;
            \t\tip saddr \(router) oifname != "\(name)" masquerade
            \t}
            }
            """
    }

    /// Takes back what the machine got, however much of it there is.
    package func remove() {
        _ = try? OwnThread.run {
            _ = try? NFTables().load("delete table ip \(name)")
            if let socket = try? NetlinkSocket(), let links = try? socket.links(),
                let link = links.first(where: { $0.name == name })
            {
                _ = try? socket.perform([.deleteLink(link)])
            }
            // Another lab's uplink may need it.
            if switchedForwarding, (try? Self.areThereAny()) == false {
                try? KernelSettings.set(Self.forwarding, to: "0", option: nil)
            }
        }
    }

    private static func areThereAny() throws -> Bool {
        try NetlinkSocket().links().contains { $0.name?.hasPrefix(prefix) == true && $0.name?.count == 12 }
    }
}
