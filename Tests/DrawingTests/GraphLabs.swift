import Addressing
import Lab

/// Labs to draw.
struct GraphLab {
    private(set) var lab = Lab(seed: 7, created: moment)
    static let moment = Timestamp(seconds: 1_785_585_600)

    mutating func network(_ name: String, _ subnets: [String] = [], _ change: (inout NetworkSpec) -> Void = { _ in })
        throws
    {
        var spec = NetworkSpec(name: name)
        spec.subnets = try subnets.map { NetworkSpec.Subnet(prefix: try IPPrefix(parsing: $0)) }
        change(&spec)
        _ = try lab.createNetwork(spec, at: Self.moment)
    }

    /// Creates and, unless it is to be idle, starts a container; `mode` where it is not the first network.
    mutating func run(
        _ name: String,
        on networks: [String] = [],
        mode: NetworkMode? = nil,
        image: String = "nginx",
        aliases: [String] = [],
        publish: [PortBinding] = [],
        project: String? = nil,
        isIdle: Bool = false
    ) throws {
        var config = ContainerConfig()
        config.image = image
        config.networkMode = mode ?? NetworkMode(networks.first ?? "none")
        config.portBindings = publish
        if let project { config.labels["com.docker.compose.project"] = project }
        var spec = ContainerSpec(name: name, config: config)
        for network in networks where network != "bridge" {
            var endpoint = EndpointConfig()
            endpoint.aliases = aliases
            spec.endpoints.append(ContainerSpec.Endpoint(network: network, config: endpoint))
        }
        _ = try lab.createContainer(spec, at: Self.moment)
        if !isIdle { try lab.startContainer(matching: name, at: Self.moment) }
    }

    mutating func change(_ body: (inout Lab) throws -> Void) rethrows { try body(&lab) }

    static func port(_ host: UInt16, _ port: UInt16, on address: String? = nil) -> PortBinding {
        PortBinding(
            port: ContainerPort(port),
            hostAddress: address.flatMap { IPAddress($0) },
            hostPorts: PortRange(host)
        )
    }

    // MARK: Designs

    /// A proxy in front, an application between, a database on an internal network, and a cache that does not run.
    static func tiers() throws -> Lab {
        var lab = GraphLab()
        try lab.network("front", ["10.60.1.0/24"])
        try lab.network("back", ["10.60.2.0/24"]) { $0.isInternal = true }
        try lab.run("proxy", on: ["front"], publish: [port(443, 443), port(8080, 80, on: "192.0.2.10")])
        try lab.run("app", on: ["front", "back"], image: "example/app", aliases: ["api"])
        try lab.run("db", on: ["back"], image: "postgres")
        try lab.run("cache", on: ["back"], image: "redis", isIdle: true)
        return lab.lab
    }

    static func sidecars() throws -> Lab {
        var lab = GraphLab()
        try lab.network("wan", ["10.70.0.0/24"])
        try lab.run("vpn", on: ["wan"], publish: [port(9091, 9091, on: "127.0.0.1")])
        try lab.run("torrent", mode: .container("vpn"))
        try lab.run("metrics", mode: .container("vpn"), isIdle: true)
        return lab.lab
    }

    static func fleet(_ count: Int) throws -> Lab {
        var lab = GraphLab()
        try lab.network("fleet", ["10.110.0.0/22"])
        for number in 1...count { try lab.run("shop-web-\(number)", on: ["fleet"], aliases: ["web"]) }
        return lab.lab
    }

    static func faults() throws -> Lab {
        var lab = GraphLab()
        try lab.network("front", ["10.1.0.0/24", "fd00:1::/64"]) { $0.enableIPv6 = true }
        try lab.network("lan", ["192.0.2.0/24"]) {
            $0.driver = "macvlan"
            $0.options = ["parent": "eth0"]
            $0.subnets[0].gateway = IPAddress("192.0.2.1")
        }
        try lab.network("mon", ["10.3.0.0/24"]) { $0.options[BridgeOptions.Key.enableICC] = "false" }
        try lab.run("web", on: ["front", "mon"], publish: [port(80, 80)])
        try lab.run("db", on: ["front", "lan"])
        try lab.run("agent", mode: .host)
        try lab.run("job", mode: NetworkMode.none)
        try lab.run("old", on: ["bridge"])
        var slow = Impairment()
        slow.delay = 40_000_000
        try lab.change { lab in
            try lab.impair(network: "front", slow)
            try lab.setLink(of: "db", on: "lan", isUp: false)
            try lab.partition("web", "db")
        }
        return lab.lab
    }

    /// Seven networks, and a container on three of them for each.
    static func mesh() throws -> Lab {
        var lab = GraphLab()
        for number in 0..<7 { try lab.network("net\(number)") }
        for number in 0..<7 {
            let networks = [number, (number + 1) % 7, (number + 3) % 7].map { "net\($0)" }
            let publish = number % 3 == 0 ? [port(8000 + UInt16(number), 80)] : []
            try lab.run("svc\(number)x", on: networks, publish: publish)
        }
        return lab.lab
    }

    /// More containers on one network than one line holds.
    static func wide() throws -> Lab {
        var lab = GraphLab()
        try lab.network("big", ["10.1.0.0/20"])
        try lab.network("other")
        for number in 0..<27 {
            let networks = number % 9 == 3 ? ["big", "other"] : ["big"]
            let publish = number % 12 == 5 ? [port(8000 + UInt16(number), 80)] : []
            try lab.run("service-\(number)-\(["auth", "cart", "mail"][number % 3])", on: networks, publish: publish)
        }
        return lab.lab
    }

    /// Names that mean something to every format. Docker refuses none of them.
    static let hostileNames = [
        "</svg><script>alert(1)</script>", "]]>", "--> x", "\\N\"]; evil [label=\"", "&lt;&#60;", "#quot;`**b**`",
        "direction TB", "style x:y#1;", "\u{202e}evil\u{0007}", "%%{init: {}}%%", "1. list", "a|b\"]:::x", "é漢字",
        "javascript:alert(1)", "\n    end\n", "<br/>", "-->|x|", "@{shape: x}", "click n0 href \"x\"",
    ]

    static func hostile() throws -> Lab {
        var lab = GraphLab()
        try lab.network("n<\"&>]", ["10.5.0.0/24"])
        try lab.run("victim", on: ["n<\"&>]"], image: "<img src=x onerror=alert(1)>\"'", aliases: hostileNames)
        try lab.run("joiner", mode: .container("victim"), image: "\"]--><!--")
        return lab.lab
    }

    static func all() throws -> [(name: String, lab: Lab)] {
        [
            ("empty", GraphLab().lab), ("tiers", try tiers()), ("sidecars", try sidecars()), ("fleet", try fleet(40)),
            ("faults", try faults()), ("mesh", try mesh()), ("wide", try wide()), ("hostile", try hostile()),
        ]
    }
}
