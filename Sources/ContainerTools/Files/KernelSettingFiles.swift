internal import Addressing
internal import Lab

/// `/proc/sys`, as far as it is about the network, with the values that Docker and the kernel leave a container.
struct KernelSettingFiles {
    let container: Container
    let context: ToolContext

    /// - Parameter path: what stands behind `/proc/sys`.
    func node(_ path: String) -> FileTree.Node? {
        let all = settings
        let name = String(path.drop { $0 == "/" })
        if let value = all[name] { return .file(value + "\n") }
        let prefix = name.isEmpty ? "" : name + "/"
        let below = all.keys.filter { $0.hasPrefix(prefix) }.map {
            String($0.dropFirst(prefix.count).prefix { $0 != "/" })
        }
        return below.isEmpty ? nil : .folder(Set(below).sorted())
    }

    /// By path below `/proc/sys`.
    var settings: [String: String] {
        let stack = context.lab.stackView(of: container)
        let isHost = container.stack == .host
        let hasIPv6 = stack.interfaces.contains { interface in
            interface.kind != .loopback && interface.addresses.contains { $0.family == .ipv6 }
        }
        let lacksIPv6 = stack.interfaces.contains { interface in
            interface.kind != .loopback && !interface.addresses.contains { $0.family == .ipv6 }
        }
        let inner = stack.interfaces.filter { $0.kind != .loopback }.count
        var settings = [
            "kernel/hostname": context.lab.visibleHostname(of: container),
            "kernel/domainname": "(none)",
            "kernel/osrelease": SmallCommands.kernelRelease,
            "kernel/ostype": "Linux",
            "net/core/somaxconn": "4096",
            // New namespaces begin with the host's settings of IPv4, on which the engine has switched forwarding on.
            "net/ipv4/ip_forward": "1",
            "net/ipv4/ip_default_ttl": "64",
            "net/ipv4/ip_local_port_range": "32768\t60999",
            "net/ipv4/ip_nonlocal_bind": "0",
            "net/ipv4/ip_unprivileged_port_start": isHost ? "1024" : "0",
            "net/ipv4/ping_group_range": isHost ? "1\t0" : "0\t2147483647",
            "net/ipv4/tcp_fin_timeout": "60",
            "net/ipv4/tcp_keepalive_intvl": "75",
            "net/ipv4/tcp_keepalive_probes": "9",
            "net/ipv4/tcp_keepalive_time": "7200",
            "net/ipv4/tcp_syn_retries": "6",
            "net/ipv4/tcp_syncookies": "1",
        ]
        for name in ["all", "default"] + stack.interfaces.map(\.name) {
            let interface = stack.interfaces.first { $0.name == name }
            let isLoopback = interface?.kind == .loopback
            settings["net/ipv4/conf/\(name)/forwarding"] = "1"
            settings["net/ipv4/conf/\(name)/arp_ignore"] = "0"
            settings["net/ipv4/conf/\(name)/proxy_arp"] = "0"
            settings["net/ipv4/conf/\(name)/rp_filter"] = "0"
            settings["net/ipv4/conf/\(name)/accept_local"] = "0"
            settings["net/ipv4/conf/\(name)/route_localnet"] = "0"
            settings["net/ipv6/conf/\(name)/forwarding"] = "0"
            settings["net/ipv6/conf/\(name)/accept_ra"] = hasIPv6 && !isLoopback && name != "all" ? "0" : "1"
            let isOff: Bool
            switch name {
            case "all": isOff = false
            case "default": isOff = inner > 0 && lacksIPv6
            default: isOff = !(isLoopback || interface?.addresses.contains { $0.family == .ipv6 } == true)
            }
            settings["net/ipv6/conf/\(name)/disable_ipv6"] = isOff && !isHost ? "1" : "0"
        }
        return settings
    }
}
