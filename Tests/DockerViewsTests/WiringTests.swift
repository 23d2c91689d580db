import Addressing
import DockerViews
import Lab
import Rendering
import TestSupport
import Testing

@Suite struct `The wiring of the host` {
    private func lab() throws -> Lab {
        var lab = Lab.fresh()
        try lab.network("front", subnet: "10.81.0.0/24", options: [BridgeOptions.Key.deviceName: "front0"])
        try lab.network("lan", subnet: "192.0.2.0/24", gateway: "192.0.2.1", options: ["parent": "eth0"]) {
            $0.driver = "macvlan"
        }
        try lab.network("loose", subnet: "10.9.0.0/24", options: ["ipvlan_mode": "l3"]) { $0.driver = "ipvlan" }
        try lab.network("plan") { $0.isConfigOnly = true }
        try lab.run("web", on: "front")
        try lab.run("guest") { $0.config.networkMode = .container("web") }
        try lab.run("db", on: "front", "lan")
        try lab.run("agent", on: "host")
        try lab.run("quiet", on: "none")
        try lab.run("owner", on: "front")
        try lab.run("orphan") { $0.config.networkMode = .container("owner") }
        try lab.stopContainer(matching: "owner", at: noon)
        try lab.create("idle", on: ["front"])
        return lab
    }

    /// `<veth web>` for the host's end of a pair, and as in ``readable(_:_:style:)`` for the rest.
    private func plain(_ text: String, _ lab: Lab) throws -> String {
        var text = text
        for container in lab.allContainers {
            for attachment in container.attachments {
                guard let endpoint = attachment.endpoint, !endpoint.hostInterface.isEmpty else { continue }
                text = text.replacing(endpoint.hostInterface, with: "<veth \(container.name)>")
                    .replacing("\(Lab.hostMAC(endpoint))", with: "<host mac \(container.name)>")
            }
        }
        for network in lab.allNetworks {
            let mac = Lab.bridgeMAC(network).description
            text = text.replacing(mac, with: "<mac \(network.name)>")
                .replacing(mac.split(separator: ":").joined(), with: "<id \(network.name)>")
                .replacing(network.id.short, with: "<\(network.name) short>")
        }
        return readable(text, lab)
    }

    @Test func `bridges as brctl shows them`() throws {
        let lab = try lab()
        let (docker0, front0) = (try mac(of: "bridge", lab), try mac(of: "front", lab))
        let ports = ["web", "db"].compactMap { name in
            (try? lab.container(matching: name))?.attachment(to: "front")?.endpoint?.hostInterface
        }.sorted()
        #expect(
            WiringView(lab).bridgeText.split(separator: "\n") == [
                "bridge name\tbridge id\t\tSTP enabled\tinterfaces",
                "docker0\t\t8000.\(docker0)\tno\t\t",
                "front0\t\t8000.\(front0)\tno\t\t\(ports[0])",
                "\t\t\t\t\t\t\t\(ports[1])",
            ]
        )
    }

    private func mac(of network: String, _ lab: Lab) throws -> String {
        Lab.bridgeMAC(try lab.network(matching: network)).description.split(separator: ":").joined()
    }

    @Test func `a row for each link, with its peer`() throws {
        let lab = try lab()
        let rows = try WiringView(lab).linkRows.map { try plain($0.joined(separator: " | "), lab) }
        #expect(
            rows == [
                "docker0 | DOWN |  |  | <mac bridge> | 172.17.0.1/16 | bridge",
                "front0 | UP |  |  | <mac front> | 10.81.0.1/24 | front",
                "<veth web>@if2 | UP | front0 | web:eth0 (shared with guest) | <mac web front> | 10.81.0.2/24 | front",
                "<veth db>@if2 | UP | front0 | db:eth0 | <mac db front> | 10.81.0.3/24 | front",
                "di-<loose short> | UP | ipvlan l3, dummy |  |  |  | loose",
                "eth0 | UP | macvlan bridge | db:eth1 | <mac db lan> | 192.0.2.2/24 | lan",
            ]
        )
        #expect(WiringView(lab).linkRows.allSatisfy { $0.count == WiringView.linkHeadings.count })
    }

    @Test func `the table of an unused lab still shows docker0`() {
        let lab = Lab.fresh()
        let lines = WiringView(lab).linkText.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        let mac = WiringView(lab).bridges.map { "\($0.mac)" }
        #expect(lines == [WiringView.linkHeadings, ["docker0", "DOWN"] + mac + ["172.17.0.1/16", "bridge"]])
    }

    @Test func `containers without a link, and why`() throws {
        #expect(
            WiringView(try lab()).linklessText == [
                "agent: uses the host's own interfaces",
                "guest: shares the interfaces of web",
                "orphan: has only lo, for owner whose interfaces it shared stopped",
                "quiet: has no network, only lo",
            ]
        )
    }

    @Test func `what is wrong with links and between containers`() throws {
        var lab = try lab()
        var impairment = Impairment()
        impairment.delay = 40_000_000
        try lab.impair(network: "front", impairment)
        impairment.loss = 10_000
        try lab.impair(network: "lan", container: "db", impairment)
        try lab.setLink(of: "db", isUp: false)
        try lab.partition("web", "agent")
        let view = WiringView(lab)
        #expect(
            view.faultText == [
                "web:eth0: delay 40ms", "db:eth0: delay 40ms", "db:eth1: delay 40ms loss 1%",
                "agent and web: cut off from each other",
            ]
        )
        #expect(view.linkRows.map { $0[1] } == ["DOWN", "UP", "UP", "DOWN", "UP", "DOWN"])
        let peer = view.json["Bridges"]?[1]?["Ports"]?[1]?["Peer"]
        #expect(peer?["Up"]?.boolValue == false && peer?["Impairment"]?.stringValue == "delay 40ms")
        #expect(view.json["Partitions"]?.json() == #"[["agent","web"]]"#)
        // A bridge all of whose ports are down has no carrier.
        try lab.setLink(of: "web", isUp: false)
        #expect(WiringView(lab).linkRows.map { $0[1] } == ["DOWN", "DOWN", "DOWN", "DOWN", "UP", "DOWN"])
    }

    @Test func `all of it as JSON`() throws {
        let lab = try lab()
        #expect(
            try plain(WiringView(lab).json.json(), lab) == """
                {"Bridges":[{"Name":"docker0","BridgeID":"8000.<id bridge>","MacAddress":"<mac bridge>","MTU":1500,\
                "Up":false,"Addresses":["172.17.0.1/16"],"Network":"bridge","Internal":false,"Ports":[]},\
                {"Name":"front0","BridgeID":"8000.<id front>","MacAddress":"<mac front>","MTU":1500,"Up":true,\
                "Addresses":["10.81.0.1/24"],"Network":"front","Internal":false,"Ports":[\
                {"HostInterface":"<veth web>","HostMacAddress":"<host mac web>","Peer":{"Container":"web",\
                "ContainerID":"<web>","Interface":"eth0","MacAddress":"<mac web front>",\
                "Addresses":["10.81.0.2/24"],"SharedWith":["guest"],"Up":true,"Impairment":""}},\
                {"HostInterface":"<veth db>","HostMacAddress":"<host mac db>","Peer":{"Container":"db",\
                "ContainerID":"<db>","Interface":"eth0","MacAddress":"<mac db front>",\
                "Addresses":["10.81.0.3/24"],"SharedWith":[],"Up":true,"Impairment":""}}]}],\
                "Parents":[{"Name":"di-<loose short>","Dummy":true,"Driver":"ipvlan","Mode":"l3","Network":"loose",\
                "Children":[]},{"Name":"eth0","Dummy":false,"Driver":"macvlan","Mode":"bridge","Network":"lan",\
                "Children":[{"Container":"db","ContainerID":"<db>","Interface":"eth1",\
                "MacAddress":"<mac db lan>","Addresses":["192.0.2.2/24"],"SharedWith":[],"Up":true,"Impairment":""}]}],\
                "Linkless":[{"Container":"agent","ContainerID":"<agent>","Reason":"host","Owner":""},\
                {"Container":"guest","ContainerID":"<guest>","Reason":"joined","Owner":"web"},\
                {"Container":"orphan","ContainerID":"<orphan>","Reason":"orphaned","Owner":"owner"},\
                {"Container":"quiet","ContainerID":"<quiet>","Reason":"none","Owner":""}],"Partitions":[]}
                """
        )
    }
}
