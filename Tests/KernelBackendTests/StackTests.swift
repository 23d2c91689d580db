import Addressing
import KernelBackend
import Lab
import Netlink
import NetlinkWire
import TestSupport
import Testing

/// What the kernel lists is what the lab says.
extension KernelTests {
    @Suite struct StackTests {
        @Test(arguments: Labs.all.map(\.name))
        func `the stacks in the kernel are those of the lab`(name: String) throws {
            let lab = try Labs.make(name)
            let kernel = try Kernel.build(lab)
            try kernel.expect(lab)
        }

        @Test(arguments: 0..<12 as Range<UInt64>)
        func `labs of all kinds are made whole, or refused before anything is`(seed: UInt64) throws {
            let lab = RandomLab.make(seed: seed)
            let held = try Kernel.heldNamespaces()
            do {
                let kernel = try Kernel.build(lab)
                try kernel.expect(lab)
            } catch PlanRefusal.noCarrier {
                // A macvlan link that is down by itself.
                return
            } catch PlanRefusal.noCut {
                // A partition of containers on macvlan networks.
                return
            } catch PlanRefusal.missing(let need) {
                // A kernel that has everything builds everything.
                #expect(try FeatureProbe.missing(of: PlanBuilder.plan(lab)).contains(need))
            }
            #expect(try Kernel.heldNamespaces() == held)
        }
    }
}

/// Holds a lab in the kernel against the model.
extension KernelLab {
    /// Expects all stacks of a lab to be in the kernel as the lab has them.
    func expect(_ lab: Lab) throws {
        try expect(lab.hostStackView(), in: .host, onLink: lab.host.onLinkRoutes)
        for container in lab.allContainers where container.isRunning {
            let space = try #require(plan.spaceOfContainer[container.id])
            if space != .host { try expect(lab.stackView(of: container), in: space) }
        }
    }

    func expect(_ view: StackView, in space: PlanSpace, onLink: [IPPrefix] = []) throws {
        let socket = try self.socket(in: space)
        let links = try socket.links()
        let names = Dictionary(links.map { (UInt32($0.index), $0.name ?? "") }) { first, _ in first }
        // Macvlan's own parents are no part of the view.
        let wanted = view.interfaces
        #expect(links.compactMap(\.name).filter { !$0.hasPrefix("dm-") }.sorted() == wanted.map(\.name).sorted())
        let addresses = try socket.addresses()
        for interface in wanted {
            let link = try #require(links.first { $0.name == interface.name }, "\(interface.name)")
            #expect(link.index == Int32(interface.index), "\(interface.name)")
            #expect(link.mtu == UInt32(interface.mtu), "\(interface.name)")
            #expect(link.isUp == interface.isEnabled, "\(interface.name)")
            if interface.kind != .loopback { #expect(link.address == interface.mac, "\(interface.name)") }
            if let bridge = interface.bridge { #expect(link.master.flatMap { names[$0] } == bridge) }
            let found = addresses.filter { $0.index == UInt32(link.index) }.map { $0.address.description }
            // The kernel gives the host's ends link-local addresses only once they have a carrier.
            func comparable(_ texts: [String]) -> [String] { texts.filter { !$0.hasPrefix("fe80") }.sorted() }
            #expect(comparable(found) == comparable(interface.addresses.map(\.description)), "\(interface.name)")
        }
        for family in AddressFamily.allCases {
            let found = try socket.routes(family)
                .filter { $0.table == RouteMessage.mainTable && $0.type == 1 }
                .filter {
                    $0.destination?.address.isLinkLocalUnicast != true
                        && $0.destination?.address.isMulticast != true
                }
                .map { route in
                    let device = route.outInterface.flatMap { names[$0] } ?? "?"
                    let destination = route.destination.flatMap { $0.length == 0 ? nil : $0 }
                    return
                        "\(destination.map { "\($0)" } ?? "default") via \(route.gateway.map { "\($0)" } ?? "-") \(device)"
                }
            let wanted = view.routes(family).filter { $0.destination?.address.isLinkLocalUnicast != true }.map {
                route in
                let destination = route.destination.map { "\($0)" } ?? "default"
                return "\(destination) via \(route.gateway.map { "\($0)" } ?? "-") \(route.interface)"
            }
            // The loopback's own prefix of one address has a route in the main table for IPv6.
            let apart = onLink.map { "\($0) via" }
            #expect(
                found.filter { text in !text.hasPrefix("::1/") && !apart.contains { text.hasPrefix($0) } }.sorted()
                    == wanted.sorted(),
                "\(space.name) \(family)"
            )
        }
    }
}
