/// dig's `+` options: their names, how far each may be shortened, and what they take.
struct DigOption {
    enum Value {
        case none
        /// A number must follow `=`.
        case number(ClosedRange<UInt32>, what: String)
        /// A number may follow `=`.
        case optionalNumber(ClosedRange<UInt32>, what: String)
        /// Text must follow `=`.
        case text
        /// Text may follow `=`.
        case optionalText
    }

    let name: String
    /// The fewest characters that stand for the option.
    let shortest: Int
    let value: Value
    /// Whether `+no…` is allowed.
    let isNegatable: Bool

    private init(_ name: String, _ shortest: Int, _ value: Value = .none, negatable: Bool = true) {
        self.name = name
        self.shortest = shortest
        self.value = value
        isNegatable = negatable
    }

    static func find(_ text: String) -> DigOption? {
        all.first { $0.name.hasPrefix(text) && text.count >= $0.shortest }
    }

    /// BIND 9.18's options, in an order in which the first match is the one that dig takes.
    private static let all: [DigOption] = [
        DigOption("aaflag", 2), DigOption("aaonly", 2), DigOption("adflag", 2), DigOption("additional", 3),
        DigOption("all", 2), DigOption("answer", 2), DigOption("authority", 2),
        DigOption("badcookie", 2), DigOption("besteffort", 2),
        DigOption("bufsize", 2, .optionalNumber(0...65535, what: "buffer size"), negatable: false),
        DigOption("cdflag", 2), DigOption("class", 2), DigOption("cmd", 2), DigOption("coflag", 3),
        DigOption("comments", 3), DigOption("cookie", 3, .optionalText), DigOption("crypto", 2),
        DigOption("defname", 2), DigOption("dns64prefix", 4), DigOption("dnssec", 4), DigOption("do", 2),
        DigOption("domain", 3, .text, negatable: false),
        DigOption("edns", 2, .optionalNumber(0...255, what: "edns")),
        DigOption("ednsflags", 5, .optionalNumber(0...65535, what: "ednsflags")),
        DigOption("ednsnegotiation", 5), DigOption("ednsopt", 5, .optionalText),
        DigOption("expandaaaa", 4), DigOption("expire", 4), DigOption("fail", 1),
        DigOption("header-only", 2), DigOption("http-plain", 6, .optionalText), DigOption("http-plain-get", 12),
        DigOption("https", 5, .optionalText), DigOption("https-get", 7),
        DigOption("identify", 3), DigOption("idnin", 4), DigOption("idnout", 4), DigOption("ignore", 1),
        DigOption("keepalive", 5), DigOption("keepopen", 5), DigOption("mapped", 2), DigOption("multiline", 2),
        DigOption("ndots", 2, .number(0...65535, what: "ndots"), negatable: false),
        DigOption("nsid", 3), DigOption("nssearch", 3), DigOption("onesoa", 2),
        DigOption("opcode", 2, .number(0...15, what: "opcode")),
        DigOption("padding", 1, .number(0...512, what: "padding"), negatable: false),
        DigOption("qid", 2, .number(0...65535, what: "qid")), DigOption("qr", 2), DigOption("question", 2),
        DigOption("raflag", 2), DigOption("rdflag", 2), DigOption("recurse", 3),
        DigOption("retry", 3, .number(0...(.max), what: "retries"), negatable: false), DigOption("rrcomments", 2),
        DigOption("search", 2), DigOption("short", 4), DigOption("showbadcookie", 5), DigOption("showsearch", 5),
        DigOption("split", 2, .optionalText), DigOption("stats", 2), DigOption("subnet", 2, .text),
        DigOption("tcflag", 3), DigOption("tcp", 3),
        DigOption("time", 2, .number(0...65535, what: "timeout"), negatable: false),
        DigOption("timeout", 2, .number(0...65535, what: "timeout"), negatable: false),
        DigOption("tls", 2), DigOption("tls-ca", 5, .optionalText), DigOption("tls-certfile", 6, .text),
        DigOption("tls-hostname", 5, .text), DigOption("tls-keyfile", 5, .text), DigOption("trace", 3),
        DigOption("tries", 3, .number(0...(.max), what: "tries"), negatable: false),
        DigOption("ttlid", 4), DigOption("ttlunits", 4),
        DigOption("unexpected", 3), DigOption("unknownformat", 3), DigOption("vc", 1), DigOption("yaml", 1),
        DigOption("zflag", 1),
    ]
}
