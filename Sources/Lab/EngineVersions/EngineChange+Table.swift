/// The table of changes: a row for each, in the order of the releases.
extension EngineChange {
    private typealias Release = EngineVersion.Release

    private struct Row {
        let since: EngineVersion.Release
        let pullRequest: Int?
        let summary: String

        init(_ since: EngineVersion.Release, _ pullRequest: Int?, _ summary: String) {
            self.since = since
            self.pullRequest = pullRequest
            self.summary = summary
        }
    }

    /// The first release that has the change.
    public var since: EngineVersion.Release { row.since }

    /// What is otherwise since then, in a line.
    public var summary: String { row.summary }

    /// The pull request of the engine's repository that made the change; nil where it was measured only.
    public var pullRequest: Int? { row.pullRequest }

    private var row: Row {
        switch self {
        case .lowerCaseFilterText:
            Row(Release(23), nil, "the refusal of an unknown filter begins with a small letter")
        case .pointToPointSubnets:
            Row(Release(23), 42626, "/31 and /32 subnets are usable; before, they have no free address")
        case .defaultNetworkOpts:
            Row(Release(24), 43197, "default-network-opts gives the driver options of new networks")
        case .dnsRewrite:
            Row(
                Release(24),
                44664,
                "the embedded resolver passes NXDOMAIN and SERVFAIL of the name servers on as they are"
            )
        case .globalScope:
            Row(Release(24), nil, "network create --scope global works without a swarm")
        case .ipamValidated:
            Row(Release(25), 45759, "network create checks subnet, range, gateway and auxiliary addresses, all at once")
        case .endpointValidated:
            Row(
                Release(25),
                46183,
                "--ip and aliases are checked when a container is created or connected, not when it starts"
            )
        case .uniqueNames:
            Row(Release(25), 46251, "two networks cannot have one name")
        case .severalNetworks:
            Row(Release(25), 45906, "run and create take several --network")
        case .endpointMac:
            Row(
                Release(25),
                45905,
                "a MAC address belongs to an endpoint; the client refuses --mac-address for older engines"
            )
        case .internalNoRoute:
            Row(
                Release(25),
                46603,
                "a container on internal networks only has no default route: unreachable at once instead of silence"
            )
        case .dnsNames:
            Row(Release(25), 46853, "inspect shows DNSNames of an endpoint")
        case .hostIpv6Snat:
            Row(Release(25), 46724, "bridge option com.docker.network.host_ipv6")
        case .askedSubnetsFirst:
            Row(Release(25), nil, "network inspect lists the subnets that were given before those from the pools")
        case .removalTexts:
            Row(
                Release(25),
                nil,
                "refusals to remove a container, to exec in a stopped one, and of restart policies are worded anew"
            )
        case .apiStatusCodes:
            Row(
                Release(25),
                nil,
                "gateways outside of the subnet, odd options and nameless networks are answered with 400 and 403 in place of 500"
            )
        case .iccV6AnySource:
            Row(Release(25), 45649, "IPv6 between containers of one bridge is let through from any source address")
        case .internalNoUpstream:
            Row(
                Release(25, 0, 5),
                47589,
                "a resolver whose container is on internal networks only never asks the name servers outside"
            )
        case .loIpv6:
            Row(Release(26), 47062, "::1 on every container's lo")
        case .generatedResolvConf:
            Row(Release(26), 47512, "resolv.conf is written anew, with comments that say where it comes from")
        case .aliasesAsGiven:
            Row(Release(26), nil, "inspect shows the aliases that were given, without short identifier and hostname")
        case .killText:
            Row(Release(26), nil, "the refusal to kill a container is worded anew")
        case .noStrayIpv6:
            Row(Release(26, 0, 2), nil, "IPv6 is off on an interface without an IPv6 address")
        case .networkmodeBridge:
            Row(Release(26, 1), 47431, "NetworkMode shows bridge where older engines show default")
        case .lowestPool:
            Row(
                Release(27, 0, 1),
                47768,
                "networks without a subnet get the lowest free one of the pools; before, the next after the last one given"
            )
        case .overlapText:
            Row(Release(27, 0, 1), nil, "the refusal of an overlapping subnet begins with \"invalid pool request\"")
        case .ip6tablesOn:
            Row(Release(27, 0, 1), 47747, "IPv6 networks are masqueraded and closed: ip6tables is on by default")
        case .ulaPool:
            Row(Release(27, 0, 1), 47853, "--ipv6 without a subnet takes a /64 of a unique local prefix of the host")
        case .gatewayMode:
            Row(Release(27, 0, 1), 47871, "gateway_mode_ipv4 and gateway_mode_ipv6: nat, routed")
        case .sameHostPort:
            Row(
                Release(27, 0, 1),
                47871,
                "a port published on several addresses gets the same ephemeral port on all; ports are taken in another order"
            )
        case .endpointSysctls:
            Row(Release(27, 0, 1), 47686, "driver option com.docker.network.endpoint.sysctls")
        case .noFe801:
            Row(Release(27, 0, 1), 47787, "bridges with IPv6 keep the kernel's link-local address alone")
        case .macvlanShareParent:
            Row(Release(27, 0, 1), 47318, "several macvlan networks may share a parent")
        case .busyPortsPassedOver:
            Row(Release(27, 0, 1), nil, "a port of a range that another process holds is passed over")
        case .bindPortText:
            Row(Release(27, 0, 1), nil, "the refusal of a busy host port names address and port")
        case .directClosed:
            Row(Release(28), 48724, "containers' addresses are closed to packets routed from outside of the host")
        case .loPublishClosed:
            Row(Release(28), 49325, "ports published on 127.0.0.1 are closed to neighbours")
        case .forwardPolicyV6:
            Row(Release(28), 48594, "ip6tables FORWARD becomes DROP only where the engine turned forwarding on")
        case .routedFromBridges:
            Row(Release(28), 48596, "routed networks are reachable from other bridge networks of the host")
        case .natUnprotected:
            Row(Release(28), 48597, "gateway mode nat-unprotected")
        case .isolatedMode:
            Row(Release(28), 49262, "gateway mode isolated, for internal networks")
        case .randomMac:
            Row(Release(28), 48808, "MAC addresses are random; before, 02:42 and the IPv4 address")
        case .bridgeV6Ipam:
            Row(
                Release(28),
                48808,
                "IPv6 addresses of the default bridge are allocated; before, made from the MAC address"
            )
        case .gatewayPriority:
            Row(Release(28), 48323, "--gw-priority; a gateway for each address family")
        case .exec127:
            Row(Release(28), 48552, "exec of a missing command exits with 127; before, 126")
        case .interfaceName:
            Row(
                Release(28),
                49155,
                "driver option com.docker.network.endpoint.ifname; freed eth numbers are used again"
            )
        case .ipv4Off:
            Row(Release(28), 48271, "--ipv4=false, and EnableIPv4 in inspect")
        case .hostGatewayV6:
            Row(Release(28), 48807, "host-gateway gives an IPv6 line too where the default bridge has IPv6")
        case .dnsHostNs:
            Row(
                Release(28),
                48290,
                "name servers are asked from the host, so that networks without a way out resolve outside names"
            )
        case .noGatewayReserved:
            Row(Release(28), 49261, "no address is set aside for a gateway that is not used")
        case .networkingAfterCreate:
            Row(Release(28), 47406, "networking is set up after the task is made; refusals say so")
        case .noHairpinMasq:
            Row(Release(28), 48854, "no masquerade rule for each published port while the userland proxy is on")
        case .proxySocket:
            Row(Release(28), 48132, "the engine binds published ports itself, before any rule is made")
        case .containerModeTexts:
            Row(Release(28), 49367, "refusals of --network container: name container and state")
        case .linkNetworkText:
            Row(Release(28), nil, "the refusal to link to a container off the default bridge names its identifier")
        case .hostsLocalnet:
            Row(Release(28), nil, "/etc/hosts has fe00:: and ff00:: in place of fe00::0 and ff00::0")
        case .hostsExactRemoval:
            Row(Release(28), 48857, "a disconnect takes exactly that network's lines out of /etc/hosts")
        case .emptyNameText:
            Row(Release(28), nil, "a network without a name is refused as such")
        case .dockerForward:
            Row(
                Release(28, 0, 1),
                nil,
                "Docker's rules stand in DOCKER-FORWARD, DOCKER-CT and DOCKER-BRIDGE; FORWARD has two rules"
            )
        case .bareUlaGateway:
            Row(
                Release(28, 0, 1),
                49520,
                "network inspect shows an IPv6 gateway from the pools without its prefix length"
            )
        case .hostNetworkTexts:
            Row(Release(28, 0, 2), nil, "refusals to join and leave the host network are worded apart")
        case .activeEndpointsNames:
            Row(Release(28, 1), 49773, "\"has active endpoints\" lists them")
        case .filterStateText:
            Row(Release(28, 2), nil, "the refusal of an unknown status filter lists the states")
        case .directPerAddress:
            Row(Release(28, 2), 49829, "containers' addresses are closed, not only their published ports")
        case .trustedInterfaces:
            Row(Release(28, 2), 49832, "bridge option trusted_host_interfaces")
        case .dockerUserNoReturn:
            Row(Release(28, 2, 2), 50098, "DOCKER-USER has no RETURN rule")
        case .bindTextWithoutTarget:
            Row(Release(29), nil, "the refusal of a busy host port names the host's side alone")
        case .apiMinimum:
            Row(Release(29), 50418, "the lowest API version is 1.44; since 29.3.0 it is 1.40")
        case .isolationDropped:
            Row(Release(29), 49981, "the chains DOCKER-ISOLATION-STAGE-1 and -2 are gone")
        case .macvlanNoGateway:
            Row(
                Release(29),
                50929,
                "macvlan and ipvlan networks have a default route only with --gateway, and set no address aside without"
            )
        case .poolSize:
            Row(Release(29), 50114, "--subnet 0.0.0.0/N asks for a subnet of that size from the pools")
        case .gatewayShown:
            Row(Release(29), 50114, "network inspect shows the gateway in use where none was given")
        case .configOnlySubnetsHidden:
            Row(Release(29), 50114, "network inspect of a configuration-only network shows no subnet")
        case .v6ConfigHidden:
            Row(Release(29), 50114, "an IPv6 subnet given without --ipv6 is not shown, and --ip6 is refused there")
        case .ipamStatus:
            Row(Release(29), 50917, "network inspect shows how many addresses are in use")
        case .linkEnvOff:
            Row(Release(29), 50719, "legacy links set no environment variables")
        case .nftables:
            Row(Release(29), 50646, "firewall-backend nftables")
        case .inspectTrimmed:
            Row(Release(29), 50846, "inspect has lost the old top-level fields of NetworkSettings")
        case .typedJson:
            Row(Release(29), 50956, "bad addresses are refused while the request is read")
        case .failedStartForgets:
            Row(Release(29), 50945, "a container whose networking failed at its start loses its networks")
        case .exposedPortsShown:
            Row(Release(29), nil, "exposed ports of a container on internal networks only are shown in inspect")
        case .danglingFilter:
            Row(Release(29), 50860, "network ls --filter dangling=true leaves out networks that are in use")
        case .ipWithoutSubnet:
            Row(Release(29, 0, 4), 51583, "--ip is accepted on a network whose subnet came from a pool")
        case .resolvConfKept:
            Row(Release(29, 1), 51507, "a resolv.conf that the user changed survives a restart")
        case .portZeroRefused:
            Row(Release(29, 1, 3), 51695, "container port 0 is refused")
        case .userDefinedTexts:
            Row(Release(29, 2), nil, "texts say user-defined and user-specified, and \"container … is already paused\"")
        case .connectMac:
            Row(Release(29, 3), 52040, "the API's connect honours MacAddress")
        case .gatewayPerFamily:
            Row(Release(29, 5), 52328, "each address family takes its gateway by priority alone")
        case .linkWarning:
            Row(Release(29, 6), 47427, "--link on the default bridge warns")
        case .reservedPorts:
            Row(Release(29, 6), 52818, "net.ipv4.ip_local_reserved_ports are skipped by the port allocator")
        }
    }
}
