import Addressing
import Testing

@testable import IPAM

struct SubnetAllocatorTests {
    private func prefix(_ text: String) throws -> IPPrefix { try IPPrefix(parsing: text) }

    @Test func `the default pools give 31 networks in order`() throws {
        var allocator = SubnetAllocator(plan: AddressSpacePlan(ulaGlobalID: 0))
        var subnets: [String] = []
        while subnets.count < 100, let subnet = try? allocator.allocate(.ipv4) { subnets.append(subnet.description) }
        let expected = (17...31).map { "172.\($0).0.0/16" } + (0..<16).map { "192.168.\(16 * $0).0/20" }
        #expect(subnets == expected)
        #expect(throws: SubnetAllocatorError.exhausted) { try allocator.allocate(.ipv4) }
        #expect(allocator.release(try prefix("172.30.0.0/16")) == true)
        #expect(try allocator.allocate(.ipv4).description == "172.30.0.0/16")
    }

    /// The steps of the recorded scenario `default-pools`.
    @Test func `subnets are chosen around allocated ones as an engine chose them`() throws {
        var allocator = SubnetAllocator(plan: AddressSpacePlan(ulaGlobalID: 0))
        func create() throws -> String { try allocator.allocate(.ipv4).description }
        #expect(try create() == "172.17.0.0/16")
        #expect(try create() == "172.18.0.0/16")
        #expect(try create() == "172.19.0.0/16")
        #expect(try create() == "172.20.0.0/16")
        #expect(allocator.release(try prefix("172.19.0.0/16")) == true)
        #expect(try create() == "172.19.0.0/16")
        #expect(throws: SubnetAllocatorError.overlap) { try allocator.claim(try prefix("172.20.0.0/16")) }
        try allocator.claim(try prefix("172.21.0.0/24"))
        #expect(try create() == "172.22.0.0/16")
        #expect(try create() == "172.23.0.0/16")
        #expect(throws: SubnetAllocatorError.overlap) { try allocator.claim(try prefix("172.16.0.0/12")) }
        #expect(
            allocator.overlapping(try prefix("172.20.0.0/15")).map(\.description)
                == ["172.20.0.0/16", "172.21.0.0/24"]
        )
    }

    @Test func `host prefixes are avoided by chosen subnets alone`() throws {
        var allocator = SubnetAllocator(
            plan: AddressSpacePlan(ulaGlobalID: 0),
            hostPrefixes: [try prefix("172.17.3.0/24"), IPPrefix(host: try IPAddress(parsing: "172.18.0.53"))]
        )
        #expect(try allocator.nextFree(.ipv4).description == "172.19.0.0/16")
        try allocator.claim(try prefix("172.18.0.0/16"))
        allocator.setHostPrefixes([])
        #expect(try allocator.allocate(.ipv4).description == "172.17.0.0/16")
        #expect(allocator.release(try prefix("172.18.0.0/16")) == true)
        #expect(try allocator.nextFree(.ipv4).description == "172.18.0.0/16")
    }

    @Test(arguments: [
        (24, "172.17.0.0/24"), (16, "172.17.0.0/16"), (15, "172.20.0.0/15"), (14, "172.20.0.0/14"),
        (0, "172.17.0.0/16"),
        (32, "172.17.0.0/32"),
    ])
    func `a length alone takes the first pool that can hold it`(length: Int, subnet: String) throws {
        let allocator = SubnetAllocator(plan: AddressSpacePlan(ulaGlobalID: 0))
        #expect(try allocator.nextFree(.ipv4, length: length).description == subnet)
    }

    @Test(arguments: [(AddressFamily.ipv4, 13), (.ipv4, 33), (.ipv4, -1), (.ipv6, 47), (.ipv6, 129)])
    func `a length that no pool can hold is no pool's`(family: AddressFamily, length: Int) {
        let allocator = SubnetAllocator(plan: AddressSpacePlan(ulaGlobalID: 0))
        #expect(throws: SubnetAllocatorError.noMatchingPool) { try allocator.nextFree(family, length: length) }
        #expect(SubnetAllocatorError.noMatchingPool.description == "invalid address pool")
    }

    @Test func `an overlapping claim is counted apart`() throws {
        var allocator = SubnetAllocator(plan: AddressSpacePlan(ulaGlobalID: 0))
        let subnet = try prefix("172.17.0.0/16")
        try allocator.claim(subnet)
        allocator.claimAllowingOverlap(subnet)
        #expect(allocator.release(subnet) == true)
        #expect(try allocator.nextFree(.ipv4).description == "172.18.0.0/16")
        #expect(allocator.release(subnet) == true)
        #expect(allocator.release(subnet) == false)
        #expect(try allocator.nextFree(.ipv4) == subnet)
    }

    @Test(
        arguments: [
            ("", 0x42_98fc_1c14, "fd42:98fc:1c14::/64"),
            ("abc", 0xbf_8f01_cfea, "fdbf:8f01:cfea::/64"),
            ("8ad4b1ae-2c3f-4a3c-9b5e-7f0d1c2b3a49", 0x41_de6c_c413, "fd41:de6c:c413::/64"),
        ] as [(String, UInt64, String)]
    )
    func `the IPv6 pool follows from the engine ID`(engineID: String, globalID: UInt64, first: String) throws {
        #expect(AddressSpacePlan.ulaGlobalID(engineID: engineID) == globalID)
        var allocator = SubnetAllocator(plan: AddressSpacePlan(ulaGlobalID: globalID))
        #expect(try allocator.allocate(.ipv6).description == first)
        let second = first.replacing("::/64", with: ":1::/64")
        #expect(try allocator.allocate(.ipv6).description == second)
        #expect(try allocator.allocate(.ipv6, length: 80).description == first.replacing("::/64", with: ":2::/80"))
    }

    @Test func `configured pools are sorted and lose those within another`() throws {
        let pools = try ["10.200.0.0/16", "10.0.0.0/8", "10.0.0.0/9", "fd99::/48", "9.0.0.0/23"].map {
            DefaultPool(base: try prefix($0), size: try prefix($0).family == .ipv4 ? 24 : 64)
        }
        let plan = try AddressSpacePlan(pools: pools, ulaGlobalID: 7)
        #expect(plan.pools.map(\.base.description) == ["9.0.0.0/23", "10.0.0.0/8", "fd99::/48"])
        var allocator = SubnetAllocator(plan: plan)
        #expect(
            try (0..<3).map { _ in try allocator.allocate(.ipv4).description } == [
                "9.0.0.0/24", "9.0.1.0/24", "10.0.0.0/24",
            ]
        )
        #expect(try allocator.allocate(.ipv6).description == "fd99::/64")
    }

    @Test(arguments: [
        ("10.0.0.0/8", 4, "has a smaller prefix (/8) than the target size of that pool (/4)"),
        ("10.0.0.0/8", 0, "is not in canonical form"),
        ("10.0.0.0/8", 33, "has a target size longer than an address"),
    ])
    func `a faulty pool is refused`(base: String, size: Int, complaint: String) throws {
        let good = DefaultPool(base: try prefix("10.0.0.0/8"), size: 24)
        let bad = DefaultPool(base: try prefix(base), size: size)
        let error = #expect(throws: AddressSpacePlanError.self) {
            try AddressSpacePlan(pools: [good, bad], ulaGlobalID: 0)
        }
        #expect(error?.description == "network at index 1 (&{\(base) \(size)}) \(complaint)")
    }

    @Test func `thousands of networks are created and removed without a scan`() throws {
        let pool = DefaultPool(base: try prefix("10.0.0.0/8"), size: 24)
        var allocator = SubnetAllocator(plan: try AddressSpacePlan(pools: [pool], ulaGlobalID: 0))
        for index in 0..<10_000 as Range<UInt32> {
            let subnet = try allocator.allocate(.ipv4)
            try #require(subnet.first == .v4(IPv4Address(rawValue: 10 << 24 | index << 8)))
        }
        for index in stride(from: 0, to: 10_000 as UInt32, by: 3) {
            let address = IPAddress.v4(IPv4Address(rawValue: 10 << 24 | index << 8))
            #expect(allocator.release(try #require(IPPrefix(address: address, length: 24))) == true)
        }
        #expect(try allocator.allocate(.ipv4).description == "10.0.0.0/24")
        #expect(try allocator.allocate(.ipv4).description == "10.0.3.0/24")
        #expect(try allocator.allocate(.ipv4, length: 23).description == "10.39.16.0/23")
    }
}
