internal import Lab
internal import Text
internal import YAML

extension ExtensionReader {
    mutating func fail(_ message: String, _ node: YAMLNode, help: String? = nil) {
        errors.append(SourceError(message, at: node.place, help: help))
    }

    /// The entries of a mapping; nil `keys` allow any. Null is an empty mapping.
    mutating func entries(_ node: YAMLNode, _ what: String, _ keys: [String]? = nil) -> [YAMLNode.Entry] {
        if node.isNull { return [] }
        guard let entries = node.mapping else {
            fail("\(what) is a mapping, not \(node.kind)", node)
            return []
        }
        guard let keys else { return entries }
        return entries.filter { entry in
            if keys.contains(entry.key) { return true }
            errors.append(
                SourceError(
                    "unknown key \"\(entry.key)\" in \(what)",
                    at: entry.keyPlace,
                    help: NearName.hint(for: entry.key, among: keys) ?? "it knows \(keys.joined(separator: ", "))"
                )
            )
            return false
        }
    }

    /// The items of a list. Null is an empty list.
    mutating func list(_ node: YAMLNode, _ what: String) -> [YAMLNode] {
        if node.isNull { return [] }
        guard let items = node.sequence else {
            fail("\(what) is a list, not \(node.kind)", node)
            return []
        }
        return items
    }

    /// A key's text; nil where the key is missing, or noted as wrong.
    mutating func text(_ node: YAMLNode, _ key: String) -> Placed<String>? {
        guard let value = node[key] else { return nil }
        guard let text = value.string else {
            fail("\(key) is a text, not \(value.kind)", value)
            return nil
        }
        return Placed(text, at: value.place)
    }

    /// A key's text where it names something that the project has.
    mutating func name(_ node: YAMLNode, _ key: String, _ known: Set<String>, _ what: String) -> String? {
        guard let text = text(node, key) else { return nil }
        return isKnown(text.value, text.place, known, what) ? text.value : nil
    }

    mutating func isService(_ name: String, _ place: SourcePlace) -> Bool {
        isKnown(name, place, services, "service")
    }

    private mutating func isKnown(_ name: String, _ place: SourcePlace, _ known: Set<String>, _ what: String) -> Bool {
        if known.contains(name) { return true }
        errors.append(
            SourceError(
                "the project has no \(what) \"\(name)\"",
                at: place,
                help: NearName.hint(for: name, among: known.sorted())
            )
        )
        return false
    }
}
