extension Schema {
    /// What a service's containers may use of the host.
    static var resources: [Field] {
        [
            Field("blkio_config", .mapping(blockIO)),
            Field("cap_add", .strings),
            Field("cap_drop", .strings),
            Field("cgroup", .word(["host", "private"]), .modelled),
            Field("cgroup_parent", .string),
            Field("cpu_count", .integerOrString),
            Field("cpu_percent", .numberOrString),
            Field("cpu_shares", .numberOrString),
            Field("cpu_quota", .numberOrString),
            Field("cpu_period", .numberOrString),
            Field("cpu_rt_period", .numberOrString),
            Field("cpu_rt_runtime", .numberOrString),
            Field("cpus", .numberOrString),
            Field("cpuset", .string),
            Field("device_cgroup_rules", .strings),
            Field("devices", devices),
            Field("gpus", .either([.word(["all"]), .deviceRequests(required: [], takesAnyKey: true)])),
            Field("group_add", .list(of: .scalar([.string, .number]), isUnique: true)),
            Field("mem_limit", .numberOrString),
            Field("mem_reservation", .integerOrString),
            Field("mem_swappiness", .integerOrString),
            Field("memswap_limit", .numberOrString),
            Field("oom_kill_disable", .booleanOrString),
            Field("oom_score_adj", .bounded(-1000...1000)),
            Field("pids_limit", .numberOrString),
            Field("shm_size", .numberOrString),
            Field("ulimits", .ulimits),
        ]
    }

    private static var blockIO: MappingShape {
        func rates(_ key: String, _ value: String) -> Field {
            let item = MappingShape(
                [Field("path", .string), Field(value, .integerOrString)],
                allowsExtensions: false
            )
            return Field(key, .list(of: .mapping(item)))
        }
        return MappingShape(
            [
                rates("device_read_bps", "rate"),
                rates("device_read_iops", "rate"),
                rates("device_write_bps", "rate"),
                rates("device_write_iops", "rate"),
                Field("weight", .integerOrString),
                rates("weight_device", "weight"),
            ],
            allowsExtensions: false
        )
    }

    private static var devices: Shape {
        .list(
            of: .either([
                .string,
                .mapping(
                    MappingShape(
                        [Field("source", .string), Field("target", .string), Field("permissions", .string)],
                        required: ["source"]
                    )
                ),
            ])
        )
    }

    static var deploy: MappingShape {
        MappingShape([
            Field("mode", .string),
            Field("endpoint_mode", .string),
            Field("replicas", .integerOrString, .modelled),
            Field("labels", .keyValues, merge: .keyValues),
            Field("rollback_config", .mapping(update)),
            Field("update_config", .mapping(update)),
            Field("resources", .mapping(deployResources)),
            Field("restart_policy", .mapping(restartPolicy)),
            Field("placement", .mapping(placement)),
        ])
    }

    private static var update: MappingShape {
        MappingShape([
            Field("parallelism", .integerOrString),
            Field("delay", .string),
            Field("failure_action", .string),
            Field("monitor", .string),
            Field("max_failure_ratio", .numberOrString),
            Field("order", .word(["start-first", "stop-first"])),
        ])
    }

    private static var deployResources: MappingShape {
        MappingShape([
            Field(
                "limits",
                .mapping(
                    MappingShape([
                        Field("cpus", .numberOrString),
                        Field("memory", .string),
                        Field("pids", .integerOrString),
                    ])
                )
            ),
            Field(
                "reservations",
                .mapping(
                    MappingShape([
                        Field("cpus", .numberOrString),
                        Field("memory", .string),
                        Field("generic_resources", .list(of: .mapping(genericResource))),
                        Field("devices", .deviceRequests(required: ["capabilities"])),
                    ])
                )
            ),
        ])
    }

    private static var genericResource: MappingShape {
        MappingShape([
            Field(
                "discrete_resource_spec",
                .mapping(MappingShape([Field("kind", .string), Field("value", .numberOrString)]))
            )
        ])
    }

    private static var restartPolicy: MappingShape {
        MappingShape([
            Field("condition", .string),
            Field("delay", .string),
            Field("max_attempts", .integerOrString),
            Field("window", .string),
        ])
    }

    private static var placement: MappingShape {
        MappingShape([
            Field("constraints", .list(of: .string)),
            Field("preferences", .list(of: .mapping(MappingShape([Field("spread", .string)])))),
            Field("max_replicas_per_node", .integerOrString),
        ])
    }
}
