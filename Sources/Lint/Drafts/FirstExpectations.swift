internal import Addressing
internal import Compose
internal import Lab
package import Projects
internal import Text
internal import YAML

/// What holds of a project today, as expectations: a first draft, for people to prune and to keep.
///
/// Every line was checked as `netsim check` would, so that a check of what comes of it passes.
package struct FirstExpectations {
    package struct Section: Sendable {
        package let title: String
        package fileprivate(set) var lines: [String] = []
        /// How many more would hold.
        package fileprivate(set) var leftOut = 0
    }

    /// Who reads more of one kind learns nothing.
    private static let mostLines = 40
    /// How many lines are tried of one kind.
    private static let mostTries = 1_500

    private let services: [LintContext.ServiceEntry]
    private let context: LintContext
    private let project: Int
    private var checker: ExpectationChecker

    /// The draft of one project of a realisation; sections without lines are left out.
    package static func of(
        _ project: Int,
        of realisation: Realisation,
        extensions: [Extension],
        _ options: CheckOptions
    ) -> [Section] {
        let context = LintContext(realisation, extensions: extensions, host: options.host)
        var draft = FirstExpectations(context, project, options)
        return [draft.exposed(), draft.paths(), draft.walls(), draft.names(), draft.addresses()]
            .filter { !$0.lines.isEmpty }
    }

    private init(_ context: LintContext, _ project: Int, _ options: CheckOptions) {
        self.context = context
        self.project = project
        services = context.services.filter { $0.project == project && $0.running != nil }
        checker = ExpectationChecker(context, model: nil, seed: options.seed, now: options.now)
    }

    // MARK: - Sections

    private mutating func exposed() -> Section {
        var section = Section(title: "what the world reaches, and what it does not")
        var tries = 0
        for service in services {
            let open = ports(of: service).filter { holds("outside can reach \(service.service.name):\($0)", &tries) }
            for port in open { add("outside can reach \(service.service.name):\(port)", to: &section) }
            if open.isEmpty { add(ifHolds: "outside cannot reach \(service.service.name)", to: &section, &tries) }
        }
        return section
    }

    private mutating func paths() -> Section {
        var section = Section(title: "who reaches whom")
        var tries = 0
        for (asker, target) in pairs().sorted(by: { needs($0.0, $0.1) && !needs($1.0, $1.1) }) {
            for port in ports(of: target).prefix(needs(asker, target) ? 4 : 1) {
                let text = "\(asker.service.name) can reach \(target.service.name):\(port)"
                add(ifHolds: text, to: &section, &tries)
            }
        }
        return section
    }

    private mutating func walls() -> Section {
        var section = Section(title: "who is kept apart")
        var tries = 0
        for (asker, target) in pairs() {
            add(ifHolds: "\(asker.service.name) cannot reach \(target.service.name)", to: &section, &tries)
        }
        return section
    }

    private mutating func names() -> Section {
        var section = Section(title: "what names stand for")
        var tries = 0
        var seen: Set<String> = []
        for (asker, target) in pairs() {
            var names = target.joins.flatMap { $0.item.aliases.map(\.value) }
            if target.service.replicas > 1 { names.append(target.service.name) }
            for name in names where !seen.contains(name) {
                let text = "\(asker.service.name) resolves \(name) to "
                for count in Set([1, target.service.replicas, sharers(of: name)]).sorted() {
                    let line = "\(text)\(Count.of(count, "address", "addresses"))"
                    guard holds(line, &tries) else { continue }
                    seen.insert(name)
                    add(line, to: &section)
                    break
                }
            }
        }
        return section
    }

    private mutating func addresses() -> Section {
        var section = Section(title: "addresses that no start order may take away")
        var tries = 0
        for service in services where service.service.replicas == 1 {
            for address in service.joins.compactMap(\.item.ipv4) {
                let text = "\(service.service.name) gets \(address.value) in every start order"
                add(ifHolds: text, to: &section, &tries)
            }
        }
        return section
    }

    // MARK: - Trying

    private mutating func add(ifHolds text: String, to section: inout Section, _ tries: inout Int) {
        if holds(text, &tries) { add(text, to: &section) }
    }

    private func add(_ text: String, to section: inout Section) {
        if section.lines.count < Self.mostLines {
            section.lines.append(text)
        } else {
            section.leftOut += 1
        }
    }

    /// Whether it holds, and nobody doubts it.
    private mutating func holds(_ text: String, _ tries: inout Int) -> Bool {
        guard tries < Self.mostTries else { return false }
        tries += 1
        let placed = Placed(text, at: context.realisation.projects[project].name.place)
        return checker.check(placed, in: project) == nil && checker.doubt(about: placed, in: project) == nil
    }

    // MARK: - What to ask

    private func pairs() -> [(LintContext.ServiceEntry, LintContext.ServiceEntry)] {
        services.flatMap { asker in services.filter { $0.index != asker.index }.map { (asker, $0) } }
    }

    /// The ports that a service is known to listen on, and those that it publishes.
    private func ports(of service: LintContext.ServiceEntry) -> [String] {
        guard let container = service.running else { return [] }
        let published = service.service.ports.map(\.target)
        let ports = Set(context.lab.listeningPorts(of: container) + published).sorted()
        return ports.prefix(8).map { $0.transport == .tcp ? "\($0.number)" : "\($0)" }
    }

    private func needs(_ asker: LintContext.ServiceEntry, _ target: LintContext.ServiceEntry) -> Bool {
        let name = target.service.name
        return asker.service.dependsOn.contains { $0.service == name }
            || asker.service.links.contains { $0.value.target == name }
            || NameUse.all(in: asker.service).contains { $0.name == name }
    }

    /// How many containers have a name as their alias.
    private func sharers(of name: String) -> Int {
        services.filter { entry in
            entry.service.name == name || entry.joins.contains { $0.item.aliases.contains { $0.value == name } }
        }.reduce(0) { $0 + $1.service.replicas }
    }
}
