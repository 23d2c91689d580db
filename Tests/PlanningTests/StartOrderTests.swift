internal import Addressing
internal import Compose
internal import Lab
internal import Planning
internal import Projects
internal import TestSupport
internal import Testing
internal import YAML

@Suite struct `Start orders` {
    private func orders(_ make: (inout ProjectMaker) -> Void) -> (StartOrders, Realisation) {
        let made = Realisation.of([.named("p", make)], at: noon)
        return (StartOrders(made), made)
    }

    private func text(_ theft: StartOrders.Theft) -> String {
        let steps = theft.order.map { "\($0.container)=\($0.address?.description ?? "-")" }
        return "\(theft.occasion.rawValue): \(theft.thief) takes \(theft.address): \(steps.joined(separator: " "))"
    }

    @Test func `a neighbour that starts first takes the lowest address`() {
        let (orders, _) = orders {
            $0.network("n", subnet: "10.0.0.0/24")
            $0.service("db", on: "n=10.0.0.2")
            $0.service("web", on: "n")
        }
        #expect(orders.thefts.map(text) == ["up: p-web-1 takes 10.0.0.2: p-web-1=10.0.0.2 p-db-1=-"])
    }

    @Test func `depends_on keeps it while up runs, and a reboot does not`() {
        func project(restart: String?) -> (inout ProjectMaker) -> Void {
            { maker in
                maker.network("n", subnet: "10.0.0.0/24")
                for (name, joined) in [("db", "n=10.0.0.2"), ("web", "n")] {
                    maker.service(name, on: joined, needs: name == "web" ? ["db"] : []) { service in
                        service.restart = restart.map { Placed($0, at: service.place) }
                    }
                }
            }
        }
        #expect(orders(project(restart: nil)).0.thefts.isEmpty)
        #expect(
            orders(project(restart: "always")).0.thefts.map(text)
                == ["reboot: p-web-1 takes 10.0.0.2: p-web-1=10.0.0.2 p-db-1=-"]
        )
    }

    @Test(
        arguments: [
            ("too few neighbours", "10.0.0.9", nil, 2, false),
            ("just enough", "10.0.0.4", nil, 3, true),
            ("one too few", "10.0.0.5", nil, 3, false),
            ("outside the ip-range", "10.0.0.2", "10.0.0.128/25", 9, false),
            ("in the ip-range", "10.0.0.129", "10.0.0.128/25", 2, true),
        ] as [(String, String, String?, Int, Bool)]
    )
    func `neighbours fill the range from below`(
        what: String,
        address: String,
        range: String?,
        neighbours: Int,
        isTaken: Bool
    ) {
        let (orders, _) = orders {
            $0.network("n", subnet: "10.0.0.0/24", range: range)
            $0.service("db", on: "n=\(address)")
            $0.service("web", on: "n", scale: neighbours)
        }
        #expect(!orders.thefts.isEmpty == isTaken, "\(what)")
    }

    @Test func `what can be left out is left out`() {
        let (orders, _) = orders {
            $0.network("n", subnet: "10.0.0.0/24")
            $0.network("m", subnet: "10.1.0.0/24")
            $0.service("db", on: "n=10.0.0.4")
            $0.service("lower", on: "n=10.0.0.2")
            $0.service("other", on: "m", scale: 3)
            $0.service("web", on: "n", scale: 9)
        }
        #expect(
            orders.thefts.map(text) == [
                "up: p-web-2 takes 10.0.0.4: p-lower-1=10.0.0.2 p-web-1=10.0.0.3 p-web-2=10.0.0.4 p-db-1=-",
                "up: p-web-1 takes 10.0.0.2: p-web-1=10.0.0.2 p-lower-1=-",
            ]
        )
    }

    @Test func `an address is assured, or not`() throws {
        let (orders, made) = orders {
            $0.network("n", subnet: "10.0.0.0/24")
            $0.service("a", on: "n")
            $0.service("b", on: "n", needs: ["a"])
            $0.service("c", on: "n=10.0.0.200")
        }
        func assurance(_ name: String, _ address: String) throws -> StartOrders.Assurance {
            let id = try made.lab.container(matching: name).id
            return orders.assurance(that: id, gets: try IPAddress(parsing: address))
        }
        #expect(try assurance("p-a-1", "10.0.0.2") == .always)
        #expect(try assurance("p-b-1", "10.0.0.3") == .always)
        #expect(try assurance("p-c-1", "10.0.0.200") == .always)
        #expect(try assurance("p-c-1", "10.0.0.201") == .never)
        #expect(try assurance("p-a-1", "10.0.0.3") == .otherwise(IPAddress(parsing: "10.0.0.2")))
        #expect(try assurance("p-a-1", "192.168.0.1") == .never)
    }

    /// All orders of up to five services, run on the lab itself.
    @Test(arguments: 0..<60)
    func `the verdict is that of trying all orders`(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let count = Int.random(in: 2...5, using: &random)
        let names = (0..<count).map { "s\($0)" }
        var wishes = ["10.0.0.2", "10.0.0.3", "10.0.0.4", "10.0.0.5", "10.0.0.6"].shuffled(using: &random)
        let (orders, made) = orders { maker in
            maker.network("n", subnet: "10.0.0.0/28")
            for (index, name) in names.enumerated() {
                let isFixed = Int.random(in: 0..<5, using: &random) < 2
                let needs = names[..<index].filter { _ in Int.random(in: 0..<4, using: &random) == 0 }
                maker.service(name, on: isFixed ? "n=\(wishes.removeLast())" : "n", needs: Array(needs)) { service in
                    if Int.random(in: 0..<3, using: &random) == 0 {
                        service.restart = Placed("always", at: service.place)
                    }
                }
            }
        }
        var stolen: Set<String> = []
        for isReboot in [false, true] {
            for order in possibleOrders(made, isReboot: isReboot) {
                stolen.formUnion(try victims(of: order, isReboot: isReboot, made))
            }
        }
        let verdict = Set(orders.thefts.map(\.victim))
        #expect(verdict == stolen, "seed \(seed)")
        for theft in orders.thefts {
            let order = theft.order.map(\.container)
            #expect(
                try victims(of: order, isReboot: theft.occasion == .reboot, made).contains(theft.victim),
                "seed \(seed): \(text(theft))"
            )
        }
    }

    /// The orders of all containers that `up` or a reboot may bring about.
    private func possibleOrders(_ made: Realisation, isReboot: Bool) -> [[String]] {
        let services = made.projects[0].services
        var found: [[String]] = []
        func extend(_ order: [String], _ rest: [ComposeService]) {
            if rest.isEmpty { found.append(order.map { "p-\($0)-1" }) }
            let engineHasMore = isReboot && rest.contains { $0.restart != nil }
            for service in rest {
                if engineHasMore {
                    if service.restart == nil { continue }
                } else if !(isReboot && service.restart != nil),
                    service.dependsOn.contains(where: { !order.contains($0.service) })
                {
                    continue
                }
                extend(order + [service.name], rest.filter { $0.name != service.name })
            }
        }
        extend([], services)
        return found
    }

    /// The containers with a fixed address that do not start in an order, and not because of another refusal.
    private func victims(of order: [String], isReboot: Bool, _ made: Realisation) throws -> [String] {
        var lab = made.lab
        for container in lab.allContainers { try lab.stopContainer(matching: container.name, at: noon) }
        var victims: [String] = []
        var down: Set<String> = []
        for name in order {
            let service = made.projects[0].services.first { "p-\($0.name)-1" == name }
            // Compose does not go on to what waits for one that failed; the engine knows no waiting.
            let waits = service?.dependsOn.contains { down.contains("p-\($0.service)-1") } ?? false
            if waits, !(isReboot && service?.restart != nil) {
                down.insert(name)
                continue
            }
            do {
                try lab.startContainer(matching: name, at: noon)
            } catch {
                victims.append(name)
                down.insert(name)
            }
        }
        return victims
    }
}
