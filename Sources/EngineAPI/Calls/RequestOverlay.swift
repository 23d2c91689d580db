internal import Lab
internal import Rendering

/// What a container was created with and networks do not know: inspect gives it back as it came.
struct RequestOverlay {
    private let asked: JSONObject
    private let container: Container

    init(_ asked: JSONObject, _ container: Container) {
        self.asked = asked
        self.container = container
    }

    /// Whether a health check was asked for: it is taken to succeed, for a lab runs no programs of images.
    private var isHealthy: Bool {
        guard let test = asked["Healthcheck"]?["Test"]?.arrayValue, let first = test.first?.stringValue else {
            return false
        }
        return first != "NONE" && container.isRunning
    }

    /// The same for an element of a list.
    func laid(overSummary summary: JSONValue) -> JSONValue {
        guard var object = summary.objectValue else { return summary }
        if isHealthy, let status = object["Status"]?.stringValue { object["Status"] = .string(status + " (healthy)") }
        if let mounts = try? MountTable(BodyObject(asked)) { object["Mounts"] = mounts.json }
        return .object(object)
    }

    /// Members of `Config` that the lab itself knows.
    private static let known: Set<String> = [
        "Hostname", "Domainname", "ExposedPorts", "Tty", "OpenStdin", "Env", "Cmd", "Image", "Entrypoint", "Labels",
        "HostConfig", "NetworkingConfig", "MacAddress", "NetworkDisabled",
    ]
    /// Members of `HostConfig` that the lab itself knows.
    private static let knownOfHost: Set<String> = [
        "NetworkMode", "PortBindings", "RestartPolicy", "AutoRemove", "Dns", "DnsOptions", "DnsSearch", "ExtraHosts",
        "Links",
        "PublishAllPorts", "LogConfig", "ConsoleSize",
    ]

    func lay(over object: inout JSONObject) {
        if isHealthy, var state = object["State"]?.objectValue {
            state["Health"] = ["Status": "healthy", "FailingStreak": 0, "Log": []]
            object["State"] = .object(state)
        }
        var config = object["Config"]?.objectValue ?? [:]
        for (key, value) in asked where !Self.known.contains(key) && !value.isNull { config[key] = value }
        object["Config"] = .object(config)
        var host = object["HostConfig"]?.objectValue ?? [:]
        for (key, value) in asked["HostConfig"]?.objectValue ?? [:] where !Self.knownOfHost.contains(key) {
            if value.isNull { continue }
            // The command line's way to say nothing.
            if key == "MemorySwappiness", value.intValue == -1 { continue }
            if value.stringValue == "", let shown = host[key], shown.stringValue?.isEmpty == false { continue }
            host[key] = value
        }
        if var log = asked["HostConfig"]?["LogConfig"]?.objectValue {
            if log["Type"]?.stringValue?.isEmpty != false { log["Type"] = "json-file" }
            if log["Config"]?.isNull != false { log["Config"] = [:] }
            host["LogConfig"] = .object(log)
        }
        object["HostConfig"] = .object(host)
        if let mounts = try? MountTable(BodyObject(asked)) { object["Mounts"] = mounts.json }
    }
}

/// What clients older than 1.52 find at the top of `NetworkSettings`: the default bridge's endpoint.
enum LegacyNetworkSettings {
    private static let moved = [
        "EndpointID", "Gateway", "GlobalIPv6Address", "GlobalIPv6PrefixLen", "IPAddress", "IPPrefixLen", "IPv6Gateway",
        "MacAddress",
    ]

    static func add(to object: inout JSONObject) {
        var settings = object["NetworkSettings"]?.objectValue ?? [:]
        guard let bridge = settings["Networks"]?["bridge"]?.objectValue else { return }
        let networks = settings["Networks"]
        settings["Networks"] = nil
        for key in moved { settings[key] = bridge[key] ?? .null }
        settings["Networks"] = networks
        object["NetworkSettings"] = .object(settings)
    }
}
