internal import Lab
package import LabStore
package import Rendering

/// An event as `docker events` shows it.
package struct EventView: Sendable {
    private let event: KeptEvent

    package init(_ event: KeptEvent) {
        self.event = event
    }

    /// `2026-08-01T12:00:00.000000000Z container start 4f2c… (image=nginx, name=web)` (docker/cli: `prettyPrintEvent`).
    package var line: String {
        var line = "\(event.moment.nanosecondText) \(event.type) \(event.action) \(event.subject)"
        if !event.attributes.isEmpty {
            let attributes = event.attributes.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            line += " (\(attributes.joined(separator: ", ")))"
        }
        return line
    }

    /// The engine's own object; containers' events have three older members beside it (Docker Engine: `events.Message`).
    package var json: JSONValue {
        var members: JSONObject = [:]
        if event.type == "container" {
            members["status"] = .string(event.action)
            members["id"] = .string(event.subject)
            members["from"] = event.attributes["image"].map { .string($0) }
        }
        for (key, value) in common { members[key] = value }
        members["scope"] = "local"
        members["time"] = .int(seconds)
        members["timeNano"] = .int(event.moment.nanoseconds)
        return .object(members)
    }

    /// What a template sees: the object's members by their names in Go.
    package var fields: JSONValue {
        var members: JSONObject = [
            "Status": event.type == "container" ? .string(event.action) : "",
            "ID": event.type == "container" ? .string(event.subject) : "",
            "From": event.type == "container" ? .string(event.attributes["image"] ?? "") : "",
        ]
        for (key, value) in common { members[key] = value }
        members["Scope"] = "local"
        members["Time"] = .int(seconds)
        members["TimeNano"] = .int(event.moment.nanoseconds)
        return .object(members)
    }

    private var common: JSONObject {
        [
            "Type": .string(event.type), "Action": .string(event.action),
            "Actor": ["ID": .string(event.subject), "Attributes": JSONValue(sortedByKey: event.attributes)],
        ]
    }

    private var seconds: Int64 { event.moment.nanoseconds / 1_000_000_000 }
}
