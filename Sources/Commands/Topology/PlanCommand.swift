internal import Addressing
internal import Compose
internal import DockerValues
internal import Exchange
internal import Lab
internal import Planning
internal import Projects
internal import Rendering
internal import YAML

/// `netsim plan`.
struct PlanCommand: Command {
    static let synopsis = Synopsis(
        "[OPTIONS] [FILE...]",
        .any,
        "Show the addresses, default routes and pools that Compose files come to",
        refusals: .own,
        details: """
            Each FILE is a project, all of them on one host; files with commas between them are
            merged into one project. No lab is touched.

            --start-orders looks for orders of starting in which a fixed address is given to a
            neighbour first, and shows the shortest: up keeps depends_on, a reboot does not. The
            exit status is 1 where there is one, and where the engine refuses something.

            --free 8x/24 proposes that many subnets that collide with nothing here.

            For example: netsim plan --free 2x/24 --avoid 10.8.0.0/24 compose.yaml
            """,
        operands: [.files]
    )

    /// `8x/24`.
    private struct Wanted: Sendable {
        let count: Int
        let length: Int
    }

    enum Format: String, CaseIterable {
        case table, json, yaml
    }

    private var request = ProjectRequest()
    private var host = HostRequest()
    private var format = Format.table
    private var showsStartOrders = false
    private var wanted: Wanted?
    private var avoided: [IPPrefix] = []

    static var flags: [Flag<PlanCommand>] {
        let own: [Flag<PlanCommand>] = [
            .custom("avoid", as: "prefix", "Prefix that proposed subnets keep clear of", set: addAvoided),
            .custom(
                "format",
                as: "string",
                default: "\"table\"",
                "Format output: 'table', 'json' or 'yaml'",
                set: setFormat
            )
            .completing(.words(Format.allCases.map(\.rawValue))),
            .custom("free", as: "[n x]/length", "Propose free subnets, such as 8x/24 or /64", set: setWanted),
            .bool("start-orders", "Find the orders of starting in which a fixed address is taken") {
                $0.showsStartOrders = $1
            },
        ]
        let shared: [Flag<PlanCommand>] =
            ProjectRequest.flags.map { $0.within(\.request) } + HostRequest.flags.map { $0.within(\.host) }
        return (own + shared).sorted { $0.spec.name < $1.spec.name }
    }

    @Sendable private static func addAvoided(_ command: inout PlanCommand, _ text: String) throws(FlagValueError) {
        guard let prefix = IPPrefix(text) ?? IPAddress(text).map({ IPPrefix(host: $0) }) else {
            throw FlagValueError("\(text) is neither a prefix nor an address")
        }
        command.avoided.append(prefix)
    }

    @Sendable private static func setFormat(_ command: inout PlanCommand, _ text: String) throws(FlagValueError) {
        guard let format = Format(rawValue: text) else {
            throw FlagValueError("invalid format: must be \"table\", \"json\" or \"yaml\"")
        }
        command.format = format
    }

    @Sendable private static func setWanted(_ command: inout PlanCommand, _ text: String) throws(FlagValueError) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let length = Int(parts[1]), (8...128).contains(length) else {
            throw FlagValueError("must be like 8x/24 or /24")
        }
        let times = parts[0].hasSuffix("x") ? parts[0].dropLast() : parts[0]
        guard let count = parts[0].isEmpty ? 1 : Int(times), (1...10_000).contains(count) else {
            throw FlagValueError("must be like 8x/24 or /24, with a number from 1 to 10000")
        }
        command.wanted = Wanted(count: count, length: length)
    }

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        let description = try host.description(in: session)
        var sources = SourceTable()
        let realisation: Realisation
        do throws(ComposeFailure) {
            realisation = try request.play(operands, on: description, in: session, into: &sources)
        } catch {
            session.complain(error, in: sources)
            return 2
        }
        let thefts = showsStartOrders ? StartOrders(realisation).thefts : []
        let reserved = description?.reserved.map(\.prefix) ?? []
        let free = try wanted.map { try find($0, in: realisation, avoiding: avoided + reserved) } ?? []
        switch format {
        case .table: showText(realisation, thefts, free, session)
        case .json: session.print(json(realisation, thefts, free).json(.indented))
        case .yaml: session.write(json(realisation, thefts, free).yaml())
        }
        if let assumed = Assumption.line(realisation.assumptions) { session.complain("netsim: \(assumed)") }
        // Subnets that are free are so whatever else is refused.
        if wanted != nil, !showsStartOrders { return 0 }
        if !realisation.failures.isEmpty {
            let errors = realisation.failures.map { SourceError($0.text, at: $0.place, help: $0.error.hint) }
            session.complain(ComposeFailure(errors), in: sources)
        }
        return realisation.failures.isEmpty && thefts.isEmpty ? 0 : 1
    }

    private func find(
        _ wanted: Wanted,
        in realisation: Realisation,
        avoiding avoided: [IPPrefix]
    ) throws(CommandFailure) -> [IPPrefix] {
        let found = FreeSubnets.find(
            wanted.count,
            length: wanted.length,
            family: wanted.length > 32 ? .ipv6 : .ipv4,
            in: realisation,
            avoiding: avoided
        )
        if found.count < wanted.count {
            throw CommandFailure(
                "netsim: private space has room for \(found.count) of \(wanted.count) subnets of /\(wanted.length)"
            )
        }
        return found
    }

    private func showText(
        _ realisation: Realisation,
        _ thefts: [StartOrders.Theft],
        _ free: [IPPrefix],
        _ session: Session
    ) {
        // A question of its own has an answer of its own.
        if showsStartOrders || wanted != nil {
            if showsStartOrders {
                for theft in thefts { for line in theft.lines { session.print(line) } }
                if thefts.isEmpty { session.print("every fixed address goes to its owner in every start order") }
            }
            for prefix in free { session.print("\(prefix)") }
            return
        }
        session.write(AddressPlan(realisation).text)
    }

    private func json(
        _ realisation: Realisation,
        _ thefts: [StartOrders.Theft],
        _ free: [IPPrefix]
    ) -> JSONValue {
        guard case .object(var object) = AddressPlan(realisation).json else { return .null }
        if showsStartOrders { object["startOrders"] = .array(thefts.map(\.json)) }
        if wanted != nil { object["free"] = JSONValue(free.map(\.description)) }
        return .object(object)
    }
}
