internal import Lab
internal import Text
internal import YAML

/// Puts variables' values into a document, before anything else is done with it.
struct Interpolator {
    private(set) var errors: [SourceError] = []
    /// `The "X" variable is not set. …`, once for each place's variable.
    private(set) var warnings: [SourceError] = []
    private var template: Template
    private var path: [String] = []
    private var warned: Set<String>

    /// - Parameter warned: variables that were complained of before.
    init(warned: Set<String> = [], budget: Int, lookup: @escaping (String) -> String?) {
        self.warned = warned
        template = Template(budget: budget, lookup: lookup)
    }

    var warnedVariables: Set<String> { warned }
    var remainingBudget: Int { template.remainingBudget }

    /// The node with its variables' values; `key` is its own place in the document.
    mutating func interpolate(_ node: inout YAMLNode, at key: String? = nil) {
        if let changed = interpolated(node, at: key) { node = changed }
    }

    /// nil where nothing changes, so that most of a document is not copied.
    private mutating func interpolated(_ node: YAMLNode, at key: String? = nil) -> YAMLNode? {
        if let key { path.append(key) }
        defer { if key != nil { path.removeLast() } }
        var node = node
        switch node.content {
        case .scalar(let scalar):
            let cast = node.value == .text ? TypeCast.of(path) : nil
            let hasVariables = scalar.text.utf8.contains(UInt8(ascii: "$"))
            guard hasVariables || cast != nil else { return nil }
            guard let text = hasVariables ? value(of: scalar.text, at: node.place) : scalar.text else { return nil }
            // What a variable gives is a text, but where Compose knows the type of what stands there.
            guard let cast else {
                node.content = .scalar(.init(text, isPlain: false))
                return node
            }
            switch cast.value(of: text) {
            case .value(let value): node.content = .scalar(.init(value, isPlain: true))
            case .complaint(let reason):
                if errors.count < LoadLog.maximumComplaints {
                    errors.append(
                        SourceError(
                            "error while interpolating \(path.joined(separator: ".")): "
                                + "failed to cast to expected type: \(reason)",
                            at: node.place
                        )
                    )
                }
                return nil
            }
        case .sequence(let items):
            var changed: [YAMLNode]?
            for (index, item) in items.enumerated() {
                guard let new = interpolated(item, at: "[]") else { continue }
                if changed == nil { changed = items }
                changed?[index] = new
            }
            guard let changed else { return nil }
            node.content = .sequence(changed)
        case .mapping(let entries):
            var changed: [YAMLNode.Entry]?
            for (index, entry) in entries.enumerated() {
                guard let new = interpolated(entry.value, at: entry.key) else { continue }
                if changed == nil { changed = entries }
                changed?[index].value = new
            }
            guard let changed else { return nil }
            node.content = .mapping(changed)
        }
        return node
    }

    private mutating func value(of text: String, at place: SourcePlace) -> String? {
        let unsetBefore = template.unset.count
        do throws(Template.Fault) {
            let value = try template.substitute(text)
            for name in template.unset[unsetBefore...] where warned.insert(name).inserted {
                guard warnings.count < LoadLog.maximumComplaints else { break }
                warnings.append(
                    SourceError(
                        "The \(GoQuote.quote(name)) variable is not set. Defaulting to a blank string.",
                        at: place
                    )
                )
            }
            return value
        } catch {
            guard errors.count < LoadLog.maximumComplaints else { return nil }
            errors.append(complaint(of: error, in: text, at: place))
            return nil
        }
    }

    private func complaint(of fault: Template.Fault, in text: String, at place: SourcePlace) -> SourceError {
        let name = path.joined(separator: ".")
        switch fault {
        case .badFormat:
            return SourceError(
                "invalid interpolation format for \(name).\nYou may need to escape any $ with another $.\n\(text)",
                at: place,
                help: "a variable is ${NAME}, perhaps with :-, -, :?, ?, :+ or + and a text"
            )
        case .required(let variable, let reason):
            let suffix = reason.isEmpty ? "" : ": \(reason)"
            return SourceError(
                "error while interpolating \(name): required variable \(variable) is missing a value\(suffix)",
                at: place,
                help: "set \(variable) in the environment or in .env"
            )
        case .tooLarge:
            return SourceError("the variables of \(name) expand to more than is read", at: place)
        }
    }
}
