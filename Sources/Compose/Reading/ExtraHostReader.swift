internal import YAML

/// Reads `extra_hosts`: a mapping from names to addresses, or a list of `name=address` or `name:address`.
struct ExtraHostReader {
    let path: String
    var values = ValueReader()

    init(path: String) {
        self.path = path
    }

    mutating func hosts(_ node: YAMLNode) -> [Placed<ComposeService.ExtraHost>] {
        if let entries = node.mapping {
            return entries.flatMap { entry in
                hosts(entry.key, (entry.value.sequence ?? [entry.value]).map { $0.string ?? "" }, at: entry.keyPlace)
            }
        }
        return (node.sequence ?? []).flatMap { item -> [Placed<ComposeService.ExtraHost>] in
            guard let text = item.string else { return [] }
            guard let separator = text.firstIndex(of: "=") ?? text.firstIndex(of: ":") else {
                values.refuse("\(path).extra_hosts: invalid additional host, missing IP: \(text)", at: item.place)
                return []
            }
            let addresses = text[text.index(after: separator)...]
                .split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            return hosts(String(text[..<separator]), addresses, at: item.place)
        }
    }

    private mutating func hosts(
        _ name: String,
        _ addresses: [String],
        at place: SourcePlace
    ) -> [Placed<ComposeService.ExtraHost>] {
        guard !name.isEmpty, !name.contains(":"), !name.contains("=") else {
            values.refuse("\(path).extra_hosts: bad host name '\(name)'", at: place)
            return []
        }
        return addresses.map { address in
            let hasBrackets = address.utf8.count > 2 && address.first == "[" && address.last == "]"
            let bare = hasBrackets ? String(address.dropFirst().dropLast()) : address
            return Placed(.init(name: name, address: bare), at: place)
        }
    }
}
