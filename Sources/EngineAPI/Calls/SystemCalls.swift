internal import DockerViews
internal import Engine
internal import Lab
internal import Rendering

/// What the engine says of itself.
extension RouteTable {
    static func addSystem(_ table: inout RouteTable) {
        for method in ["GET", "HEAD"] {
            table.add(method, "/_ping") { _, _, _ in
                .whole(
                    status: 200,
                    headers: [
                        ("Content-Type", "text/plain; charset=utf-8"), ("Builder-Version", "1"), ("Swarm", "inactive"),
                        ("Cache-Control", "no-cache, no-store, must-revalidate"), ("Pragma", "no-cache"),
                    ],
                    body: Array("OK".utf8)
                )
            }
        }
        table.add("GET", "/version") { service, _, _ in .json(service.version) }
        table.add("GET", "/info") { service, request, _ in try service.info(request) }
        table.add("GET", "/system/df") { service, request, _ in try service.diskUsage(request) }
        table.add("POST", "/auth") { _, _, _ in
            throw CallFailure(501, "netsim asks no registry: images need no login")
        }
    }
}

extension EngineService {
    var version: JSONValue {
        let details: JSONObject = [
            "ApiVersion": .string("\(identity.highest)"), "Arch": "amd64", "BuildTime": "", "Experimental": "false",
            "GitCommit": "", "GoVersion": "", "KernelVersion": .string(EngineIdentity.kernel),
            "MinAPIVersion": .string("\(APIVersion.lowest)"), "Os": "linux",
        ]
        return [
            "Platform": ["Name": "netsim"],
            "Components": [
                ["Name": "Engine", "Version": .string(identity.version), "Details": .object(details)]
            ],
            "Version": .string(identity.version), "ApiVersion": .string("\(identity.highest)"),
            "MinAPIVersion": .string("\(APIVersion.lowest)"), "GitCommit": "", "GoVersion": "", "Os": "linux",
            "Arch": "amd64", "KernelVersion": .string(EngineIdentity.kernel), "BuildTime": "",
        ]
    }

    func info(_ request: APIRequest) throws -> APIResponse {
        let (containers, host) = try engine.read { lab in (lab.allContainers, lab.host) }
        let images = try records.read(.images).count
        var info: JSONObject = [
            "ID": "6e657473-696d-4000-8000-000000000000",
            "Containers": .int(Int64(containers.count)),
            "ContainersRunning": .int(Int64(containers.count { $0.status == .running })),
            "ContainersPaused": .int(Int64(containers.count { $0.status == .paused })),
            "ContainersStopped": .int(Int64(containers.count { !$0.isRunning })),
            "Images": .int(Int64(images)),
            "Driver": "overlayfs",
            "DriverStatus": [["driver-type", "io.containerd.snapshotter.v1"]],
            "Plugins": [
                "Volume": ["local"], "Network": ["bridge", "host", "ipvlan", "macvlan", "null", "overlay"],
                "Authorization": .null, "Log": ["json-file"],
            ],
        ]
        for key in [
            "MemoryLimit", "SwapLimit", "CpuCfsPeriod", "CpuCfsQuota", "CPUShares", "CPUSet", "PidsLimit",
            "IPv4Forwarding",
            "OomKillDisable",
        ] {
            info[key] = true
        }
        if request.version < APIVersion(1, 50) {
            info["BridgeNfIptables"] = true
            info["BridgeNfIp6tables"] = true
        }
        let runtimes: JSONValue = [
            "io.containerd.runc.v2": ["path": "runc"], "runc": ["path": "runc"],
        ]
        let rest: JSONObject = [
            "Debug": false, "NFd": 0, "NGoroutines": 0, "SystemTime": .string(engine.now.nanosecondText),
            "LoggingDriver": "json-file", "CgroupDriver": "systemd", "CgroupVersion": "2", "NEventsListener": 0,
            "KernelVersion": .string(EngineIdentity.kernel), "OperatingSystem": .string(EngineIdentity.system),
            "OSVersion": "", "OSType": "linux", "Architecture": "x86_64",
            "IndexServerAddress": "https://index.docker.io/v1/",
            "RegistryConfig": [
                "IndexConfigs": [
                    "docker.io": ["Mirrors": [], "Name": "docker.io", "Official": true, "Secure": true]
                ],
                "InsecureRegistryCIDRs": ["::1/128", "127.0.0.0/8"], "Mirrors": .null,
            ],
            "NCPU": 1, "MemTotal": 0, "GenericResources": .null, "DockerRootDir": "/var/lib/docker", "HttpProxy": "",
            "HttpsProxy": "", "NoProxy": "", "Name": .string(host.hostname), "Labels": [], "ExperimentalBuild": false,
            "ServerVersion": .string(identity.version), "Runtimes": runtimes, "DefaultRuntime": "runc",
            "Swarm": [
                "NodeID": "", "NodeAddr": "", "LocalNodeState": "inactive", "ControlAvailable": false, "Error": "",
                "RemoteManagers": .null,
            ],
            "LiveRestoreEnabled": false, "Isolation": "", "InitBinary": "docker-init", "ContainerdCommit": ["ID": ""],
            "RuncCommit": ["ID": ""], "InitCommit": ["ID": ""], "SecurityOptions": ["name=cgroupns"],
            "FirewallBackend": ["Driver": "iptables", "Info": []], "CDISpecDirs": [],
            "Containerd": ["Address": "", "Namespaces": ["Containers": "moby", "Plugins": "plugins.moby"]],
            "Warnings": [],
        ]
        for (key, value) in rest { info[key] = value }
        return .json(.object(info))
    }

    func diskUsage(_ request: APIRequest) throws -> APIResponse {
        let now = engine.now
        let (containers, rows) = try engine.read { lab in
            let containers = lab.allContainers
            return (containers, containers.map { ContainerSummary.json($0, in: lab, at: now, withSize: true) })
        }
        let volumes = try records.read(.volumes)
        let imageRows = try images.rows(FilterSet())
        let images = imageRows.count
        func usage(_ total: Int, _ active: Int) -> JSONValue {
            [
                "ActiveCount": .int(Int64(active)), "TotalCount": .int(Int64(total)), "Reclaimable": 0, "TotalSize": 0,
                "Items": .null,
            ]
        }
        return .json([
            "LayersSize": 0, "Images": .array(imageRows), "Containers": .array(rows),
            "Volumes": .array(volumes.map(\.value)), "BuildCache": [],
            "ImageUsage": usage(images, images),
            "ContainerUsage": usage(containers.count, containers.count { $0.isUp }),
            "VolumeUsage": usage(volumes.count, 0), "BuildCacheUsage": usage(0, 0),
        ])
    }
}
