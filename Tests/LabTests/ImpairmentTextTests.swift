import Lab
import TestSupport
import Testing

/// Values as tc spells them (iproute2, `lib/utils.c`).
@Suite struct `The text of impairments` {
    @Test(
        arguments: [
            ("0", 0), ("40ms", 40_000_000), ("40MS", 40_000_000), ("40msec", 40_000_000), ("40msecs", 40_000_000),
            ("1.5s", 1_500_000_000), ("2sec", 2_000_000_000), ("2secs", 2_000_000_000), ("250us", 250_000),
            ("250usec", 250_000), ("7ns", 7), ("7nsecs", 7), ("40", 40_000), (".5ms", 500_000), ("5.ms", 5_000_000),
            ("0.0000005ms", 1), ("3600s", 3_600_000_000_000), ("1.2345678ms", 1_234_568), ("007ms", 7_000_000),
        ] as [(String, Int64)]
    )
    func `times are nanoseconds`(_ text: String, _ nanoseconds: Int64) throws {
        #expect(try Impairment.time(text) == nanoseconds)
    }

    @Test(
        arguments: [
            ("", "invalid time"), ("ms", "invalid time"), ("-1ms", "invalid time"), ("+1ms", "invalid time"),
            (".", "invalid time"), ("..5ms", "invalid time"), (" 1ms", "invalid time"), ("٤ms", "invalid time"),
            ("1.2.3ms", #"unknown unit ".3ms": must be ns, us, ms or s"#),
            ("1 ms", #"unknown unit " ms": must be ns, us, ms or s"#),
            ("4x", #"unknown unit "x": must be ns, us, ms or s"#),
            ("4m", #"unknown unit "m": must be ns, us, ms or s"#),
            ("4\u{301}ms", "unknown unit \"\u{301}ms\": must be ns, us, ms or s"),
            ("1e3ms", #"unknown unit "e3ms": must be ns, us, ms or s"#),
            ("3601s", "out of range: at most 1 hour"), ("18446744073709551615s", "out of range: at most 1 hour"),
            ("99999999999999999999s", "too many digits"), ("0.00000000000000000001s", "too many digits"),
            ("0.1ns", "too small to tell from 0"),
        ]
    )
    func `other times are refused`(_ text: String, _ problem: String) {
        let error = #expect(throws: ImpairmentTextError.self) { try Impairment.time(text) }
        #expect(error?.description == problem)
    }

    @Test(
        arguments: [
            ("0", 0), ("0%", 0), ("1%", 10_000), ("1", 10_000), ("0.1%", 1000), ("100%", 1_000_000),
            ("0.0001%", 1), ("33.33333%", 333_333),
        ]
    )
    func `shares are parts per million`(_ text: String, _ parts: Int) throws {
        #expect(try Impairment.chance(text) == parts)
    }

    @Test(
        arguments: [
            ("", "invalid percentage"), ("%", "invalid percentage"), ("-1%", "invalid percentage"),
            ("1%%", #"unknown unit "%%": must be %"#), ("1ms", #"unknown unit "ms": must be %"#),
            ("100.1%", "out of range: at most 100%"), ("0.00001%", "too small to tell from 0"),
        ]
    )
    func `other shares are refused`(_ text: String, _ problem: String) {
        let error = #expect(throws: ImpairmentTextError.self) { try Impairment.chance(text) }
        #expect(error?.description == problem)
    }

    @Test(
        arguments: [
            ("0", 0), ("10mbit", 10_000_000), ("10Mbit", 10_000_000), ("1.5kbit", 1500), ("2gbit", 2_000_000_000),
            ("1tbit", 1_000_000_000_000), ("1000", 1000), ("9bit", 9), ("1bps", 8), ("1kbps", 8000),
            ("1mbps", 8_000_000), ("1gbps", 8_000_000_000), ("1kibit", 1024), ("1mibit", 1_048_576),
            ("1kibps", 8192), ("1gibps", 8_589_934_592), ("1000tbit", 1_000_000_000_000_000),
        ] as [(String, Int64)]
    )
    func `rates are bits a second`(_ text: String, _ bits: Int64) throws {
        #expect(try Impairment.rate(text) == bits)
    }

    @Test(
        arguments: [
            ("", "invalid rate"), ("mbit", "invalid rate"), ("-1mbit", "invalid rate"),
            (
                "1mb", #"unknown unit "mb": must be bit, kbit, mbit, gbit, tbit, or bps, kbps and so on for bytes"#
            ),
            ("1001tbit", "out of range: at most 1000tbit"), ("0.4bit", "too small to tell from 0"),
        ]
    )
    func `other rates are refused`(_ text: String, _ problem: String) {
        let error = #expect(throws: ImpairmentTextError.self) { try Impairment.rate(text) }
        #expect(error?.description == problem)
    }

    @Test func `an impairment is shown in the words of tc`() {
        var impairment = Impairment()
        #expect(impairment.description == "")
        impairment.delay = 40_000_000
        #expect(impairment.description == "delay 40ms")
        impairment.jitter = 5_500_000
        impairment.loss = 10_000
        impairment.duplication = 1000
        impairment.reordering = 20_001
        impairment.rate = 1_500_000
        #expect(
            impairment.description == "delay 40ms 5.5ms loss 1% duplicate 0.1% reorder 2.0001% rate 1.5mbit"
        )
        impairment = Impairment()
        impairment.jitter = 999
        #expect(impairment.description == "delay 0ns 999ns")
    }

    @Test func `what is shown reads back as the same value`() throws {
        let seed: UInt64 = 5
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<2000 {
            let scale = Int64.random(in: 1...1_000_000_000_000, using: &generator)
            let time = Int64.random(in: 0...Impairment.maximumTime, using: &generator) / scale
            let rate = Int64.random(in: 0...Impairment.maximumRate, using: &generator) / scale
            let chance = Int.random(in: 0...1_000_000, using: &generator)
            #expect(try Impairment.time(Impairment.time(time)) == time, "seed \(seed)")
            #expect(try Impairment.rate(Impairment.rate(rate)) == rate, "seed \(seed)")
            #expect(try Impairment.chance(Impairment.chance(chance)) == chance, "seed \(seed)")
        }
    }
}
