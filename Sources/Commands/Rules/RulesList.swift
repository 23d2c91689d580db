internal import Addressing
internal import DockerValues
internal import Lab
internal import PacketFilter
internal import Rendering
internal import Text

/// `netsim rules`.
struct RulesList: Command {
    static let synopsis = Synopsis(
        "[OPTIONS]",
        .none,
        "Show the packet filter's rules that Docker would install",
        details: """
            Prints what iptables-save would, or with --chain what iptables -S would.
            To change the rules of DOCKER-USER: netsim rules add, netsim rules rm. The lab is
            shown, the Compose files of -f, or the folder's where there is no lab.
            """
    )

    private var table = ""
    private var chain = ""
    private var family = RuleFamily()
    private var format = ""
    private var explain = false
    private var request = ProjectRequest()

    private static let formats = ["iptables", "table", "nft", "json", "yaml"]

    static var flags: [Flag<RulesList>] {
        let own: [Flag<RulesList>] = [
            .string("table", short: "t", "Only this table: raw, filter or nat") { $0.table = $1 }
                .completing(.words(FilterTable.allCases.map(\.rawValue))),
            .string("chain", "Only this chain") { $0.chain = $1 },
            .custom(
                "format",
                as: "string",
                default: "iptables",
                """
                Format output: 'iptables', 'table' (as iptables -L), 'nft' (Docker's nftables backend), 'json', 'yaml', \
                or a Go template such as '{{.Rule}}'
                """
            ) { command, text throws(FlagValueError) in
                command.format = try OutputChoice.checked(text, among: formats, takesTemplates: true)
            }
            .completing(.words(formats)),
            .bool("explain", "Say behind each rule which option or flag put it there") { $0.explain = $1 },
        ]
        let family: [Flag<RulesList>] = RuleFamily.flags.map { $0.within(\.family) }
        let design: [Flag<RulesList>] = DesignRequest.flags().map { $0.within(\.request) }
        return (family + own + design).sorted { $0.spec.name < $1.spec.name }
    }

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        let family = try family.chosen()
        try session.useDesign(request)
        try session.tellFilterDoubt()
        let lab = try session.read { $0 }
        let filter = PacketFilter(lab)
        for (number, error) in filter.unreadableUserRules(family) {
            session.complain("WARNING: rule \(number) of DOCKER-USER has no effect: \(error)")
        }
        if format == "nft" {
            try writeNFTables(filter, family, lab, session)
            return 0
        }
        let places = try places(filter, family)
        let comment = { (rule: FilterRule) in explain ? rule.origin.description(in: lab) : nil }
        switch format {
        case "", "iptables":
            if chain.isEmpty {
                session.write(filter.saved(places.map(\.table), family, comment: comment))
            } else {
                session.write(inTurn(places) { filter.specification($0, $1[0], family, comment: comment) })
            }
        case "table":
            session.write(inTurn(places) { filter.listed($0, $1, family, comment: comment) })
        default:
            let rows = places.flatMap { place in
                place.chains.flatMap { Self.rows(filter, place.table, $0, family, lab) }
            }
            try session.show(own: rows, in: Self.listing, format: format)
        }
        return 0
    }

    private func writeNFTables(
        _ filter: PacketFilter,
        _ family: AddressFamily,
        _ lab: Lab,
        _ session: Session
    ) throws(CommandFailure) {
        if !table.isEmpty || !chain.isEmpty {
            throw CommandFailure(
                "netsim: --format nft shows the whole of Docker's table: leave out --table and --chain"
            )
        }
        if !filter.rules(.filter, .dockerUser, family).isEmpty {
            session.complain("WARNING: Docker's nftables backend has no DOCKER-USER: your own rules are left out")
        }
        session.write(filter.nftables(family) { explain ? $0.description(in: lab) : nil })
    }

    // MARK: - Tables and chains

    private typealias Place = (table: FilterTable, chains: [ChainName])

    /// The tables and chains asked for, in `iptables-save`'s order.
    private func places(_ filter: PacketFilter, _ family: AddressFamily) throws(CommandFailure) -> [Place] {
        var tables = PacketFilter.savedTables
        if !table.isEmpty {
            guard let only = FilterTable(rawValue: table) else {
                throw CommandFailure(
                    "netsim: there is no table \(table): netsim has raw, filter and nat",
                    hint: NearName.hint(for: table, among: tables.map(\.rawValue))
                )
            }
            tables = [only]
        }
        let all = tables.map { (table: $0, chains: filter.chains($0, family)) }
        if chain.isEmpty { return all }
        let wanted = ChainName(rawValue: chain)
        let found = all.filter { $0.chains.contains(wanted) }.map { (table: $0.table, chains: [wanted]) }
        if found.isEmpty {
            let place = table.isEmpty ? "" : " in table \(table)"
            let names = Set(all.flatMap(\.chains).map(\.rawValue)).sorted()
            throw CommandFailure(
                "netsim: there is no chain \(chain)\(place)",
                hint: NearName.hint(for: chain, among: names)
            )
        }
        return found
    }

    /// One table after the other; where there are several, each has its name above it.
    private func inTurn(_ places: [Place], _ text: (FilterTable, [ChainName]) -> String) -> String {
        if places.count == 1 { return text(places[0].table, places[0].chains) }
        return places.map { "*\($0.table.rawValue)\n" + text($0.table, $0.chains) }.joined(separator: "\n")
    }

    // MARK: - Listing

    private static let listing = Listing(
        columns: ["Chain", "Family", "Number", "Origin", "Rule", "Table"].map { .init($0, title: $0.uppercased()) },
        typeName: "rules.Rule",
        defaultTemplate: #"{{.Table}}\t{{.Chain}}\t{{.Number}}\t{{.Rule}}"#
    )

    private static func rows(
        _ filter: PacketFilter,
        _ table: FilterTable,
        _ chain: ChainName,
        _ family: AddressFamily,
        _ lab: Lab
    ) -> [Listing.Row] {
        filter.rules(table, chain, family).enumerated().map { offset, rule in
            Listing.Row([
                "Chain": .string(chain.rawValue), "Family": .string(family.description),
                "Number": JSONValue(offset + 1), "Origin": .string(rule.origin.description(in: lab)),
                "Rule": .string(RuleText.line(chain, rule, family)), "Table": .string(table.rawValue),
            ])
        }
    }
}

/// `-4` and `-6`: whether iptables or ip6tables is meant.
struct RuleFamily: Sendable {
    private var isIPv4 = false
    private var isIPv6 = false

    init() {}

    static var flags: [Flag<RuleFamily>] {
        [
            .bool("ipv4", short: "4", "The rules of iptables (default)") { $0.isIPv4 = $1 },
            .bool("ipv6", short: "6", "The rules of ip6tables") { $0.isIPv6 = $1 },
        ]
    }

    /// Takes `-4` or `-6`, where a command's words are read by something else; whether it was one of them.
    mutating func take(_ word: String) -> Bool {
        switch word {
        case "-4": isIPv4 = true
        case "-6": isIPv6 = true
        default: return false
        }
        return true
    }

    func chosen() throws(CommandFailure) -> AddressFamily {
        if isIPv4, isIPv6 { throw CommandFailure("netsim: -4 and -6 exclude each other") }
        return isIPv6 ? .ipv6 : .ipv4
    }
}
