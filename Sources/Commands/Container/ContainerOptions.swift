internal import Addressing
internal import DockerValues
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
    var ipc = ""
    var pull = "missing"

    /// Flags that netsim acts upon.
    private static var effective: [Flag<ContainerOptions>] {
        [
            .list("add-host", "Add a custom host-to-IP mapping (host:ip)", check: HostValue.extraHost) {
                $0.extraHosts.append($1)
            },
            .list("attach", short: "a", "Attach to STDIN, STDOUT or STDERR", check: stream) { $0.attach.append($1) },
            .string("cidfile", "Write the container ID to the file") { $0.cidFile = $1 }.completing(.files),
            .custom("dns", as: "list", "Set custom DNS servers", set: addNameServer),
            .list("dns-opt", "Set DNS options") { $0.dnsOptions.append($1) }.hidden,
            .list("dns-option", "Set DNS options") { $0.dnsOptions.append($1) },
            .list("dns-search", "Set custom DNS search domains", check: HostValue.searchDomain) {
                $0.dnsSearch.append($1)
            },
            .string("domainname", "Container NIS domain name") { $0.domainname = $1 },
            .string("entrypoint", "Overwrite the default ENTRYPOINT of the image") { $0.entrypoint = $1 },
            .list("env", short: "e", "Set environment variables", check: KeyValue.variable) {
                $0.environment.append($1)
            },
            .list("env-file", "Read in a file of environment variables") { $0.environmentFiles.append($1) }.completing(
                .files
            ),
            .list("expose", "Expose a port or a range of ports") { $0.expose.append($1) },
            .string("hostname", short: "h", "Container host name") { $0.hostname = $1 },
            .bool("interactive", short: "i", "Keep STDIN open even if not attached") { $0.interactive = $1 },
            .string("ip", "IPv4 address (e.g., 172.30.100.104)") { $0.ipv4 = $1 },
            .string("ip6", "IPv6 address (e.g., 2001:db8::33)") { $0.ipv6 = $1 },
            .string("ipc", "IPC mode to use") { $0.ipc = $1 },
            .list("label", short: "l", "Set meta data on a container", check: KeyValue.label) { $0.labels.append($1) },
            .list("label-file", "Read in a line delimited file of labels") { $0.labelFiles.append($1) }.completing(
                .files
            ),
            .list("link", "Add link to another container", check: HostValue.link) { $0.links.append($1) }.completing(
                .containers
            ),
            .list("link-local-ip", "Container IPv4/IPv6 link-local addresses") { $0.linkLocal.append($1) },
            .string("mac-address", "Container MAC address (e.g., 92:d0:c6:0a:29:33)") { $0.mac = $1 },
            .string("name", "Assign a name to the container") { $0.name = $1 },
            .custom("net", as: "network", "Connect a container to a network", set: addNetwork)
                .completing(.networkTargets).hidden,
            .list("net-alias", "Add network-scoped alias for the container") { $0.aliases.append($1) }.hidden,
            .custom("network", as: "network", "Connect a container to a network", set: addNetwork)
                .completing(.networkTargets),
            .list("network-alias", "Add network-scoped alias for the container") { $0.aliases.append($1) },
            .string("pid", "PID namespace to use") { $0.pid = $1 },
            .list("publish", short: "p", "Publish a container's port(s) to the host") { $0.publish.append($1) },
            .bool("publish-all", short: "P", "Publish all exposed ports to random ports") { $0.publishAll = $1 },
            .string(
                "pull",
                default: "\"missing\"",
                "Pull image before running (\"always\", \"missing\", \"never\"); netsim pulls nothing"
            ) { $0.pull = $1 },
            .string("restart", default: "\"no\"", "Restart policy to apply when a container exits") { $0.restart = $1 },
            .bool("rm", "Automatically remove the container when it exits") { $0.autoRemove = $1 },
            .string("stop-signal", "Signal to stop the container") { $0.stopSignal = $1 },
            .bool("tty", short: "t", "Allocate a pseudo-TTY") { $0.tty = $1 },
            .string("uts", "UTS namespace to use") { $0.uts = $1 },
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
