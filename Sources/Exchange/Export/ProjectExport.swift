internal import Addressing
internal import Compose
internal import Lab
package import Projects
internal import Rendering
internal import Text
internal import YAML

/// A Compose project as one Compose file: what its files say, merged and with their variables' values, under the keys that
/// they gave. Nothing is added but what `--pin` asks for, and what the engine refuses stays as its author wrote it.
package struct ProjectExport {
    private let realisation: Realisation
    private let position: Int
    private let pinsEverything: Bool

    /// - Parameter position: of the project among the realisation's.
    package static func text(of realisation: Realisation, project position: Int, pinsEverything: Bool) -> String {
        let export = ProjectExport(realisation: realisation, position: position, pinsEverything: pinsEverything)
        return RefusalNotes.text(of: realisation) + export.document().yaml()
    }

    private var project: ComposeProject { realisation.projects[position] }

    private func document() -> JSONValue {
        var root: JSONObject = ["name": .string(project.name.value)]
        var services = JSONObject()
        for service in project.services + project.disabled {
            var object = Self.json(of: service.written).objectValue ?? JSONObject()
            object["extends"] = nil
            if pinsEverything { pin(service, &object) }
            services[service.name] = .object(object)
        }
        root["services"] = .object(services)
        let networks = self.networks()
        if !networks.isEmpty { root["networks"] = .object(networks) }
        for (section, written) in project.resources { root[section] = Self.json(of: written) }
        if let netsim = project.netsim { root["x-netsim"] = Self.json(of: netsim) }
        return .object(root)
    }

    private func networks() -> JSONObject {
        var networks = JSONObject()
        for network in project.networks {
            var object = network.written.flatMap { Self.json(of: $0).objectValue } ?? JSONObject()
            // The old form of the name of an external network is on its way out.
            if network.isExternal, object["external"]?.objectValue != nil {
                object["external"] = true
                if network.hasOwnName { object["name"] = .string(ComposeText.escaped(network.name.value)) }
            }
            if pinsEverything, !network.isExternal { pin(network, &object) }
            if network.isImplied, object.isEmpty { continue }
            networks[network.key] = object.isEmpty ? .null : .object(object)
        }
        return networks
    }

    // MARK: - Pins

    /// Subnets that the engine chose.
    private func pin(_ network: ComposeNetwork, _ object: inout JSONObject) {
        guard network.subnets.isEmpty, let id = realisation.network(network.key, in: position)?.id,
            let made = realisation.lab.network(id), !made.subnets.isEmpty
        else { return }
        var ipam = object["ipam"]?.objectValue ?? JSONObject()
        ipam["config"] = .array(
            made.subnets.map { subnet in
                var entry: JSONObject = ["subnet": .string("\(subnet.prefix)")]
                if let gateway = subnet.gateway { entry["gateway"] = .string("\(gateway)") }
                return .object(entry)
            }
        )
        object["ipam"] = .object(ipam)
    }

    /// Addresses that a service's only container has.
    private func pin(_ service: ComposeService, _ object: inout JSONObject) {
        let containers = realisation.containers(of: service.name, in: position)
        guard containers.count == 1, service.networkMode == nil, !service.hasProvider,
            let container = containers[0].id.flatMap({ realisation.lab.container($0) })
        else { return }
        let keys = service.networks?.map(\.key) ?? ["default"]
        let own = object["networks"]?.objectValue ?? JSONObject()
        var places = JSONObject()
        for key in keys {
            var place = own[key]?.objectValue ?? JSONObject()
            let id = realisation.network(key, in: position)?.id
            if let endpoint = container.attachments.first(where: { $0.networkID == id && id != nil })?.endpoint {
                if place["ipv4_address"] == nil, let address = endpoint.ipv4?.address {
                    place["ipv4_address"] = .string("\(address)")
                }
                if place["ipv6_address"] == nil, let address = endpoint.ipv6?.address {
                    place["ipv6_address"] = .string("\(address)")
                }
                let driver = id.flatMap { realisation.lab.network($0) }?.driver
                if place["mac_address"] == nil, object["mac_address"] == nil, driver != .ipvlan, let mac = endpoint.mac
                {
                    place["mac_address"] = .string("\(mac)")
                }
            }
            places[key] = place.isEmpty ? .null : .object(place)
        }
        object["networks"] = .object(places)
    }

    // MARK: - Values

    /// A value as it stands, with its dollar signs kept from being variables again.
    static func json(of node: YAMLNode) -> JSONValue {
        switch node.content {
        case .sequence(let items): return JSONValue(items.map(json))
        case .mapping(let entries):
            return .object(JSONObject(entries.map { ($0.key, json(of: $0.value)) }))
        case .scalar:
            switch node.value {
            case .null?: return .null
            case .boolean(let value)?: return .bool(value)
            case .integer(let digits)?: return Int64(digits).map { .int($0) } ?? .string(digits)
            case .number(let value)?: return .double(value)
            default: return .string(ComposeText.escaped(node.string ?? ""))
            }
        }
    }
}

/// Texts of a Compose file.
enum ComposeText {
    /// A dollar sign begins a variable, and two are one.
    static func escaped(_ text: String) -> String {
        text.contains("$") ? text.split(separator: "$", omittingEmptySubsequences: false).joined(separator: "$$") : text
    }
}

/// What the engine refuses of a design, as comments at the top of what is written of it.
package enum RefusalNotes {
    package static func text(of realisation: Realisation) -> String {
        realisation.failures.map { failure in
            let subject =
                switch failure.subject {
                case .network(_, let key): "network \(key)"
                case .container(_, let service, _): "service \(service)"
                }
            return ShellWord.comment("The engine refuses \(subject): \(failure.error.message)") + "\n"
        }.joined()
    }
}
