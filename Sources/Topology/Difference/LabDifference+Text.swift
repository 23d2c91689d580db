package import Rendering

extension LabDifference {
    /// More items than this of one kind are counted, not listed.
    private static let most = 40

    /// Sections for a terminal; what is lost first.
    package func text(_ style: TerminalStyle) -> String {
        if isEmpty { return "no difference: same services, paths, names, addresses and exposure\n" }
        var text = ""
        func section(_ title: String, _ lines: [(sign: String, line: String)]) {
            if lines.isEmpty { return }
            text += (text.isEmpty ? "" : "\n") + style(title, .bold) + "\n"
            for (sign, line) in lines.prefix(Self.most) {
                let colour: TerminalStyle.Attribute = sign == "-" ? .red : sign == "+" ? .green : .yellow
                text += "  \(style(sign, colour)) \(line)\n"
            }
            if lines.count > Self.most { text += "    … and \(lines.count - Self.most) more\n" }
        }
        section("Services", removed.map { ("-", $0) } + added.map { ("+", $0) })
        section("Paths", Self.lostFirst(paths).map { ($0.sign, $0.line) })
        section("Exposure", Self.lostFirst(exposures).map { ($0.sign, $0.line) })
        section("Names", names.map { ("~", $0.line) })
        section("Addresses", addresses.map { ("~", $0.line) })
        return text + "\n" + summary + "\n"
    }

    /// `2 paths lost, 1 gained; 1 name changed; …`.
    package var summary: String {
        var parts: [String] = []
        func count(_ number: Int, _ one: String, _ many: String, _ what: String) {
            if number > 0 { parts.append("\(number) \(number == 1 ? one : many) \(what)") }
        }
        count(removed.count, "service", "services", "removed")
        count(added.count, "service", "services", "added")
        count(paths.count { $0.change == .lost }, "path", "paths", "lost")
        count(paths.count { $0.change == .gained }, "path", "paths", "gained")
        count(exposures.count { $0.change == .gained }, "port", "ports", "newly exposed")
        count(exposures.count { $0.change == .lost }, "port", "ports", "no longer exposed")
        count(names.count, "name", "names", "changed")
        count(addresses.count, "address", "addresses", "changed")
        return parts.isEmpty ? "no difference" : parts.joined(separator: ", ")
    }

    /// For a pull request: what may break and what is newly open stands first.
    package var markdown: String {
        if isEmpty { return "### Network: no difference\n" }
        var text = "### Network: \(summary)\n"
        func section(_ title: String, _ heads: [String], _ rows: [[String]]) {
            if rows.isEmpty { return }
            text += "\n**\(title)**\n\n| \(heads.joined(separator: " | ")) |\n"
            text += "|" + String(repeating: "---|", count: heads.count) + "\n"
            for row in rows.prefix(Self.most) {
                text += "| \(row.map(Self.escaped).joined(separator: " | ")) |\n"
            }
            if rows.count > Self.most { text += "\n… and \(rows.count - Self.most) more\n" }
        }
        let pathHeads = ["from", "to", "service"]
        section(
            "Paths lost",
            pathHeads + ["why"],
            paths.filter { $0.change == .lost }.map(\.cells)
        )
        section(
            "Newly exposed",
            ["to", "address", "container", "by"],
            exposures.filter { $0.change == .gained }.map(\.cells)
        )
        section("Names changed", ["name", "asked by", "before", "after"], names.map(\.cells))
        section("Paths gained", pathHeads + ["how"], paths.filter { $0.change == .gained }.map(\.cells))
        section(
            "No longer exposed",
            ["to", "address", "container", "by"],
            exposures.filter { $0.change == .lost }.map(\.cells)
        )
        section("Services", ["", "service"], removed.map { ["removed", $0] } + added.map { ["added", $0] })
        section("Addresses", ["container", "network", "before", "after"], addresses.map(\.cells))
        return text
    }

    private static func lostFirst<Item: Changed>(_ items: [Item]) -> [Item] {
        items.filter { $0.change == .lost } + items.filter { $0.change == .gained }
    }

    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for character in text {
            if "|`*_<>[]\\".contains(character) { escaped.append("\\") }
            escaped.append(character == "\n" ? " " : character)
        }
        return escaped
    }
}

/// Something that is gained or lost.
private protocol Changed {
    var change: Change { get }
}

extension Changed {
    var sign: String { change == .lost ? "-" : "+" }
}

extension PathChange: Changed {
    fileprivate var line: String {
        "\(Listed.names(from)) -> \(Listed.names(to)) \(services.joined(separator: " "))"
            + (reason.isEmpty ? "" : "  (\(change == .lost ? "now " : "")\(reason))")
    }

    fileprivate var cells: [String] {
        [Listed.names(from), Listed.names(to), services.joined(separator: " "), reason]
    }
}

extension ExposureChange: Changed {
    private var place: String { "\(addresses.joined(separator: " ")) port \(port)" }

    fileprivate var line: String { "\(observer): \(place) -> \(container) \(target)  (\(origin))" }

    fileprivate var cells: [String] { [observer, place, "\(container) \(target)", origin] }
}

extension NameChange {
    fileprivate var line: String {
        "\(name), asked by \(Listed.names(askers)): \(Listed.targets(before)) -> \(Listed.targets(after))"
    }

    fileprivate var cells: [String] {
        [name, Listed.names(askers), Listed.targets(before), Listed.targets(after)]
    }
}

extension AddressChange {
    fileprivate var line: String {
        "\(container) on \(network): \(Listed.addresses(before)) -> \(Listed.addresses(after))"
    }

    fileprivate var cells: [String] { [container, network, Listed.addresses(before), Listed.addresses(after)] }
}

/// Lists inside a line, cut where they are long.
private enum Listed {
    static func names(_ names: [String]) -> String {
        names.count > 6
            ? "\(names.prefix(5).joined(separator: ", ")) and \(names.count - 5) more" : names.joined(separator: ", ")
    }

    static func targets(_ targets: [String]) -> String { targets.isEmpty ? "unknown" : names(targets) }

    static func addresses(_ addresses: [String]) -> String {
        addresses.isEmpty ? "none" : addresses.joined(separator: " ")
    }
}
