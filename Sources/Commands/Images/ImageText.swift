internal import Addressing
internal import Images
internal import Rendering

/// What is known of an image, for people and as JSON.
enum ImageText {
    static func ports(_ ports: [ContainerPort]) -> String {
        ports.isEmpty ? "none" : ports.map(short).joined(separator: " ")
    }

    private static func short(_ port: ContainerPort) -> String {
        port.transport == .tcp ? "\(port.number)" : "\(port)"
    }

    /// The ports that it listens on as it stands.
    static func listens(_ image: KnownImage) -> String {
        image.knowsPorts ? ports(image.ports.filter(\.isDefault).map(\.port)) : "?"
    }

    /// One line for each thing that is known.
    static func lines(_ name: String, _ image: KnownImage) -> [String] {
        var lines: [(String, String)] = [("image", name), ("program", "\(image.title) (\(image.role.rawValue))")]
        switch image.certainty {
        case .image: lines.append(("known", "as itself"))
        case .name: lines.append(("known", "by its name alone: only the program"))
        case .stated: lines.append(("known", "as it was stated"))
        }
        if !image.knowsPorts { lines.append(("listens on", "what it is told to")) }
        for port in image.ports { lines.append((port.isDefault ? "listens on" : "may listen on", describe(port))) }
        if image.knowsPorts, image.ports.isEmpty { lines.append(("listens on", "nothing")) }
        func add(_ key: String, _ value: String?) { lines.append((key, value ?? "not known")) }
        add("exposes", image.exposed.map(ports))
        add("entrypoint", image.entrypoint.map { $0.joined(separator: " ") })
        add("command", image.command.map { $0.joined(separator: " ") })
        add("user", image.user)
        add("base", image.base.map(describe))
        add("health check", image.hasHealthCheck.map { $0 ? "yes" : "no" })
        lines.append(("source", image.source))
        let width = lines.map(\.0.count).max() ?? 0
        return lines.map { key, value in key + String(repeating: " ", count: width - key.count + 2) + value }
    }

    private static func describe(_ port: ImagePort) -> String {
        var text = short(port.port)
        if !port.purpose.isEmpty { text += " (\(port.purpose))" }
        switch port.audience {
        case .sensitive: text += ", not for the world"
        case .public: text += ", for the world"
        case .neighbors: break
        }
        let moves = port.variables.map { "$" + $0.filter { $0 != "*" } } + port.flags
        if !moves.isEmpty { text += "; moved by \(moves.joined(separator: ", "))" }
        if !port.openers.isEmpty { text += "; opened by \(port.openers.joined(separator: ", "))" }
        return text
    }

    private static func describe(_ base: ImageBase) -> String {
        let library = base.library.map { "\($0.rawValue)" } ?? "no C library"
        return "\(base.rawValue): \(library), \(base.shell ?? "no shell")\(base.hasBusybox ? ", busybox" : "")"
    }

    static func object(_ name: String, _ image: KnownImage) -> JSONObject {
        [
            "Image": .string(name),
            "Program": .string(image.title),
            "Role": .string(image.role.rawValue),
            "Known": .string("\(image.certainty)"),
            "KnowsPorts": .bool(image.knowsPorts),
            "Ports": .array(image.ports.map { .object(object($0)) }),
            "ExposedPorts": image.exposed.map { JSONValue($0.map(\.description)) } ?? .null,
            "Entrypoint": image.entrypoint.map { JSONValue($0) } ?? .null,
            "Cmd": image.command.map { JSONValue($0) } ?? .null,
            "User": JSONValue(image.user),
            "Base": JSONValue(image.base?.rawValue),
            "Library": JSONValue(image.base?.library?.rawValue),
            "HasHealthcheck": image.hasHealthCheck.map { .bool($0) } ?? .null,
            "Source": .string(image.source),
        ]
    }

    private static func object(_ port: ImagePort) -> JSONObject {
        [
            "Port": .int(Int64(port.port.number)),
            "Protocol": .string(port.port.transport.rawValue),
            "Default": .bool(port.isDefault),
            "Purpose": .string(port.purpose),
            "Audience": .string("\(port.audience)"),
            "Variables": JSONValue(port.variables),
            "Flags": JSONValue(port.flags),
        ]
    }
}
