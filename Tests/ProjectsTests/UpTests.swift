internal import Addressing
internal import Compose
internal import Lab
internal import Projects
internal import TestSupport
internal import Testing
internal import YAML

@Suite struct `Bringing a project up` {
    /// What was done, in Compose's words.
    private func up(
        _ project: ComposeProject,
        on lab: inout Lab,
        change: (inout UpOptions) -> Void = { _ in }
    ) -> (lines: [String], warnings: [String], failures: [String]) {
        var options = UpOptions()
        change(&options)
        var convergence = Convergence(of: project, options: options, now: noon)
        convergence.run(on: &lab)
        return (convergence.changes.map(line), convergence.warnings, convergence.failures.map(\.text))
    }

    private func down(_ project: ComposeProject, on lab: inout Lab) -> [String] {
        var teardown = Teardown(of: project, now: noon)
        teardown.run(on: &lab)
        return teardown.changes.map(line)
    }

    private func line(_ change: ProjectChange) -> String { "\(change.name) \(change.action.rawValue)" }

    private func shop(
        _ change: (inout ProjectMaker) -> Void = { _ in },
        subnet: String? = nil,
        image: String = "nginx",
        scale: Int = 1
    ) -> ComposeProject {
        .named {
            $0.network("back", subnet: subnet)
            $0.service("db", on: "back")
            $0.service("web", on: "back", needs: ["db"], scale: scale) {
                $0.image = Placed(image, at: $0.place)
            }
            change(&$0)
        }
    }

    @Test func `the first time all is created, then all is started`() {
        var lab = Lab.fresh()
        #expect(
            up(shop(), on: &lab).lines == [
                "shop_back Created", "shop-db-1 Created", "shop-web-1 Created", "shop-db-1 Started",
                "shop-web-1 Started",
            ]
        )
    }

    @Test func `the second time nothing changes`() {
        var lab = Lab.fresh()
        _ = up(shop(), on: &lab)
        _ = lab.takeChanges()
        let before = lab.allContainers.map(\.id)
        #expect(up(shop(), on: &lab).lines == ["shop-db-1 Running", "shop-web-1 Running"])
        #expect(lab.allContainers.map(\.id) == before)
        #expect(lab.takeChanges().isEmpty)
    }

    @Test func `a container whose configuration changed is recreated, and no other`() throws {
        var lab = Lab.fresh()
        _ = up(shop(), on: &lab)
        let db = try lab.container(matching: "shop-db-1").id
        #expect(
            up(shop(image: "caddy"), on: &lab).lines
                == ["shop-web-1 Recreated", "shop-db-1 Running", "shop-web-1 Started"]
        )
        #expect(try lab.container(matching: "shop-web-1").config.image == "caddy")
        #expect(try lab.container(matching: "shop-db-1").id == db)
        #expect(lab.containerCount == 2)
    }

    @Test func `a network whose configuration changed is made anew, and its containers keep their identity`() throws {
        var lab = Lab.fresh()
        _ = up(shop(), on: &lab)
        let ids = lab.allContainers.map(\.id)
        let done = up(shop(subnet: "10.9.0.0/24"), on: &lab)
        #expect(
            done.lines == [
                "shop-db-1 Stopped", "shop-web-1 Stopped", "shop_back Removed", "shop_back Created",
                "shop-db-1 Started", "shop-web-1 Started",
            ]
        )
        #expect(lab.allContainers.map(\.id) == ids)
        #expect(try lab.ip("shop-db-1") == "10.9.0.2")
        let aliases = try lab.container(matching: "shop-web-1").attachments.first?.config.aliases
        #expect(aliases == ["shop-web-1", "web"])
        #expect(up(shop(subnet: "10.9.0.0/24"), on: &lab).lines == ["shop-db-1 Running", "shop-web-1 Running"])
    }

    @Test func `replicas are added at the end and removed from it`() {
        var lab = Lab.fresh()
        _ = up(shop(scale: 2), on: &lab)
        #expect(up(shop(scale: 3), on: &lab).lines.contains("shop-web-3 Started"))
        let done = up(shop(scale: 1), on: &lab).lines
        #expect(
            done == [
                "shop-web-2 Stopped", "shop-web-2 Removed", "shop-web-3 Stopped", "shop-web-3 Removed",
                "shop-db-1 Running", "shop-web-1 Running",
            ]
        )
    }

    @Test func `what shares a stack is recreated with its owner`() {
        func project(_ image: String) -> ComposeProject {
            .named {
                $0.service("vpn") { $0.image = Placed(image, at: $0.place) }
                $0.service("app") { $0.networkMode = Placed(.service("vpn"), at: $0.place) }
            }
        }
        var lab = Lab.fresh()
        _ = up(project("one"), on: &lab)
        #expect(
            up(project("two"), on: &lab).lines == [
                "shop-vpn-1 Recreated", "shop-app-1 Recreated", "shop-vpn-1 Started", "shop-app-1 Started",
            ]
        )
    }

    @Test func `orphans are warned of, or removed`() {
        var lab = Lab.fresh()
        _ = up(shop { $0.service("cache", on: "back") }, on: &lab)
        #expect(
            up(shop(), on: &lab).warnings == [
                """
                Found orphan containers ([shop-cache-1]) for this project. If you removed or renamed this service in \
                your compose file, you can run this command with the --remove-orphans flag to clean it up.
                """
            ]
        )
        #expect(
            up(shop(), on: &lab) { $0.removesOrphans = true }.lines.prefix(2)
                == ["shop-cache-1 Stopped", "shop-cache-1 Removed"]
        )
        #expect(lab.containerCount == 2)
    }

    @Test func `a refusal ends it, and what was done stays`() throws {
        var lab = Lab.fresh()
        try lab.network("other", subnet: "10.9.0.0/16")
        let done = up(shop(subnet: "10.9.0.0/24"), on: &lab)
        #expect(done.lines == ["shop_back Error"])
        #expect(
            done.failures == [
                """
                Error response from daemon: invalid pool request: Pool overlaps with other one on this address space
                """
            ]
        )
        #expect(lab.containerCount == 0)
    }

    @Test func `a network that exists but is not the project's own is used with a warning, or refused`() throws {
        var lab = Lab.fresh()
        try lab.network("shop_back")
        let done = up(shop(), on: &lab)
        #expect(
            done.warnings == [
                """
                a network with name shop_back exists but was not created by compose.
                Set `external: true` to use an existing network
                """
            ]
        )
        #expect(
            done.failures == [
                """
                network shop_back was found but has incorrect label com.docker.compose.network set to "" \
                (expected: "back")
                """
            ]
        )
    }

    @Test func `named services come with what they depend on`() throws {
        var lab = Lab.fresh()
        let project = shop { $0.service("cron", on: "back") }
        #expect(up(try project.selecting(["web"]), on: &lab).lines.contains("shop-cron-1 Created") == false)
        #expect(lab.containerCount == 2)
        #expect(refusal { _ = try project.selecting(["wbe"]) } == "no such service: wbe")
        #expect(try project.selecting(["web"], withDependencies: false).services.map(\.name) == ["web"])
    }

    // MARK: - Properties

    /// Projects drawn from a seed.
    private func project(_ seed: Int) -> ComposeProject {
        var random = SeededGenerator(seed: UInt64(seed))
        return .named { maker in
            let networks = (0..<Int.random(in: 1...3, using: &random)).map { "n\($0)" }
            for (index, network) in networks.enumerated() {
                maker.network(network, subnet: Bool.random(using: &random) ? "10.\(index).0.0/24" : nil)
            }
            for index in 0..<Int.random(in: 1...5, using: &random) {
                let isShared = index > 0 && Int.random(in: 0..<6, using: &random) == 0
                let fixed = Int.random(in: 0..<8, using: &random) == 0 ? "=10.0.0.\(index + 2)" : ""
                let network = (networks.randomElement(using: &random) ?? "n0") + fixed
                let port = Int.random(in: 0..<3, using: &random) == 0 ? ["\(8000 + index):80"] : []
                let needs = index > 0 && Bool.random(using: &random) ? ["s\(index - 1)"] : []
                let scale = Int.random(in: 1...3, using: &random)
                maker.service("s\(index)", on: network, needs: needs, ports: port, scale: scale) { service in
                    if isShared {
                        service.networks = nil
                        service.ports = []
                        service.networkMode = Placed(.service("s\(index - 1)"), at: service.place)
                    }
                }
            }
        }
    }

    @Test(arguments: 0..<40)
    func `realisation is up on an empty lab, and down leaves the lab as it was`(seed: Int) throws {
        let project = project(seed)
        let made = Realisation.of([project], mends: false, at: noon)
        var lab = Lab(seed: 0, created: noon)
        let before = lab.allNetworks.map(\.name)
        let done = up(project, on: &lab) { $0.stopsAtFailure = false }
        #expect(lab.allContainers.map(\.id) == made.lab.allContainers.map(\.id), "seed \(seed)")
        #expect(lab.allContainers.map(\.attachments) == made.lab.allContainers.map(\.attachments), "seed \(seed)")
        #expect(done.failures == made.failures.map(\.text), "seed \(seed)")
        _ = lab.takeChanges()
        if done.failures.isEmpty {
            let again = up(project, on: &lab)
            #expect(again.lines.allSatisfy { $0.hasSuffix(" Running") }, "seed \(seed): \(again.lines)")
            #expect(lab.takeChanges().isEmpty, "seed \(seed)")
        }
        _ = down(project, on: &lab)
        #expect(lab.containerCount == 0 && lab.allNetworks.map(\.name) == before, "seed \(seed)")
        #expect(lab.hostPorts.holders.isEmpty, "seed \(seed)")
        // All addresses are free again: the same project gets the same ones.
        _ = up(project, on: &lab) { $0.stopsAtFailure = false }
        #expect(
            lab.allContainers.map { $0.attachments.map(\.endpoint?.ipv4) }
                == made.lab.allContainers.map { $0.attachments.map(\.endpoint?.ipv4) },
            "seed \(seed)"
        )
    }

    /// From any project to any other, the lab ends like one that only ever had the other.
    @Test(arguments: 0..<40)
    func `up from another state comes to the same containers and networks`(seed: Int) {
        let (from, to) = (project(seed), project(seed + 1000))
        let target = Realisation.of([to], at: noon)
        guard target.failures.isEmpty else { return }
        var lab = Lab(seed: 0, created: noon)
        _ = up(from, on: &lab) { $0.stopsAtFailure = false }
        let done = up(to, on: &lab) { $0.removesOrphans = true }
        // A port or address that an older container still holds may stand in the way, as it may in Docker.
        guard done.failures.isEmpty else { return }
        #expect(
            Set(lab.allContainers.filter(\.isRunning).map(\.name))
                == Set(target.lab.allContainers.map(\.name)),
            "seed \(seed)"
        )
        for container in target.lab.allContainers {
            let here = lab.allContainers.first { $0.name == container.name }
            #expect(
                here?.attachments.map(\.network).sorted() == container.attachments.map(\.network).sorted(),
                "seed \(seed): \(container.name)"
            )
        }
    }
}
