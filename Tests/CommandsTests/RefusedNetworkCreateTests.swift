import Lab
import Testing

/// What `network create` refuses. The texts are those of Docker 28's command line and engine.
struct RefusedNetworkCreateTests {
    private static let lab = RefusedCommand.lab(
        "network create --subnet 10.9.0.0/24 back",
        "network create --config-only --subnet 10.77.0.0/24 cfg",
        "network create -d macvlan -o parent=eth0.10 vlan10",
        "network create -d ipvlan -o parent=eth0.20 vlan20"
    )

    @Test(
        arguments: [
            // Names
            .engine("network create ''", "invalid name: name is empty"),
            .engine("network create '  '", "invalid name: name is empty"),
            .engine("network create back", "network with name back already exists"),
            .engine("network create bridge", "operation is not permitted on predefined bridge network "),
            .engine("network create host", "operation is not permitted on predefined host network "),
            .engine("network create none", "operation is not permitted on predefined none network "),
            .engine("network create default", "operation is not permitted on predefined default network "),
            // Which of two faults is told
            .engine(
                "network create --subnet 10.0.0.1/24 bridge",
                "operation is not permitted on predefined bridge network "
            ),
            .engine("network create --subnet banana bridge", #"invalid JSON: netip.ParsePrefix("banana"): no '/'"#),
            .engine(
                "network create --subnet 10.8.0.5/24 back",
                "invalid network config:\ninvalid subnet 10.8.0.5/24: it should be 10.8.0.0/24"
            ),
            .engine("network create -d nosuch back", "network with name back already exists"),
            .engine(
                "network create --subnet 10.9.0.0/24 -o com.docker.network.bridge.enable_icc=x y",
                """
                failed to parse com.docker.network.bridge.enable_icc value: x \
                (strconv.ParseBool: parsing "x": invalid syntax)
                """
            ),
            // Subnets
            .engine("network create --subnet banana x", #"invalid JSON: netip.ParsePrefix("banana"): no '/'"#),
            .engine("network create --subnet 10.1.0.0 x", #"invalid JSON: netip.ParsePrefix("10.1.0.0"): no '/'"#),
            .engine(
                "network create --subnet 300.1.0.0/16 x",
                #"invalid JSON: netip.ParsePrefix("300.1.0.0/16"): ParseAddr("300.1.0.0"): IPv4 field has value >255"#
            ),
            .engine(
                "network create --subnet 10.1.0.0/33 x",
                #"invalid JSON: netip.ParsePrefix("10.1.0.0/33"): prefix length out of range"#
            ),
            .engine(
                "network create --subnet 10.1.0.0/a x",
                #"invalid JSON: netip.ParsePrefix("10.1.0.0/a"): bad bits after slash: "a""#
            ),
            .engine(
                "network create --subnet 10.1.0.0/08 x",
                #"invalid JSON: netip.ParsePrefix("10.1.0.0/08"): bad bits after slash: "08""#
            ),
            .engine(
                "network create --subnet 10.1.0/24 x",
                #"invalid JSON: netip.ParsePrefix("10.1.0/24"): ParseAddr("10.1.0"): IPv4 address too short"#
            ),
            .engine(
                "network create --subnet fd00::/129 x",
                #"invalid JSON: netip.ParsePrefix("fd00::/129"): prefix length out of range"#
            ),
            .engine(
                "network create --subnet fe80::%eth0/64 x",
                #"invalid JSON: netip.ParsePrefix("fe80::%eth0/64"): IPv6 zones cannot be present in a prefix"#
            ),
            .engine(
                "network create --subnet 10.50.0.5/24 x",
                "invalid network config:\ninvalid subnet 10.50.0.5/24: it should be 10.50.0.0/24"
            ),
            .engine(
                "network create --ipv6 --subnet fd00::1/64 x",
                "invalid network config:\ninvalid subnet fd00::1/64: it should be fd00::/64"
            ),
            .engine("network create --subnet 0.0.0.0/8 x", "invalid address pool"),
            .engine(
                "network create --subnet 10.1.0.0/24 --subnet 10.2.0.0/24 x",
                "bridge driver doesn't support multiple subnets"
            ),
            .plain(
                "network create --subnet 10.1.0.0/24 --subnet 10.1.0.0/25 x",
                "multiple overlapping subnet configuration is not supported"
            ),
            .plain(
                "network create --subnet apple --subnet 10.1.0.0/24 x",
                "invalid subnet: invalid CIDR address: apple"
            ),
            .plain(
                "network create --subnet 10.1.0.0/24,10.1.0.0/16 x",
                "multiple overlapping subnet configuration is not supported"
            ),
            .engine(
                "network create --subnet 10.9.0.0/25 x",
                "invalid pool request: Pool overlaps with other one on this address space"
            ),
            .engine(
                "network create --subnet 10.0.0.0/8 x",
                "invalid pool request: Pool overlaps with other one on this address space"
            ),
            .engine(
                "network create --subnet 10.9.0.0/24 --ip-range 10.9.0.128/25 x",
                """
                cannot create network <new> (br-<new…>): conflicts with network <back> (br-<back…>): \
                networks have overlapping IPv4
                """
            ),
            // Ranges
            .plain(
                "network create --ip-range 10.1.0.0/25 x",
                "every ip-range or gateway must have a corresponding subnet"
            ),
            .plain("network create --subnet 10.1.0.0/24 --ip-range banana x", "invalid CIDR address: banana"),
            .plain(
                "network create --subnet banana --ip-range 10.1.0.0/25 x",
                "invalid subnet: invalid CIDR address: banana"
            ),
            .plain(
                "network create --subnet 10.1.0.0/24 --ip-range 10.2.0.0/25 x",
                "no matching subnet for range 10.2.0.0/25"
            ),
            .plain(
                "network create --subnet 10.1.0.0/24 --ip-range fd00::/64 x",
                "no matching subnet for range fd00::/64"
            ),
            .plain(
                "network create --subnet 10.1.0.0/24 --subnet 10.2.0.0/24 --ip-range 10.1.0.0/25 --ip-range 10.1.0.128/25 x",
                "cannot configure multiple ranges (10.1.0.128/25, 10.1.0.0/25) on the same subnet (10.1.0.0/24)"
            ),
            .engine(
                "network create --subnet 10.1.0.0/24 --ip-range 10.1.0.0/16 x",
                """
                invalid network config:
                invalid ip-range 10.1.0.0/16: CIDR block is bigger than its parent subnet 10.1.0.0/24
                """
            ),
            .engine(
                "network create --subnet 10.1.0.0/24 --ip-range 10.1.0.5/25 x",
                "invalid network config:\ninvalid ip-range 10.1.0.5/25: it should be 10.1.0.0/25"
            ),
            .engine(
                "network create --subnet 10.1.0.1/24 --ip-range 10.1.0.5/25 x",
                """
                invalid network config:
                * invalid subnet 10.1.0.1/24: it should be 10.1.0.0/24
                * invalid ip-range 10.1.0.5/25: it should be 10.1.0.0/25
                """
            ),
            // Gateways and auxiliary addresses
            .plain("network create --gateway 10.1.0.1 x", "every ip-range or gateway must have a corresponding subnet"),
            .plain(
                "network create --gateway 10.0.0.1 --subnet banana bad",
                "invalid subnet: invalid CIDR address: banana"
            ),
            .plain(
                "network create --subnet 10.1.0.0/24 --gateway 10.2.0.1 x",
                "no matching subnet for gateway 10.2.0.1"
            ),
            .plain("network create --subnet 10.1.0.0/24 --gateway banana x", "no matching subnet for gateway banana"),
            .plain(
                "network create --subnet 10.1.0.0/24 --subnet 10.2.0.0/24 --gateway 10.1.0.1 --gateway 10.1.0.2 x",
                "cannot configure multiple gateways (10.1.0.2, 10.1.0.1) for the same subnet (10.1.0.0/24)"
            ),
            .engine(
                "network create --subnet 10.1.0.0/24 --gateway 10.1.0.0 x",
                "failed to allocate gateway (10.1.0.0): Address already in use"
            ),
            .engine(
                "network create --subnet 10.1.0.0/24 --gateway 10.1.0.255 x",
                "failed to allocate gateway (10.1.0.255): Address already in use"
            ),
            .engine(
                "network create --subnet 10.1.0.0/24 --gateway 10.1.0.1/24 x",
                #"invalid JSON: ParseAddr("10.1.0.1/24"): unexpected character (at "/24")"#
            ),
            .plain(
                "network create --subnet 10.1.0.0/24 --aux-address a=10.2.0.5 x",
                "no matching subnet for aux-address 10.2.0.5"
            ),
            .plain(
                "network create --subnet 10.1.0.0/24 --aux-address foo x",
                "no matching subnet for aux-address "
            ),
            .engine(
                "network create --subnet 10.1.0.0/24 --gateway 10.1.0.1 --aux-address a=10.1.0.1 x",
                "failed to allocate secondary ip address (a:10.1.0.1): Address already in use"
            ),
            .engine(
                "network create --internal --subnet 10.1.0.0/24 --aux-address DefaultGatewayIPv4=10.1.0.9 x",
                "no gateway can be set on an internal bridge network"
            ),
            // IPv6
            .engine("network create --ipv4=false x", "IPv4 or IPv6 must be enabled"),
            .engine("network create --ipv6 --subnet ff02::/64 x", "multicast subnet 'ff02::1/64' is not allowed"),
            .engine(
                "network create --ipv6 --subnet fe80::/10 x",
                "'fe80::1/10' clashes with the Link-Local prefix 'fe80::/64'"
            ),
        ] as [RefusedCommand]
    )
    func `names and address plans`(refused: RefusedCommand) { refused.checkNothingIsMade(in: Self.lab) }

    /// Options of the bridge driver, all refused before an address pool is asked for.
    @Test(arguments: [
        ("com.docker.network.driver.mtu", "abc", #"strconv.Atoi: parsing "abc": invalid syntax"#),
        (
            "com.docker.network.driver.mtu", "99999999999999999999",
            #"strconv.Atoi: parsing "99999999999999999999": value out of range"#
        ),
        ("com.docker.network.bridge.enable_icc", "maybe", #"strconv.ParseBool: parsing "maybe": invalid syntax"#),
        ("com.docker.network.bridge.enable_icc", "", #"strconv.ParseBool: parsing "": invalid syntax"#),
        ("com.docker.network.bridge.enable_ip_masquerade", "2", #"strconv.ParseBool: parsing "2": invalid syntax"#),
        ("com.docker.network.bridge.inhibit_ipv4", "yes", #"strconv.ParseBool: parsing "yes": invalid syntax"#),
        ("com.docker.network.bridge.default_bridge", "no", #"strconv.ParseBool: parsing "no": invalid syntax"#),
        ("com.docker.network.bridge.gateway_mode_ipv4", "zap", "unknown gateway mode zap"),
        ("com.docker.network.bridge.gateway_mode_ipv6", "NAT", "unknown gateway mode NAT"),
        ("com.docker.network.bridge.host_binding_ipv4", "zap", "nil ip"),
        ("com.docker.network.host_ipv4", "1.2.3", "nil ip"),
        ("com.docker.network.host_ipv6", "::zz", "nil ip"),
    ])
    func `values of the bridge driver's options`(key: String, value: String, reason: String) {
        RefusedCommand.engine(
            "network create -o \(key)=\(value) x",
            "failed to parse \(key) value: \(value) (\(reason))"
        )
        .checkNothingIsMade(in: Self.lab)
    }

    @Test(
        arguments: [
            .engine("network create -o com.docker.network.driver.mtu=-5 x", "invalid MTU number: -5"),
            .engine(
                "network create -o com.docker.network.enable_ipv4=maybe x",
                #"driver-opt "com.docker.network.enable_ipv4" is not a valid bool"#
            ),
            .engine(
                "network create -o com.docker.network.enable_ipv6=2 x",
                #"driver-opt "com.docker.network.enable_ipv6" is not a valid bool"#
            ),
            .engine(
                "network create -o com.docker.network.bridge.gateway_mode_ipv4=isolated x",
                "gateway mode 'isolated' can only be used for an internal network"
            ),
            .engine(
                "network create -o com.docker.network.bridge.name=docker0 x",
                """
                cannot create network <new> (docker0): conflicts with network <bridge> (docker0): \
                networks have same bridge name
                """
            ),
            .engine(
                "network create -o com.docker.network.bridge.name=eth0 x",
                "existing interface eth0 is not a bridge"
            ),
            .engine("network create -d nosuch x", #"plugin "nosuch" not found"#),
            .engine("network create --ipam-driver foo x", #"plugin "foo" not found"#),
            .engine("network create -d host x", #"only one instance of "host" network is allowed"#),
            .engine("network create -d null x", #"only one instance of "null" network is allowed"#),
            .engine(
                "network create -d overlay x",
                """
                This node is not a swarm manager. Use "docker swarm init" or "docker swarm join" to connect this node to \
                swarm and try again.
                """
            ),
            .engine(
                "network create -d overlay back",
                """
                This node is not a swarm manager. Use "docker swarm init" or "docker swarm join" to connect this node to \
                swarm and try again.
                """
            ),
            .engine("network create --scope swarm x", "cannot create a swarm scoped network when swarm is not active"),
            // Configuration networks
            .engine("network create --config-from zzz x", #"configuration network "zzz" does not exist"#),
            .engine(
                "network create --config-from cfg --subnet 10.3.0.0/24 x",
                "user-specified configurations are not supported if the network depends on a configuration network"
            ),
            .engine(
                "network create --config-from cfg --label a=b x",
                "user-specified configurations are not supported if the network depends on a configuration network"
            ),
            .engine(
                "network create --config-from cfg --ipv6 x",
                "user-specified configurations are not supported if the network depends on a configuration network"
            ),
            .engine(
                "network create --config-from cfg -o a=b x",
                "network driver options are not supported if the network depends on a configuration network"
            ),
            .engine(
                "network create --config-only --config-from cfg x",
                "a configuration network cannot depend on another configuration network"
            ),
            .engine(
                "network create --config-only --internal x",
                """
                configuration network can only contain network specific fields. Network operator fields like \
                [ ingress | internal | attachable | scope ] are not supported.
                """
            ),
            .engine(
                "network create --config-only --attachable x",
                """
                configuration network can only contain network specific fields. Network operator fields like \
                [ ingress | internal | attachable | scope ] are not supported.
                """
            ),
            // Networks on an interface of the host
            .engine(
                "network create -d macvlan -o macvlan_mode=zap x",
                "requested macvlan mode 'zap' is not valid, 'bridge' mode is the macvlan driver default"
            ),
            .engine(
                "network create -d macvlan -o parent=lo x",
                "loopback interface is not a valid macvlan parent link"
            ),
            .engine(
                "network create -d macvlan -o parent=nosuch0 x",
                "invalid subinterface vlan name nosuch0, example formatting is eth0.10"
            ),
            .engine(
                "network create -d macvlan -o parent=eth0.5000 x",
                "vlan id must be between 1-4094, received: 5000"
            ),
            .engine(
                "network create -d macvlan -o parent=eth9.10 x",
                "failed to find master interface eth9 on the Docker host: Link not found"
            ),
            .engine(
                "network create -d macvlan -o macvlan_mode=passthru -o parent=eth0.10 x",
                "cannot use mode passthru, macvlan network <vlan10> is already using parent interface eth0.10"
            ),
            .engine(
                "network create -d ipvlan -o ipvlan_mode=x y",
                "requested ipvlan mode 'x' is not valid, 'l2' mode is the ipvlan driver default"
            ),
            .engine(
                "network create -d ipvlan -o ipvlan_flag=x y",
                "requested ipvlan flag 'x' is not valid, 'bridge' is the ipvlan driver default"
            ),
            .engine("network create -d ipvlan -o parent=lo x", "loopback interface is not a valid ipvlan parent link"),
            .engine(
                "network create -d ipvlan -o parent=eth0.20 x",
                "network di-<vlan20…> is already using parent interface eth0.20"
            ),
        ] as [RefusedCommand]
    )
    func `drivers, options and configuration networks`(refused: RefusedCommand) {
        refused.checkNothingIsMade(in: Self.lab)
    }
}
