import Addressing
import TestSupport
import Testing

@testable import Lab

@Suite struct `Network modes` {
    static let undefined = "This would result in undefined behavior"

    /// One option that a network mode contradicts.
    enum Option: Sendable {
        case none, hostname, links, dns, extraHosts, publishAll, expose

        func apply(to config: inout ContainerConfig) {
            switch self {
            case .none: break
            case .hostname: config.hostname = "h"
            case .links: config.links = ["aa:x"]
            case .dns: config.dns = [IPAddress("8.8.8.8")].compactMap { $0 }
            case .extraHosts: config.extraHosts = ["a:1.2.3.4"]
            case .publishAll: config.publishAll = true
            case .expose: config.exposedPorts = [ContainerPort(80)]
            }
        }
    }

    @Test(arguments: [
        ("container:", Option.none, "invalid network mode: invalid container format container:<name|id>"),
        ("container:aa", .hostname, "conflicting options: hostname and the network mode"),
        ("container:aa", .links, "conflicting options: container type network can't be used with links. \(undefined)"),
        ("container:aa", .dns, "conflicting options: dns and the network mode"),
        ("container:aa", .extraHosts, "conflicting options: custom host-to-IP mapping and the network mode"),
        ("container:aa", .publishAll, "conflicting options: port publishing and the container type network mode"),
        ("container:aa", .expose, "conflicting options: port exposing and the container type network mode"),
        ("host", .links, "conflicting options: host type networking can't be used with links. \(undefined)"),
    ])
    func `options that contradict the mode`(mode: String, option: Option, text: String) throws {
        var lab = Lab.fresh()
        try lab.run("aa")
        let seen = refusal {
            try lab.run("bb") {
                $0.config.networkMode = NetworkMode(mode)
                option.apply(to: &$0.config)
            }
        }
        #expect(seen == text)
        #expect(lab.containerCount == 1)
    }

    @Test func `a joiner shares the stack until its owner stops, and does not heal`() throws {
        var lab = Lab.fresh()
        try lab.network("net", subnet: "10.151.0.0/24")
        try lab.run("owner", on: "net")
        try lab.run("guest") { $0.config.networkMode = .container("owner") }
        try lab.run("third") { $0.config.networkMode = .container("guest") }
        func names(_ container: String) throws -> [String] {
            lab.stackView(of: try lab.container(matching: container)).interfaces.map(\.name)
        }
        #expect(try names("guest") == ["lo", "eth0"] && names("third") == ["lo", "eth0"])
        #expect(
            try lab.container(matching: "guest").config.networkMode
                == .container(lab.container(matching: "owner").id.description)
        )
        try lab.stopContainer(matching: "owner", at: noon)
        #expect(try names("guest") == ["lo"])
        #expect(
            refusal { try lab.run("late") { $0.config.networkMode = .container("owner") } }
                == "cannot join network namespace of a non running container: container owner is exited"
        )
        try lab.startContainer(matching: "owner", at: noon)
        #expect(try names("guest") == ["lo"] && names("owner") == ["lo", "eth0"])
        try lab.restartContainer(matching: "guest", at: noon)
        #expect(try names("guest") == ["lo", "eth0"])
        #expect(
            refusal {
                try lab.connect(network: "net", container: "guest", config: EndpointConfig())
            } == Lab.sharedNamespace.message
        )
    }

    @Test func `host and none refuse other networks`() throws {
        var lab = Lab.fresh()
        try lab.network("net")
        try lab.run("hosted", on: "host")
        try lab.run("lonely", on: "none")
        try lab.run("plain")
        func connecting(_ container: String, to network: String) -> String {
            refusal { try lab.connect(network: network, container: container, config: EndpointConfig()) }
        }
        let none = "container cannot be connected to multiple networks with one of the networks in private (none) mode"
        #expect(connecting("hosted", to: "net") == Lab.sharedNamespace.message)
        #expect(connecting("lonely", to: "net") == none)
        #expect(connecting("plain", to: "none") == none)
        #expect(
            connecting("plain", to: "host")
                == "cannot connect container to host network - container must be created in host network mode"
        )
        #expect(
            refusal { try lab.disconnect(network: "host", container: "hosted") }
                == "cannot disconnect container from host network - container was created in host network mode"
        )
        try lab.disconnect(network: "none", container: "lonely")
        try lab.connect(network: "net", container: "lonely", config: EndpointConfig())
        #expect(try lab.ip("lonely") == "172.18.0.2")
    }

    @Test func `connecting to a network that sorts earlier moves the default route`() throws {
        var lab = Lab.fresh()
        try lab.network("mm", subnet: "10.1.0.0/24")
        try lab.network("aa", subnet: "10.2.0.0/24")
        try lab.network("zz", subnet: "10.3.0.0/24")
        try lab.network("inside", subnet: "10.4.0.0/24") { $0.isInternal = true }
        try lab.run("box", on: "mm")
        func gateway() throws -> String? {
            let view = lab.stackView(of: try lab.container(matching: "box"))
            return view.routes.first { $0.destination == nil }?.gateway?.description
        }
        #expect(try gateway() == "10.1.0.1")
        for (network, expected) in [("zz", "10.1.0.1"), ("inside", "10.1.0.1"), ("aa", "10.2.0.1")] {
            try lab.connect(network: network, container: "box", config: EndpointConfig())
            #expect(try gateway() == expected, "after \(network)")
        }
        try lab.disconnect(network: "aa", container: "box")
        var preferred = EndpointConfig()
        preferred.gatewayPriority = 1
        try lab.disconnect(network: "zz", container: "box")
        try lab.connect(network: "zz", container: "box", config: preferred)
        #expect(try gateway() == "10.3.0.1")
    }

    @Test(arguments: [(Int.min, -1, "two"), (Int.min, Int.max, "two"), (0, Int.min, "one"), (Int.max, Int.max, "one")])
    func `the highest gateway priority has the default route, from end to end of the numbers`(
        _ first: Int,
        _ second: Int,
        _ expected: String
    ) throws {
        var lab = Lab.fresh()
        try lab.network("one", subnet: "10.1.0.0/24")
        try lab.network("two", subnet: "10.2.0.0/24")
        try lab.run("box", on: "none")
        try lab.disconnect(network: "none", container: "box")
        for (network, priority) in [("one", first), ("two", second)] {
            var config = EndpointConfig()
            config.gatewayPriority = priority
            try lab.connect(network: network, container: "box", config: config)
        }
        let box = try lab.container(matching: "box")
        #expect(lab.gatewayAttachment(of: box, .ipv4).map { box.attachments[$0].network } == expected)
    }

    @Test func `interfaces take the lowest free number`() throws {
        var lab = Lab.fresh()
        for (name, subnet) in [("one", "10.1.0.0/24"), ("two", "10.2.0.0/24"), ("three", "10.3.0.0/24")] {
            try lab.network(name, subnet: subnet)
        }
        try lab.run("box", on: "one")
        try lab.connect(network: "two", container: "box", config: EndpointConfig())
        try lab.disconnect(network: "one", container: "box")
        try lab.connect(network: "three", container: "box", config: EndpointConfig())
        let box = try lab.container(matching: "box")
        #expect(box.attachment(to: "two")?.endpoint?.interface == "eth1")
        #expect(box.attachment(to: "three")?.endpoint?.interface == "eth0")
    }

    @Test func `a deleted and recreated network does not repair a container that was on it`() throws {
        var lab = Lab.fresh()
        let old = try lab.network("net").id
        try lab.run("used", on: "net")
        try lab.create("unused", on: ["net"])
        try lab.stopContainer(matching: "used", at: noon)
        #expect(lab.pruneNetworks() == ["net"])
        try lab.network("net")
        #expect(
            refusal { try lab.startContainer(matching: "used", at: noon) }
                == "failed to set up container networking: network \(old) not found"
        )
        try lab.startContainer(matching: "unused", at: noon)
        #expect(try lab.container(matching: "unused").isRunning)
    }
}

@Suite struct `Joiners of joiners` {
    @Test func `a joiner has the hostname of the stack, and keeps it`() throws {
        var lab = Lab.fresh()
        try lab.run("hosted", on: "host")
        try lab.run("guest") { $0.config.networkMode = .container("hosted") }
        try lab.run("owner") { $0.config.hostname = "named" }
        try lab.run("joiner") { $0.config.networkMode = .container("owner") }
        try lab.run("third") { $0.config.networkMode = .container("joiner") }
        func hostname(_ name: String) throws -> String { lab.visibleHostname(of: try lab.container(matching: name)) }
        #expect(try hostname("guest") == lab.host.hostname)
        #expect(lab.hostsFile(of: try lab.container(matching: "guest")) == lab.host.hostsFile)
        try lab.removeContainer(matching: "owner", force: true, at: noon)
        #expect(try hostname("joiner") == "named" && hostname("third") == "named")
    }

    @Test func `a joiner that was connected while it did not run cannot start`() throws {
        var lab = Lab.fresh()
        try lab.network("net")
        try lab.run("owner")
        try lab.create("guest", on: ["container:owner"])
        try lab.connect(network: "net", container: "guest", config: EndpointConfig())
        #expect(
            refusal { try lab.startContainer(matching: "guest", at: noon) }
                == "failed to set up container networking: " + Lab.sharedNamespace.message
        )
        #expect(try lab.container(matching: "guest").attachments.map(\.network) == ["net"])
        try lab.disconnect(network: "net", container: "guest")
        try lab.startContainer(matching: "guest", at: noon)
    }

    @Test(arguments: [("10.9.9.9" as String?, nil as String?), (nil, "fd00::9")])
    func `an address beside another container's stack is refused`(ipv4: String?, ipv6: String?) throws {
        var lab = Lab.fresh()
        try lab.run("owner")
        let text = refusal {
            try lab.create("guest", on: ["container:owner"]) {
                var config = EndpointConfig()
                (config.ipv4, config.ipv6) = (ipv4.flatMap { IPAddress($0) }, ipv6.flatMap { IPAddress($0) })
                $0.endpoints = [.init(network: "container:owner", config: config)]
            }
        }
        #expect(
            text
                == """
                invalid config for network container:owner: invalid endpoint settings:
                user-specified IP address is supported on user-defined networks only
                """
        )
    }

    @Test func `a link-local address is taken on the default bridge, too`() throws {
        var lab = Lab.fresh()
        try lab.network("net")
        try lab.run("web", on: "net")
        var config = EndpointConfig()
        config.linkLocal = [IPAddress("169.254.9.9")].compactMap { $0 }
        try lab.connect(network: "bridge", container: "web", config: config)
        let endpoint = try lab.container(matching: "web").attachment(to: "bridge")?.endpoint
        #expect(endpoint?.linkLocal.map(\.description) == ["169.254.9.9/16"])
    }

    @Test func `sysctls of an endpoint name the interface as IFNAME`() throws {
        var lab = Lab.fresh()
        try lab.network("net")
        try lab.run("web")
        var config = EndpointConfig()
        let key = "com.docker.network.endpoint.sysctls"
        config.driverOptions = [key: "net.ipv4.conf.IFNAME.log_martians=1,net.ipv4.conf.eth0.log_martians=1"]
        #expect(
            refusal { try lab.connect(network: "net", container: "web", config: config) }
                == """
                invalid endpoint settings:
                unrecognised network interface sysctl 'net.ipv4.conf.eth0.log_martians=1'; represent \
                'net.X.Y.ethN.Z=V' as 'net.X.Y.IFNAME.Z=V', 'X' must be 'ipv4', 'ipv6' or 'mpls'
                """
        )
        config.driverOptions = [key: "net.ipv6.conf.ifname.accept_ra=0"]
        try lab.connect(network: "net", container: "web", config: config)
    }

    @Test func `a joiner goes on reading the resolv.conf of an owner that stopped`() throws {
        var lab = Lab.fresh()
        try lab.network("net")
        try lab.run("owner", on: "net")
        try lab.run("guest") { $0.config.networkMode = .container("owner") }
        func servers() throws -> [String] {
            lab.resolverConfiguration(of: try lab.container(matching: "guest")).nameservers.map(\.description)
        }
        #expect(try servers() == ["127.0.0.11"])
        try lab.stopContainer(matching: "owner", at: noon)
        #expect(try servers() == ["127.0.0.11"])
        #expect(try !lab.container(matching: "owner").hasEmbeddedDNS)
        try lab.disconnect(network: "net", container: "owner")
        try lab.startContainer(matching: "owner", at: noon)
        #expect(try servers() == ["192.0.2.53"])
    }

    @Test(arguments: [
        (nil as String?, nil as String?, 143), ("KILL", nil, 137), ("9", nil, 137), ("INT", nil, 130),
        ("WINCH", nil, 137), (nil, "KILL", 137), (nil, "SIGQUIT", 131), ("TERM", "KILL", 143), ("", "KILL", 137),
    ])
    func `the exit code of a stop is its signal's`(given: String?, own: String?, code: Int) throws {
        var lab = Lab.fresh()
        try lab.run("web") { $0.config.stopSignal = own }
        try lab.stopContainer(matching: "web", signal: given, at: noon)
        #expect(try lab.container(matching: "web").exitCode == code)
        try lab.startContainer(matching: "web", at: noon)
        try lab.stopContainer(matching: "web", immediately: true, signal: given, at: noon)
        #expect(try lab.container(matching: "web").exitCode == 137)
    }
}
