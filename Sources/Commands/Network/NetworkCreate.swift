internal import Addressing
internal import DockerValues
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
            .bool("attachable", "Enable manual container attachment") { $0.attachable = $1 },
            .list(
                "aux-address",
                as: "map",
                default: "map[]",
                "Auxiliary IPv4 or IPv6 addresses used by Network driver"
            ) { $0.auxiliary.append($1) },
            .string("config-from", "The network from which to copy the configuration") { $0.configFrom = $1 }
                .completing(.networks),
            .bool("config-only", "Create a configuration only network") { $0.configOnly = $1 },
            .string("driver", short: "d", default: "\"bridge\"", "Driver to manage the Network") { $0.driver = $1 }
                .completing(.words(NetworkDriver.allCases.map(\.rawValue))),
            .strings("gateway", "IPv4 or IPv6 Gateway for the master subnet") { $0.gateways += $1 },
            .bool("ingress", "Create swarm routing-mesh network") { $0.ingress = $1 },
            .bool("internal", "Restrict external access to the network") { $0.isInternal = $1 },
            .strings("ip-range", "Allocate container ip from a sub-range") { $0.ranges += $1 },
            .string("ipam-driver", default: "\"default\"", "IP Address Management Driver") { $0.ipamDriver = $1 },
            .list("ipam-opt", as: "map", default: "map[]", "Set IPAM driver specific options") {
                $0.ipamOptions.append($1)
            },
            .bool("ipv4", default: "true", "Enable or disable IPv4 address assignment") { $0.ipv4 = $1 },
            .bool("ipv6", "Enable or disable IPv6 address assignment") { $0.ipv6 = $1 },
            .list("label", "Set metadata on a network", check: KeyValue.label) { $0.labels.append($1) },
            .list("opt", short: "o", as: "map", default: "map[]", "Set driver specific options") {
                $0.options.append($1)
            },
            .string("scope", "Control the network's scope") { $0.scope = $1 },
            .strings("subnet", "Subnet in CIDR format that represents a network segment") { $0.subnets += $1 },
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
        var spec = try spec(for: session.read(\.engine.version))
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
    private func spec(for engine: EngineVersion) throws -> NetworkSpec {
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
        for request in requests { spec.subnets.append(try request.decoded(by: engine)) }
        return spec
    }
}
