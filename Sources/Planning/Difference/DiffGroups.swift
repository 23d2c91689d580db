/// A difference in as few lines as it can be said in: changes that many parties share stand on one line.
package struct DiffGroups {
    package struct Line: Hashable, Sendable {
        package let kind: DesignDiff.Kind
        /// Without the sign that its kind has.
        package let text: String
    }

    package struct Section: Hashable, Sendable {
        package let part: DesignDiff.Part
        package let title: String
        package let lines: [Line]
    }

    package let sections: [Section]

    package init(_ diff: DesignDiff) {
        sections = [
            Section(part: .paths, title: "Paths", lines: Self.paths(diff.paths)),
            Section(part: .exposure, title: "Exposure", lines: Self.exposure(diff.exposure)),
            Section(part: .names, title: "Names", lines: Self.names(diff.names)),
            Section(
                part: .addresses,
                title: "Addresses",
                lines: Self.networks(diff.networks) + Self.addresses(diff.addresses)
            ),
        ].filter { !$0.lines.isEmpty }
    }

    // MARK: Paths

    private struct PathGroup: Hashable {
        let kind: DesignDiff.Kind
        let services: [String]
        let others: [String]
        let extent: String
    }

    /// Who has the same targets with the same services stands with the others on one line.
    private static func paths(_ paths: [DesignDiff.Path]) -> [Line] {
        // Services that one pair gains or loses together.
        var pairs: [[String]: [String]] = [:]
        for path in paths {
            pairs[[path.kind.rawValue, path.from, path.to, extent(path)], default: []].append(path.service)
        }
        // Targets of one asker with the same services.
        var targets: [[String]: [String]] = [:]
        for (key, services) in pairs {
            targets[[key[0], key[1], key[3]] + services.sorted(by: serviceOrder), default: []].append(key[2])
        }
        // Askers with the same targets.
        var askers: [PathGroup: [String]] = [:]
        for (key, others) in targets {
            let group = PathGroup(
                kind: DesignDiff.Kind(rawValue: key[0]) ?? .changed,
                services: Array(key.dropFirst(3)),
                others: others.sorted(),
                extent: key[2]
            )
            askers[group, default: []].append(key[1])
        }
        return askers.map { group, names in
            let line = "\(list(names.sorted())) → \(list(group.others)): \(group.services.joined(separator: ", "))"
            return Line(kind: group.kind, text: group.extent.isEmpty ? line : "\(line) (\(group.extent))")
        }
        .sorted(by: order)
    }

    /// What is said where not all of a party are concerned.
    private static func extent(_ path: DesignDiff.Path) -> String {
        switch (path.before, path.after) {
        case (.none, .all), (.all, .none): ""
        case (.none, .some): "some of them"
        case (.some, .none): "which some of them had"
        case (.some, .all): "all, before some of them"
        default: "only some of them now"
        }
    }

    /// Ping last.
    private static func serviceOrder(_ a: String, _ b: String) -> Bool {
        (a == "ping" ? 1 : 0, a) < (b == "ping" ? 1 : 0, b)
    }

    // MARK: The rest

    private static func exposure(_ all: [DesignDiff.Exposure]) -> [Line] {
        all.map { exposure in
            let what =
                exposure.party == "host" ? "a program of the host" : "\(exposure.party) \(exposure.target)"
            return Line(
                kind: exposure.kind,
                text: "\(exposure.observer) → \(exposure.place): \(what) (\(exposure.origin))"
            )
        }
    }

    private static func names(_ all: [DesignDiff.Name]) -> [Line] {
        var askers: [[[String]]: [String]] = [:]
        for name in all { askers[[[name.name], name.before, name.after], default: []].append(name.asker) }
        return askers.map { key, names in
            let (name, before, after) = (key[0].first ?? "", key[1], key[2])
            let kind: DesignDiff.Kind = before.isEmpty ? .gained : after.isEmpty ? .lost : .changed
            let meaning =
                switch kind {
                case .gained: after.joined(separator: ", ")
                case .lost: before.joined(separator: ", ")
                case .changed: "\(before.joined(separator: ", ")) → \(after.joined(separator: ", "))"
                }
            return Line(kind: kind, text: "\(name) resolves to \(meaning) for \(list(names.sorted()))")
        }
        .sorted(by: order)
    }

    private static func networks(_ all: [DesignDiff.Subnets]) -> [Line] {
        all.map { network in
            func text(_ subnets: [String]?) -> String {
                guard let subnets else { return "no network" }
                return subnets.isEmpty ? "no subnet" : subnets.joined(separator: ", ")
            }
            let change =
                switch network.kind {
                case .gained: text(network.after)
                case .lost: text(network.before)
                case .changed: "\(text(network.before)) → \(text(network.after))"
                }
            return Line(kind: network.kind, text: "network \(network.network): \(change)")
        }
    }

    /// One line for each party and network and kind of change; the first three containers speak for the rest.
    private static func addresses(_ all: [DesignDiff.Address]) -> [Line] {
        var lines: [Line] = []
        var index = 0
        while index < all.count {
            let first = all[index]
            var end = index
            while end < all.count, all[end].party == first.party, all[end].network == first.network { end += 1 }
            for kind in [DesignDiff.Kind.lost, .changed, .gained] {
                let group = all[index..<end].filter { $0.kind == kind }
                if group.isEmpty { continue }
                let shown = group.prefix(3).map { address in
                    let change =
                        [address.before, address.after].filter { !$0.isEmpty }.map { $0.joined(separator: " ") }
                        .joined(separator: " → ")
                    return address.container == first.party ? change : "\(address.container) \(change)"
                }
                let rest = group.count > 3 ? ", and \(group.count - 3) more" : ""
                lines.append(
                    Line(
                        kind: kind,
                        text: "\(first.party) on \(first.network): \(shown.joined(separator: ", "))\(rest)"
                    )
                )
            }
            index = end
        }
        return lines
    }

    /// Names with commas; of many only the first and how many more.
    private static func list(_ names: [String]) -> String {
        guard names.count > 8 else { return names.joined(separator: ", ") }
        return "\(names.prefix(6).joined(separator: ", ")) and \(names.count - 6) more"
    }

    /// Losses, changes, gains; then by text.
    private static func order(_ a: Line, _ b: Line) -> Bool {
        (a.kind.rank, a.text) < (b.kind.rank, b.text)
    }
}

extension DesignDiff.Kind {
    fileprivate var rank: Int { self == .lost ? 0 : self == .changed ? 1 : 2 }

    /// `+`, `-` or `~`.
    package var sign: String { self == .gained ? "+" : self == .lost ? "-" : "~" }
}
