internal import Lab
internal import Rendering

/// `netsim partition`.
struct Partition: Command {
    static let synopsis = Synopsis(
        "[OPTIONS] [CONTAINER CONTAINER]",
        .atMost(2),
        "Cut two containers off from each other",
        refusals: .own,
        details: """
            No packet passes between the two, in either direction and on any network, until
            "netsim heal"; both still reach everybody else. Without containers the command
            lists the pairs that are cut off.
            """,
        operands: [.containers]
    )

    private var format = ""

    static var flags: [Flag<Partition>] { [.ownFormat { $0.format = $1 }] }

    private static let listing = Listing(
        columns: [.init("First", title: "CONTAINER"), .init("Second", title: "CUT OFF FROM")],
        typeName: "partition.Summary",
        defaultTemplate: #"{{.First}}\t{{.Second}}"#
    )

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        guard let pair = try ContainerPair(operands) else {
            let pairs = try session.read(\.partitionedNames)
            let rows = pairs.map { Listing.Row(["First": .string($0.first), "Second": .string($0.second)]) }
            try session.show(own: rows, in: Self.listing, format: format)
            return 0
        }
        try session.update { lab in try lab.partition(pair.first, pair.second) }
        return 0
    }
}

/// `netsim heal`.
struct Heal: Command {
    static let synopsis = Synopsis(
        "[CONTAINER CONTAINER]",
        .atMost(2),
        "Let containers that were cut off reach each other again",
        refusals: .own,
        details: "Without containers all partitions end.",
        operands: [.containers]
    )

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        let pair = try ContainerPair(operands)
        try session.update { lab in
            if let pair { try lab.heal(pair.first, pair.second) } else { lab.healAll() }
        }
        return 0
    }
}

/// Both containers of a partition.
private struct ContainerPair {
    let first: String
    let second: String

    /// nil without operands.
    init?(_ operands: [String]) throws(CommandFailure) {
        guard let first = operands.first else { return nil }
        guard operands.count == 2 else { throw CommandFailure("netsim: a partition is between two containers") }
        for name in operands { try EmptyName.refuseContainer(name) }
        (self.first, second) = (first, operands[1])
    }
}
