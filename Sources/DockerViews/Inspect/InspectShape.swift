package import Rendering

/// The Go types behind what `inspect` prints, for `docker inspect --format`: which objects are maps, which fields have
/// other names than their JSON keys (Docker's `api/types/container` and `api/types/network`).
///
/// A template sees the difference: `{{.ID}}` is the field behind the key `Id`, a map lacks a key with `<no value>`
/// where a struct lacks a field with an error, and a list that is null prints as `[]`.
package enum InspectShape {
    /// The shape of an object of `container inspect` or `network inspect`.
    package static func shape(of inspected: JSONValue) -> GoShape {
        structure(inspected).map { .pointer($0) } ?? .any
    }

    /// An object of an older engine as the command line's own types hold it: what the engine does not say is there, and
    /// empty.
    package static func typed(_ inspected: JSONValue) -> JSONValue {
        guard var object = inspected.objectValue else { return inspected }
        if object["IPAM"] != nil, object["EnableIPv4"] == nil {
            object.insert("EnableIPv4", false, before: "EnableIPv6")
        }
        if var settings = object["NetworkSettings"]?.objectValue, var networks = settings["Networks"]?.objectValue {
            for (name, value) in networks.map({ ($0.key, $0.value) }) {
                guard var endpoint = value.objectValue else { continue }
                if endpoint["GwPriority"] == nil { endpoint.insert("GwPriority", 0, before: "NetworkID") }
                if endpoint["DNSNames"] == nil { endpoint["DNSNames"] = .null }
                networks[name] = .object(endpoint)
            }
            settings["Networks"] = .object(networks)
            object["NetworkSettings"] = .object(settings)
        }
        return .object(object)
    }

    /// Fields whose name in Go is not their key.
    private static let names = [
        "Id": "ID", "Dns": "DNS", "DnsOptions": "DNSOptions", "DnsSearch": "DNSSearch", "HostIp": "HostIP",
        "CpuShares": "CPUShares", "NanoCpus": "NanoCPUs", "CpuPeriod": "CPUPeriod", "CpuQuota": "CPUQuota",
        "CpuRealtimePeriod": "CPURealtimePeriod", "CpuRealtimeRuntime": "CPURealtimeRuntime", "CpuCount": "CPUCount",
        "CpuPercent": "CPUPercent", "AuxiliaryAddresses": "AuxAddress",
    ]

    /// Objects that are `map[string]string`.
    private static let textMaps: Set<String> = [
        "Labels", "Options", "DriverOpts", "AuxiliaryAddresses", "LogConfig.Config",
    ]
    /// Objects that are maps of something else.
    private static let maps: Set<String> = [
        "Networks", "Ports", "PortBindings", "ExposedPorts", "Volumes", "Containers", "Subnets",
    ]
    /// Pointers that may be nil.
    private static let pointers: Set<String> = ["IPAMConfig", "MemorySwappiness", "OomKillDisable", "PidsLimit"]

    /// Addresses, which are no texts.
    private static let addresses: Set<String> = [
        "Gateway", "IPAddress", "IPv6Gateway", "GlobalIPv6Address", "HostIp",
    ]
    /// Addresses with the length of their prefix: members of a network, and the subnets of its address management.
    private static let prefixes: Set<String> = ["Subnet", "IPRange"]

    private static func structure(_ value: JSONValue, parent: String = "") -> GoStruct? {
        guard let members = value.objectValue else { return nil }
        var fields = members.map { key, value in
            // LogConfig has a field Config that is a map; the container's own Config is not.
            let kind = key == "Config" && parent == "LogConfig" ? "LogConfig.Config" : key
            if key == "IPv4Address" || key == "IPv6Address" {
                return GoStruct.Field(key, .address(parent == "IPAMConfig" ? .address : .prefix))
            }
            return GoStruct.Field(names[key] ?? key, key: key, shape(of: value, as: kind))
        }
        for field in unsaid(parent, members) where members[field.key] == nil { fields.append(field) }
        return GoStruct(name: parent, fields: fields)
    }

    /// Fields that the JSON leaves out where they are not set.
    private static func unsaid(_ parent: String, _ members: JSONObject) -> [GoStruct.Field] {
        switch parent {
        case "" where members["RestartCount"] != nil:
            ["SizeRw", "SizeRootFs"].map { .init($0, .pointer(GoStruct(name: "int64", fields: []))) }
        case "Config" where members["Hostname"] != nil:
            [
                .init("ExposedPorts", .map(of: .structure(GoStruct(name: "struct {}", fields: [])))),
                .init("Healthcheck", .pointer(GoStruct(name: "container.HealthConfig", fields: []))),
                .init("OnBuild", .strings), .init("Shell", .strings), .init("StopSignal", .string()),
                .init("StopTimeout", .pointer(GoStruct(name: "int", fields: []))),
            ]
        case "Config":
            [
                .init("Subnet", .address(.prefix)), .init("IPRange", .address(.prefix)),
                .init("Gateway", .address(.address)), .init("AuxAddress", key: "AuxiliaryAddresses", .labels),
            ]
        case "State": [.init("Health", .pointer(GoStruct(name: "container.Health", fields: [])))]
        case "HostConfig": ["Annotations", "StorageOpt", "Sysctls", "Tmpfs"].map { .init($0, .labels) }
        case "IPAMConfig":
            [
                .init("IPv4Address", .address(.address)), .init("IPv6Address", .address(.address)),
                .init("LinkLocalIPs", .strings),
            ]
        default: []
        }
    }

    private static func shape(of value: JSONValue, as key: String) -> GoShape {
        if addresses.contains(key), value.stringValue != nil { return .address(.address) }
        if prefixes.contains(key), value.stringValue != nil { return .address(.prefix) }
        if pointers.contains(key) { return .pointer(structure(value, parent: key) ?? GoStruct(name: key, fields: [])) }
        if textMaps.contains(key) { return .labels }
        if maps.contains(key) {
            let first = value.objectValue?.memberValues.first { !$0.isNull }
            return .map(of: first.map { element($0, of: key) } ?? .any)
        }
        switch value {
        case .null: return .strings
        case .bool: return .bool
        case .int, .unsigned: return .int()
        case .double: return .float
        case .string: return .string()
        case .array(let elements): return .slice(elements.first.map { element($0, of: key) } ?? .string())
        case .object: return structure(value, parent: key).map { .structure($0) } ?? .any
        }
    }

    /// What a map or list of that name holds.
    private static func element(_ value: JSONValue, of key: String) -> GoShape {
        guard var type = structure(value, parent: key) else { return shape(of: value, as: "") }
        guard key == "Networks" else { return .structure(type) }
        // The command line's own struct has the MAC address among what is asked for, the engine's among what is.
        if let mac = type.fields.firstIndex(where: { $0.key == "MacAddress" }),
            let options = type.fields.firstIndex(where: { $0.key == "DriverOpts" }), options < mac
        {
            type.fields.insert(type.fields.remove(at: mac), at: options)
        }
        type.ordersMembers = true
        return .pointer(type)
    }
}
