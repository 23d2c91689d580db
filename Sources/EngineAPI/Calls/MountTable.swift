internal import Lab
internal import Rendering

/// The mounts of a container's request: `HostConfig.Binds`, `Mounts`, and the volumes of `Config.Volumes`.
struct MountTable {
    private struct Mount {
        let type: String
        let name: String
        let source: String
        let destination: String
        let mode: String
        let isReadOnly: Bool
        let propagation: String
    }

    private var mounts: [Mount] = []

    init(_ body: BodyObject) throws(LabError) {
        let host = try body.object("HostConfig")
        for bind in try host.texts("Binds") {
            let parts = bind.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
            guard (2...3).contains(parts.count), !parts[0].isEmpty, parts[1].hasPrefix("/") else {
                throw LabError(.invalidParameter, "invalid volume specification: '\(bind)'")
            }
            let isPath = parts[0].hasPrefix("/")
            let mode = parts.count > 2 ? parts[2] : isPath ? "" : "z"
            let options = mode.split(separator: ",").map(String.init)
            add(
                isPath ? "bind" : "volume",
                parts[0],
                parts[1],
                mode,
                options.contains("ro"),
                propagation: options.first { Self.propagations.contains($0) }
            )
        }
        for mount in try host.objects("Mounts") {
            let type = try mount.text("Type")
            add(
                type,
                try mount.text("Source"),
                try mount.text("Target"),
                type == "volume" ? "z" : "",
                try mount.flag("ReadOnly") ?? false,
                propagation: try mount.object("BindOptions").text("Propagation")
            )
        }
        for destination in try body.object("Volumes").members.memberNames.sorted()
        where !mounts.contains(where: { $0.destination == destination }) {
            add("volume", "", destination, "", false)
        }
    }

    private static let propagations: Set<String> = ["private", "rprivate", "shared", "rshared", "slave", "rslave"]

    private mutating func add(
        _ type: String,
        _ source: String,
        _ target: String,
        _ mode: String,
        _ isReadOnly: Bool,
        propagation: String? = nil
    ) {
        let isVolume = type == "volume"
        mounts.append(
            Mount(
                type: type,
                name: isVolume ? source : "",
                source: isVolume ? VolumeCalls.mountpoint(of: source) : source,
                destination: target,
                mode: mode,
                isReadOnly: isReadOnly,
                propagation: type != "bind" ? "" : propagation.flatMap { $0.isEmpty ? nil : $0 } ?? "rprivate"
            )
        )
    }

    /// Volumes that have names.
    var namedVolumes: [String] { mounts.filter { $0.type == "volume" && !$0.name.isEmpty }.map(\.name) }

    /// Where they are in the container.
    var destinations: [String] { mounts.map(\.destination) }

    var json: JSONValue {
        .array(
            mounts.map { mount in
                var object: JSONObject = ["Type": .string(mount.type)]
                if mount.type == "volume" { object["Name"] = .string(mount.name) }
                object["Source"] = .string(mount.source)
                object["Destination"] = .string(mount.destination)
                if mount.type == "volume" { object["Driver"] = "local" }
                object["Mode"] = .string(mount.mode)
                object["RW"] = .bool(!mount.isReadOnly)
                object["Propagation"] = .string(mount.propagation)
                return .object(object)
            }
        )
    }
}
