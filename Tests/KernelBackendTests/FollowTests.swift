import Addressing
import KernelBackend
import Lab
import Netlink
import NetlinkWire
import TestSupport
import Testing

/// Labs in the kernel that change.
extension KernelTests {
    @Suite struct FollowTests {
        /// Does something to a lab; what Docker refuses is not done.
        private static func change(_ lab: inout Lab, _ random: inout SeededGenerator) -> String {
            let containers = lab.allContainers.map(\.name)
            let networks = lab.allNetworks.map(\.name)
            guard let one = containers.randomElement(using: &random),
                let two = containers.randomElement(using: &random),
                let network = networks.randomElement(using: &random)
            else { return "nothing" }
            let fresh = "new\(UInt16.random(in: 0...UInt16.max, using: &random))"
            switch Int.random(in: 0..<14, using: &random) {
            case 0:
                try? lab.connect(network: network, container: one, config: EndpointConfig())
                return "connect \(network) \(one)"
            case 1:
                try? lab.disconnect(network: network, container: one)
                return "disconnect \(network) \(one)"
            case 2:
                _ = try? lab.stopContainer(matching: one, at: noon)
                return "stop \(one)"
            case 3:
                try? lab.startContainer(matching: one, at: noon)
                return "start \(one)"
            case 4:
                try? lab.restartContainer(matching: one, at: noon)
                return "restart \(one)"
            case 5:
                try? lab.removeContainer(matching: one, force: true, at: noon)
                return "rm \(one)"
            case 6:
                try? lab.renameContainer(matching: one, to: fresh)
                return "rename \(one)"
            case 7:
                _ = try? lab.run(fresh, on: network, publish: [binding(80)])
                return "run \(fresh) on \(network)"
            case 8:
                _ = try? lab.network(fresh) { $0.enableIPv6 = Bool.random(using: &random) }
                return "network \(fresh)"
            case 9:
                try? lab.removeNetwork(matching: network)
                return "network rm \(network)"
            case 10:
                _ = try? lab.setLink(of: one, isUp: Bool.random(using: &random))
                return "link \(one)"
            case 11:
                try? lab.partition(one, two)
                return "partition \(one) \(two)"
            case 12:
                lab.appendUserRule(UserRule(words: ["-p", "tcp", "-j", "RETURN"], isIPv6: Bool.random(using: &random)))
                return "rule"
            default:
                var slow = Impairment()
                slow.rate = Bool.random(using: &random) ? 8_000_000 : 0
                try? lab.impair(network: network, slow)
                return "impair \(network) \(slow.rate)"
            }
        }

        @Test(arguments: 100..<110 as Range<UInt64>)
        func `a lab that changes step by step is in the kernel as one made at once`(seed: UInt64) throws {
            var random = SeededGenerator(seed: seed)
            var lab = RandomLab.make(seed: seed)
            while try (try? PlanBuilder.plan(lab)).map({ try !FeatureProbe.missing(of: $0).isEmpty }) ?? true {
                lab = RandomLab.make(seed: random.next())
            }
            let kernel = try Kernel.build(lab)
            var log: [String] = []
            for _ in 0..<12 {
                for _ in 0..<Int.random(in: 1...3, using: &random) { log.append(Self.change(&lab, &random)) }
                // What the kernel cannot hold ends the walk.
                guard let plan = try? PlanBuilder.plan(lab), try FeatureProbe.missing(of: plan).isEmpty else { return }
                try kernel.follow(plan)
                #expect(kernel.generation == 0, "made anew after \(log.joined(separator: ", "))")
                try kernel.expect(lab)
            }
            let anew = try Kernel.build(lab)
            #expect(try kernel.ruleset(in: .host) == anew.ruleset(in: .host), "\(log.joined(separator: ", "))")
        }

        @Test func `what does not change is left alone`() throws {
            var lab = try Labs.twoNetworks()
            let kernel = try Kernel.build(lab)
            let before = try #require(kernel.namespace(kernel.space("web")))
            let plan = kernel.plan
            try lab.run("late", on: "front")
            let change = PlanChange(from: plan, to: try PlanBuilder.plan(lab))
            #expect(change.closed.isEmpty)
            try kernel.follow(try PlanBuilder.plan(lab))
            #expect(kernel.namespace(try kernel.space("web")) === before)
            let late = try #require(try lab.ip("late"))
            #expect(try kernel.shell(kernel.space("web"), "ping -n -c 1 -W 1 \(late)").status == 0)
            try lab.removeContainer(matching: "late", force: true, at: noon)
            try kernel.follow(try PlanBuilder.plan(lab))
            #expect(kernel.plan.spaces == plan.spaces)
            #expect(try kernel.shell(kernel.space("web"), "ping -n -c 1 -W 0.3 \(late)").status != 0)
        }

        @Test func `nothing is done where nothing has changed`() throws {
            let plan = try PlanBuilder.plan(try Labs.options())
            let change = PlanChange(from: plan, to: plan)
            #expect(change.steps.isEmpty && change.closed.isEmpty)
        }

        @Test func `a step that fails has all made anew, and where that fails nothing is left`() throws {
            var lab = try Labs.twoNetworks()
            let kernel = try Kernel.build(lab)
            // Somebody took the number that the next link is to have.
            try lab.run("late", on: "front")
            let plan = try PlanBuilder.plan(lab)
            let number = try #require(
                plan.steps.compactMap { step -> Int32? in
                    guard case .addLink(.host, let link, let space) = step, space.name == "late" else { return nil }
                    return link.index
                }.first
            )
            let taken = try kernel.shell(.host, "ip link add name thief index \(number) type bridge")
            #expect(taken.status == 0, "\(taken.output)")
            try kernel.follow(plan)
            #expect(kernel.generation == 1)
            try kernel.expect(lab)
            let held = try Kernel.heldNamespaces()
            let bad = plan.inserting(
                .setting(.host, path: "net/none", value: "1", kernelOption: nil),
                at: plan.steps.count
            )
            #expect(throws: (any Error).self) { try kernel.follow(bad) }
            #expect(kernel.namespace(.host) == nil)
            #expect(try Kernel.heldNamespaces() == held - plan.spaces.count)
        }
    }
}
