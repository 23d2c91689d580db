import Lab
import Testing

@testable import Drawing

@Suite struct `A diagram` {
    @Test func `folds replicas that behave alike`() throws {
        let lab = try GraphLab.fleet(40)
        let folded = Diagram(lab)
        #expect(folded.nodes.map(\.title) == ["shop-web ×40"])
        #expect(folded.nodes.first?.legs.map(\.addresses) == [["10.110.0.2 … 10.110.0.41"]])
        #expect(folded.containerCount == 40)
        #expect(Diagram(lab, folding: .never).nodes.count == 40)
    }

    @Test(arguments: [
        (4, Diagram.Folding.auto, 4), (5, .auto, 1), (2, .always, 1), (1, .always, 1), (9, .never, 9),
    ])
    func `folds as many as asked`(count: Int, folding: Diagram.Folding, nodes: Int) throws {
        #expect(Diagram(try GraphLab.fleet(count), folding: folding).nodes.count == nodes)
    }

    @Test func `keeps apart what behaves otherwise`() throws {
        var lab = GraphLab()
        try lab.network("fleet")
        for number in 1...5 { try lab.run("web-\(number)", on: ["fleet"]) }
        try lab.run("web-6", on: ["fleet"], aliases: ["canary"])
        try lab.run("web-7", on: ["fleet"], image: "other")
        try lab.run("web-8", on: ["fleet"], isIdle: true)
        try lab.run("web-9", on: ["fleet"], publish: [GraphLab.port(80, 80)])
        try lab.run("api-1", on: ["fleet"])
        try lab.change { try $0.partition("web-5", "web-6") }
        #expect(
            Diagram(lab.lab, folding: .always).nodes.map(\.title) == [
                "web ×4", "web-5", "web-6", "web-7", "web-8", "web-9", "api-1",
            ]
        )
    }

    @Test func `folds replicas with different host ports`() throws {
        var lab = GraphLab()
        try lab.network("fleet")
        for number in UInt16(1)...3 {
            try lab.run("web-\(number)", on: ["fleet"], publish: [GraphLab.port(8000 + number, 80)])
        }
        #expect(Diagram(lab.lab, folding: .always).nodes.flatMap(\.ports).map(\.label) == ["*:8001–8003 → 80/tcp"])
    }

    @Test func `puts a shared stack into one node`() throws {
        let diagram = Diagram(try GraphLab.sidecars())
        #expect(diagram.nodes.map { $0.members.map(\.name) } == [["vpn", "torrent", "metrics"]])
        #expect(diagram.nodes.first?.members.map(\.isRunning) == [true, true, false])
    }

    @Test func `marks faults and modes`() throws {
        let diagram = Diagram(try GraphLab.faults())
        let named = Dictionary(uniqueKeysWithValues: diagram.nodes.map { ($0.title, $0) })
        #expect(named["agent"]?.kind == .host)
        #expect(named["job"]?.kind == .detached)
        #expect(named["web"]?.marks == ["cut off from db"])
        #expect(named["db"]?.legs.map(\.isDown).contains(true) == true)
        #expect(diagram.cuts.count == 1)
        let networks = Dictionary(uniqueKeysWithValues: diagram.networks.map { ($0.name, $0) })
        #expect(networks["front"]?.impairment == "delay 40ms")
        #expect(networks["lan"]?.flags == ["parent eth0"])
        #expect(networks["mon"]?.flags == ["icc off"])
        #expect(networks["bridge"]?.flags == ["default bridge, no DNS"])
    }

    @Test func `says what ports of both wildcards and of one address are`() throws {
        #expect(
            Diagram(try GraphLab.tiers()).nodes.flatMap(\.ports).map(\.label).sorted() == [
                "*:443 → 443/tcp", "192.0.2.10:8080 → 80/tcp",
            ]
        )
    }

    @Test func `names projects where there are several`() throws {
        var lab = GraphLab()
        try lab.network("edge")
        try lab.run("shop-web-1", on: ["edge"], project: "shop")
        #expect(Diagram(lab.lab).nodes.flatMap(\.members).map(\.project) == [""])
        try lab.run("blog-web-1", on: ["edge"], project: "blog")
        #expect(Diagram(lab.lab).nodes.flatMap(\.members).map(\.project) == ["shop", "blog"])
    }
}
