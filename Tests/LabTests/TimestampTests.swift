import Lab
import TestSupport
import Testing

@Suite struct `Times as text` {
    @Test(
        arguments: [
            ("1970-01-01T00:00:00Z", 0),
            ("2026-08-01T12:34:56.789Z", 1_785_587_696_789_000_000),
            ("2000-02-29T23:59:59.000000001Z", 951_868_799_000_000_001),
            ("1969-12-31T23:59:59.999999999Z", -1),
            ("1677-09-21T00:12:43.145224193Z", .min + 1),
            ("2262-04-11T23:47:16.854775807Z", .max),
            ("0001-01-01T00:00:00Z", .min),
        ] as [(String, Int64)]
    )
    func `are read and printed alike`(_ text: String, _ nanoseconds: Int64) {
        #expect(Timestamp(rfc3339: text) == Timestamp(nanoseconds: nanoseconds))
        #expect(Timestamp(nanoseconds: nanoseconds).description == text)
    }

    @Test(arguments: [
        ("2026-08-01T14:34:56+02:00", "2026-08-01T12:34:56Z"),
        ("2026-08-01T00:00:00-23:59", "2026-08-01T23:59:00Z"),
        ("2026-08-01T12:00:00.500000000Z", "2026-08-01T12:00:00.5Z"),
        ("2026-01-01T00:00:00-00:00", "2026-01-01T00:00:00Z"),
    ])
    func `may have an offset, and zeros that are dropped`(_ text: String, _ printed: String) {
        #expect(Timestamp(rfc3339: text)?.description == printed)
    }

    @Test(arguments: [
        "", "2026", "2026-08-01", "2026-08-01 12:00:00Z", "2026-08-01T12:00:00", "2026-08-01t12:00:00Z",
        "2026-08-01T12:00:00z", "2026-08-01T12:00Z", "2026-8-1T12:00:00Z", "2026-13-01T12:00:00Z",
        "2026-00-01T12:00:00Z", "2026-02-29T12:00:00Z", "1900-02-29T12:00:00Z", "2026-04-31T12:00:00Z",
        "2026-01-00T12:00:00Z", "2026-08-01T24:00:00Z", "2026-08-01T12:60:00Z", "2026-08-01T12:00:60Z",
        "2026-08-01T12:00:00.Z", "2026-08-01T12:00:00.1234567890Z", "2026-08-01T12:00:00,5Z",
        "2026-08-01T12:00:00+2:00",
        "2026-08-01T12:00:00+02", "2026-08-01T12:00:00+24:00", "2026-08-01T12:00:00+00:60", "2026-08-01T12:00:00ZZ",
        " 2026-08-01T12:00:00Z", "-026-08-01T12:00:00Z", "1677-09-21T00:12:43.145224192Z", "1677-09-21T00:12:43Z",
        "2262-04-11T23:47:16.854775808Z", "2262-04-12T00:00:00Z", "0001-01-01T00:00:00.5Z", "9999-12-31T23:59:59Z",
        "٢٠٢٦-08-01T12:00:00Z",
    ])
    func `of another form are none`(_ text: String) {
        #expect(Timestamp(rfc3339: text) == nil)
    }

    @Test func `of any moment are read as they were printed`() {
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<20_000 {
            let time = Timestamp(nanoseconds: Int64(bitPattern: generator.next()))
            #expect(Timestamp(rfc3339: time.description) == time)
        }
    }
}
