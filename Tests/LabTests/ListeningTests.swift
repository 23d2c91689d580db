import Addressing
import Lab
import TestSupport
import Testing

/// What a container's service has opened, and where.
@Suite struct `Listening` {
    @Test(arguments: [
        ("80", "80/tcp"), ("53/udp", "53/udp"), ("127.0.0.1:5432", "127.0.0.1:5432"),
        (" 0.0.0.0:80/tcp ", "0.0.0.0:80"),
        ("[::1]:53/UDP", "[::1]:53/udp"), ("::1:80", "[::1]:80"), ("*:80", "80/tcp"), ("0", nil), ("65536", nil),
        ("", nil), ("http", nil), ("+80", nil), ("80/tpc", nil), ("localhost:80", nil), ("10.0.0.5", nil), (":80", nil),
    ])
    func `is spelled as a port, with an address where it is bound to one`(text: String, shown: String?) {
        #expect(ListeningPort(text)?.description == shown)
    }

    @Test(arguments: [
        ("80", "10.0.0.2", true), ("80", "::1", true), ("127.0.0.1:80", "127.0.0.1", true),
        ("127.0.0.1:80", "10.0.0.2", false), ("127.0.0.1:80", "::1", false), ("0.0.0.0:80", "10.0.0.2", true),
        ("0.0.0.0:80", "fd00::2", false), ("[::]:80", "10.0.0.2", true), ("[::]:80", "fd00::2", true),
        ("10.0.0.2:80", "10.0.0.2", true), ("10.0.0.2:80", "10.0.0.3", false), ("80/udp", "10.0.0.2", false),
    ])
    func `takes what comes to its addresses`(text: String, address: String, isTaken: Bool) throws {
        let port = try #require(ListeningPort(text))
        #expect(port.takes(ContainerPort(80), at: try IPAddress(parsing: address)) == isTaken)
    }

    @Test func `is what is exposed and published, unless the label says otherwise`() throws {
        var lab = Lab.fresh()
        let http = PortBinding(port: ContainerPort(80))
        try lab.run("web", publish: [http]) { $0.config.exposedPorts = [ContainerPort(9000)] }
        #expect(lab.listeningPorts(of: try lab.container(matching: "web")).map(\.number) == [80, 9000])
        try lab.run("own", publish: [http]) { $0.config.labels[Lab.listenLabel] = "127.0.0.1:80,81,nonsense" }
        let own = lab.listeners(of: try lab.container(matching: "own"))
        #expect(own.map(\.description) == ["127.0.0.1:80", "81/tcp"])
        try lab.run("dns") { $0.config.labels[Lab.zoneLabel] = "a.lan 10.0.0.5" }
        #expect(lab.listeningPorts(of: try lab.container(matching: "dns")) == Lab.nameServerPorts)
    }

    private static func shared(label: String?, owner: String? = nil) throws -> Lab {
        var lab = Lab.fresh()
        try lab.run("vpn", publish: [PortBinding(port: ContainerPort(9000))]) { spec in
            if let owner { spec.config.labels[Lab.listenLabel] = owner }
        }
        try lab.run("app") { spec in
            spec.config.networkMode = .container("vpn")
            if let label { spec.config.labels[Lab.listenLabel] = label }
        }
        return lab
    }

    /// What the owner's stack has open: before its restart, after it, and once the joiner was restarted too.
    private func openings(_ lab: Lab) throws -> [Bool] {
        var lab = lab
        func isOpen() throws -> Bool {
            let users = ["vpn", "app"].compactMap { try? lab.container(matching: $0) }
            let owner = users[0].id
            return users.filter { lab.stackOwner(of: $0)?.id == owner }
                .contains { lab.listeningPorts(of: $0).contains(ContainerPort(9000)) }
        }
        var found = [try isOpen()]
        for name in ["vpn", "app"] {
            try lab.restartContainer(matching: name, at: noon)
            found.append(try isOpen())
        }
        return found
    }

    @Test(arguments: [
        (nil, nil, [true, false, true]), ("9000", "", [true, false, true]), ("8000", nil, [true, true, true]),
        (nil, "9000", [true, true, true]),
    ])
    func `stays behind with who joined a stack that was made anew`(
        joiner: String?,
        owner: String?,
        expected: [Bool]
    ) throws {
        #expect(try openings(try Self.shared(label: joiner, owner: owner)) == expected)
    }
}
