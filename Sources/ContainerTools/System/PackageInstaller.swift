internal import Lab

/// `apt-get` and `apk`, in a container that has all simulated tools already.
enum PackageInstaller {
    /// Packages whose tools are simulated.
    private static let known: Set<String> = [
        "arping", "bash", "bind-tools", "bind9-dnsutils", "bind9-host", "bind9-utils", "bridge-utils", "busybox",
        "busybox-extras", "ca-certificates", "coreutils", "curl", "dnsutils", "grep", "inetutils-ping",
        "inetutils-telnet",
        "inetutils-traceroute", "iproute2", "iputils", "iputils-ping", "iputils-tracepath", "ldnsutils", "ncat",
        "net-tools",
        "netcat", "netcat-openbsd", "netcat-traditional", "nmap-ncat", "procps", "telnet", "traceroute", "wget",
    ]

    static func aptGet(_ arguments: [String], in container: Container, _ context: inout ToolContext) -> ToolResult {
        let words = arguments.filter { !$0.hasPrefix("-") }
        switch words.first {
        case "update": return ToolResult(stdout: "Reading package lists... Done\n")
        case "install": break
        case "clean", "autoremove", "upgrade", "dist-upgrade": return ToolResult()
        case let other: return .failure("E: Invalid operation \(other ?? "")", exitCode: 100)
        }
        var result = ToolResult(
            stdout:
                "Reading package lists... Done\nBuilding dependency tree... Done\nReading state information... Done\n"
        )
        let missing = words.dropFirst().filter { !known.contains($0) }
        if !missing.isEmpty {
            for package in missing { result.complain("E: Unable to locate package \(package)") }
            result.exitCode = 100
            return result
        }
        for package in words.dropFirst() { result.print("\(package) is already the newest version.") }
        result.print("0 upgraded, 0 newly installed, 0 to remove and 0 not upgraded.")
        return result
    }

    static func apk(_ arguments: [String], in container: Container, _ context: inout ToolContext) -> ToolResult {
        let words = arguments.filter { !$0.hasPrefix("-") }
        switch words.first {
        case "add", "update", "upgrade", "del": break
        case let other: return .failure("apk: '\(other ?? "")' is not an apk command", exitCode: 1)
        }
        let missing = words.first == "add" ? words.dropFirst().filter { !known.contains($0) } : []
        if missing.isEmpty { return ToolResult(stdout: "OK: 8 MiB in \(14 + words.count) packages\n") }
        var result = ToolResult(exitCode: missing.count)
        result.print("ERROR: unable to select packages:")
        for package in missing { result.print("  \(package) (no such package):\n    required by: world[\(package)]") }
        return result
    }
}
