internal import YAML

/// A place in a service's containers where something is mounted.
struct ServiceMount: Sendable {
    enum Kind: Hashable, Sendable {
        case volume
        case other
    }

    let kind: Kind
    /// The volume's key; empty for one without a name.
    let source: String
    let target: String
    let place: SourcePlace
}

/// Reads `volumes` of a service as far as Compose asks whether they can be (compose-go, `format.ParseVolume`).
struct VolumeReader {
    let path: String
    private(set) var errors: [SourceError] = []

    init(path: String) {
        self.path = path
    }

    /// The mounts, the last of several at one target at the first's position.
    mutating func mounts(_ node: YAMLNode?) -> [ServiceMount] {
        var found: [ServiceMount] = []
        var positions: [String: Int] = [:]
        for (index, item) in (node?.sequence ?? []).enumerated() {
            guard let mount = item.mapping == nil ? short(item) : long(item, index) else { continue }
            if let position = positions[mount.target] {
                found[position] = mount
            } else {
                positions[mount.target] = found.count
                found.append(mount)
            }
        }
        return found
    }

    private mutating func long(_ node: YAMLNode, _ index: Int) -> ServiceMount? {
        guard let target = node["target"]?.string else {
            errors.append(
                SourceError("service volume \(path).volumes.[\(index)] is missing a mount target", at: node.place)
            )
            return nil
        }
        let kind = node["type"]?.string
        let source = node["source"]?.string ?? ""
        if kind == "bind", node["source"] == nil {
            errors.append(
                SourceError(
                    "invalid mount config for type \"bind\": field Source must not be empty",
                    at: node.place,
                    help: "say which file or folder of the host it is"
                )
            )
        }
        return ServiceMount(
            kind: kind == "volume" ? .volume : .other,
            source: source,
            target: FilePath.clean(target),
            place: (node["source"] ?? node).place
        )
    }

    private mutating func short(_ node: YAMLNode) -> ServiceMount? {
        guard let text = node.string else { return nil }
        let scalars = Array(text.unicodeScalars)
        guard !text.isEmpty else {
            errors.append(SourceError("invalid empty volume spec", at: node.place))
            return nil
        }
        if text.utf8.count <= 2 { return ServiceMount(kind: .volume, source: "", target: text, place: node.place) }
        var parts: [String] = []
        var part: [Unicode.Scalar] = []
        for (index, scalar) in (scalars + ["\0"]).enumerated() {
            let isEnd = index == scalars.count
            let isDrive = scalar == ":" && part.count == 1 && part[0].properties.isAlphabetic && !isEnd
            guard isEnd || (scalar == ":" && !isDrive) else {
                part.append(scalar)
                continue
            }
            guard !part.isEmpty else { return refuse(text, "empty section between colons", node) }
            parts.append(String(String.UnicodeScalarView(part)))
            part = []
            if parts.count == 3, !isEnd { return refuse(text, "too many colons", node) }
        }
        let source = parts.count > 1 ? parts[0] : ""
        return ServiceMount(
            kind: Self.isPath(source) ? .other : .volume,
            source: source,
            target: FilePath.clean(parts.count > 1 ? parts[1] : parts[0]),
            place: node.place
        )
    }

    private mutating func refuse(_ text: String, _ reason: String, _ node: YAMLNode) -> ServiceMount? {
        errors.append(
            SourceError(
                "invalid spec: \(text): \(reason)",
                at: node.place,
                help: text.hasPrefix(":") ? "is a variable before the colon not set?" : nil
            )
        )
        return nil
    }

    /// A file of the host, also of Windows; else a volume's name.
    private static func isPath(_ source: String) -> Bool {
        guard let first = source.unicodeScalars.first else { return false }
        if [".", "/", "~"].contains(first) || source.hasPrefix("\\\\") { return true }
        return first.properties.isAlphabetic && source.unicodeScalars.dropFirst().first == ":"
    }
}
