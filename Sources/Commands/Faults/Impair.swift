internal import DockerValues
internal import Lab
internal import Rendering

/// `netsim impair`.
struct Impair: Command {
    static let synopsis = Synopsis(
        "[OPTIONS] [NETWORK [CONTAINER]]",
        .atMost(2),
        "Delay, lose, repeat, reorder or slow down the packets on links",
        refusals: .own,
        details: """
            With a network, what the options say holds for each of its links; with a
            container, for that container's link alone, in place of what its network has. It
            holds in each direction, and takes the place of all that was set before. Without
            these options the command shows what is set: of one link, of a network, or of all.

            Values are spelled as for tc: 40ms, 1.5s, 250us; 1%, 0.1%; 10mbit, 64kbit, and
            kbps, mbps for bytes. Numbers alone are microseconds, percent and bits a second.

            For example: netsim impair --delay 40ms --jitter 5ms --loss 1% back
            """,
        operands: [.networks, .containers]
    )

    private var clears = false
    private var format = ""
    private var wanted = Impairment()
    private var isWanted = false

    static var flags: [Flag<Impair>] {
        [
            .bool("clear", "End impairments: of the link, of the network, or of all") { $0.clears = $1 },
            value("delay", as: "time", "Time that each packet takes to cross", Impairment.time) { $0.delay = $1 },
            value("duplicate", as: "percent", "Share of packets that arrive twice", Impairment.chance) {
                $0.duplication = $1
            },
            .ownFormat { $0.format = $1 },
            value("jitter", as: "time", "Time by which the delay is shorter or longer at most", Impairment.time) {
                $0.jitter = $1
            },
            value("loss", as: "percent", "Share of packets that are lost", Impairment.chance) { $0.loss = $1 },
            value("rate", as: "rate", "Bits that cross in a second", Impairment.rate) { $0.rate = $1 },
            value("reorder", as: "percent", "Share of packets that skip the delay", Impairment.chance) {
                $0.reordering = $1
            },
        ]
    }

    private static func value<Value>(
        _ name: String,
        as valueName: String,
        _ help: String,
        _ read: @escaping @Sendable (String) throws(ImpairmentTextError) -> Value,
        set: @escaping @Sendable (inout Impairment, Value) -> Void
    ) -> Flag<Impair> {
        .custom(name, as: valueName, help) { command, text throws(FlagValueError) in
            do throws(ImpairmentTextError) {
                set(&command.wanted, try read(text))
            } catch {
                throw FlagValueError(error.description)
            }
            command.isWanted = true
        }
    }

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        let network = operands.first
        let container = operands.count > 1 ? operands[1] : nil
        if let network { try EmptyName.refuseNetwork(network) }
        if let container { try EmptyName.refuseContainer(container) }
        if clears, isWanted { throw CommandFailure("netsim: --clear ends impairments and sets none") }
        guard clears || isWanted else { return try show(network, container, in: session) }
        let impairment = clears ? nil : wanted
        try session.update { lab in
            if let network, let container {
                try lab.impair(network: network, container: container, impairment)
            } else if let network {
                try lab.impair(network: network, impairment)
            } else if clears {
                lab.clearImpairments()
            } else {
                throw CommandFailure("netsim: name the network whose links to impair")
            }
        }
        return 0
    }

    // MARK: - Showing

    private static let listing = Listing(
        columns: [
            .init("Container", title: "CONTAINER"), .init("Delay", title: "DELAY"),
            .init("Duplicate", title: "DUPLICATE"),
            .init("Impairment", title: "IMPAIRMENT"), .init("Jitter", title: "JITTER"), .init("Loss", title: "LOSS"),
            .init("Network", title: "NETWORK"), .init("Rate", title: "RATE"), .init("Reorder", title: "REORDER"),
        ],
        typeName: "impairment.Summary",
        defaultTemplate: #"""
            {{.Network}}\t{{if .Container}}{{.Container}}{{else}}*{{end}}\t\#
            {{if .Impairment}}{{.Impairment}}{{else}}none{{end}}
            """#
    )

    private func show(_ network: String?, _ container: String?, in session: Session) throws -> Int32 {
        let rows = try session.read { lab in
            if let network, let container {
                let place = try lab.place(of: container, on: network)
                return [Self.row(place.network, place.container, lab.faults.impairment(of: place), in: lab)]
            }
            let chosen = try network.map { name in try lab.linkedNetwork(matching: name).id }
            return Self.rows(lab) { chosen == nil || $0 == chosen }
        }
        try session.show(own: rows, in: Self.listing, format: format)
        return 0
    }

    /// By network, the network's own before its links', these by container.
    private static func rows(_ lab: Lab, where isChosen: (NetworkID) -> Bool) -> [Listing.Row] {
        lab.allNetworks.filter { isChosen($0.id) }.flatMap { network in
            let own = lab.faults.networkImpairments[network.id].map { row(network.id, nil, $0, in: lab) }
            let links = lab.faults.linkImpairments.filter { $0.key.network == network.id }
                .compactMap { place, impairment in lab.container(place.container).map { ($0, impairment) } }
                .sorted { $0.0.name < $1.0.name }
            return [own].compactMap { $0 } + links.map { row(network.id, $0.0.id, $0.1, in: lab) }
        }
    }

    private static func row(
        _ network: NetworkID,
        _ container: ContainerID?,
        _ impairment: Impairment,
        in lab: Lab
    ) -> Listing.Row {
        Listing.Row([
            "Container": .string(container.flatMap { lab.container($0)?.name } ?? ""),
            "Delay": .string(Impairment.time(impairment.delay)),
            "Duplicate": .string(Impairment.chance(impairment.duplication)),
            "Impairment": .string(impairment.description),
            "Jitter": .string(Impairment.time(impairment.jitter)),
            "Loss": .string(Impairment.chance(impairment.loss)),
            "Network": .string(lab.network(network)?.name ?? ""),
            "Rate": .string(impairment.rate == 0 ? "" : Impairment.rate(impairment.rate)),
            "Reorder": .string(Impairment.chance(impairment.reordering)),
        ])
    }
}
