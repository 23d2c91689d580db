import Addressing
import DockerViews
import Lab
import TestSupport
import Testing

@Suite struct `Filters as they are given` {
    @Test func `keys are folded, blanks trimmed, repetitions dropped`() throws {
        let filters = try FilterSet(parsing: [
            " Name = web ", "name=db", "name=web", "label=a=b", "", "label!=x", "empty=",
        ])
        #expect(filters.values("name") == ["web", "db"])
        #expect(filters.values("label") == ["a=b"])
        #expect(filters.values("label!") == ["x"])
        #expect(filters.contains("empty") && filters.values("empty") == [""])
        #expect(filters.values("other") == [] && !filters.contains("other"))
        #expect(FilterSet(["name": ["web", "db"]]).values("name") == ["web", "db"])
    }

    @Test func `an argument without an equals sign is refused`() {
        let error = #expect(throws: FilterSet.FormatError.self) { try FilterSet(parsing: ["name"]) }
        #expect(error?.description == "bad format of filter (expected name=value)")
    }
}

@Suite struct `Filters of docker network ls` {
    private func lab() throws -> Lab {
        var lab = Lab.fresh()
        try lab.network("front") { $0.labels = ["tier": "front", "team": "a"] }
        try lab.network("back") { $0.labels = ["tier": "back"] }
        try lab.network("back-up") {
            $0.driver = "macvlan"
            $0.labels = ["tier": ""]
        }
        try lab.run("web", on: "front")
        return lab
    }

    @Test(arguments: [
        ([], ["back", "back-up", "bridge", "front", "host", "none"]),
        (["name=back"], ["back", "back-up"]),
        (["name=^back$"], ["back"]),
        (["name=front", "name=up"], ["back-up", "front"]),
        (["name=o(n|s)t"], ["front", "host"]),
        (["name=["], []),
        (["driver=bridge"], ["back", "bridge", "front"]),
        (["driver=bridge", "driver=host"], ["back", "bridge", "front", "host"]),
        (["driver=bri"], []),
        (["driver=null"], ["none"]),
        (["scope=local", "name=^b"], ["back", "back-up", "bridge"]),
        (["scope=swarm"], []),
        (["type=builtin"], ["bridge", "host", "none"]),
        (["type=custom"], ["back", "back-up", "front"]),
        (["type=custom", "type=builtin"], ["back", "back-up", "bridge", "front", "host", "none"]),
        (["label=tier"], ["back", "back-up", "front"]),
        (["label=tier=front"], ["front"]),
        (["label=tier="], ["back-up"]),
        (["label=tier=front", "label=team=a"], ["front"]),
        (["label=tier=front", "label=tier=back"], []),
        (["dangling=true"], ["back", "back-up"]),
        (["dangling=1", "driver=macvlan"], ["back-up"]),
        (["dangling=false"], ["bridge", "front", "host", "none"]),
    ])
    func `which networks they choose`(filters: [String], chosen: [String]) throws {
        #expect(try names(NetworkRow.list(lab(), filters: FilterSet(parsing: filters))) == chosen)
    }

    @Test func `an identifier is looked for as a part`() throws {
        let lab = try lab()
        let id = try lab.network(matching: "front").id
        for part in [id.short, "\(id)", "\(id)".suffix(20).description, "^\(id.short)"] {
            #expect(
                try names(NetworkRow.list(lab, filters: FilterSet(parsing: ["id=\(part)"]))) == ["front"],
                "\(part)"
            )
        }
    }

    @Test(arguments: [
        (["colour=red"], LabError.Kind.invalidParameter, "invalid filter 'colour'"),
        (["until=1h"], .invalidParameter, "invalid filter 'until'"),
        (["type=bogus"], .system, "invalid filter: 'type'='bogus'"),
        (["dangling=1", "dangling=0"], .invalidParameter, #"got more than one value for filter key "dangling""#),
        (
            ["dangling=yes"], .invalidParameter,
            #"invalid value for filter 'dangling', must be "true" (or "1"), or "false" (or "0")"#
        ),
    ])
    func refusals(filters: [String], kind: LabError.Kind, text: String) throws {
        let lab = try lab()
        let filters = try FilterSet(parsing: filters)
        let error = #expect(throws: LabError.self) { try NetworkRow.list(lab, filters: filters) }
        #expect(error?.kind == kind)
        #expect(error?.message == text)
    }
}

@Suite struct `Filters of docker ps` {
    /// Oldest first: `db` runs, `web` runs with ports, `job` ended with 3, `idle` was never started, `rest` is paused.
    private func lab() throws -> Lab {
        var lab = Lab.fresh()
        try lab.network("front")
        try lab.run("db", on: "front") {
            $0.config.image = "postgres:16"
            $0.config.labels = ["tier": "back", "team": "a"]
        }
        try lab.run("web", publish: [binding(80, host: 8080)]) {
            $0.config.image = "nginx"
            $0.config.labels = ["tier": "front"]
            $0.config.exposedPorts = [ContainerPort(90, .udp)]
        }
        try lab.run("job", on: "front") { $0.config.image = "nginx:1" }
        try lab.finishContainer(matching: "job", exitCode: 3, at: noon)
        try lab.create("idle", on: [])
        try lab.run("rest")
        try lab.pauseContainer(matching: "rest")
        return lab
    }

    @Test(arguments: [
        ([], ["rest", "web", "db"]),
        (["name=e"], ["rest", "web"]),
        (["name=^/web$"], ["web"]),
        (["name=^web$", "name=db"], ["web", "db"]),
        (["name=^we$"], []),
        (["status=exited"], ["job"]),
        (["status=created", "status=paused"], ["rest", "idle"]),
        (["status=running"], ["web", "db"]),
        (["status=dead"], []),
        (["label=tier"], ["web", "db"]),
        (["label=tier=back", "label=team"], ["db"]),
        (["ancestor=nginx"], ["web"]),
        (["ancestor=docker.io/library/nginx:latest"], ["web"]),
        (["ancestor=nginx", "ancestor=postgres:16"], ["web", "db"]),
        (["ancestor=unknown"], []),
        (["network=front"], ["db"]),
        (["network=bridge"], ["rest", "web"]),
        (["network=nope"], []),
        (["publish=8080"], ["web"]),
        (["publish=80"], []),
        (["publish=8000-9000/tcp"], ["web"]),
        (["publish=8080/udp"], []),
        (["expose=80"], ["web"]),
        (["expose=90/udp"], ["web"]),
        (["expose=90"], []),
        (["expose=90", "publish=8080"], ["web"]),
        (["health=none"], ["rest", "web", "db"]),
        (["health=healthy"], []),
        (["volume=data"], []),
        (["is-task=false"], ["rest", "web", "db"]),
        (["is-task=true"], []),
        (["isolation=default"], ["rest", "web", "db"]),
        (["before=rest"], ["web", "db"]),
        (["since=db"], ["rest", "web"]),
        (["since=/db", "before=rest"], ["web"]),
        // `before` looks for its place among the containers with the name, as the engine does.
        (["before=rest", "name=web"], []),
    ])
    func `which running containers they choose`(filters: [String], chosen: [String]) throws {
        #expect(try names(ContainerRow.list(lab(), at: noon, filters: FilterSet(parsing: filters))) == chosen)
    }

    @Test(arguments: [
        ([], ["rest", "idle", "job", "web", "db"]),
        (["exited=3"], ["job"]),
        (["exited=0"], []),
        (["exited=0", "exited=3"], ["job"]),
        (["network=front"], ["job", "db"]),
        (["before=job"], ["web", "db"]),
        (["since=job"], ["rest", "idle"]),
    ])
    func `which of all containers they choose`(filters: [String], chosen: [String]) throws {
        #expect(
            try names(ContainerRow.list(lab(), at: noon, filters: FilterSet(parsing: filters), all: true)) == chosen
        )
    }

    @Test func `identifiers are unique beginnings`() throws {
        let lab = try lab()
        let web = try lab.container(matching: "web").id
        func chosen(_ filters: String...) throws -> [String] {
            try names(ContainerRow.list(lab, at: noon, filters: FilterSet(parsing: filters)))
        }
        #expect(try chosen("id=\(web)") == ["web"])
        #expect(try chosen("id=\(web.short)") == ["web"])
        #expect(try chosen("id=\("\(web)".dropFirst(3))") == [])
        #expect(try chosen("id=") == [])
        #expect(try chosen("id=\(web.short)", "name=db") == [])
        let network = try lab.network(matching: "front").id
        #expect(try chosen("network=\(network.short)") == ["db"])
        #expect(try chosen("since=\(try lab.container(matching: "db").id)") == ["rest", "web"])
        #expect(refusal { _ = try chosen("since=\(web.short)") } == "No such container: \(web.short)")
    }

    @Test(arguments: [
        ("foo=1", LabError.Kind.invalidParameter, "invalid filter 'foo'"),
        ("status=foo", .invalidParameter, "invalid filter 'status=foo'"),
        ("exited=x", .system, #"strconv.Atoi: parsing "x": invalid syntax"#),
        ("exited=99999999999999999999", .system, #"strconv.Atoi: parsing "99999999999999999999": value out of range"#),
        ("is-task=x", .invalidParameter, "invalid filter 'is-task=[x]'"),
        ("health=x", .invalidParameter, "Unrecognised filter value for health: x"),
        ("since=nope", .notFound, "No such container: nope"),
        ("before=nope", .notFound, "No such container: nope"),
        (
            "publish=foo", .system,
            #"error while looking up for publish foo: strconv.ParseUint: parsing "foo": invalid syntax"#
        ),
        ("publish=80:80", .system, "filter for 'publish' should not contain ':': 80:80"),
        (
            "expose=90-80/tcp", .system,
            "error while looking up for expose 90-80/tcp: invalid range specified for port: 90-80"
        ),
        ("expose=", .system, "error while looking up for expose : empty string specified for ports"),
    ])
    func refusals(filter: String, kind: LabError.Kind, text: String) throws {
        let lab = try lab()
        let filters = try FilterSet(parsing: [filter])
        let error = #expect(throws: LabError.self) { try ContainerRow.list(lab, at: noon, filters: filters) }
        #expect(error?.kind == kind)
        #expect(error?.message == text)
    }
}

@Suite struct `Filters of prune` {
    private func prune(_ filters: [String], now: Timestamp) throws -> [String] {
        var lab = Lab.fresh()
        for (name, labels, age) in [("old", ["keep": "yes"], 0), ("mid", ["a": "1"], 60), ("new", [:], 3600)]
            as [(String, [String: String], Int64)]
        {
            var spec = NetworkSpec(name: name)
            spec.labels = labels
            try lab.createNetwork(spec, at: seconds(age, after: noon))
        }
        let filter = try PruneFilter(FilterSet(parsing: filters), now: now)
        return lab.pruneNetworks(where: filter.accepts)
    }

    @Test(arguments: [
        ([], ["mid", "new", "old"]),
        (["label=keep"], ["old"]),
        (["label!=keep"], ["mid", "new"]),
        (["label!=keep=no"], ["mid", "new", "old"]),
        (["label=a", "label!=keep"], ["mid"]),
        (["until=1h"], ["mid", "new", "old"]),
        (["until=90m"], ["mid", "old"]),
        (["until=2h"], ["old"]),
        (["until=2h", "label=a"], []),
        (["until=1780000060"], ["mid", "old"]),
        (["until=1780000059.5"], ["old"]),
        (["until=2026-05-29"], ["mid", "new", "old"]),
        (["until=2026-05-28"], []),
        (["until=2026-05-28T20:27"], ["old"]),
        (["until=2026-05-28T20:27:40"], ["mid", "old"]),
        (["until=2026-05-28T20:27:39.999"], ["old"]),
        (["until=2026-05-28T22:27:40+02:00"], ["mid", "old"]),
        (["until=2026-05-28T18:27:40-02:00"], ["mid", "old"]),
        (["until=2026-05-28T20:27:40.0Z"], ["mid", "old"]),
        (["until=2026-05-29Z"], ["mid", "new", "old"]),
    ])
    func `which networks they remove`(filters: [String], removed: [String]) throws {
        // Two hours after the first; the last is then one hour old, to the second.
        #expect(try prune(filters, now: seconds(7200, after: noon)).sorted() == removed)
    }

    @Test func `containers are chosen by age and label too`() throws {
        var lab = Lab.fresh()
        try lab.create("old", on: []) { $0.config.labels = ["a": "b"] }
        let oldEnough = try PruneFilter(
            FilterSet(parsing: ["until=5m", "label=a=b"]),
            now: seconds(300, after: noon)
        )
        #expect(oldEnough.accepts(try lab.container(matching: "old")))
        let tooYoung = try PruneFilter(FilterSet(parsing: ["until=5m"]), now: seconds(299, after: noon))
        #expect(!tooYoung.accepts(try lab.container(matching: "old")))
    }

    @Test(arguments: [
        (["name=x"], "invalid filter 'name'"),
        (["until=1h", "until=2h"], "more than one until filter specified"),
        (["until=soon"], #"failed to parse value as time or duration: "soon""#),
        (["until=1x"], #"failed to parse value as time or duration: "1x""#),
        (["until="], #"failed to parse value as time or duration: """#),
        (["until=2026-13-01"], #"parsing time "2026-13-01": month out of range"#),
        (["until=2026-02-29"], #"parsing time "2026-02-29": day out of range"#),
        (["until=2026-02-1"], #"parsing time "2026-02-1" as "2006-01-02": cannot parse "1" as "02""#),
        (["until=2026-02-01x"], #"parsing time "2026-02-01x": extra text: "x""#),
        (["until=26-02-01"], #"parsing time "26-02-01" as "2006-01-02": cannot parse "26-02-01" as "2006""#),
        (["until=2026-05-28T20:61"], #"parsing time "2026-05-28T20:61": minute out of range"#),
        (
            ["until=2026-05-28T20:27:40+0200"],
            #"parsing time "2026-05-28T20:27:40+0200" as "2006-01-02T15:04Z07:00": cannot parse ":40+0200" as "Z07:00""#
        ),
    ])
    func refusals(filters: [String], text: String) throws {
        let filters = try FilterSet(parsing: filters)
        #expect(refusal { _ = try PruneFilter(filters, now: noon) } == text)
    }
}
