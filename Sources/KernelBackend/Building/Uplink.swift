internal import Addressing
internal import CLinux
internal import Glibc
internal import Netlink
internal import NetlinkWire

/// A cable from a lab's router into the machine's own network, for who asks for one: the Internet behind the router is
/// then the real one, by IPv4.
///
/// It is all that netsim changes of the machine: a veth pair, a table of nftables that masquerades what comes from it,
/// and forwarding, where that was off (``UplinkForwarding``). ``remove()`` takes it back; the pair goes with the lab's
/// namespaces in any case.
package struct Uplink: Hashable, Sendable {
    /// The interface's name, and the table's.
    package let name: String

    package init(name: String) {
        self.name = name
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
        let uplink = Uplink(name: name)
        let lock = try UplinkForwarding.Lock()
        return try withExtendedLifetime(lock) {
            do {
                try OwnThread.run { try uplink.plug(router) }
                try OwnThread.run(in: router) { try uplink.route() }
                try OwnThread.run {
                    try NFTables().load(uplink.rules)
                    try UplinkForwarding.require()
                }
            } catch {
                uplink.withdraw()
                throw error
            }
            return uplink
        }
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
        // Who cannot have it goes on: little is better left than much.
        let lock = try? UplinkForwarding.Lock()
        withExtendedLifetime(lock) { withdraw() }
    }

    private func withdraw() {
        _ = try? OwnThread.run {
            _ = try? NFTables().load("delete table ip \(name)")
            let socket = try NetlinkSocket()
            if let link = try socket.links().first(where: { $0.name == name }) {
                _ = try? socket.perform([.deleteLink(link)])
            }
            // Another lab's may need it.
            if try Self.links().isEmpty { UplinkForwarding.release() }
        }
    }

    /// The uplinks that there are in the calling thread's namespace, by name.
    private static func links() throws -> Set<String> {
        Set(try NetlinkSocket().links().compactMap(\.name).filter { $0.hasPrefix(prefix) && $0.utf8.count == 12 })
    }

    // MARK: What is left

    /// What uplinks have left in the machine's network whose labs are gone, and nobody knows of any more: names of
    /// tables.
    package static func strays() -> [String] {
        let found = try? OwnThread.run {
            let tables = try NFTables().load("list tables ip").split(separator: "\n")
                .compactMap { $0.split(separator: " ").last.map(String.init) }
            let links = try links()
            return tables.filter {
                $0 == UplinkForwarding.table
                    ? links.isEmpty : $0.hasPrefix(prefix) && $0.utf8.count == 12 && !links.contains($0)
            }
        }
        return found ?? []
    }

    /// Takes back what ``strays()`` names.
    package static func removeStrays() {
        let lock = try? UplinkForwarding.Lock()
        withExtendedLifetime(lock) {
            for name in strays() where name != UplinkForwarding.table { Uplink(name: name).withdraw() }
            _ = try? OwnThread.run { if try links().isEmpty { UplinkForwarding.release() } }
        }
    }
}
