package import Rendering

extension LabDifference {
    /// The members are a contract: they are added to, not changed.
    package var json: JSONValue {
        [
            "same": .bool(isEmpty),
            "services": ["added": JSONValue(added), "removed": JSONValue(removed)],
            "paths": .array(
                paths.map {
                    [
                        "change": .string($0.change.rawValue), "from": JSONValue($0.from), "to": JSONValue($0.to),
                        "services": JSONValue($0.services), "reason": .string($0.reason),
                    ]
                }
            ),
            "names": .array(
                names.map {
                    [
                        "name": .string($0.name), "askers": JSONValue($0.askers), "before": JSONValue($0.before),
                        "after": JSONValue($0.after),
                    ]
                }
            ),
            "addresses": .array(
                addresses.map {
                    [
                        "container": .string($0.container), "network": .string($0.network),
                        "before": JSONValue($0.before), "after": JSONValue($0.after),
                    ]
                }
            ),
            "exposure": .array(
                exposures.map {
                    [
                        "change": .string($0.change.rawValue), "observer": .string($0.observer),
                        "addresses": JSONValue($0.addresses), "port": JSONValue($0.port),
                        "container": .string($0.container), "target": .string($0.target),
                        "origin": .string($0.origin),
                    ]
                }
            ),
        ]
    }
}
