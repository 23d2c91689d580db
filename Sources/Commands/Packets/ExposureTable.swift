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
                "\(entry.port)/\(entry.target.transport)", target(entry), entry.origin.rawValue,
            ])
        }
        return table.rendered
    }

    var csv: String {
        var text = "to,interface,address,port,protocol,container,container_port,by,source\n"
        for entry in entries {
            let cells = [
                Self.observer(entry), entry.interface, entry.address.description, "\(entry.port)",
                entry.target.transport.rawValue, name(entry) ?? "", "\(entry.target.number)", entry.origin.rawValue,
                entry.seenSource?.description ?? "",
            ]
            text += cells.map(CSVField.text).joined(separator: ",") + "\n"
        }
        return text
    }

    var json: JSONValue {
        .array(
            entries.map { entry in
                [
                    "to": .string(Self.observer(entry)), "interface": .string(entry.interface),
                    "address": .string(entry.address.description), "port": JSONValue(entry.port),
                    "protocol": .string(entry.target.transport.rawValue), "container": JSONValue(name(entry)),
                    "containerPort": JSONValue(entry.target.number), "by": .string(entry.origin.rawValue),
                    "source": JSONValue(entry.seenSource?.description),
                ]
            }
        )
    }

    private static func observer(_ entry: Exposure) -> String { entry.observer == .host ? "host" : "outside" }

    private func name(_ entry: Exposure) -> String? { entry.container.flatMap { lab.container($0) }?.name }

    private func target(_ entry: Exposure) -> String {
        name(entry).map { "\($0):\(entry.target.number)" } ?? "a program of the host"
    }
}
