internal import Addressing
package import Lab
package import Rendering

/// An element of `GET /containers/json` (Docker Engine: `container.Summary`).
package enum ContainerSummary {
    /// - Parameter now: what the status counts from.
    package static func json(
        _ container: Container,
        in lab: Lab,
        at now: Timestamp,
        withSize: Bool = false
    ) -> JSONValue {
        let row = ContainerRow(container, in: lab, at: now)
        let networks = container.attachments.map {
            ($0.network, ContainerView.endpointSettings($0, of: container, lab))
        }
        var object: JSONObject = [
            "Id": .string("\(container.id)"),
            "Names": JSONValue(row.names.map { "/" + $0 }),
            "Image": .string(container.config.image),
            "ImageID": .string(ImageIdentity.of(container.config.image)),
            "Command": .string(row.command),
            "Created": .int(container.created.nanoseconds / 1_000_000_000),
            "Ports": .array(PortSummary.ports(of: container, in: lab).map(port)),
            "Labels": JSONValue(sortedByKey: container.config.labels),
            "State": .string(container.status.rawValue),
            "Status": .string(ContainerRow.status(of: container, at: now)),
            "HostConfig": ["NetworkMode": .string("\(container.config.networkMode)")],
            "NetworkSettings": ["Networks": .object(JSONObject(networks).sortedByKey())],
            "Mounts": [],
        ]
        if withSize {
            object["SizeRw"] = 0
            object["SizeRootFs"] = 0
        }
        return .object(object)
    }

    private static func port(_ port: PortSummary.Port) -> JSONValue {
        var object = JSONObject()
        if !port.hostAddress.isEmpty { object["IP"] = .string(port.hostAddress) }
        object["PrivatePort"] = .int(Int64(port.privatePort))
        if port.publicPort != 0 { object["PublicPort"] = .int(Int64(port.publicPort)) }
        object["Type"] = .string(port.transport)
        return .object(object)
    }
}
