package import Rendering

/// A difference as text for a terminal, for a pull request, and as JSON.
package enum DiffText {
    /// A heading for each part, and a line for each change with a sign; nothing for no difference.
    package static func plain(_ diff: DesignDiff, style: TerminalStyle = TerminalStyle(isEnabled: false)) -> String {
        var text = ""
        for section in DiffGroups(diff).sections {
            text += style(section.title, .bold) + "\n"
            for line in section.lines {
                let whole = "  \(line.kind.sign) \(line.text)"
                let colour: TerminalStyle.Attribute =
                    line.kind == .gained ? .green : line.kind == .lost ? .red : .yellow
                text += style(whole, colour) + "\n"
            }
        }
        if !diff.isEmpty { text += summary(diff) + "\n" }
        return text
    }

    /// `3 paths lost, 1 gained; 2 openings to the outside gained; 1 name changed; 4 addresses changed`.
    package static func summary(_ diff: DesignDiff) -> String {
        let outside = diff.exposure.filter(\.isOutside)
        let parts = [
            counts("path", diff.paths.map(\.kind)),
            counts("opening to the outside", plural: "openings to the outside", outside.map(\.kind)),
            counts("name", diff.names.map(\.kind)),
            counts("network", diff.networks.map(\.kind)),
            counts("address", plural: "addresses", diff.addresses.map(\.kind)),
        ]
        let said = parts.compactMap { $0 }
        return said.isEmpty ? "only the host's own view changes" : said.joined(separator: "; ")
    }

    private static func counts(_ word: String, plural: String? = nil, _ kinds: [DesignDiff.Kind]) -> String? {
        var parts: [String] = []
        for kind in [DesignDiff.Kind.lost, .changed, .gained] {
            let count = kinds.count { $0 == kind }
            if count == 0 { continue }
            let noun = parts.isEmpty ? " " + (count == 1 ? word : plural ?? word + "s") : ""
            parts.append("\(count)\(noun) \(kind.rawValue)")
        }
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }

    // MARK: Markdown

    /// For a pull request: first what is lost and what is newly open to the outside, then the rest, folded away.
    package static func markdown(_ diff: DesignDiff, from a: String, to b: String) -> String {
        var text = "### Network changes: \(code(a)) → \(code(b))\n\n"
        if diff.isEmpty { return text + "No path, name, address or exposure changes.\n" }
        text += "\(summary(diff)).\n"
        let sections = DiffGroups(diff).sections
        let isUrgent: (DiffGroups.Section, DiffGroups.Line) -> Bool = { section, line in
            switch section.part {
            case .paths: line.kind == .lost
            case .exposure: line.kind == .gained && line.text.hasPrefix("outside ")
            case .names: line.kind != .gained
            case .addresses: false
            }
        }
        let headings: [(DesignDiff.Part, String)] = [
            (.exposure, "Newly open to the outside"), (.paths, "Paths lost"), (.names, "Names lost or changed"),
        ]
        for (part, heading) in headings {
            for section in sections where section.part == part {
                let lines = section.lines.filter { isUrgent(section, $0) }
                if !lines.isEmpty { text += "\n**\(heading)**\n\n" + list(lines) }
            }
        }
        for section in sections {
            let lines = section.lines.filter { !isUrgent(section, $0) }
            if lines.isEmpty { continue }
            text += """

                <details><summary>\(section.title): \(lines.count) more</summary>

                \(list(lines))
                </details>

                """
        }
        return text
    }

    private static func list(_ lines: [DiffGroups.Line]) -> String {
        lines.map { "- \(code($0.kind.sign)) \(escaped($0.text))\n" }.joined()
    }

    /// As code, whatever backticks it has.
    private static func code(_ text: String) -> String {
        let fence = text.contains("`") ? "``" : "`"
        return "\(fence)\(text)\(fence)"
    }

    /// Without anything that Markdown would read as its own.
    private static func escaped(_ text: String) -> String {
        var out = ""
        for character in text {
            if "\\`*_{}<>[]|#~".contains(character) { out += "\\" }
            out.append(character)
        }
        return out
    }

    // MARK: JSON

    package static func json(_ diff: DesignDiff) -> JSONValue {
        [
            "same": .bool(diff.isEmpty),
            "paths": .array(
                diff.paths.map {
                    [
                        "change": .string($0.kind.rawValue), "from": .string($0.from), "to": .string($0.to),
                        "service": .string($0.service), "before": .string($0.before.rawValue),
                        "after": .string($0.after.rawValue),
                    ]
                }
            ),
            "exposure": .array(
                diff.exposure.map {
                    [
                        "change": .string($0.kind.rawValue), "observer": .string($0.observer),
                        "service": .string($0.party), "port": .string($0.target), "place": .string($0.place),
                        "origin": .string($0.origin),
                    ]
                }
            ),
            "names": .array(
                diff.names.map {
                    [
                        "change": .string($0.kind.rawValue), "asker": .string($0.asker), "name": .string($0.name),
                        "before": JSONValue($0.before), "after": JSONValue($0.after),
                    ]
                }
            ),
            "networks": .array(
                diff.networks.map {
                    [
                        "change": .string($0.kind.rawValue), "network": .string($0.network),
                        "before": $0.before.map { JSONValue($0) } ?? .null,
                        "after": $0.after.map { JSONValue($0) } ?? .null,
                    ]
                }
            ),
            "addresses": .array(
                diff.addresses.map {
                    [
                        "change": .string($0.kind.rawValue), "service": .string($0.party),
                        "network": .string($0.network), "container": .string($0.container),
                        "before": JSONValue($0.before), "after": JSONValue($0.after),
                    ]
                }
            ),
        ]
    }
}
