internal import Addressing
internal import Lab
internal import Reachability
internal import Rendering

/// What `netsim reach --exposure` prints.
struct ExposureTable {
    private let entries: [Exposure]
    private let lab: Lab

    init(_ entries: [Exposure], _ lab: Lab) {
        self.entries = entries
        self.lab = lab
    }

    var text: String {
        var table = TextTable(["to", "interface", "address", "port", "leads to", "by"])
        for entry in entries {
            table.append([
                Self.observer(entry), entry.interface, entry.address.description,
                PortRun(entry.ports, entry.target.transport).description, target(entry), entry.origin.rawValue,
            ])
        }
        return table.rendered
    }

    var csv: String {
        var text = "to,interface,address,port,protocol,container,container_port,by,source\n"
        for entry in entries {
            let cells = [
                Self.observer(entry), entry.interface, entry.address.description, "\(entry.ports)",
                entry.target.transport.rawValue, name(entry) ?? "", "\(entry.target.ports)", entry.origin.rawValue,
                entry.seenSource?.description ?? "",
            ]
            text += cells.map(CSVField.text).joined(separator: ",") + "\n"
        }
        return text
    }

    var json: JSONValue {
        .array(
            entries.map { entry in
                var object: JSONObject = [
                    "to": .string(Self.observer(entry)), "interface": .string(entry.interface),
                    "address": .string(entry.address.description), "port": JSONValue(entry.ports.first),
                    "protocol": .string(entry.target.transport.rawValue), "container": JSONValue(name(entry)),
                    "containerPort": JSONValue(entry.target.ports.first), "by": .string(entry.origin.rawValue),
                    "source": JSONValue(entry.seenSource?.description),
                ]
                // A range is told by its ends.
                if entry.ports.count > 1 {
                    object["lastPort"] = JSONValue(entry.ports.last)
                    object["lastContainerPort"] = JSONValue(entry.target.ports.last)
                }
                return .object(object)
            }
        )
    }

    private static func observer(_ entry: Exposure) -> String { entry.observer == .host ? "host" : "outside" }

    private func name(_ entry: Exposure) -> String? { entry.container.flatMap { lab.container($0) }?.name }

    private func target(_ entry: Exposure) -> String {
        name(entry).map { "\($0):\(entry.target.ports)" } ?? "a program of the host"
    }
}
