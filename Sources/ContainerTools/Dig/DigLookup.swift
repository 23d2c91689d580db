internal import Addressing
internal import DNSWire

/// One query of a dig command line, with the options that hold for it.
struct DigLookup {
    /// As given; not checked before its turn comes.
    var name = "."
    var type = RecordType.a
    /// Whether a type was named, which a second one and `-x` ask about.
    var hasType = false
    var recordClass = RecordClass.in
    var hasClass = false
    /// The servers of `@server`, with the text that named them; empty for the container's own.
    var servers: [NameServer] = []
    /// The command line, printed before the first response.
    var greeting = ""

    // The query.
    var flags: HeaderFlags = [.rd, .ad]
    /// nil: no OPT record.
    var ednsVersion: UInt8? = 0
    var ednsFlags: EDNSFlags = []
    var udpPayloadSize: UInt16 = 1232
    var sendsCookie = true
    var cookie: [UInt8]?
    var subnet: ClientSubnet?
    var requests: Set<EDNSOptionCode> = []
    /// The block size that the query is filled up to; 0 for none.
    var padding = 0
    var options: [EDNSOption] = []
    var queryID: UInt16?

    // How it is sent.
    /// nil: TCP for ANY, else UDP.
    var usesTCP: Bool?
    var ignoresTruncation = false
    var tries = 3
    /// SERVFAIL is an answer, not a reason to ask the next server.
    var acceptsServerFailure = true
    var searches = false
    var showsSearch = false

    // What is shown.
    var showsQuery = false
    var showsComments = true
    var showsQuestion = true
    var showsAnswer = true
    var showsAuthority = true
    var showsAdditional = true
    var showsStatistics = true
    var identifies = false
    var usesMicroseconds = false
    var style = RecordStyle()

    var isTCP: Bool { usesTCP ?? (type == .any) }
}

/// A dig command line, read.
struct DigCommand {
    var lookups: [DigLookup] = []
    var isShort = false
    var printsCommand = true
    var family: AddressFamily?
    var port = ToolContext.dnsPort
    /// What `+domain` says, instead of the search list.
    var domain: String?
    var ndots: Int?
    /// Source address of `-b`.
    var source: IPAddress?
}
