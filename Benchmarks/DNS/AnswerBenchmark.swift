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
        let queries = try BenchmarkLab.aliases.map { alias -> [UInt8] in
            var query = Message(header: Header(id: 0x1234, flags: .rd))
            query.questions = [Question(name: try DomainName(parsing: alias), type: .a)]
            var bytes: [UInt8] = []
            try query.encode(into: &bytes)
            return bytes
        }
        var answerer = Answerer(lab)
        guard let client = answerer.client(try lab.container(matching: BenchmarkLab.asker).id) else { return }
        var buffer = [UInt8](repeating: 0xa5, count: 4096)

        // The first queries make the view, and the places in the rotations.
        measure(queries, 1000, &answerer, client, &buffer)
        var answers: [Double] = []
        var baselines: [Double] = []
        let allocationsBefore = netsim_allocations()
        for _ in 0..<rounds {
            answers.append(measure(queries, queriesPerRound, &answerer, client, &buffer))
            baselines.append(measureNothing(queries, queriesPerRound, &buffer))
        }
        let allocations = netsim_allocations() - allocationsBefore
        let queryCount = UInt64(rounds * queriesPerRound)
        answers.sort()
        baselines.sort()
        print("answer_ns", rounded(answers[rounds / 2]))
        print("baseline_ns", rounded(baselines[rounds / 2]))
        // The arrays of figures above grow now and then.
        print("allocations", allocations, "queries", queryCount)
    }

    /// Nanoseconds a query.
    @discardableResult
    private static func measure(
        _ queries: [[UInt8]],
        _ count: Int,
        _ answerer: inout Answerer,
        _ client: Int,
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
                    for: .client(client),
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

    private static func rounded(_ value: Double) -> Double { (value * 10).rounded() / 10 }
}
