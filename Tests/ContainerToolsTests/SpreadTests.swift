import Addressing
import Lab
import Resolver
import TestSupport
import Testing

@testable import ContainerTools

/// How connections divide over the addresses of a name.
struct SpreadTests {
    /// Three servers behind one alias, at .2, .3 and .4, and clients at .5 and .64.
    private static func lab(isIPv6: Bool = false) throws -> Lab {
        var lab = Lab.fresh()
        try lab.network("front", subnet: "172.18.0.0/16") { spec in
            if isIPv6 {
                spec.enableIPv6 = true
                spec.subnets.append(.init(prefix: IPPrefix("fd00:18::/64"), range: nil, gateway: nil, auxiliary: [:]))
            }
        }
        for (name, address) in [("web-1", "172.18.0.2"), ("web-2", "172.18.0.3"), ("web-3", "172.18.0.4")] {
            try lab.run(name, on: "front", ip: address, aliases: ["web"])
        }
        try lab.run("near", on: "front", ip: "172.18.0.5")
        try lab.run("far", on: "front", ip: "172.18.0.64")
        return lab
    }

    private static func spread(
        _ lab: Lab,
        from client: String,
        order: AnswerOrder = .rotate,
        of name: String = "web",
        _ change: (inout Spread.Options) -> Void
    ) throws -> Spread? {
        var options = Spread.Options()
        change(&options)
        var session = try Session(lab, client, order: order)
        return Spread(of: name, from: session.container, options, &session.context)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var client = "far"
        var order = AnswerOrder.rotate
        var library = ResolverLibrary.glibc
        var cache = Spread.Cache.none
        var clients = 3
        var connections = 100
        var interval: Int64 = 1_000_000_000
        /// Connections to .2, .3 and .4.
        let shares: [Int]
        let questions: Int

        var testDescription: String { "\(client) \(order) \(library) \(cache) \(clients)x\(connections): \(shares)" }
    }

    @Test(arguments: [
        // 172.18.0.5 shares 31 bits with .4 and 29 with the others; 172.18.0.64 shares 25 with all.
        Case(client: "near", shares: [0, 0, 300], questions: 300),
        Case(client: "near", order: .shuffle, shares: [0, 0, 300], questions: 300),
        Case(client: "near", order: .fixed, cache: .forever, shares: [0, 0, 300], questions: 3),
        Case(client: "near", library: .musl, shares: [100, 100, 100], questions: 300),
        Case(client: "near", library: .go, shares: [100, 100, 100], questions: 300),
        Case(client: "near", library: .none, shares: [100, 100, 100], questions: 300),
        Case(shares: [100, 100, 100], questions: 300),
        Case(order: .fixed, shares: [300, 0, 0], questions: 300),
        Case(order: .fixed, library: .go, shares: [300, 0, 0], questions: 300),
        Case(cache: .forever, shares: [100, 100, 100], questions: 3),
        Case(cache: .forever, clients: 1, shares: [100, 0, 0], questions: 1),
        Case(cache: .forever, clients: 4, shares: [200, 100, 100], questions: 4),
        // A second apart, the 601st connection asks again.
        Case(cache: .ttl, clients: 1, connections: 600, shares: [600, 0, 0], questions: 1),
        Case(cache: .ttl, clients: 1, connections: 601, shares: [600, 1, 0], questions: 2),
        Case(cache: .ttl, clients: 1, connections: 1800, shares: [600, 600, 600], questions: 3),
        Case(cache: .ttl, clients: 1, connections: 3, interval: 600_000_000_000, shares: [1, 1, 1], questions: 3),
        Case(cache: .ttl, clients: 1, connections: 3, interval: .max, shares: [1, 2, 0], questions: 2),
        Case(cache: .ttl, clients: 2, connections: 5, interval: 0, shares: [5, 5, 0], questions: 2),
    ])
    func `shares are as expected`(expected: Case) throws {
        let spread = try Self.spread(Self.lab(), from: expected.client, order: expected.order) { options in
            options.library = expected.library
            options.cache = expected.cache
            options.clients = expected.clients
            options.connections = expected.connections
            options.interval = expected.interval
        }
        #expect(spread?.shares.map(\.container) == ["web-1", "web-2", "web-3"])
        #expect(spread?.shares.map(\.connections) == expected.shares)
        #expect(spread?.questions == expected.questions)
        #expect(spread?.firstChoices.count == expected.clients)
        #expect(spread?.shares.reduce(0) { $0 + $1.firstChoices } == expected.clients)
    }

    @Test func `shuffled answers divide evenly, the same for one seed`() throws {
        let lab = try Self.lab()
        let first = try Self.spread(lab, from: "far", order: .shuffle) { $0.connections = 300 }
        let second = try Self.spread(lab, from: "far", order: .shuffle) { $0.connections = 300 }
        #expect(first?.shares == second?.shares)
        // 3000 connections, 1000 expected of each, with a standard deviation of 26.
        #expect(first?.shares.allSatisfy { (870...1130).contains($0.connections) } == true)
    }

    struct Reason: Sendable, CustomTestStringConvertible {
        let client: String
        let order: AnswerOrder
        let cache: Spread.Cache
        let reasons: [String]

        var testDescription: String { "\(client) \(order) \(cache)" }
    }

    private static let rotates = "each answer starts one address further than the last (--dns-order rotate)"

    @Test(arguments: [
        Reason(
            client: "near",
            order: .rotate,
            cache: .forever,
            reasons: [
                "glibc sorts by the longest prefix shared with the client's own 172.18.0.5 (RFC 6724 rule 9): "
                    + "172.18.0.4 always comes first"
            ]
        ),
        Reason(
            client: "far",
            order: .rotate,
            cache: .none,
            reasons: [rotates, "nothing is cached: each connection asks anew"]
        ),
        Reason(
            client: "far",
            order: .shuffle,
            cache: .forever,
            reasons: [
                "each answer is shuffled, as Docker Engine does (--dns-order shuffle)",
                "each client asks once and keeps the first answer",
            ]
        ),
        Reason(
            client: "far",
            order: .fixed,
            cache: .ttl,
            reasons: [
                "each answer has the same order (--dns-order fixed)",
                "no answer gets 600 s old: each client asks once",
            ]
        ),
        // Its own address shares all 32 bits.
        Reason(
            client: "web-2",
            order: .rotate,
            cache: .none,
            reasons: [
                "glibc sorts by the longest prefix shared with the client's own 172.18.0.3 (RFC 6724 rule 9): "
                    + "172.18.0.3 always comes first"
            ]
        ),
    ])
    func `the reason is told`(expected: Reason) throws {
        let spread = try Self.spread(Self.lab(), from: expected.client, order: expected.order) {
            $0.cache = expected.cache
        }
        #expect(spread?.reasons == expected.reasons)
    }

    @Test func `where two of three share the longest prefix, the third's turns fall to one of them`() throws {
        var lab = Lab.fresh()
        try lab.network("front", subnet: "172.18.0.0/16")
        for address in ["172.18.0.2", "172.18.0.3", "172.18.0.4"] {
            try lab.run("web\(address.suffix(2))", on: "front", ip: address, aliases: ["web"])
        }
        // 172.18.0.1 is the gateway's; .2 and .3 differ from it in the second last bit.
        try lab.run("user", on: "front", ip: "172.18.0.10")
        try lab.run("low", on: "front", ip: "172.18.0.6")
        let high = try #require(try Self.spread(lab, from: "user") { $0.clients = 3 })
        #expect(high.shares.map(\.connections) == [100, 100, 100])
        let low = try #require(try Self.spread(lab, from: "low") { $0.clients = 3 })
        #expect(low.shares.map(\.connections) == [0, 0, 300])
        try lab.removeContainer(matching: "web.4", force: true, at: noon)
        try lab.run("web-16", on: "front", ip: "172.18.0.16", aliases: ["web"])
        let pair = try #require(try Self.spread(lab, from: "low") { $0.clients = 3 })
        #expect(pair.shares.map(\.connections) == [200, 100, 0])
        #expect(pair.reasons.first?.hasSuffix("172.18.0.2, 172.18.0.3 always come first") == true)
        #expect(pair.reasons.count == 4)
    }

    @Test(arguments: [
        (ResolverLibrary.glibc, true), (.uclibc, true), (.musl, false), (.go, false), (.none, false),
    ])
    func `unique local IPv6 goes before IPv4 for glibc and uclibc alone`(library: ResolverLibrary, isIPv6First: Bool)
        throws
    {
        let spread = try #require(
            try Self.spread(Self.lab(isIPv6: true), from: "far") { $0.library = library }
        )
        #expect(spread.shares.count == 6)
        #expect(spread.firstChoices.allSatisfy { ($0.family == .ipv6) == isIPv6First })
    }

    @Test func `a name without an address has no spread`() throws {
        #expect(try Self.spread(Self.lab(), from: "far", of: "nope") { _ in } == nil)
        let one = try Self.spread(Self.lab(), from: "far", of: "web-1") { _ in }
        #expect(one?.reasons == ["the name has one address"])
    }
}
