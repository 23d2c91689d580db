internal import YAML

/// Reads `.netsim.yaml`, with what reads the same keys under `x-netsim`.
struct ConfigurationReader {
    /// The keys at each place, in the order of the schema.
    enum Keys {
        static let all = ["fail-on", "ignore", "host", "host-facts", "images", "baseline"]
        static let ignored = ["rule", "reason", "service", "network"]
        static let severities = ["info", "warning", "error"]
    }

    private(set) var found = Configuration()
    private var reader = ExtensionReader()

    var errors: [SourceError] { reader.errors }

    mutating func read(_ node: YAMLNode) {
        for entry in reader.entries(node, "the configuration", Keys.all) {
            switch entry.key {
            case "fail-on": readSeverity(entry.value)
            case "ignore": for item in reader.list(entry.value, "ignore") { readIgnored(item) }
            case "host": reader.readHost(entry.value)
            case "host-facts":
                let items = entry.value.string == nil ? reader.list(entry.value, "host-facts") : [entry.value]
                found.hostFacts = items.compactMap { path($0, "host-facts") }
            case "images": reader.readImages(entry.value)
            case "baseline": found.baseline = path(entry.value, "baseline")
            default: break
            }
        }
        found.host = reader.found.host
        found.images = reader.found.images
    }

    private mutating func readSeverity(_ node: YAMLNode) {
        guard let text = node.string, Keys.severities.contains(text) else {
            reader.fail("fail-on is info, warning or error", node)
            return
        }
        found.failOn = Placed(text, at: node.place)
    }

    private mutating func path(_ node: YAMLNode, _ key: String) -> Placed<String>? {
        guard let text = node.string, !text.isEmpty else {
            reader.fail("\(key) names a file", node)
            return nil
        }
        return Placed(text, at: node.place)
    }

    private mutating func readIgnored(_ node: YAMLNode) {
        let before = errors.count
        _ = reader.entries(node, "ignore", Keys.ignored)
        guard errors.count == before else { return }
        let (rule, reason) = (reader.text(node, "rule"), reader.text(node, "reason"))
        let (service, network) = (reader.text(node, "service"), reader.text(node, "network"))
        guard errors.count == before else { return }
        guard let rule else {
            reader.fail("rule is missing: which rule is ignored?", node, help: "netsim check --list-rules lists them")
            return
        }
        guard let reason, !reason.value.isEmpty else {
            reader.fail("\(rule.value) is ignored without a reason", node, help: "say why, for whoever reads it next")
            return
        }
        found.ignored.append(
            Configuration.Ignored(
                rule: rule,
                reason: reason.value,
                service: service?.value,
                network: network?.value
            )
        )
    }
}
