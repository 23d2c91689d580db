import Addressing
import IPAM
import Testing

struct AddressPoolTests {
    /// A pool of the subnet and range written as text.
    private func pool(_ subnet: String, range: String? = nil) throws -> AddressPool {
        AddressPool(subnet: try IPPrefix(parsing: subnet), range: try range.map { try IPPrefix(parsing: $0) })
    }

    /// All that the pool still gives, as text.
    private func drain(_ pool: inout AddressPool) -> [String] {
        var given: [String] = []
        while given.count < 1000, let address = try? pool.allocate() { given.append(address.description) }
        return given
    }

    @Test(arguments: [
        ("10.0.0.0/24", 2, 254, "10.0.0.1"),
        ("10.0.0.77/24", 2, 254, "10.0.0.1"),
        ("10.0.0.0/30", 2, 2, "10.0.0.1"),
        ("10.0.0.0/31", 0, 2, "10.0.0.0"),
        ("10.0.0.9/32", 0, 1, "10.0.0.9"),
        ("10.0.0.0/8", 2, 16_777_214, "10.0.0.1"),
        ("0.0.0.0/0", 2, 4_294_967_294, "0.0.0.1"),
        ("fd00::/64", 1, .max, "fd00::1"),
        ("fd00::/63", 1, .max, "fd00::1"),
        ("fd00::/65", 1, 9_223_372_036_854_775_807, "fd00::1"),
        ("fd00::/126", 1, 3, "fd00::1"),
        ("fd00::/127", 1, 1, "fd00::1"),
        ("::/0", 1, .max, "::1"),
    ])
    func `a new pool has its first and broadcast addresses in use`(
        subnet: String,
        inUse: Int,
        available: UInt64,
        first: String
    ) throws {
        var pool = try pool(subnet)
        #expect(pool.inUseCount == inUse)
        #expect(pool.dynamicAvailable == available)
        #expect(try pool.allocate().description == first)
        #expect(pool.inUseCount == inUse + 1)
    }

    @Test(arguments: [
        ("10.50.0.0/29", ["10.50.0.1", "10.50.0.2", "10.50.0.3", "10.50.0.4", "10.50.0.5", "10.50.0.6"]),
        ("10.0.0.0/31", ["10.0.0.0", "10.0.0.1"]),
        ("10.0.0.9/32", ["10.0.0.9"]),
        ("255.255.255.252/30", ["255.255.255.253", "255.255.255.254"]),
        ("255.255.255.254/31", ["255.255.255.254", "255.255.255.255"]),
        ("255.255.255.255/32", ["255.255.255.255"]),
        ("0.0.0.0/31", ["0.0.0.0", "0.0.0.1"]),
        (
            "ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffc/126",
            [
                "ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffd", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe",
                "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
            ]
        ),
        ("fd00::/127", ["fd00::1"]),
        ("fd00::1/128", []),
    ])
    func `addresses come lowest first until none is left`(subnet: String, addresses: [String]) throws {
        var pool = try pool(subnet)
        #expect(drain(&pool) == addresses)
        #expect(pool.dynamicAvailable == 0)
        #expect(throws: AddressPoolError.exhausted) { try pool.allocate() }
        let released = addresses.last ?? pool.subnet.first.description
        #expect(pool.release(try IPAddress(parsing: released)) == true)
        #expect(try pool.allocate().description == released)
    }

    @Test(arguments: [
        ("10.0.0.0/24", "10.0.0.64/30", ["10.0.0.64", "10.0.0.65", "10.0.0.66", "10.0.0.67"]),
        ("10.0.0.0/24", "10.0.0.65/31", ["10.0.0.64", "10.0.0.65"]),
        ("10.0.0.0/29", "10.0.0.0/30", ["10.0.0.1", "10.0.0.2", "10.0.0.3"]),
        ("10.0.0.0/29", "10.0.0.4/30", ["10.0.0.4", "10.0.0.5", "10.0.0.6"]),
        ("10.0.0.0/29", "10.0.0.7/32", []),
        ("10.0.0.0/30", "10.0.0.0/30", ["10.0.0.1", "10.0.0.2"]),
        ("10.0.0.0/30", "10.0.0.0/8", ["10.0.0.1", "10.0.0.2"]),
        ("10.0.0.0/30", "10.0.1.0/24", []),
        ("10.0.0.0/30", "fd00::/64", []),
        ("fd00::/64", "fd00::ffff:0:0:fffe/127", ["fd00::ffff:0:0:fffe", "fd00::ffff:0:0:ffff"]),
    ])
    func `dynamic addresses come from the range alone`(subnet: String, range: String, addresses: [String]) throws {
        var pool = try pool(subnet, range: range)
        #expect(pool.dynamicAvailable == addresses.count)
        #expect(drain(&pool) == addresses)
        #expect(throws: AddressPoolError.exhausted) { try pool.allocate() }
    }

    @Test func `a full range leaves the rest of the subnet to static addresses`() throws {
        var pool = try pool("10.0.0.0/24", range: "10.0.0.128/31")
        _ = drain(&pool)
        let outside = try IPAddress(parsing: "10.0.0.5")
        try pool.reserve(outside)
        #expect(pool.isReserved(outside))
        #expect(pool.inUseCount == 5)
        #expect(pool.dynamicAvailable == 0)
        #expect(pool.release(outside) == true)
        #expect(pool.dynamicAvailable == 0)
    }

    @Test(arguments: [
        ("10.0.0.0", AddressPoolError.inUse),
        ("10.0.0.255", .inUse),
        ("10.0.0.1", .inUse),
        ("10.0.1.0", .outOfRange),
        ("9.255.255.255", .outOfRange),
        ("fd00::1", .outOfRange),
        ("::ffff:10.0.0.9", .outOfRange),
    ])
    func `an address that cannot be reserved changes nothing`(text: String, error: AddressPoolError) throws {
        var pool = try pool("10.0.0.0/24")
        _ = try pool.allocate()
        let before = pool
        let address = try IPAddress(parsing: text)
        #expect(throws: error) { try pool.reserve(address) }
        #expect(pool == before)
        #expect(pool.isReserved(address) == (error == .inUse))
    }

    @Test func `releasing an unknown address is harmless`() throws {
        var pool = try pool("10.0.0.0/24")
        let before = pool
        #expect(pool.release(try IPAddress(parsing: "10.0.0.9")) == false)
        #expect(pool.release(try IPAddress(parsing: "11.0.0.9")) == false)
        #expect(pool.release(try IPAddress(parsing: "fd00::9")) == false)
        #expect(pool == before)
    }

    @Test func `reserved addresses are skipped and released ones reused at once`() throws {
        var pool = try pool("10.0.0.0/28")
        try pool.reserve(try IPAddress(parsing: "10.0.0.2"))
        #expect(try pool.allocate().description == "10.0.0.1")
        #expect(try pool.allocate().description == "10.0.0.3")
        #expect(pool.release(try IPAddress(parsing: "10.0.0.1")) == true)
        #expect(try pool.allocate().description == "10.0.0.1")
        #expect(
            pool.addressesInUse.map(\.description)
                == ["10.0.0.0", "10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.15"]
        )
    }

    @Test func `addresses at the ends of IPv6 can be reserved and listed`() throws {
        var pool = try pool("::/0")
        let last = try IPAddress(parsing: "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")
        try pool.reserve(last)
        #expect(pool.addressesInUse.map(\.description) == ["::", last.description])
        #expect(pool.release(last) == true)
        #expect(!pool.isReserved(last))
    }

    @Test func `a copy is not touched by changes to the original`() throws {
        var pool = try pool("10.0.0.0/16")
        for _ in 0..<5000 { _ = try pool.allocate() }
        let copy = pool
        _ = try pool.allocate()
        #expect(pool.release(try IPAddress(parsing: "10.0.0.9")) == true)
        #expect(copy.inUseCount == 5002)
        #expect(copy.isReserved(try IPAddress(parsing: "10.0.0.9")))
        #expect(copy != pool)
    }

    @Test func `an empty or full pool costs little whatever its size`() throws {
        #expect(try pool("10.0.0.0/8").storageBytes < 4096)
        #expect(try pool("fd00::/64").storageBytes < 16_384)
        var full = try pool("10.0.0.0/16")
        while (try? full.allocate()) != nil {}
        #expect(full.inUseCount == 65_536)
        // One bit for each address would be 8,192 bytes.
        #expect(full.storageBytes < 4096)
        #expect(full.addressesInUse.elementsEqual((0..<65_536).map { .v4(IPv4Address(rawValue: 0x0a00_0000 + $0)) }))
    }
}
