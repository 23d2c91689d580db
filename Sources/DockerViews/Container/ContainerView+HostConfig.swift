internal import Addressing
internal import Lab
internal import Rendering

extension ContainerView {
    /// `HostConfig`: what the container was created with, the same whether it runs or not.
    static func hostConfig(of container: Container, _ lab: Lab) -> JSONValue {
        let config = container.config
        var object: JSONObject = [
            "Binds": .null,
            "ContainerIDFile": "",
            "LogConfig": ["Type": "json-file", "Config": [:]],
            "NetworkMode": .string("\(config.networkMode)"),
            "PortBindings": portBindings(config),
            "RestartPolicy": restartPolicy(config),
            "AutoRemove": .bool(config.autoRemove),
            "VolumeDriver": "",
            "VolumesFrom": .null,
            "ConsoleSize": [0, 0],
            "CapAdd": .null,
            "CapDrop": .null,
            "CgroupnsMode": "private",
            "Dns": JSONValue(config.dns.map(\.description)),
            "DnsOptions": JSONValue(config.dnsOptions),
            "DnsSearch": JSONValue(config.dnsSearch),
            "ExtraHosts": list(config.extraHosts),
            "GroupAdd": .null,
            "IpcMode": "private",
            "Cgroup": "",
            "Links": list(links(of: container, lab)),
            "OomScoreAdj": 0,
            "PidMode": "",
            "Privileged": false,
            "PublishAllPorts": .bool(config.publishAll),
        ]
        for (key, value) in fixed { object[key] = value }
        return .object(object)
    }

    /// Bindings as they were asked for: `{"80/tcp": [{"HostIp": "", "HostPort": "8080"}]}`.
    private static func portBindings(_ config: ContainerConfig) -> JSONValue {
        var bindings: [ContainerPort: [JSONValue]] = [:]
        for binding in config.portBindings {
            bindings[binding.port, default: []].append([
                "HostIp": .string(binding.hostAddress.map(\.description) ?? ""),
                "HostPort": .string(binding.hostPorts.map(\.description) ?? ""),
            ])
        }
        return .object(JSONObject(bindings.map { ($0.key.description, .array($0.value)) }).sortedByKey())
    }

    private static func restartPolicy(_ config: ContainerConfig) -> JSONValue {
        var retries = 0
        if case .onFailure(let maximumRetries) = config.restartPolicy { retries = maximumRetries }
        return ["Name": .string(config.restartPolicy.name), "MaximumRetryCount": .int(Int64(retries))]
    }

    /// Legacy links as `/child:/parent/alias`, by name.
    private static func links(of container: Container, _ lab: Lab) -> [String] {
        container.links.map { link in
            let child = lab.container(link.child)?.name ?? link.childName
            return "/\(child):/\(container.name)/\(link.alias)"
        }
        .sorted()
    }

    /// What netsim has no option for, as the engine shows it for a plain `docker run`.
    private static let fixed: [(String, JSONValue)] = [
        ("ReadonlyRootfs", false),
        ("SecurityOpt", .null),
        ("UTSMode", ""),
        ("UsernsMode", ""),
        ("ShmSize", 67_108_864),
        ("Runtime", "runc"),
        ("Isolation", ""),
        ("CpuShares", 0),
        ("Memory", 0),
        ("NanoCpus", 0),
        ("CgroupParent", ""),
        ("BlkioWeight", 0),
        ("BlkioWeightDevice", []),
        ("BlkioDeviceReadBps", []),
        ("BlkioDeviceWriteBps", []),
        ("BlkioDeviceReadIOps", []),
        ("BlkioDeviceWriteIOps", []),
        ("CpuPeriod", 0),
        ("CpuQuota", 0),
        ("CpuRealtimePeriod", 0),
        ("CpuRealtimeRuntime", 0),
        ("CpusetCpus", ""),
        ("CpusetMems", ""),
        ("Devices", []),
        ("DeviceCgroupRules", .null),
        ("DeviceRequests", .null),
        ("MemoryReservation", 0),
        ("MemorySwap", 0),
        ("MemorySwappiness", .null),
        ("OomKillDisable", .null),
        ("PidsLimit", .null),
        ("Ulimits", .null),
        ("CpuCount", 0),
        ("CpuPercent", 0),
        ("IOMaximumIOps", 0),
        ("IOMaximumBandwidth", 0),
        (
            "MaskedPaths",
            [
                "/proc/acpi", "/proc/asound", "/proc/interrupts", "/proc/kcore", "/proc/keys", "/proc/latency_stats",
                "/proc/sched_debug", "/proc/scsi", "/proc/timer_list", "/proc/timer_stats",
                "/sys/devices/virtual/powercap", "/sys/firmware",
            ]
        ),
        ("ReadonlyPaths", ["/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"]),
    ]
}
