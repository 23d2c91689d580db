internal import Addressing
internal import Compose
internal import ContainerTools
internal import Lab
internal import Planning
internal import Projects
internal import Reachability
internal import Resolver
internal import Text
internal import YAML

/// Checks expectations against the model: who reaches whom by ``Reachability``, names by the embedded DNS.
///
/// What one container of a class finds, all find: of a service's replicas one of each class is asked.
struct ExpectationChecker {
    /// Why an expectation does not hold, with lines of evidence.
    struct Failure {
        let message: String
        var details: [String] = []
    }

    let context: LintContext
    let parties: ExpectedParties
    var reach: Reachability
    var tools: ToolContext
    let seed: UInt64
    /// Evidence of packets is gathered for the first few failures only.
    var evidenceLeft = 12
    /// What the last expectation takes to be so, in words.
    var doubts: [String] = []
    /// Made for the first expectation that asks.
    var orders: StartOrders?

    /// - Parameter model: the analysis of the same lab, where lint has made it already.
    init(_ context: LintContext, model: Reachability?, seed: UInt64, now: Timestamp) {
        self.context = context
        self.seed = seed
        parties = ExpectedParties(context)
        reach = model ?? Reachability(context.lab)
        // Evidence is that of packets.
        reach.namesRules = false
        tools = ToolContext(names: NameService(context.lab), entropy: Entropy(seed: seed), now: now)
    }

    /// The finding of an expectation that does not hold or cannot be checked; nil where it holds.
    mutating func check(_ text: Placed<String>, in project: Int) -> Finding? {
        let subject = "\(context.realisation.projects[project].name.value)/expect/\(text.value)"
        doubts = []
        do throws(ExpectationError) {
            let expectation = try ExpectationParser.parse(text.value)
            guard let failure = try check(expectation.claim, in: project) else { return nil }
            return Finding(
                rule: Finding.expectation,
                severity: .error,
                message: "\(text.value): \(failure.message)",
                at: text.place,
                subject: subject,
                details: failure.details
            )
        } catch {
            return Finding(
                rule: Finding.unreadableExpectation,
                severity: .error,
                message: error.message,
                at: Self.place(of: error, in: text),
                subject: subject,
                fix: error.help
            )
        }
    }

    /// A note on the last expectation, which holds: what of it nobody knows.
    func doubt(about text: Placed<String>, in project: Int) -> Finding? {
        guard let first = doubts.first else { return nil }
        return Finding(
            rule: Finding.doubtfulExpectation,
            severity: .info,
            message: "\(text.value): the way is open, but \(first)",
            at: text.place,
            subject: "\(context.realisation.projects[project].name.value)/expect/\(text.value)/doubt"
        )
    }

    /// Takes down what a verdict leaves open.
    mutating func note(_ verdict: Verdict, _ container: Container?, _ port: ContainerPort?) {
        guard verdict.isDoubt, let port else { return }
        let owner =
            container
            ?? verdict.address.flatMap { context.lab.endpointOwner(of: $0) }.flatMap { context.lab.container($0) }
        let words = owner.flatMap { context.lab.doubt(about: $0, on: port) }
        doubts.append(words ?? "whether anything listens on \(port) is not known")
    }

    /// A place inside an expectation: a text that is longer in the file than it reads has quotes around it.
    private static func place(of error: ExpectationError, in text: Placed<String>) -> SourcePlace {
        let count = text.value.unicodeScalars.count
        let extra = Int(text.place.length) - count
        guard extra == 0 || extra == 2 else { return text.place }
        return SourcePlace(
            file: Int(text.place.file),
            line: Int(text.place.line),
            column: Int(text.place.column) + extra / 2 + error.offset,
            length: error.length
        )
    }

    private mutating func check(
        _ claim: Expectation.Claim,
        in project: Int
    ) throws(ExpectationError) -> Failure? {
        switch claim {
        case .reach(let asker, let target, let port, let isNegated):
            return try checkReach(asker, target, port, isNegated: isNegated, in: project)
        case .resolvesToCount(let asker, let name, let count):
            return try checkNames(asker, name, in: project) { found in
                found.count == count ? nil : "\(Count.of(found.count, "address", "addresses")), not \(count)"
            }
        case .resolvesToAddress(let asker, let name, let address):
            return try checkNames(asker, name, in: project, family: address.family) { found in
                if found == [address] { return nil }
                if found.isEmpty { return "no \(address.family == .ipv6 ? "IPv6 " : "")address" }
                return Count.list(found.map(\.description))
            }
        case .resolvesToNothing(let asker, let name):
            return try checkNames(asker, name, in: project, isNegated: true) { found in
                found.isEmpty ? nil : Count.list(found.map(\.description))
            }
        case .spreads(let name, let count): return try checkSpread(name, count, in: project)
        case .gets(let name, let address): return try checkStartOrders(name, address, in: project)
        }
    }

    // MARK: - Whom to ask

    /// One container of each class, so that all are spoken for.
    func representatives(_ containers: [Container]) -> [Container] {
        var seen: Set<Int> = []
        return containers.filter { container in
            reach.classIndex(of: container.id).map { seen.insert($0).inserted } ?? true
        }
    }

    /// Who asks; nil means that somebody who should does not run.
    func askers(
        _ asker: Expectation.Asker,
        in project: Int
    ) throws(ExpectationError) -> (places: [(label: String, place: ToolPlace, party: Party)], failure: Failure?) {
        switch asker {
        case .host: return ([("host", .host, .host)], nil)
        case .outside: return ([("outside", .outside, .outside)], nil)
        case .named(let name):
            guard let meant = parties.meant(name, in: project) else { throw parties.unknown(name, in: project) }
            if let failure = Self.notRunning(meant) { return ([], failure) }
            return (
                representatives(meant.containers).map { ($0.name, .container($0), .container($0.id)) }, nil
            )
        }
    }

    static func notRunning(_ meant: ExpectedParties.Meant) -> Failure? {
        if !meant.missing.isEmpty {
            return Failure(
                message: "the engine does not start \(Count.list(meant.missing))",
                details: meant.refusals
            )
        }
        return meant.containers.isEmpty ? Failure(message: "\(meant.label) has no containers") : nil
    }
}
