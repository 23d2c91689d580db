import Addressing
import DockerViews
import Lab
import Rendering
import TestSupport
import Testing

@Suite struct `docker inspect of a container` {
    /// Everything that a container can be asked for, on a network of both families.
    private func busyLab() throws -> Lab {
        var lab = Lab.fresh()
        try lab.network("front", subnet: "10.81.0.0/24") {
            $0.enableIPv6 = true
            $0.subnets += [NetworkSpec.Subnet(prefix: IPPrefix("fd00:81::/64"))]
        }
        let ports = [
            binding(80, host: 8080), binding(443),
            PortBinding(
                port: ContainerPort(53, .udp),
                hostAddress: IPAddress("127.0.0.1"),
                hostPorts: PortRange("5300-5310")
            ),
        ]
        try lab.run("web", on: "front", ip: "10.81.0.9", aliases: ["www", "site"], publish: ports) {
            $0.config.image = "nginx:1.27"
            $0.config.entrypoint = ["/entry.sh"]
            $0.config.command = ["nginx", "-g", "daemon off;"]
            $0.config.exposedPorts = [ContainerPort(80), ContainerPort(90, .udp)]
            $0.config.environment = ["A=1"]
            $0.config.labels = ["com.example.role": "edge", "a": "<b>"]
            $0.config.dns = [IPAddress("192.0.2.1")].compactMap { $0 }
            $0.config.dnsSearch = ["example.com"]
            $0.config.dnsOptions = ["ndots:2"]
            $0.config.extraHosts = ["db.local:10.0.0.5"]
            $0.config.restartPolicy = .onFailure(maximumRetries: 3)
            $0.config.stopSignal = "SIGQUIT"
            $0.config.tty = true
        }
        return lab
    }

    @Test func `the whole object, in the engine's order`() throws {
        let lab = try busyLab()
        let json = ContainerView.inspect(try lab.container(matching: "web"), in: lab)
        #expect(readable(json, lab, style: .indented) == busyContainer)
    }

    @Test func `same lab, same bytes`() throws {
        let (first, second) = (try busyLab(), try busyLab())
        #expect(
            ContainerView.inspect(try first.container(matching: "web"), in: first).json()
                == ContainerView.inspect(try second.container(matching: "web"), in: second).json()
        )
    }

    /// One part of a container's object.
    private func part(_ path: String..., of name: String, _ lab: Lab) throws -> String {
        var value = ContainerView.inspect(try lab.container(matching: name), in: lab)
        for key in path { value = try #require(value[key], "\(key)") }
        return readable(value, lab)
    }

    @Test func `a plain container has nulls where it asked for nothing`() throws {
        var lab = Lab.fresh()
        try lab.run("web")
        let host = ContainerView.inspect(try lab.container(matching: "web"), in: lab)["HostConfig"]
        for key in ["ExtraHosts", "Links", "Binds"] { #expect(host?[key] == .null, "\(key)") }
        for key in ["Dns", "DnsOptions", "DnsSearch"] { #expect(host?[key] == .array([]), "\(key)") }
        #expect(host?["PortBindings"] == .object([:]))
        #expect(host?["NetworkMode"] == "bridge")
        #expect(try part("Config", "Labels", of: "web", lab) == "{}")
        #expect(try part("Config", "Env", of: "web", lab) == "null")
        #expect(ContainerView.inspect(try lab.container(matching: "web"), in: lab)["Config"]?["ExposedPorts"] == nil)
        #expect(
            try part("NetworkSettings", "Networks", of: "web", lab) == """
                {"bridge":{"IPAMConfig":null,"Links":null,"Aliases":null,"DriverOpts":null,"GwPriority":0,\
                "NetworkID":"<net bridge>","EndpointID":"<endpoint web bridge>","Gateway":"172.17.0.1",\
                "IPAddress":"172.17.0.2","MacAddress":"<mac web bridge>","IPPrefixLen":16,"IPv6Gateway":"",\
                "GlobalIPv6Address":"","GlobalIPv6PrefixLen":0,"DNSNames":null}}
                """
        )
    }

    @Test func `network connect shows empty values where run shows null`() throws {
        var lab = Lab.fresh()
        try lab.network("front")
        try lab.run("web")
        var config = EndpointConfig()
        config.cameFromConnect = true
        try lab.connect(network: "front", container: "web", config: config)
        let entry = try part("NetworkSettings", "Networks", "front", of: "web", lab)
        #expect(entry.hasPrefix(#"{"IPAMConfig":{},"Links":null,"Aliases":[],"DriverOpts":{},"GwPriority":0,"#))
        #expect(entry.hasSuffix(#""DNSNames":["web","<web short>"]}"#))
    }

    @Test func `what was asked of an endpoint is shown as it was asked`() throws {
        var lab = Lab.fresh()
        try lab.network("front", subnet: "10.1.0.0/24")
        var config = EndpointConfig()
        config.ipv4 = IPAddress("10.1.0.7")
        config.linkLocal = ["169.254.7.7"].compactMap { IPAddress($0) }
        config.links = ["db:data"]
        config.driverOptions = ["z": "1", "a": "2"]
        config.gatewayPriority = -3
        config.mac = MACAddress("02:00:00:00:00:07")
        try lab.create("web", on: []) {
            $0.config.networkMode = .network("front")
            $0.endpoints = [.init(network: "front", config: config)]
        }
        let requested = """
            {"IPAMConfig":{"IPv4Address":"10.1.0.7","LinkLocalIPs":["169.254.7.7"]},"Links":["db:data"],"Aliases":null,\
            "DriverOpts":{"a":"2","z":"1"},"GwPriority":-3,
            """
        let created = try part("NetworkSettings", "Networks", "front", of: "web", lab)
        #expect(
            created == requested + """
                "NetworkID":"","EndpointID":"","Gateway":"","IPAddress":"","MacAddress":"02:00:00:00:00:07",\
                "IPPrefixLen":0,"IPv6Gateway":"","GlobalIPv6Address":"","GlobalIPv6PrefixLen":0,"DNSNames":null}
                """
        )
        try lab.startContainer(matching: "web", at: noon)
        try lab.stopContainer(matching: "web", at: noon)
        let stopped = try part("NetworkSettings", "Networks", "front", of: "web", lab)
        #expect(
            stopped == requested + """
                "NetworkID":"<net front>","EndpointID":"","Gateway":"","IPAddress":"","MacAddress":"",\
                "IPPrefixLen":0,"IPv6Gateway":"","GlobalIPv6Address":"","GlobalIPv6PrefixLen":0,\
                "DNSNames":["web","<web short>"]}
                """
        )
    }

    @Test func `the state goes from created to exited`() throws {
        var lab = Lab.fresh()
        try lab.create("web", on: [])
        func state() throws -> String { try part("State", of: "web", lab) }
        let flags = #""Restarting":false,"OOMKilled":false,"Dead":false"#
        #expect(
            try state() == """
                {"Status":"created","Running":false,"Paused":false,\(flags),"Pid":0,"ExitCode":0,"Error":"",\
                "StartedAt":"0001-01-01T00:00:00Z","FinishedAt":"0001-01-01T00:00:00Z"}
                """
        )
        for path in ["ResolvConfPath", "HostnamePath", "HostsPath", "LogPath"] {
            #expect(try part(path, of: "web", lab) == #""""#, "\(path)")
        }
        try lab.startContainer(matching: "web", at: seconds(1, after: noon))
        try lab.pauseContainer(matching: "web")
        #expect(
            try state() == """
                {"Status":"paused","Running":true,"Paused":true,\(flags),"Pid":2001,"ExitCode":0,"Error":"",\
                "StartedAt":"2026-05-28T20:26:41Z","FinishedAt":"0001-01-01T00:00:00Z"}
                """
        )
        try lab.stopContainer(matching: "web", immediately: true, at: seconds(2, after: noon))
        #expect(
            try state() == """
                {"Status":"exited","Running":false,"Paused":false,\(flags),"Pid":0,"ExitCode":137,"Error":"",\
                "StartedAt":"2026-05-28T20:26:41Z","FinishedAt":"2026-05-28T20:26:42Z"}
                """
        )
        #expect(
            try part("NetworkSettings", of: "web", lab).hasPrefix(
                #"{"SandboxID":"","SandboxKey":"","Ports":{},"Networks":{"bridge":"#
            )
        )
        #expect(try part("HostsPath", of: "web", lab) == #""/var/lib/docker/containers/<web>/hosts""#)
    }

    @Test func `a failed start leaves its error, and no network that could not publish`() throws {
        var lab = Lab.fresh()
        try lab.run("holder", publish: [binding(80, host: 80)])
        _ = refusal { try lab.run("web", publish: [binding(80, host: 80)]) }
        #expect(try part("State", "Status", of: "web", lab) == #""created""#)
        #expect(try part("State", "ExitCode", of: "web", lab) == "128")
        #expect(try part("State", "Error", of: "web", lab).contains("port is already allocated"))
        #expect(
            try part("NetworkSettings", of: "web", lab)
                == #"{"SandboxID":"","SandboxKey":"","Ports":{},"Networks":{}}"#
        )
        #expect(
            try part("HostConfig", "PortBindings", of: "web", lab) == #"{"80/tcp":[{"HostIp":"","HostPort":"80"}]}"#
        )
    }

    @Test func `host mode uses the host's namespace and name`() throws {
        var lab = Lab.fresh()
        try lab.run("web", on: "host") { $0.config.exposedPorts = [ContainerPort(80)] }
        #expect(try part("NetworkSettings", "SandboxKey", of: "web", lab) == #""/var/run/docker/netns/default""#)
        #expect(try part("NetworkSettings", "SandboxID", of: "web", lab).utf8.count == 66)
        #expect(try part("NetworkSettings", "Ports", of: "web", lab) == "{}")
        #expect(try part("Config", "Hostname", of: "web", lab) == #""docker-host""#)
        #expect(
            try part("NetworkSettings", "Networks", of: "web", lab) == """
                {"host":{"IPAMConfig":null,"Links":null,"Aliases":null,"DriverOpts":null,"GwPriority":0,\
                "NetworkID":"<net host>","EndpointID":"<endpoint web host>","Gateway":"","IPAddress":"",\
                "MacAddress":"","IPPrefixLen":0,"IPv6Gateway":"","GlobalIPv6Address":"","GlobalIPv6PrefixLen":0,\
                "DNSNames":null}}
                """
        )
    }

    @Test func `container mode has the target's files and hostname, and nothing of its own`() throws {
        var lab = Lab.fresh()
        try lab.run("owner")
        try lab.run("guest") { $0.config.networkMode = .container("owner") }
        #expect(try part("HostConfig", "NetworkMode", of: "guest", lab) == #""container:<owner>""#)
        #expect(
            try part("NetworkSettings", of: "guest", lab)
                == #"{"SandboxID":"","SandboxKey":"","Ports":{},"Networks":{}}"#
        )
        #expect(try part("HostsPath", of: "guest", lab) == #""/var/lib/docker/containers/<owner>/hosts""#)
        #expect(try part("LogPath", of: "guest", lab) == #""/var/lib/docker/containers/<guest>/<guest>-json.log""#)
        #expect(try part("Config", "Hostname", of: "guest", lab) == #""<owner short>""#)
    }

    @Test func `legacy links name child, parent and alias`() throws {
        var lab = Lab.fresh()
        try lab.run("db")
        try lab.run("app") { $0.config.links = ["db:data", "db"] }
        #expect(try part("HostConfig", "Links", of: "app", lab) == #"["/db:/app/data","/db:/app/db"]"#)
        try lab.renameContainer(matching: "db", to: "store")
        #expect(try part("HostConfig", "Links", of: "app", lab) == #"["/store:/app/data","/store:/app/db"]"#)
    }

    @Test(arguments: [
        (
            "bridge", nil as String?,
            #"{"80/tcp":[{"HostIp":"0.0.0.0","HostPort":"8080"},{"HostIp":"::","HostPort":"8080"}],"90/tcp":null}"#
        ),
        ("internal", nil, #"{"80/tcp":null,"90/tcp":null}"#),
        ("local", nil, #"{"80/tcp":[{"HostIp":"127.0.0.1","HostPort":"8080"}],"90/tcp":null}"#),
        (
            "routed", nil,
            #"{"80/tcp":[{"HostIp":"0.0.0.0","HostPort":""},{"HostIp":"::","HostPort":"8080"}],"90/tcp":null}"#
        ),
        ("vlan", nil, "{}"),
        ("none", nil, "{}"),
        ("bridge", "127.0.0.1", #"{"80/tcp":[{"HostIp":"127.0.0.1","HostPort":"8080"}],"90/tcp":null}"#),
        ("bridge", "::", #"{"80/tcp":[{"HostIp":"::","HostPort":"8080"}],"90/tcp":null}"#),
    ])
    func `ports of a running container`(network: String, address: String?, expected: String) throws {
        var lab = Lab.fresh()
        try lab.network("internal") { $0.isInternal = true }
        try lab.network("local", options: [BridgeOptions.Key.hostBinding: "127.0.0.1"])
        try lab.network("routed", options: [BridgeOptions.Key.gatewayMode4: "routed"])
        try lab.network("vlan", subnet: "192.0.2.0/24", gateway: "192.0.2.1", options: ["parent": "eth0"]) {
            $0.driver = "macvlan"
        }
        try lab.run("web", on: network, publish: [binding(80, host: 8080, at: address)]) {
            $0.config.exposedPorts = [ContainerPort(90)]
        }
        #expect(try part("NetworkSettings", "Ports", of: "web", lab) == expected)
        try lab.stopContainer(matching: "web", at: noon)
        #expect(try part("NetworkSettings", "Ports", of: "web", lab) == "{}")
    }

    @Test(arguments: [
        ("nginx", "nginx:latest", true),
        ("docker.io/library/nginx", "nginx", true),
        ("index.docker.io/nginx:1", "nginx:1", true),
        ("nginx:1", "nginx:2", false),
        ("me/nginx", "nginx", false),
        ("localhost/nginx", "nginx", false),
        ("registry:5000/a", "registry:5000/a:latest", true),
    ])
    func `one image has one identity, however it is written`(first: String, second: String, same: Bool) throws {
        var lab = Lab.fresh()
        try lab.create("one", on: []) { $0.config.image = first }
        try lab.create("two", on: []) { $0.config.image = second }
        let ids = try (part("Image", of: "one", lab), part("Image", of: "two", lab))
        #expect((ids.0 == ids.1) == same)
        #expect(ids.0.hasPrefix(#""sha256:"#) && ids.0.utf8.count == 73)
    }
}
