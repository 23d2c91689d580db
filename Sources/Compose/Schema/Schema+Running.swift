extension Schema {
    /// How a service's processes run: checked, and of no matter here.
    static var running: [Field] {
        [
            Field("annotations", .keyValues, merge: .keyValues),
            Field("attach", .booleanOrString),
            Field("build", .either([.string, .mapping(build)]), merge: .build, .modelled),
            Field("credential_spec", .mapping(credentialSpec)),
            Field("develop", .either([.scalar(.null), .mapping(develop)])),
            Field("env_file", environmentFiles, merge: .texts, .modelled),
            Field("healthcheck", .mapping(healthcheck)),
            Field("init", .booleanOrString),
            Field("ipc", .string, .modelled),
            Field("isolation", .string),
            Field("label_file", .stringOrStrings, merge: .texts),
            Field("logging", .mapping(logging), merge: .logging),
            Field("models", models, merge: .names),
            Field("pid", .scalar([.string, .null]), .modelled),
            Field("platform", .string),
            Field("post_start", .hooks),
            Field("pre_start", .list(of: .mapping(preStart))),
            Field("pre_stop", .hooks),
            Field("privileged", .booleanOrString),
            Field("provider", .mapping(provider), .modelled),
            Field("pull_policy", .pullPolicy),
            Field("pull_refresh_after", .string),
            Field("runtime", .string),
            Field("security_opt", .strings),
            Field("stop_grace_period", .string),
            Field("stop_signal", .string),
            Field("sysctls", .keyValues, merge: .keyValues),
            Field("use_api_socket", .scalar(.boolean)),
            Field("user", .string),
            Field("userns_mode", .string),
            Field("uts", .string, .modelled),
            Field("working_dir", .string),
        ]
    }

    private static var models: Shape {
        .either([
            .strings,
            .dictionary(
                of: .either([
                    .scalar(.null),
                    .mapping(MappingShape([Field("endpoint_var", .string), Field("model_var", .string)])),
                ]),
                keys: .name
            ),
        ])
    }

    /// A container of its own: any key of a service may stand there.
    private static var preStart: MappingShape {
        MappingShape(
            Shape.hook.fields + [Field("image", .string), Field("per_replica", .booleanOrString)],
            takesAnyKey: true
        )
    }

    private static var build: MappingShape {
        MappingShape([
            Field("context", .string),
            Field("dockerfile", .string),
            Field("dockerfile_inline", .string),
            Field("entitlements", .list(of: .string)),
            Field("args", .keyValues, merge: .keyValues),
            Field("ssh", .keyValues),
            Field("labels", .keyValues, merge: .keyValues),
            Field("cache_from", .list(of: .string)),
            Field("cache_to", .list(of: .string)),
            Field("no_cache", .booleanOrString),
            Field("no_cache_filter", .stringOrStrings),
            Field("additional_contexts", .keyValues, merge: .keyValues),
            Field("network", .string),
            Field("provenance", .booleanOrString),
            Field("sbom", .booleanOrString),
            Field("pull", .booleanOrString),
            Field("target", .string),
            Field("shm_size", .integerOrString),
            Field("extra_hosts", .extraHosts, merge: .texts),
            Field("isolation", .string),
            Field("privileged", .booleanOrString),
            Field("secrets", .mounts),
            Field("tags", .list(of: .string)),
            Field("ulimits", .ulimits),
            Field("platforms", .list(of: .string)),
        ])
    }

    private static var credentialSpec: MappingShape {
        MappingShape([Field("config", .string), Field("file", .string), Field("registry", .string)])
    }

    private static var develop: MappingShape {
        MappingShape([
            Field(
                "watch",
                .list(
                    of: .mapping(
                        MappingShape(
                            [
                                Field("ignore", .stringOrStrings),
                                Field("include", .stringOrStrings),
                                Field("path", .string),
                                Field("action", .word(["rebuild", "sync", "restart", "sync+restart", "sync+exec"])),
                                Field("target", .string),
                                Field("exec", .mapping(Shape.hook)),
                                Field("initial_sync", .scalar(.boolean)),
                            ],
                            required: ["path", "action"]
                        )
                    )
                )
            )
        ])
    }

    private static var environmentFiles: Shape {
        .either([
            .string,
            .list(
                of: .either([
                    .string,
                    .mapping(
                        MappingShape(
                            [
                                Field("path", .string, .modelled), Field("format", .string, .modelled),
                                Field("required", .booleanOrString, .modelled),
                            ],
                            required: ["path"],
                            allowsExtensions: false
                        )
                    ),
                ])
            ),
        ])
    }

    private static var healthcheck: MappingShape {
        MappingShape([
            Field("disable", .booleanOrString),
            Field("interval", .string),
            Field("retries", .numberOrString),
            Field("test", .either([.string, .list(of: .string)]), merge: .replace),
            Field("timeout", .string),
            Field("start_period", .string),
            Field("start_interval", .string),
        ])
    }

    private static var logging: MappingShape {
        MappingShape([
            Field("driver", .string),
            Field("options", .dictionary(of: .scalar([.string, .number, .null]))),
        ])
    }

    private static var provider: MappingShape {
        MappingShape([Field("type", .string), Field("options", .dictionary(of: .anything))], required: ["type"])
    }
}
