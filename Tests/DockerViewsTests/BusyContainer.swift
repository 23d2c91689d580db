/// What `docker inspect` shows of the busy container: the engine's fields, all of them and in order.
let busyContainer = #"""
    {
        "Id": "<web>",
        "Created": "2026-05-28T20:26:40Z",
        "Path": "/entry.sh",
        "Args": [
            "nginx",
            "-g",
            "daemon off;"
        ],
        "State": {
            "Status": "running",
            "Running": true,
            "Paused": false,
            "Restarting": false,
            "OOMKilled": false,
            "Dead": false,
            "Pid": 2001,
            "ExitCode": 0,
            "Error": "",
            "StartedAt": "2026-05-28T20:26:40Z",
            "FinishedAt": "0001-01-01T00:00:00Z"
        },
        "Image": "sha256:c7270247f86dd90a50fde1c981ae123e4ebef201505a7fb34dd835cb4c12af5f",
        "ResolvConfPath": "/var/lib/docker/containers/<web>/resolv.conf",
        "HostnamePath": "/var/lib/docker/containers/<web>/hostname",
        "HostsPath": "/var/lib/docker/containers/<web>/hosts",
        "LogPath": "/var/lib/docker/containers/<web>/<web>-json.log",
        "Name": "/web",
        "RestartCount": 0,
        "Driver": "overlayfs",
        "Platform": "linux",
        "MountLabel": "",
        "ProcessLabel": "",
        "AppArmorProfile": "",
        "ExecIDs": null,
        "HostConfig": {
            "Binds": null,
            "ContainerIDFile": "",
            "LogConfig": {
                "Type": "json-file",
                "Config": {}
            },
            "NetworkMode": "front",
            "PortBindings": {
                "443/tcp": [
                    {
                        "HostIp": "",
                        "HostPort": ""
                    }
                ],
                "53/udp": [
                    {
                        "HostIp": "127.0.0.1",
                        "HostPort": "5300-5310"
                    }
                ],
                "80/tcp": [
                    {
                        "HostIp": "",
                        "HostPort": "8080"
                    }
                ]
            },
            "RestartPolicy": {
                "Name": "on-failure",
                "MaximumRetryCount": 3
            },
            "AutoRemove": false,
            "VolumeDriver": "",
            "VolumesFrom": null,
            "ConsoleSize": [
                0,
                0
            ],
            "CapAdd": null,
            "CapDrop": null,
            "CgroupnsMode": "private",
            "Dns": [
                "192.0.2.1"
            ],
            "DnsOptions": [
                "ndots:2"
            ],
            "DnsSearch": [
                "example.com"
            ],
            "ExtraHosts": [
                "db.local:10.0.0.5"
            ],
            "GroupAdd": null,
            "IpcMode": "private",
            "Cgroup": "",
            "Links": null,
            "OomScoreAdj": 0,
            "PidMode": "",
            "Privileged": false,
            "PublishAllPorts": false,
            "ReadonlyRootfs": false,
            "SecurityOpt": null,
            "UTSMode": "",
            "UsernsMode": "",
            "ShmSize": 67108864,
            "Runtime": "runc",
            "Isolation": "",
            "CpuShares": 0,
            "Memory": 0,
            "NanoCpus": 0,
            "CgroupParent": "",
            "BlkioWeight": 0,
            "BlkioWeightDevice": [],
            "BlkioDeviceReadBps": [],
            "BlkioDeviceWriteBps": [],
            "BlkioDeviceReadIOps": [],
            "BlkioDeviceWriteIOps": [],
            "CpuPeriod": 0,
            "CpuQuota": 0,
            "CpuRealtimePeriod": 0,
            "CpuRealtimeRuntime": 0,
            "CpusetCpus": "",
            "CpusetMems": "",
            "Devices": [],
            "DeviceCgroupRules": null,
            "DeviceRequests": null,
            "MemoryReservation": 0,
            "MemorySwap": 0,
            "MemorySwappiness": null,
            "OomKillDisable": null,
            "PidsLimit": null,
            "Ulimits": null,
            "CpuCount": 0,
            "CpuPercent": 0,
            "IOMaximumIOps": 0,
            "IOMaximumBandwidth": 0,
            "MaskedPaths": [
                "/proc/acpi",
                "/proc/asound",
                "/proc/interrupts",
                "/proc/kcore",
                "/proc/keys",
                "/proc/latency_stats",
                "/proc/sched_debug",
                "/proc/scsi",
                "/proc/timer_list",
                "/proc/timer_stats",
                "/sys/devices/virtual/powercap",
                "/sys/firmware"
            ],
            "ReadonlyPaths": [
                "/proc/bus",
                "/proc/fs",
                "/proc/irq",
                "/proc/sys",
                "/proc/sysrq-trigger"
            ]
        },
        "Storage": {
            "RootFS": {
                "Snapshot": {
                    "Name": "overlayfs"
                }
            }
        },
        "Mounts": [],
        "Config": {
            "Hostname": "<web short>",
            "Domainname": "",
            "User": "",
            "AttachStdin": false,
            "AttachStdout": false,
            "AttachStderr": false,
            "ExposedPorts": {
                "443/tcp": {},
                "53/udp": {},
                "80/tcp": {},
                "90/udp": {}
            },
            "Tty": true,
            "OpenStdin": false,
            "StdinOnce": false,
            "Env": [
                "A=1"
            ],
            "Cmd": [
                "nginx",
                "-g",
                "daemon off;"
            ],
            "Image": "nginx:1.27",
            "Volumes": null,
            "WorkingDir": "",
            "Entrypoint": [
                "/entry.sh"
            ],
            "Labels": {
                "a": "<b>",
                "com.example.role": "edge"
            },
            "StopSignal": "SIGQUIT"
        },
        "NetworkSettings": {
            "SandboxID": "<sandbox web>",
            "SandboxKey": "/var/run/docker/netns/<sandbox web short>",
            "Ports": {
                "443/tcp": [
                    {
                        "HostIp": "0.0.0.0",
                        "HostPort": "32768"
                    },
                    {
                        "HostIp": "::",
                        "HostPort": "32768"
                    }
                ],
                "53/udp": [
                    {
                        "HostIp": "127.0.0.1",
                        "HostPort": "5300"
                    }
                ],
                "80/tcp": [
                    {
                        "HostIp": "0.0.0.0",
                        "HostPort": "8080"
                    },
                    {
                        "HostIp": "::",
                        "HostPort": "8080"
                    }
                ],
                "90/udp": null
            },
            "Networks": {
                "front": {
                    "IPAMConfig": {
                        "IPv4Address": "10.81.0.9"
                    },
                    "Links": null,
                    "Aliases": [
                        "www",
                        "site"
                    ],
                    "DriverOpts": null,
                    "GwPriority": 0,
                    "NetworkID": "<net front>",
                    "EndpointID": "<endpoint web front>",
                    "Gateway": "10.81.0.1",
                    "IPAddress": "10.81.0.9",
                    "MacAddress": "<mac web front>",
                    "IPPrefixLen": 24,
                    "IPv6Gateway": "fd00:81::1",
                    "GlobalIPv6Address": "fd00:81::2",
                    "GlobalIPv6PrefixLen": 64,
                    "DNSNames": [
                        "web",
                        "www",
                        "site",
                        "<web short>"
                    ]
                }
            }
        }
    }
    """#
