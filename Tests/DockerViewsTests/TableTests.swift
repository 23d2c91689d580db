import Addressing
import DockerViews
import Lab
import Rendering
import TestSupport
import Testing

@Suite struct `Cells of Docker's tables` {
    @Test(
        arguments: [
            (-5.0, "Less than a second"), (0, "Less than a second"), (0.999, "Less than a second"), (1, "1 second"),
            (1.9, "1 second"), (2, "2 seconds"), (59.9, "59 seconds"), (60, "About a minute"), (119, "About a minute"),
            (120, "2 minutes"), (3599, "59 minutes"), (3600, "About an hour"), (5399, "About an hour"),
            (5400, "2 hours"),
            (47.4 * 3600, "47 hours"), (47.6 * 3600, "2 days"), (13 * 86400, "13 days"), (14 * 86400, "2 weeks"),
            (59 * 86400, "8 weeks"), (60 * 86400, "2 months"), (729 * 86400, "24 months"), (730 * 86400, "2 years"),
        ] as [(Double, String)]
    )
    func `lengths of time in words`(seconds: Double, text: String) {
        #expect(HumanDuration.text(nanoseconds: Int64(seconds * 1e9)) == text)
    }

    @Test func `lengths of time at the ends of the range`() {
        #expect(HumanDuration.text(nanoseconds: .max) == "292 years")
        #expect(HumanDuration.text(nanoseconds: .min) == "Less than a second")
    }

    @Test(arguments: [
        ("a1", "a2", true), ("a2", "a10", true), ("a10", "a2", false), ("a", "a1", true), ("1", "a", true),
        ("a", "B", false), ("a01", "a1", false), ("a1", "a01", true), ("a01b", "a1c", false), ("", "a", true),
        ("a", "a", false),
        ("80/tcp", "443/tcp", true), ("5353/tcp", "5353/udp", true), ("host", "none", true), ("é", "z", false),
    ])
    func `numbers in names compare as numbers`(left: String, right: String, precedes: Bool) {
        #expect(NaturalOrder.precedes(left, right) == precedes)
    }
}

@Suite struct `Lines of docker network ls` {
    @Test func `all fields are texts, by key`() throws {
        var lab = Lab.fresh()
        try lab.network("front") {
            $0.labels = ["b": "2", "a": "1"]
            $0.isInternal = true
            $0.enableIPv6 = true
        }
        let network = try lab.network(matching: "front")
        let fields = NetworkRow(network).fields()
        #expect(
            JSONValue.object(fields).json(.marshal) == """
                {"CreatedAt":"2026-05-28 20:26:40 +0000 UTC","Driver":"bridge","ID":"\(network.id.short)",\
                "IPv4":"true","IPv6":"true","Internal":"true","Labels":"a=1,b=2","Name":"front","Scope":"local"}
                """
        )
        #expect(NetworkRow(network).fields(truncated: false)["ID"] == .string("\(network.id)"))
    }

    @Test func `creation is told to the nanosecond`() throws {
        let lab = Lab(created: Timestamp(nanoseconds: noon.nanoseconds + 325_631_500))
        let row = NetworkRow(try lab.network(matching: "none"))
        #expect(row.fields()["CreatedAt"] == "2026-05-28 20:26:40.3256315 +0000 UTC")
        #expect(row.fields()["Driver"] == "null")
    }

    @Test func `the table`() throws {
        let lab = Lab.fresh()
        let ids = ["bridge", "host", "none"].compactMap { (try? lab.network(matching: $0))?.id.short }
        let table = try NetworkRow.listing.render(NetworkRow.list(lab).map { $0.listed() }, as: .table(template: nil))
        #expect(
            table == """
                NETWORK ID     NAME      DRIVER    SCOPE
                \(ids[0])   bridge    bridge    local
                \(ids[1])   host      host      local
                \(ids[2])   none      null      local

                """
        )
    }

    @Test func `a template can name every field and label`() throws {
        var lab = Lab.fresh()
        try lab.network("front") { $0.labels = ["com.example.my-tier": "1"] }
        let rows = try NetworkRow.list(lab, filters: FilterSet(parsing: ["name=front"])).map {
            $0.listed(truncated: false)
        }
        let fields = rows[0].columns.memberNames
        let template = fields.map { "{{.\($0)}}" }.joined(separator: "|")
        let values = rows[0].columns.memberValues.compactMap(\.stringValue).joined(separator: "|")
        #expect(try NetworkRow.listing.render(rows, as: .template(template)) == values + "\n")
        #expect(
            try NetworkRow.listing.render(rows, as: .table(template: #"{{.Name}}\t{{.Label "com.example.my-tier"}}"#))
                == "NAME      my tier\nfront     1\n"
        )
    }

    @Test func `rows stand in natural order`() throws {
        var lab = Lab.fresh()
        for name in ["net10", "net9", "Zed", "42"] { try lab.network(name) }
        #expect(try names(NetworkRow.list(lab)) == ["42", "Zed", "bridge", "host", "net9", "net10", "none"])
    }
}

func names(_ rows: [NetworkRow]) -> [String] { rows.compactMap { $0.fields()["Name"]?.stringValue } }
func names(_ rows: [ContainerRow]) -> [String] { rows.compactMap { $0.fields()["Names"]?.stringValue } }

@Suite struct `Lines of docker ps` {
    private func row(_ name: String, _ lab: Lab, after age: Int64 = 0) throws -> JSONObject {
        ContainerRow(try lab.container(matching: name), in: lab, at: seconds(age, after: noon)).fields()
    }

    @Test func `all fields are texts, by key`() throws {
        var lab = Lab.fresh()
        try lab.network("front")
        try lab.run("web", on: "front", "bridge", publish: [binding(80, host: 8080)]) {
            $0.config.command = ["sh", "-c", "echo hi"]
            $0.config.labels = ["b": "2", "a": "1"]
        }
        #expect(
            readable(.object(try row("web", lab, after: 7200)), lab, style: .marshal) == #"""
                {"Command":"\"sh -c 'echo hi'\"","CreatedAt":"2026-05-28 20:26:40 +0000 UTC","ID":"<web short>",\#
                "Image":"ubuntu:14.04","Labels":"a=1,b=2","LocalVolumes":"0","Mounts":"","Names":"web",\#
                "Networks":"bridge,front","Platform":"",\#
                "Ports":"0.0.0.0:8080-\u003e80/tcp, [::]:8080-\u003e80/tcp","RunningFor":"2 hours ago","Size":"0B",\#
                "State":"running","Status":"Up 2 hours"}
                """#
        )
    }

    @Test(arguments: [
        (["nginx"], nil as [String]?, #""nginx""#, #""nginx""#),
        (["mongod"], ["docker-entrypoint.sh"], #""docker-entrypoint.s…""#, #""docker-entrypoint.sh mongod""#),
        (["12345678901234567890"], nil, #""12345678901234567890""#, #""12345678901234567890""#),
        (["sh", "-c", "a\n\"b\""], nil, #""sh -c a\n\"b\"""#, #""sh -c a\n\"b\"""#),
        (["äöüäöüäöüäöüäöüäöüäöü"], nil, #""äöüäöüäöüäöüäöüäöüä…""#, #""äöüäöüäöüäöüäöüäöüäöü""#),
        // What the image runs by itself.
        ([], nil, #""/bin/bash""#, #""/bin/bash""#),
    ])
    func `the command is quoted and cut`(command: [String], entrypoint: [String]?, short: String, full: String) throws {
        var lab = Lab.fresh()
        try lab.run("web") {
            $0.config.command = command
            $0.config.entrypoint = entrypoint
        }
        let row = ContainerRow(try lab.container(matching: "web"), in: lab, at: noon)
        #expect(row.fields()["Command"] == .string(short))
        #expect(row.fields(truncated: false)["Command"] == .string(full))
    }

    @Test(arguments: [
        ("nginx", "nginx"), ("nginx:1.27", "nginx:1.27"), ("docker.io/library/nginx:1", "nginx:1"),
        ("docker.io/me/app", "me/app"), ("ghcr.io/me/app:2", "ghcr.io/me/app:2"), ("", "<no image>"),
        ("nginx:1@sha256:\(String(repeating: "ab", count: 32))", "nginx:1"),
        ("localhost:5000/a@sha256:\(String(repeating: "ab", count: 32))", "localhost:5000/a"),
        ("sha256:\(String(repeating: "ab", count: 32))", "abababababab"),
        (String(repeating: "ab", count: 32), "abababababab"),
    ])
    func `the image loses its digest and the default registry`(image: String, shown: String) throws {
        var lab = Lab.fresh()
        try lab.create("web", on: []) { $0.config.image = image }
        #expect(try row("web", lab)["Image"] == .string(shown))
    }

    @Test func `status tells the state and since when`() throws {
        var lab = Lab.fresh()
        try lab.create("web", on: [])
        #expect(try row("web", lab)["Status"] == "Created")
        try lab.startContainer(matching: "web", at: seconds(10, after: noon))
        #expect(try row("web", lab, after: 11)["Status"] == "Up 1 second")
        try lab.pauseContainer(matching: "web")
        #expect(try row("web", lab, after: 100)["Status"] == "Up About a minute (Paused)")
        #expect(try row("web", lab)["State"] == "paused")
        try lab.stopContainer(matching: "web", at: seconds(20, after: noon))
        #expect(try row("web", lab, after: 23)["Status"] == "Exited (143) 3 seconds ago")
        #expect(try row("web", lab, after: 23)["RunningFor"] == "23 seconds ago")
    }

    @Test func `names of links are listed in full only`() throws {
        var lab = Lab.fresh()
        try lab.run("l1")
        for (parent, alias) in [("l3", "x"), ("l2", "x")] {
            try lab.run(parent) { $0.config.links = ["l1:\(alias)"] }
        }
        let row = ContainerRow(try lab.container(matching: "l1"), in: lab, at: noon)
        #expect(row.fields()["Names"] == "l1")
        #expect(row.fields(truncated: false)["Names"] == "l1,l2/x,l3/x")
    }

    @Test func `the table`() throws {
        var lab = Lab.fresh()
        #expect(
            try ContainerRow.listing(withSize: true).render([], as: .table(template: nil))
                == "CONTAINER ID   IMAGE     COMMAND   CREATED   STATUS    PORTS     NAMES     SIZE\n"
        )
        let id = try lab.run("web", publish: [binding(80, host: 80)]) { $0.config.command = ["sh"] }.id.short
        let rows = try ContainerRow.list(lab, at: seconds(5, after: noon)).map { $0.listed() }
        #expect(
            try ContainerRow.listing().render(rows, as: .table(template: nil)) == """
                CONTAINER ID   IMAGE          COMMAND   CREATED         STATUS         PORTS                                 NAMES
                \(id)   ubuntu:14.04   "sh"      5 seconds ago   Up 5 seconds   0.0.0.0:80->80/tcp, [::]:80->80/tcp   web

                """
        )
        let fields = rows[0].columns.memberNames.map { "{{.\($0)}}" }.joined(separator: "|")
        let values = rows[0].columns.memberValues.compactMap(\.stringValue).joined(separator: "|")
        #expect(try ContainerRow.listing().render(rows, as: .template(fields)) == values + "\n")
    }

    @Test func `newest first, and no more than asked for`() throws {
        var lab = Lab.fresh()
        for name in ["aa", "bb", "cc"] { try lab.run(name) }
        try lab.stopContainer(matching: "bb", at: noon)
        #expect(try names(ContainerRow.list(lab, at: noon)) == ["cc", "aa"])
        #expect(try names(ContainerRow.list(lab, at: noon, all: true)) == ["cc", "bb", "aa"])
        #expect(try names(ContainerRow.list(lab, at: noon, limit: 2)) == ["cc", "bb"])
        #expect(try names(ContainerRow.list(lab, at: noon, limit: -1)) == ["cc", "aa"])
    }

    @Test func `ports are merged as Docker merges them`() throws {
        var lab = Lab.fresh()
        func both(_ host: UInt16, _ port: UInt16, _ transport: TransportProtocol = .tcp) -> PortBinding {
            PortBinding(port: ContainerPort(port, transport), hostPorts: PortRange(host))
        }
        let ports =
            [both(8081, 80), both(5353, 5353), both(5353, 5353, .udp), both(8000, 8000)]
            + [9000, 9001, 9002].map { both($0, $0) }
            + [7000, 7001].map { binding($0, host: $0, at: "127.0.0.1") }
        try lab.run("web", publish: ports) {
            $0.config.exposedPorts =
                [100, 101, 102, 200].map { ContainerPort($0) } + [ContainerPort(99, .udp)]
        }
        #expect(
            try row("web", lab)["Ports"] == """
                100-102/tcp, 0.0.0.0:5353->5353/tcp, [::]:5353->5353/tcp, 0.0.0.0:8000->8000/tcp, \
                [::]:8000->8000/tcp, 99/udp, 200/tcp, 0.0.0.0:9000-9002->9000-9002/tcp, 0.0.0.0:5353->5353/udp, \
                [::]:9000-9002->9000-9002/tcp, [::]:5353->5353/udp, 127.0.0.1:7000-7001->7000-7001/tcp, \
                0.0.0.0:8081->80/tcp, [::]:8081->80/tcp
                """
        )
        try lab.stopContainer(matching: "web", at: noon)
        #expect(try row("web", lab)["Ports"] == "")
    }
}

@Suite struct `docker port` {
    private func lab() throws -> Lab {
        var lab = Lab.fresh()
        try lab.run(
            "web",
            publish: [
                binding(80, host: 8080), binding(80, host: 7777, at: "127.0.0.1"), binding(443, host: 8443),
                PortBinding(port: ContainerPort(53, .udp), hostPorts: PortRange(5353)),
            ]
        ) { $0.config.exposedPorts = [ContainerPort(90)] }
        return lab
    }

    @Test func `published ports in natural order`() throws {
        var lab = try lab()
        #expect(
            PortLines.all(of: try lab.container(matching: "web"), in: lab) == [
                "53/udp -> 0.0.0.0:5353", "53/udp -> [::]:5353", "80/tcp -> 0.0.0.0:8080", "80/tcp -> 127.0.0.1:7777",
                "80/tcp -> [::]:8080", "443/tcp -> 0.0.0.0:8443", "443/tcp -> [::]:8443",
            ]
        )
        try lab.stopContainer(matching: "web", at: noon)
        #expect(PortLines.all(of: try lab.container(matching: "web"), in: lab) == [])
    }

    @Test(arguments: [
        ("80", ["0.0.0.0:8080", "127.0.0.1:7777", "[::]:8080"]),
        ("80/tcp", ["0.0.0.0:8080", "127.0.0.1:7777", "[::]:8080"]),
        ("53/udp", ["0.0.0.0:5353", "[::]:5353"]), ("443/", ["0.0.0.0:8443", "[::]:8443"]),
    ])
    func `addresses of one port`(port: String, lines: [String]) throws {
        let lab = try lab()
        #expect(try PortLines.addresses(of: port, lab.container(matching: "web"), named: "web", in: lab) == lines)
    }

    @Test(arguments: [
        ("81", "No public port '81' published for WEB"), ("90", "No public port '90' published for WEB"),
        ("80/udp", "No public port '80/udp' published for WEB"),
        ("53/UDP", "No public port '53/UDP' published for WEB"),
        ("abc", #"invalid port (abc): strconv.ParseUint: parsing "abc": invalid syntax"#),
        ("", #"invalid port (): strconv.ParseUint: parsing "": invalid syntax"#),
        ("70000/tcp", #"invalid port (70000): strconv.ParseUint: parsing "70000": value out of range"#),
        ("-1", #"invalid port (-1): strconv.ParseUint: parsing "-1": invalid syntax"#),
        ("+80", #"invalid port (+80): strconv.ParseUint: parsing "+80": invalid syntax"#),
        ("080", "No public port '080' published for WEB"),
    ])
    func `refusals`(port: String, text: String) throws {
        let lab = try lab()
        let container = try lab.container(matching: "web")
        #expect(refusal { _ = try PortLines.addresses(of: port, container, named: "WEB", in: lab) } == text)
    }
}
