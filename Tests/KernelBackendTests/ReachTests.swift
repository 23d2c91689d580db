import Addressing
import KernelBackend
import Lab
import Netlink
import TestSupport
import Testing

/// Real programs in a lab's namespaces.
extension KernelTests {
    @Suite struct ReachTests {
        /// Pings once, for half a second.
        private func pings(_ kernel: KernelLab, from: String, _ address: String) throws -> Bool {
            try kernel.shell(kernel.space(from), "ping -n -c 1 -W 0.5 \(address)").status == 0
        }

        @Test func `containers of a network reach each other, others do not, and all reach the outside`() throws {
            let lab = try Labs.twoNetworks()
            let kernel = try Kernel.build(lab)
            let (db, web) = (try #require(try lab.ip("db")), try #require(try lab.ip("web", on: "front")))
            let other = try #require(try lab.ip("other"))
            #expect(try pings(kernel, from: "web", db))
            #expect(try pings(kernel, from: "other", "192.0.2.10"))
            #expect(try pings(kernel, from: "other", "192.0.2.100"))
            #expect(try pings(kernel, from: "other", "203.0.113.9"))
            #expect(try pings(kernel, from: "host", web))
            #expect(try !pings(kernel, from: "other", web))
            #expect(try !pings(kernel, from: "other", db))
            #expect(try !pings(kernel, from: "db", "192.0.2.100"))
            #expect(try !pings(kernel, from: "client", other))
            #expect(try !pings(kernel, from: "other", "10.200.0.1"))
        }

        @Test func `a published port leads a client outside to the container, which sees its address`() throws {
            let lab = try Labs.twoNetworks()
            let kernel = try Kernel.build(lab)
            let server = try kernel.inside(kernel.space("web"), "nc -v -n -l -p 80 -w 5")
            let client = try kernel.inside(.client, "nc -n -w 2 192.0.2.10 8080")
            let result = try Kernel.shell("(echo answer | \(server)) & sleep 0.3; echo question | \(client); wait")
            #expect(result.output.contains("answer"), "\(result.output)")
            #expect(result.output.contains("question"), "\(result.output)")
            #expect(result.output.contains("received on 192.0.2.100 "), "\(result.output)")
        }

        @Test func `who leaves the host has its address outside`() throws {
            let kernel = try Kernel.build(try Labs.twoNetworks())
            let server = try kernel.inside(.client, "nc -v -n -l -p 7000 -w 5")
            let client = try kernel.inside(kernel.space("other"), "nc -n -w 2 192.0.2.100 7000")
            let result = try Kernel.shell("(echo answer | \(server)) & sleep 0.3; echo question | \(client); wait")
            #expect(result.output.contains("question"), "\(result.output)")
            #expect(result.output.contains("received on 192.0.2.10 "), "\(result.output)")
        }

        @Test func `IPv6 and its published ports work`() throws {
            let lab = try Labs.bothFamilies()
            let kernel = try Kernel.build(lab)
            let a = try #require(try lab.container(matching: "aa").attachments.first?.endpoint?.ipv6?.address)
            #expect(try pings(kernel, from: "bb", "\(a)"))
            #expect(try pings(kernel, from: "aa", "2001:db8::10"))
            let server = try kernel.inside(kernel.space("aa"), "nc -6 -n -l -p 80 -w 5")
            let client = try kernel.inside(.client, "nc -6 -n -w 2 2001:db8::10 8080")
            let result = try Kernel.shell("(echo answer | \(server)) & sleep 0.3; echo question | \(client); wait")
            #expect(result.output.contains("question") && result.output.contains("answer"), "\(result.output)")
        }

        @Test func `no communication, partitions and links that are down`() throws {
            let lab = try Labs.options()
            let kernel = try Kernel.build(lab)
            func ip(_ name: String) throws -> String { try #require(try lab.ip(name)) }
            #expect(try !pings(kernel, from: "quiet1", ip("quiet2")))
            #expect(try !pings(kernel, from: "small1", ip("small2")))
            #expect(try pings(kernel, from: "routed1", ip("routed2")))
            #expect(try pings(kernel, from: "bare1", ip("bare2")))
        }

        @Test func `a partition cuts containers of one network and of two off from each other`() throws {
            var lab = Lab.fresh()
            try lab.network("one")
            try lab.network("two", options: [BridgeOptions.Key.gatewayMode4: "nat-unprotected"])
            try lab.run("aa", on: "one")
            try lab.run("bb", on: "one")
            try lab.run("cc", on: "two")
            let (b, c) = (try #require(try lab.ip("bb")), try #require(try lab.ip("cc")))
            let whole = try Kernel.build(lab)
            #expect(try pings(whole, from: "aa", b))
            #expect(try pings(whole, from: "aa", c))
            try lab.partition("aa", "bb")
            try lab.partition("aa", "cc")
            let cut = try Kernel.build(lab)
            #expect(try !pings(cut, from: "aa", b))
            #expect(try !pings(cut, from: "aa", c))
            #expect(try pings(cut, from: "bb", c))
        }

        @Test func `macvlan containers on the uplink reach the LAN, and not their host`() throws {
            var lab = Lab.fresh()
            try lab.network("lan", subnet: "192.0.2.0/24", gateway: "192.0.2.1") {
                $0.driver = "macvlan"
                $0.options = ["parent": "eth0"]
            }
            try lab.run("m1", on: "lan", ip: "192.0.2.50")
            try lab.run("m2", on: "lan", ip: "192.0.2.51")
            let kernel = try Kernel.build(lab)
            #expect(try pings(kernel, from: "m1", "192.0.2.51"))
            #expect(try pings(kernel, from: "m1", "192.0.2.1"))
            #expect(try pings(kernel, from: "m1", "192.0.2.100"))
            #expect(try pings(kernel, from: "client", "192.0.2.50"))
            #expect(try !pings(kernel, from: "m1", "192.0.2.10"))
        }

        @Test func `the userland proxy serves whom no rule translates`() throws {
            let lab = try Labs.twoNetworks()
            let kernel = try Kernel.build(lab)
            let proxy = try kernel.startProxy(of: lab)
            defer { proxy.stop() }
            // The host's own loopback, a container of the same network, and an IPv6 client of a container without IPv6.
            for (space, address, seen) in [
                (PlanSpace.host, "127.0.0.1", "10.1.0.1"), (try kernel.space("web"), "192.0.2.10", "10.1.0.1"),
                (.client, "2001:db8::10", "10.1.0.1"),
            ] {
                let server = try kernel.inside(kernel.space("web"), "nc -v -n -l -p 80 -w 5")
                let client = try kernel.inside(space, "nc -n -N -w 3 \(address) 8080")
                let result = try Kernel.shell("(echo answer | \(server)) & sleep 0.3; echo question | \(client); wait")
                #expect(result.output.contains("question"), "\(address): \(result.output)")
                #expect(result.output.contains("answer"), "\(address): \(result.output)")
                #expect(result.output.contains("received on \(seen) "), "\(address): \(result.output)")
            }
            // Nobody listens: the proxy takes the connection, and ends it.
            #expect(try kernel.shell(.host, "nc -n -w 3 127.0.0.1 8080 </dev/null").output.isEmpty)
        }

        @Test func `the userland proxy passes datagrams on, and answers from the address that was asked`() throws {
            var lab = Lab.fresh()
            try lab.network("net", subnet: "10.1.0.0/24")
            let port = PortBinding(port: ContainerPort(5353, .udp), hostPorts: PortRange(5300))
            try lab.run("dns", on: "net", publish: [port])
            try lab.run("peer", on: "net")
            let kernel = try Kernel.build(lab)
            let proxy = try kernel.startProxy(of: lab)
            defer { proxy.stop() }
            let server = try kernel.inside(kernel.space("dns"), "nc -u -n -l -p 5353 -w 3")
            // A connected socket takes answers from the asked address alone.
            let client = try kernel.inside(kernel.space("peer"), "nc -u -n -w 2 192.0.2.10 5300")
            let result = try Kernel.shell("(echo answer | \(server)) & sleep 0.3; echo question | \(client); wait")
            #expect(result.output.contains("question") && result.output.contains("answer"), "\(result.output)")
        }

        @Test func `two labs live side by side`() throws {
            let (first, second) = (try Kernel.build(try Labs.twoNetworks()), try Kernel.build(try Labs.twoNetworks()))
            let db = try #require(try Labs.twoNetworks().ip("db"))
            #expect(try pings(first, from: "web", db))
            #expect(try pings(second, from: "web", db))
            #expect(first.namespace(.host)?.identity != second.namespace(.host)?.identity)
        }
    }
}
