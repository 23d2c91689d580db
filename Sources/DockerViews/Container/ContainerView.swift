internal import Addressing
internal import Images
package import Lab
package import Rendering

/// `docker inspect` of a container, field by field in the order of Docker Engine's API 1.52.
///
/// Fields that older API versions add, such as `NetworkSettings.IPAddress`, are left out. What netsim does not
/// simulate shows a fixed value or one derived from the container: nothing is read from the machine.
package enum ContainerView {
    /// The object that `docker inspect` prints, and `GET /containers/{id}/json` returns.
    ///
    /// - Parameter withSize: whether it says how large the files are: nothing, for a lab holds none.
    package static func inspect(_ container: Container, in lab: Lab, withSize: Bool = false) -> JSONValue {
        let process = lab.processArguments(of: container)
        let files = filesOwner(of: container, lab)
        // The network's files are made by the first start, even by one that then fails; the log by one that succeeds.
        let folder = container.wasTried ? "/var/lib/docker/containers/\(files.id)/" : nil
        let log =
            container.startedAt != .never ? "/var/lib/docker/containers/\(container.id)/\(container.id)-json.log" : ""
        var object: JSONObject = [
            "Id": .string("\(container.id)"),
            "Created": .string("\(container.created)"),
            "Path": .string(process.first ?? ""),
            "Args": JSONValue(process.dropFirst()),
            "State": state(of: container),
            "Image": .string(ImageIdentity.of(container.config.image)),
            "ResolvConfPath": .string(folder.map { $0 + "resolv.conf" } ?? ""),
            "HostnamePath": .string(folder.map { $0 + "hostname" } ?? ""),
            "HostsPath": .string(folder.map { $0 + "hosts" } ?? ""),
            "LogPath": .string(log),
            "Name": .string("/" + container.name),
            "RestartCount": .int(Int64(container.restartCount)),
            "Driver": "overlayfs",
            "Platform": "linux",
            "MountLabel": "",
            "ProcessLabel": "",
            "AppArmorProfile": "",
            "ExecIDs": .null,
            "HostConfig": hostConfig(of: container, lab),
            "Storage": ["RootFS": ["Snapshot": ["Name": "overlayfs"]]],
        ]
        if withSize {
            object["SizeRw"] = 0
            object["SizeRootFs"] = 0
        }
        object["Mounts"] = []
        object["Config"] = config(of: container, lab)
        object["NetworkSettings"] = networkSettings(of: container, lab)
        return .object(object)
    }

    private static func state(of container: Container) -> JSONValue {
        [
            "Status": .string(container.status.rawValue),
            "Running": .bool(container.isUp),
            "Paused": .bool(container.status == .paused),
            "Restarting": .bool(container.status == .restarting),
            "OOMKilled": false,
            "Dead": false,
            "Pid": .int(container.isRunning ? processID(of: container) : 0),
            "ExitCode": .int(Int64(container.exitCode)),
            "Error": .string(container.error),
            "StartedAt": .string("\(container.startedAt)"),
            "FinishedAt": .string("\(container.finishedAt)"),
        ]
    }

    private static func config(of container: Container, _ lab: Lab) -> JSONValue {
        let config = container.config
        let image = lab.image(of: container)
        var object: JSONObject = [
            "Hostname": .string(lab.hostname(of: container)),
            "Domainname": .string(config.domainname),
            "User": .string(image?.user ?? ""),
            "AttachStdin": false,
            "AttachStdout": false,
            "AttachStderr": false,
        ]
        let exposed = lab.exposedPorts(of: container).map(\.description).sorted()
        if !exposed.isEmpty { object["ExposedPorts"] = .object(JSONObject(exposed.map { ($0, [:]) })) }
        object["Tty"] = .bool(config.tty)
        object["OpenStdin"] = .bool(config.openStdin)
        object["StdinOnce"] = false
        object["Env"] = list(config.environment)
        object["Cmd"] = list(lab.command(of: container))
        object["Image"] = .string(config.image)
        object["Volumes"] = .null
        object["WorkingDir"] = ""
        object["Entrypoint"] = lab.entrypoint(of: container).map { list($0) } ?? .null
        object["Labels"] = JSONValue(sortedByKey: config.labels)
        if let signal = config.stopSignal ?? image?.stopSignal { object["StopSignal"] = .string(signal) }
        return .object(object)
    }

    /// A Go slice that stays nil when nothing was given.
    static func list(_ values: [String]) -> JSONValue {
        values.isEmpty ? .null : JSONValue(values)
    }

    /// A number that the container's first process could have: by order of creation, below the kernel's limit of
    /// 4,194,304.
    private static func processID(of container: Container) -> Int64 {
        Int64(2_000 + container.sequence % 4_000_000)
    }

    /// The container whose hosts file, hostname file and resolv.conf are mounted: in `container:` mode the target's.
    private static func filesOwner(of container: Container, _ lab: Lab) -> Container {
        var owner = container
        // A chain of joiners is short; one that leads back to itself could be created, though never started.
        for _ in 0..<8 {
            guard case .container(let target) = owner.config.networkMode, let id = Identifier(target),
                let next = lab.container(id)
            else { break }
            owner = next
        }
        return owner
    }
}

extension Container {
    /// Whether somebody has tried to start it.
    var wasTried: Bool { startedAt != .never || !error.isEmpty }
}
