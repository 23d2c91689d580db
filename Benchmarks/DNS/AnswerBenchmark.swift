import Addressing
import CBenchDNS
import DNSService
import DNSWire
import Lab

/// The answer itself, without sockets.
enum AnswerBenchmark {
    private static let rounds = 7
    private static let queriesPerRound = 1_000_000

    static func run() throws {
        let lab = try BenchmarkLab.make()
        let asker = try lab.container(matching: BenchmarkLab.asker)
        guard let address = asker.attachments.first?.endpoint?.ipv4?.address,
            let subnet = ClientSubnet(prefix: IPPrefix(address: address, length: 32))
        else { return }
        var answerer = Answerer(lab)
        guard let client = answerer.client(asker.id) else { return }
        let plain = try queries(edns: nil)
        let named = try queries(edns: EDNS(udpPayloadSize: 1232, options: [subnet.option]))
        var buffer = [UInt8](repeating: 0xa5, count: 4096)

        // The first queries make the view, the index of addresses, and the places in the rotations.
        measure(plain, 1000, &answerer, .client(client), &buffer)
        measure(named, 1000, &answerer, .named, &buffer)
        // Slowest, fastest and all between would say more of the machine than of the code: the median.
        var figures = [[Double]](repeating: [], count: 3)
        for index in figures.indices { figures[index].reserveCapacity(rounds) }
        let allocationsBefore = netsim_allocations()
        for _ in 0..<rounds {
            figures[0].append(measure(plain, queriesPerRound, &answerer, .client(client), &buffer))
            figures[1].append(measure(named, queriesPerRound, &answerer, .named, &buffer))
            figures[2].append(measureNothing(plain, queriesPerRound, &buffer))
        }
        let allocations = netsim_allocations() - allocationsBefore
        for (index, name) in ["answer_ns", "named_ns", "baseline_ns"].enumerated() {
            print(name, (figures[index].sorted()[rounds / 2] * 10).rounded() / 10)
        }
        print("allocations", allocations, "queries", 2 * rounds * queriesPerRound)
    }

    /// One for each alias, type A.
    private static func queries(edns: EDNS?) throws -> [[UInt8]] {
        try BenchmarkLab.aliases.map { alias in
            var query = Message(header: Header(id: 0x1234, flags: .rd))
            query.questions = [Question(name: try DomainName(parsing: alias), type: .a)]
            query.edns = edns
            var bytes: [UInt8] = []
            try query.encode(into: &bytes)
            return bytes
        }
    }

    /// Nanoseconds a query.
    @discardableResult
    private static func measure(
        _ queries: [[UInt8]],
        _ count: Int,
        _ answerer: inout Answerer,
        _ asker: Asker,
        _ buffer: inout [UInt8]
    ) -> Double {
        var octets = 0
        let elapsed = ContinuousClock().measure {
            for index in 0..<count {
                let query = queries[index % queries.count]
                var span = buffer.mutableSpan
                var out = span.mutableBytes
                let disposition = answerer.answer(
                    query.span,
                    for: asker,
                    isStream: false,
                    maximum: 4096,
                    into: &out
                )
                if case .reply(let count) = disposition { octets += count }
            }
        }
        precondition(octets > count * 60, "not every query was answered")
        return nanoseconds(elapsed, count)
    }

    /// The same loop, with a copy of the query for an answer.
    @inline(never)
    private static func measureNothing(_ queries: [[UInt8]], _ count: Int, _ buffer: inout [UInt8]) -> Double {
        var octets = 0
        let elapsed = ContinuousClock().measure {
            for index in 0..<count {
                let query = queries[index % queries.count]
                for place in query.indices { buffer[place] = query[place] }
                octets += Int(buffer[query.count - 1])
            }
        }
        precondition(octets == count, "the last octet of a question is its class")
        return nanoseconds(elapsed, count)
    }

    private static func nanoseconds(_ elapsed: Duration, _ count: Int) -> Double {
        let (seconds, attoseconds) = elapsed.components
        return (Double(seconds) * 1e9 + Double(attoseconds) / 1e9) / Double(count)
    }
}
