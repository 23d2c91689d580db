import Lab
import TestSupport
import Testing

@Suite struct `Faults of the lab` {
    private func lab() throws -> Lab {
        var lab = Lab.fresh()
        try lab.network("back", subnet: "10.9.0.0/24")
        try lab.network("front")
        try lab.network("plan") { $0.isConfigOnly = true }
        try lab.run("web", on: "back", "front")
        try lab.run("db", on: "back")
        try lab.run("agent", on: "host")
        try lab.run("quiet", on: "none")
        try lab.run("guest") { $0.config.networkMode = .container("web") }
        try lab.create("idle", on: ["back"])
        _ = lab.takeChanges()
        return lab
    }

    private func slow(_ milliseconds: Int64 = 40) -> Impairment {
        var impairment = Impairment()
        impairment.delay = milliseconds * 1_000_000
        return impairment
    }

    private func place(_ container: String, _ network: String, _ lab: Lab) throws -> Faults.Place {
        Faults.Place(
            container: try lab.container(matching: container).id,
            network: try lab.network(matching: network).id
        )
    }

    // MARK: Impairments

    @Test func `a link's own impairment stands in place of its network's`() throws {
        var lab = try lab()
        try lab.impair(network: "back", slow())
        try lab.impair(network: "back", container: "db", slow(7))
        #expect(lab.faults.impairment(of: try place("web", "back", lab)) == slow())
        #expect(lab.faults.impairment(of: try place("db", "back", lab)) == slow(7))
        #expect(lab.faults.impairment(of: try place("web", "front", lab)).isNone)
        // One that does nothing exempts the link; taking it back does not.
        try lab.impair(network: "back", container: "db", Impairment())
        #expect(lab.faults.impairment(of: try place("db", "back", lab)).isNone)
        try lab.impair(network: "back", container: "db", nil)
        #expect(lab.faults.impairment(of: try place("db", "back", lab)) == slow())
        try lab.impair(network: "back", Impairment())
        #expect(lab.faults.isNone)
    }

    @Test func `all impairments end at once, and nothing else does`() throws {
        var lab = try lab()
        try lab.impair(network: "back", slow())
        try lab.impair(network: "front", container: "web", slow())
        try lab.setLink(of: "web", isUp: false)
        lab.clearImpairments()
        #expect(lab.faults.networkImpairments.isEmpty && lab.faults.linkImpairments.isEmpty)
        #expect(lab.faults.downLinks.count == 2)
    }

    @Test(
        arguments: [
            (Impairment(delay: -1), "delay is out of range (0 to 1 hour)"),
            (Impairment(delay: Impairment.maximumTime + 1), "delay is out of range (0 to 1 hour)"),
            (Impairment(jitter: .min), "jitter is out of range (0 to 1 hour)"),
            (Impairment(loss: 1_000_001), "loss is out of range (0% to 100%)"),
            (Impairment(duplication: -1), "duplicate is out of range (0% to 100%)"),
            (Impairment(reordering: .max), "reorder is out of range (0% to 100%)"),
            (Impairment(rate: -1), "rate is out of range (0 to 1000 tbit)"),
            (Impairment(rate: .max), "rate is out of range (0 to 1000 tbit)"),
            (Impairment(reordering: 1), "reordering not possible without specifying some delay"),
        ] as [(Impairment, String)]
    )
    func `values out of range are refused`(_ impairment: Impairment, _ text: String) throws {
        var lab = try lab()
        #expect(refusal { try lab.impair(network: "back", impairment) } == text)
        #expect(refusal { try lab.impair(network: "back", container: "web", impairment) } == text)
        #expect(lab.faults.isNone && lab.takeChanges().isEmpty)
    }

    // MARK: Links

    @Test func `links go down one by one or all together`() throws {
        var lab = try lab()
        #expect(try lab.setLink(of: "web", on: "front", isUp: false) == [place("web", "front", lab)])
        #expect(lab.faults.downLinks == [try place("web", "front", lab)])
        #expect(try lab.setLink(of: "web", isUp: false) == [place("web", "back", lab), place("web", "front", lab)])
        #expect(lab.faults.downLinks.count == 2)
        try lab.setLink(of: "web", on: "back", isUp: true)
        #expect(lab.faults.downLinks == [try place("web", "front", lab)])
        // What is up already comes up without ado.
        try lab.setLink(of: "web", isUp: true)
        try lab.setLink(of: "web", isUp: true)
        #expect(lab.faults.isNone)
    }

    /// As a veth pair whose host's end is down (Linux 6.18).
    @Test func `a link that is down leaves the container's end without a carrier, and the host's off`() throws {
        var lab = try lab()
        try lab.setLink(of: "db", isUp: false)
        let stack = lab.stackView(of: try lab.container(matching: "db"))
        let eth0 = try #require(stack.interfaces.first { $0.name == "eth0" })
        #expect(!eth0.isUp && eth0.isEnabled && !eth0.addresses.isEmpty)
        #expect(stack.routes.count == 2 && stack.routes.allSatisfy { !$0.hasCarrier })

        let veth = try #require(try lab.container(matching: "db").attachments.first?.endpoint?.hostInterface)
        let host = lab.hostStackView()
        let port = try #require(host.interfaces.first { $0.name == veth })
        #expect(!port.isUp && !port.isEnabled && port.addresses.isEmpty)
        // The bridge has a carrier as long as one of its ports has.
        let device = try #require(try lab.network(matching: "back").deviceName)
        #expect(host.interfaces.first { $0.name == device }?.isUp == true)
        try lab.setLink(of: "web", isUp: false)
        let bridge = try #require(lab.hostStackView().interfaces.first { $0.name == device })
        #expect(!bridge.isUp && bridge.isEnabled)
    }

    @Test func `a container that shares a stack sees that stack's links`() throws {
        var lab = try lab()
        try lab.setLink(of: "web", on: "back", isUp: false)
        let stack = lab.stackView(of: try lab.container(matching: "guest"))
        #expect(stack.interfaces.map(\.isUp) == [true, false, true])
    }

    // MARK: Partitions

    @Test func `a partition has no direction`() throws {
        var lab = try lab()
        try lab.partition("web", "db")
        try lab.partition("db", "web")
        let (web, db) = (try lab.container(matching: "web").id, try lab.container(matching: "db").id)
        #expect(lab.faults.partitions.count == 1)
        #expect(lab.faults.isCutOff(web, db) && lab.faults.isCutOff(db, web) && !lab.faults.isCutOff(web, web))
        #expect(lab.partitionedNames.map { [$0.first, $0.second] } == [["db", "web"]])
        try lab.heal("web", "db")
        #expect(lab.faults.isNone)
        #expect(refusal { try lab.heal("web", "db") } == "there is no partition between web and db")
    }

    @Test func `all partitions heal at once`() throws {
        var lab = try lab()
        #expect(lab.healAll().isEmpty && lab.takeChanges().isEmpty)
        try lab.partition("web", "db")
        try lab.partition("web", "agent")
        #expect(lab.healAll().count == 2)
        #expect(lab.faults.isNone && lab.takeChanges().settings)
    }

    // MARK: Refusals

    @Test(
        arguments: [
            ("web", "plan", "network plan has no links: it is but a configuration", nil),
            ("web", "host", "network host has no links: its driver is host", nil),
            ("quiet", "none", "network none has no links: its driver is null", nil),
            ("db", "front", "container db is not on network front", "db is on back"),
            ("idle", "front", "container idle is not on network front", "idle is on back"),
            ("guest", "back", "container guest is not on network back", "guest shares the interfaces of web"),
            ("agent", "back", "container agent is not on network back", "agent uses the host's own interfaces"),
            ("quiet", "back", "container quiet is not on network back", nil),
            ("wob", "back", "No such container: wob", "did you mean web?"),
            ("web", "bock", "network bock not found", "did you mean back?"),
            ("guest", nil, "container guest has no link of its own", "guest shares the interfaces of web"),
            ("agent", nil, "container agent has no link of its own", "agent uses the host's own interfaces"),
            ("quiet", nil, "container quiet has no link of its own", nil),
        ] as [(String, String?, String, String?)]
    )
    func `links that there are not`(_ container: String, _ network: String?, _ text: String, _ hint: String?) throws {
        var lab = try lab()
        let error = #expect(throws: LabError.self) { try lab.setLink(of: container, on: network, isUp: false) }
        #expect(error?.message == text)
        #expect(error?.hint == hint)
        if let network {
            let error = #expect(throws: LabError.self) {
                try lab.impair(network: network, container: container, slow())
            }
            #expect(error?.message == text)
        }
        #expect(lab.faults.isNone && lab.takeChanges().isEmpty)
    }

    @Test func `other refusals`() throws {
        var lab = try lab()
        #expect(refusal { try lab.impair(network: "none", slow()) } == "network none has no links: its driver is null")
        #expect(refusal { try lab.partition("web", "web") } == "container web cannot be cut off from itself")
        #expect(refusal { try lab.partition("web", "nope") } == "No such container: nope")
        #expect(refusal { try lab.heal("nope", "web") } == "No such container: nope")
        #expect(refusal { try lab.heal("web", "web") } == "container web cannot be cut off from itself")
        #expect(lab.takeChanges().isEmpty)
    }

    // MARK: What is gone

    private func broken() throws -> Lab {
        var lab = try lab()
        try lab.impair(network: "back", slow())
        for name in ["web", "db", "idle"] {
            try lab.impair(network: "back", container: name, slow(1))
            try lab.setLink(of: name, isUp: false)
        }
        try lab.partition("web", "db")
        try lab.partition("idle", "db")
        _ = lab.takeChanges()
        return lab
    }

    @Test func `faults stay over a stop, a start and a new name`() throws {
        var lab = try broken()
        let before = lab.faults
        try lab.stopContainer(matching: "web", at: noon)
        #expect(lab.faults == before)
        try lab.startContainer(matching: "web", at: noon)
        try lab.startContainer(matching: "idle", at: noon)
        try lab.restartContainer(matching: "db", at: noon)
        try lab.renameContainer(matching: "db", to: "store")
        #expect(lab.faults == before)
        #expect(lab.stackView(of: try lab.container(matching: "idle")).interfaces.map(\.isUp) == [true, false])
    }

    @Test(arguments: ["web", "db", "idle"])
    func `a link's faults go when its container leaves the network`(_ name: String) throws {
        var lab = try broken()
        let gone = try place(name, "back", lab)
        try lab.disconnect(network: "back", container: name)
        #expect(!lab.faults.isDown(gone) && lab.faults.linkImpairments[gone] == nil)
        #expect(lab.faults.linkImpairments.count == 2 && lab.faults.networkImpairments.count == 1)
        #expect(lab.faults.partitions.count == 2)
        #expect(lab.takeChanges().settings)
        try lab.connect(network: "back", container: name, config: EndpointConfig())
        #expect(!lab.faults.isDown(gone))
    }

    @Test func `a container takes its faults and partitions with it`() throws {
        var lab = try broken()
        let id = try lab.container(matching: "db").id
        try lab.removeContainer(matching: "db", force: true, at: noon)
        #expect(lab.faults.partitions.isEmpty)
        #expect(!lab.faults.downLinks.contains { $0.container == id } && lab.faults.downLinks.count == 3)
        #expect(!lab.faults.linkImpairments.contains { $0.key.container == id })
        #expect(lab.takeChanges().settings)
    }

    @Test func `a network takes all of its faults with it, and a namesake has none`() throws {
        var lab = try broken()
        for name in ["web", "db", "guest"] { try lab.stopContainer(matching: name, at: noon) }
        try lab.removeNetwork(matching: "back")
        #expect(lab.faults.networkImpairments.isEmpty && lab.faults.linkImpairments.isEmpty)
        #expect(lab.faults.downLinks == [try place("web", "front", lab)])
        #expect(lab.takeChanges().settings)
        try lab.network("back")
        try lab.startContainer(matching: "idle", at: noon)
        #expect(lab.stackView(of: try lab.container(matching: "idle")).interfaces.map(\.isUp) == [true, true])
    }

    @Test func `what changes nothing is no change`() throws {
        var lab = try broken()
        try lab.impair(network: "back", slow())
        try lab.impair(network: "back", container: "web", slow(1))
        try lab.setLink(of: "web", isUp: false)
        try lab.partition("db", "web")
        try lab.impair(network: "front", nil)
        #expect(lab.takeChanges().isEmpty)
    }
}

extension Impairment {
    fileprivate init(
        delay: Int64 = 0,
        jitter: Int64 = 0,
        loss: Int = 0,
        duplication: Int = 0,
        reordering: Int = 0,
        rate: Int64 = 0
    ) {
        self.init()
        (self.delay, self.jitter, self.loss) = (delay, jitter, loss)
        (self.duplication, self.reordering, self.rate) = (duplication, reordering, rate)
    }
}
