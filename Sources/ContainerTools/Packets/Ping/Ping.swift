internal import Addressing

/// ping and ping6: busybox's, or that of iputils.
enum Ping {
    static func run(_ arguments: [String], at place: ToolPlace, _ context: inout ToolContext) -> ToolResult {
        switch ToolFlavor(at: place, context) {
        case .busybox: BusyboxPing.run(arguments, name: "ping", nil, at: place, &context)
        case .iputils: IputilsPing.run(arguments, name: "ping", nil, at: place, &context)
        }
    }

    static func run6(_ arguments: [String], at place: ToolPlace, _ context: inout ToolContext) -> ToolResult {
        switch ToolFlavor(at: place, context) {
        case .busybox: BusyboxPing.run(arguments, name: "ping6", .ipv6, at: place, &context)
        case .iputils: IputilsPing.run(arguments, name: "ping6", .ipv6, at: place, &context)
        }
    }

    /// Packets that are sent where nothing says how many, as if Ctrl-C came then.
    static let packetsWithoutCount = 10
    /// No run sends more, whatever it was told.
    static let mostPackets = 10_000

    /// Packets that a run sends at the most; without end where somebody watches who can end it.
    static func most(hasEnd: Bool, _ context: ToolContext) -> Int {
        if context.terminal != nil { return .max }
        return hasEnd ? mostPackets : packetsWithoutCount
    }

    /// What netsim says where it ended a run that would go on.
    static func note(after packets: Int) -> String { "netsim: ping stopped after \(packets) packets (use -c)" }

    /// The largest data part that fits an echo request.
    static func largestPayload(_ family: AddressFamily) -> Int { family == .ipv4 ? 65_507 : 65_527 }
}

/// Round-trip times, in microseconds.
struct RoundTrips {
    private(set) var least = Int64.max
    private(set) var most: Int64 = 0
    private(set) var count = 0
    private var sum: Int64 = 0
    private var squares: Int64 = 0
    /// iputils' moving average, in eighths.
    private(set) var movingAverage: Int64 = 0

    mutating func add(_ microseconds: Int64) {
        least = min(least, microseconds)
        most = max(most, microseconds)
        sum &+= microseconds
        squares &+= microseconds &* microseconds
        movingAverage = count == 0 ? microseconds &* 8 : movingAverage &+ microseconds &- movingAverage / 8
        count += 1
    }

    var average: Int64 { count == 0 ? 0 : sum / Int64(count) }

    /// The standard deviation, as iputils computes it.
    var deviation: Int64 {
        guard count > 0 else { return 0 }
        return Decimal.squareRoot(squares / Int64(count) &- average &* average)
    }
}
