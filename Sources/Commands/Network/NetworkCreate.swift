internal import Addressing
internal import Lab

/// `netsim network create`.
struct NetworkCreate: Command {
    static let synopsis = Synopsis("[OPTIONS] NETWORK", .exactly(1), "Create a network")

    private var attachable = false
    private var auxiliary: [String] = []
    private var configFrom = ""
    private var configOnly = false
    private var driver = "bridge"
    private var gateways: [String] = []
    private var ingress = false
    private var isInternal = false
    private var ranges: [String] = []
    private var ipamDriver = "default"
    private var ipamOptions: [String] = []
    private var ipv4: Bool?
    private var ipv6: Bool?
    private var labels: [String] = []
    private var options: [String] = []
    private var scope = ""
    private var subnets: [String] = []

    static var flags: [Flag<NetworkCreate>] {
        [
            .bool("attachable", \.attachable, "Enable manual container attachment"),
            .list(
                "aux-address",
                \.auxiliary,
                as: "map",
                default: "map[]",
                "Auxiliary IPv4 or IPv6 addresses used by Network driver"
            ),
            .string("config-from", \.configFrom, "The network from which to copy the configuration")
                .completing(.networks),
            .bool("config-only", \.configOnly, "Create a configuration only network"),
            .string("driver", short: "d", \.driver, default: "\"bridge\"", "Driver to manage the Network")
                .completing(.words(NetworkDriver.allCases.map(\.rawValue))),
            .strings("gateway", \.gateways, "IPv4 or IPv6 Gateway for the master subnet"),
            .bool("ingress", \.ingress, "Create swarm routing-mesh network"),
            .bool("internal", \.isInternal, "Restrict external access to the network"),
            .strings("ip-range", \.ranges, "Allocate container ip from a sub-range"),
            .string("ipam-driver", \.ipamDriver, default: "\"default\"", "IP Address Management Driver"),
            .list("ipam-opt", \.ipamOptions, as: "map", default: "map[]", "Set IPAM driver specific options"),
            .optionalBool("ipv4", \.ipv4, default: "true", "Enable or disable IPv4 address assignment"),
            .optionalBool("ipv6", \.ipv6, "Enable or disable IPv6 address assignment"),
            .list("label", \.labels, "Set metadata on a network", check: KeyValue.label),
            .list("opt", short: "o", \.options, as: "map", default: "map[]", "Set driver specific options"),
            .string("scope", \.scope, "Control the network's scope"),
            .strings("subnet", \.subnets, "Subnet in CIDR format that represents a network segment"),
        ]
    }

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        session.print(try create(operands[0], in: session).id.description)
        return 0
    }

    /// Creates the network.
    ///
    /// - Parameter name: nil for a name of netsim's choice.
    func create(_ name: String?, in session: Session) throws -> (id: NetworkID, name: String) {
        var spec = try spec()
        let now = try session.now()
        let created = try session.update { lab in
            spec.name = name ?? lab.generatedNetworkName()
            return try lab.createNetwork(spec, at: now)
        }
        for subnet in spec.subnets {
            if let warning = subnet.prefix.flatMap(PublicAddressSpace.warning) {
                session.complain("WARNING: \(warning)")
            }
        }
        return (created, spec.name)
    }

    /// The request without a name: first what the command line checks, then what the engine decodes.
    private func spec() throws -> NetworkSpec {
        let requests: [SubnetRequest]
        do throws(ValueError) {
            requests = try SubnetRequest.consolidated(
                subnets: subnets,
                ranges: ranges,
                gateways: gateways,
                auxiliary: KeyValue.map(auxiliary)
            )
        } catch {
            throw CommandFailure(error.message)
        }
        var spec = NetworkSpec(name: "")
        spec.driver = driver
        spec.scope = scope
        spec.enableIPv4 = ipv4
        spec.enableIPv6 = ipv6
        spec.isInternal = isInternal
        spec.isAttachable = attachable
        spec.isIngress = ingress
        spec.isConfigOnly = configOnly
        spec.configFrom = configFrom.isEmpty ? nil : configFrom
        spec.ipamDriver = ipamDriver
        spec.ipamOptions = KeyValue.map(ipamOptions)
        spec.options = KeyValue.map(options)
        spec.labels = KeyValue.map(labels)
        for request in requests { spec.subnets.append(try request.decoded()) }
        return spec
    }
}
