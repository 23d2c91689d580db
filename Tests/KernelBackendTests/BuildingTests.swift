import Addressing
import KernelBackend
import Lab
import Netlink
import NetlinkWire
import TestSupport
import Testing

/// What is made goes again, whatever happens on the way.
extension KernelTests {
    @Suite struct BuildingTests {
        /// What the machine's own namespace has.
        private func machine() throws -> String {
            try Kernel.shell(
                "ip -o link; ip -o addr; ip route show table all; nft list ruleset; ls /run/netns 2>/dev/null"
            ).output
        }

        @Test func `the machine's own namespace is left alone, and nothing is held when a lab is dropped`() throws {
            let (before, held) = (try machine(), try Kernel.heldNamespaces())
            do {
                let kernel = try Kernel.build(try Labs.twoNetworks())
                #expect(try Kernel.heldNamespaces() == held + kernel.plan.spaces.count)
                #expect(try machine() == before)
            }
            #expect(try Kernel.heldNamespaces() == held)
            #expect(try machine() == before)
        }

        @Test(arguments: [0, 1, 20, 40, 60])
        func `a step that fails leaves nothing of those before it`(position: Int) throws {
            let (before, held) = (try machine(), try Kernel.heldNamespaces())
            let plan = try PlanBuilder.plan(try Labs.twoNetworks())
            // A link on top of one that is there, a little before a later namespace or at the end.
            let bad = PlanStep.request(.host, .addLink(LinkMessage("lo", .bridge(BridgeSettings()))))
            let broken = plan.inserting(bad, at: min(plan.steps.count, 1 + position))
            #expect(
                throws: KernelError.step(
                    space: "host",
                    reason: "cannot add link lo (bridge): File exists (EEXIST)"
                )
            ) { try KernelLab.build(broken) }
            #expect(try Kernel.heldNamespaces() == held)
            #expect(try machine() == before)
        }

        @Test func `rules that nft does not take are named, and nothing stays`() throws {
            let held = try Kernel.heldNamespaces()
            let plan = try PlanBuilder.plan(Lab.fresh())
            let broken = plan.inserting(.rules(.host, "table ip x { chain y { nonsense; }; }\n"), at: plan.steps.count)
            #expect(throws: KernelError.self) { try KernelLab.build(broken) }
            #expect(try Kernel.heldNamespaces() == held)
        }

        @Test func `a setting that the kernel has not is named with the option that it lacks`() throws {
            let plan = try PlanBuilder.plan(Lab.fresh())
            let step = PlanStep.setting(.host, path: "net/nothing", value: "1", kernelOption: "CONFIG_NOTHING")
            #expect(throws: KernelError.noSetting(path: "net/nothing", option: "CONFIG_NOTHING")) {
                try KernelLab.build(plan.inserting(step, at: plan.steps.count))
            }
        }

        @Test(arguments: Labs.all.map(\.name))
        func `nft lists the rules that were loaded, one for one`(name: String) throws {
            let lab = try Labs.make(name)
            let kernel = try Kernel.build(lab)
            let listed = try kernel.ruleset(in: .host)
            let loaded = kernel.plan.steps.compactMap { if case .rules(_, let text) = $0 { text } else { nil } }
                .joined()
            func lines(_ text: String) -> [String] {
                text.split(separator: "\n").map { $0.trimmingPrefix(while: \.isWhitespace) }.map(String.init)
                    .filter { !$0.isEmpty && !$0.hasPrefix("type ") }
            }
            #expect(lines(listed).count == lines(loaded).count)
            #expect(lines(listed).filter { $0.hasPrefix("chain ") } == lines(loaded).filter { $0.hasPrefix("chain ") })
        }

        @Test func `a bridge full of containers is made, with more descriptors than select takes`() throws {
            var lab = Lab.fresh()
            try lab.network("big", subnet: "10.8.0.0/16")
            for number in 0..<1023 { try lab.run("c\(number)", on: "big") }
            let held = try Kernel.heldNamespaces()
            do {
                let kernel = try Kernel.build(lab)
                #expect(try kernel.socket(in: .host).links().count == 3 + 1 + 1023)
                let address = try #require(try lab.ip("c1022"))
                #expect(try kernel.shell(kernel.space("c0"), "ping -n -c 1 -W 5 \(address)").status == 0)
                #expect(try kernel.ruleset(in: .host).contains("chain DOCKER-FORWARD"))
            }
            #expect(try Kernel.heldNamespaces() == held)
        }

        @Test(.enabled(if: RootFolder.isMount, RootFolder.reason))
        func `a script of ip and nft makes the same`() throws {
            for name in ["both families", "options"] {
                let kernel = try Kernel.build(try Labs.make(name))
                let views = [
                    "ip -o -d link show", "ip -o addr show", "ip -4 route show table main",
                    "ip -6 route show table main",
                    "nft list ruleset", "tc qdisc show",
                ]
                // In a mount namespace of its own, where the names of namespaces go with it. A root folder that is no
                // mount, as in a chroot, cannot be made private.
                var script =
                    "mount --make-rprivate / 2>/dev/null; mount -t tmpfs none /run && mkdir /run/netns\n"
                script += kernel.plan.script(prefix: "t") + "set +e\n"
                for space in kernel.plan.spaces {
                    let name = KernelPlan.name(of: space, prefix: "t")
                    for view in views {
                        script += "echo '## \(space.name): \(view)'; nsenter --net=/run/netns/\(name) \(view)\n"
                    }
                }
                let scripted = try Kernel.shell("unshare -m --propagation unchanged sh", input: script)
                #expect(scripted.status == 0, "\(scripted.output)")
                var own = ""
                for space in kernel.plan.spaces {
                    for view in views {
                        own += "## \(space.name): \(view)\n"
                        own += try Kernel.shell(try kernel.inside(space, view)).output
                    }
                }
                let (a, b) = (Self.comparable(scripted.output), Self.comparable(own))
                let lines = Set(b.split(separator: "\n"))
                let others = Set(a.split(separator: "\n"))
                #expect(
                    a == b,
                    "\(name): only by script: \(others.subtracting(lines).sorted()), only by netsim: \(lines.subtracting(others).sorted())"
                )
            }
        }

        /// Without the numbers of namespaces, counters and random identifiers.
        private static func comparable(_ text: String) -> String {
            text.split(separator: "\n").map { line in
                line.replacing(/link-netns(id)? \S+/, with: "link-netns N")
                    .replacing(/qdisc (\S+) \S+:/, with: "qdisc $1 N:")
                    .replacing(
                        /(hello_timer|tcn_timer|topology_change_timer|gc_timer|port_id|designated_\w+|\w+_id) +\S+/,
                        with: ""
                    )
                    .replacing(/state \S+/, with: "").replacing(/<[^>]*>/, with: "")
            }
            .filter { !$0.contains("inet6 fe80::") || $0.contains("fe80::1/64") }
            .filter { !$0.contains("fe80::/64") }
            .map { $0.replacing("linkdown", with: "").trimmingSuffix { $0.isWhitespace } }
            .joined(separator: "\n")
        }
    }
}

extension Collection where SubSequence == Self, Self: BidirectionalCollection {
    fileprivate func trimmingSuffix(while predicate: (Element) -> Bool) -> SubSequence {
        var end = endIndex
        while end > startIndex, predicate(self[index(before: end)]) { end = index(before: end) }
        return self[startIndex..<end]
    }
}
