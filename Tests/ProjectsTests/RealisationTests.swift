internal import Addressing
internal import Compose
internal import Lab
internal import Projects
internal import TestSupport
internal import Testing
internal import YAML

@Suite struct `Realisation of projects` {
    private func realise(_ projects: ComposeProject..., mends: Bool = true) -> Realisation {
        Realisation.of(projects, mends: mends, at: noon)
    }

    @Test func `a service without networks gets the default network and Compose's names`() throws {
        let made = realise(.named { $0.service("web") })
        #expect(made.failures.isEmpty)
        #expect(made.networks.map(\.name) == ["shop_default"])
        #expect(made.containers.map(\.name) == ["shop-web-1"])
        let container = try made.lab.container(matching: "shop-web-1")
        #expect(container.config.networkMode == .network("shop_default"))
        #expect(container.attachments.map(\.config.aliases) == [["shop-web-1", "web"]])
        #expect(try made.lab.ip("shop-web-1") == "172.18.0.2")
        let labels = container.config.labels
        #expect(labels["com.docker.compose.project"] == "shop")
        #expect(labels["com.docker.compose.service"] == "web")
        #expect(labels["com.docker.compose.container-number"] == "1")
        #expect(labels["com.docker.compose.oneoff"] == "False")
        #expect(labels["com.docker.compose.config-hash"]?.count == 64)
        let network = try made.lab.network(matching: "shop_default")
        #expect(network.labels["com.docker.compose.network"] == "default")
        #expect(network.labels["com.docker.compose.project"] == "shop")
    }

    @Test func `networks are made by key, and those that nobody joins are not`() throws {
        let made = realise(
            .named {
                $0.network("zoo")
                $0.network("attic")
                $0.network("empty")
                $0.service("web", on: "zoo", "attic")
            }
        )
        #expect(made.networks.map(\.key) == ["attic", "zoo"])
        #expect(try made.lab.network(matching: "shop_attic").subnets.first?.prefix.description == "172.18.0.0/16")
        #expect(made.network("empty", in: 0) == nil)
    }

    @Test(
        arguments: [
            ("a chain", [("web", ["api"]), ("api", ["db"]), ("db", [])], ["db", "api", "web"]),
            ("names decide between equals", [("b", []), ("c", []), ("a", [])], ["a", "b", "c"]),
            ("what becomes possible competes at once", [("z", []), ("b", ["a"]), ("a", [])], ["a", "b", "z"]),
            ("what is not there does not count", [("web", ["gone"])], ["web"]),
            ("a cycle comes last", [("a", ["b"]), ("b", ["a"]), ("c", [])], ["c", "a", "b"]),
        ] as [(String, [(String, [String])], [String])]
    )
    func `services start after what they depend on`(what: String, services: [(String, [String])], order: [String]) {
        let project = ComposeProject.named { maker in
            for (name, needs) in services { maker.service(name, needs: needs) }
        }
        let made = realise(project)
        #expect(made.containers.map(\.service) == order, "\(what)")
        #expect(ServiceOrder.positions(of: project.services).map { project.services[$0].name } == order)
    }

    @Test func `the network with the highest priority comes first, then names decide`() throws {
        let made = realise(
            .named {
                for key in ["a", "b", "c"] { $0.network(key) }
                $0.service("web", on: "c", "b", "a") { $0.networks?[1].priority = Placed(10, at: $0.place) }
            }
        )
        let container = try made.lab.container(matching: "shop-web-1")
        #expect(container.attachments.map(\.network) == ["shop_b", "shop_a", "shop_c"])
        #expect(container.config.networkMode == .network("shop_b"))
    }

    @Test func `projects share an external network, whichever comes first`() throws {
        let made = realise(
            .named("blog") {
                $0.network("proxy", external: true, name: "edge")
                $0.service("wiki", on: "proxy")
            },
            .named("shop") {
                $0.network("edge", name: "edge")
                $0.service("web", on: "edge")
            }
        )
        #expect(made.failures.isEmpty)
        #expect(made.network("proxy", in: 0)?.id == made.network("edge", in: 1)?.id)
        #expect(made.network("proxy", in: 0)?.isAssumed == false)
        #expect(try made.lab.ip("blog-wiki-1") == "172.18.0.2")
        #expect(try made.lab.ip("shop-web-1") == "172.18.0.3")
    }

    @Test func `an external network that no file makes is assumed, or refused where the host is known`() {
        let project = ComposeProject.named {
            $0.network("edge", external: true)
            $0.service("web", on: "edge")
        }
        let assumed = Realisation.of([project], at: noon)
        #expect(assumed.failures.isEmpty)
        #expect(assumed.network("edge", in: 0)?.isAssumed == true)
        let refused = Realisation.of([project], assumesExternals: false, mends: false, at: noon)
        #expect(
            refused.failures.map(\.error.message).first == "network edge declared as external, but could not be found"
        )
        #expect(refused.failures.first?.place == project.networks.first?.place)
        #expect(refused.network("edge", in: 0)?.id == nil)
    }

    @Test func `a service that joins another's stack is a container of its first replica`() throws {
        let made = realise(
            .named {
                $0.service("app") { $0.networkMode = Placed(.service("vpn"), at: $0.place) }
                $0.service("vpn")
            }
        )
        #expect(made.containers.map(\.name) == ["shop-vpn-1", "shop-app-1"])
        let vpn = try made.lab.container(matching: "shop-vpn-1")
        #expect(try made.lab.container(matching: "shop-app-1").config.networkMode == .container(vpn.id.description))
    }

    @Test func `links become names on each network, three for every container`() throws {
        let made = realise(
            .named {
                $0.service("web") {
                    $0.links = [Placed(ServiceLink(target: "db", alias: "data"), at: $0.place)]
                    $0.externalLinks = [Placed(ServiceLink(target: "old_redis", alias: "redis"), at: $0.place)]
                }
                $0.service("db", scale: 2)
            }
        )
        let web = try made.lab.container(matching: "shop-web-1")
        #expect(
            web.attachments.first?.config.links == [
                "shop-db-1:data", "shop-db-1:db-1", "shop-db-1:shop-db-1",
                "shop-db-2:data", "shop-db-2:db-1", "shop-db-2:shop-db-1",
                "old_redis:redis",
            ]
        )
        #expect(made.containers.map(\.name) == ["shop-db-1", "shop-db-2", "shop-web-1"])
    }

    @Test func `what is refused is named with its place, and the rest goes on`() throws {
        var places: [SourcePlace] = []
        let made = realise(
            .named {
                $0.network("back", subnet: "10.0.0.0/24")
                $0.network("clash", subnet: "10.0.0.128/25")
                $0.service("a", on: "back=10.0.0.9", ports: ["8080:80"])
                $0.service("b", on: "back=10.0.0.9")
                $0.service("c", on: "back", ports: ["8080:80"])
                $0.service("d", on: "clash")
                $0.service("e", on: "back")
                places = [
                    $0.project.networks[1].subnets[0].place, $0.project.services[1].networks?[0].place,
                    $0.project.services[2].ports[0].place, $0.project.services[3].networks?[0].place,
                ].compactMap { $0 }
            },
            mends: false
        )
        #expect(
            made.failures.map(\.error.message) == [
                "invalid pool request: Pool overlaps with other one on this address space",
                "failed to set up container networking: Address already in use",
                """
                failed to set up container networking: driver failed programming external connectivity on endpoint \
                shop-c-1 (\(try endpointID(made.failures, 2))): Bind for 0.0.0.0:8080 failed: port is already allocated
                """,
                "failed to set up container networking: network shop_clash not found",
            ]
        )
        #expect(made.failures.map(\.place) == places)
        #expect(made.failures.map(\.step) == [.create, .start, .start, .start])
        #expect(made.containers.filter(\.isStarted).map(\.name) == ["shop-a-1", "shop-e-1"])
    }

    /// The random part of the engine's text.
    private func endpointID(_ failures: [RealisationFailure], _ index: Int) throws -> String {
        let parts = failures[index].error.message.split(whereSeparator: { "()".contains($0) })
        return String(try #require(parts.first { $0.count == 64 }))
    }

    @Test func `a custom name and several replicas are Compose's own refusal`() {
        let made = realise(
            .named {
                $0.service("web", scale: 2) { $0.containerName = Placed("www", at: $0.place) }
                $0.service("db")
            }
        )
        #expect(made.failures.count == 2)
        #expect(
            made.failures.first?.error.message.hasPrefix("WARNING: The \"web\" service is using the custom") == true
        )
        #expect(made.containers.filter(\.isStarted).map(\.name) == ["shop-db-1"])
    }

    @Test func `the same projects give the same lab`() {
        let project = ComposeProject.named { maker in
            maker.network("back")
            for index in 0..<20 { maker.service("s\(index)", on: "back", needs: index > 0 ? ["s\(index - 1)"] : []) }
        }
        let a = Realisation.of([project], at: noon)
        let b = Realisation.of([project], at: noon)
        #expect(a.lab.allContainers.map(\.id) == b.lab.allContainers.map(\.id))
        #expect(a.lab.allContainers.map { $0.attachments } == b.lab.allContainers.map { $0.attachments })
    }
}
