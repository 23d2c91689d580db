internal import Addressing
internal import Lab

/// The flags that `run` and `create` share, as given.
struct ContainerOptions: Sendable {
    var name: String?
    var networks: [NetworkAttachmentSpec] = []
    var aliases: [String] = []
    var ipv4 = ""
    var ipv6 = ""
    var linkLocal: [String] = []
    var links: [String] = []
    var mac = ""
    var publish: [String] = []
    var publishAll = false
    var expose: [String] = []
    var hostname = ""
    var domainname = ""
    var dns: [IPAddress] = []
    var dnsSearch: [String] = []
    var dnsOptions: [String] = []
    var extraHosts: [String] = []
    var environment: [String] = []
    var environmentFiles: [String] = []
    var labels: [String] = []
    var labelFiles: [String] = []
    var restart = "no"
    var autoRemove = false
    var entrypoint: String?
    var interactive = false
    var tty = false
    var attach: [String] = []
    var cidFile = ""
    var stopSignal: String?
    var uts = ""
    var pid = ""
    var pull = "missing"

    /// Flags that netsim acts upon.
    private static var effective: [Flag<ContainerOptions>] {
        [
            .list("add-host", \.extraHosts, "Add a custom host-to-IP mapping (host:ip)", check: HostValue.extraHost),
            .list("attach", short: "a", \.attach, "Attach to STDIN, STDOUT or STDERR", check: stream),
            .string("cidfile", \.cidFile, "Write the container ID to the file").completing(.files),
            .custom("dns", as: "list", "Set custom DNS servers", set: addNameServer),
            .list("dns-opt", \.dnsOptions, "Set DNS options").hidden,
            .list("dns-option", \.dnsOptions, "Set DNS options"),
            .list("dns-search", \.dnsSearch, "Set custom DNS search domains", check: HostValue.searchDomain),
            .string("domainname", \.domainname, "Container NIS domain name"),
            .optionalString("entrypoint", \.entrypoint, "Overwrite the default ENTRYPOINT of the image"),
            .list("env", short: "e", \.environment, "Set environment variables", check: KeyValue.variable),
            .list("env-file", \.environmentFiles, "Read in a file of environment variables").completing(.files),
            .list("expose", \.expose, "Expose a port or a range of ports"),
            .string("hostname", short: "h", \.hostname, "Container host name"),
            .bool("interactive", short: "i", \.interactive, "Keep STDIN open even if not attached"),
            .string("ip", \.ipv4, "IPv4 address (e.g., 172.30.100.104)"),
            .string("ip6", \.ipv6, "IPv6 address (e.g., 2001:db8::33)"),
            .list("label", short: "l", \.labels, "Set meta data on a container", check: KeyValue.label),
            .list("label-file", \.labelFiles, "Read in a line delimited file of labels").completing(.files),
            .list("link", \.links, "Add link to another container", check: HostValue.link).completing(.containers),
            .list("link-local-ip", \.linkLocal, "Container IPv4/IPv6 link-local addresses"),
            .string("mac-address", \.mac, "Container MAC address (e.g., 92:d0:c6:0a:29:33)"),
            .optionalString("name", \.name, "Assign a name to the container"),
            .custom("net", as: "network", "Connect a container to a network", set: addNetwork)
                .completing(.networkTargets).hidden,
            .list("net-alias", \.aliases, "Add network-scoped alias for the container").hidden,
            .custom("network", as: "network", "Connect a container to a network", set: addNetwork)
                .completing(.networkTargets),
            .list("network-alias", \.aliases, "Add network-scoped alias for the container"),
            .string("pid", \.pid, "PID namespace to use"),
            .list("publish", short: "p", \.publish, "Publish a container's port(s) to the host"),
            .bool("publish-all", short: "P", \.publishAll, "Publish all exposed ports to random ports"),
            .string(
                "pull",
                \.pull,
                default: "\"missing\"",
                "Pull image before running (\"always\", \"missing\", \"never\"); netsim pulls nothing"
            ),
            .string("restart", \.restart, default: "\"no\"", "Restart policy to apply when a container exits"),
            .bool("rm", \.autoRemove, "Automatically remove the container when it exits"),
            .optionalString("stop-signal", \.stopSignal, "Signal to stop the container"),
            .bool("tty", short: "t", \.tty, "Allocate a pseudo-TTY"),
            .string("uts", \.uts, "UTS namespace to use"),
        ]
    }

    /// All flags of Docker 28.2's `run` and `create`.
    static var flags: [Flag<ContainerOptions>] { effective + ignored }

    private static func stream(_ text: String) throws(FlagValueError) -> String {
        let name = text.lowercased()
        guard ["stdin", "stdout", "stderr"].contains(name) else {
            throw FlagValueError("valid streams are STDIN, STDOUT and STDERR")
        }
        return name
    }

    @Sendable private static func addNameServer(
        _ options: inout ContainerOptions,
        _ text: String
    ) throws(FlagValueError) {
        options.dns.append(try HostValue.nameServer(text))
    }

    @Sendable private static func addNetwork(
        _ options: inout ContainerOptions,
        _ text: String
    ) throws(FlagValueError) {
        options.networks.append(try NetworkAttachmentSpec(parsing: text))
    }
}
