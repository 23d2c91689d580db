internal import Lab
internal import YAML

/// What YAML can say and JSON cannot, which Compose refuses wherever it stands: keys that are no texts, and numbers without
/// end (compose-go, `convertToStringKeysRecursive`; its schema check writes the file as JSON).
struct PlainValueChecker {
    private(set) var errors: [SourceError] = []
    private var path: [String] = []

    mutating func check(_ node: YAMLNode) {
        switch node.content {
        case .scalar:
            guard case .number(let number)? = node.value, !number.isFinite, let text = node.string else { return }
            refuse("json: unsupported value: \(text)", at: node.place)
        case .sequence(let items):
            for item in items { check(item) }
        case .mapping(let entries):
            for entry in entries {
                if !entry.isTextKey {
                    let place = path.isEmpty ? "at top level" : "in \(path.joined(separator: "."))"
                    refuse(
                        "non-string key \(place): \(entry.key)",
                        at: entry.keyPlace,
                        help: entry.key == "<nil>" ? nil : "put it into quotes: \"\(entry.key)\""
                    )
                }
                path.append(entry.key)
                check(entry.value)
                path.removeLast()
            }
        }
    }

    private mutating func refuse(_ text: String, at place: SourcePlace, help: String? = nil) {
        guard errors.count < LoadLog.maximumComplaints else { return }
        errors.append(SourceError(text, at: place, help: help))
    }
}
