/// The keys of a Compose file (compose-spec's JSON schema, 2026).
enum Schema {
    static let project = MappingShape([
        Field("version", .string),
        Field("name", .string, .modelled),
        Field("include", .either([.scalar(.null), .list(of: .either([.string, .mapping(include)]))]), .modelled),
        Field("services", .dictionary(of: .mapping(service), keys: .name), .modelled),
        Field("networks", .dictionary(of: .either([.scalar(.null), .mapping(network)]), keys: .name), .modelled),
        Field("volumes", .dictionary(of: .either([.scalar(.null), .mapping(volume)]), keys: .name)),
        Field("secrets", .dictionary(of: .mapping(secret), keys: .name)),
        Field("configs", .dictionary(of: .mapping(config), keys: .name)),
        Field("models", .dictionary(of: .mapping(model), keys: .name)),
        Field("jobs", .dictionary(of: .mapping(job), keys: .name)),
    ])

    /// What is run by hand or by a clock: checked, and no part of what is brought up.
    static let job = MappingShape(
        [
            Field(
                "triggers",
                .mapping(
                    MappingShape([Field("manual", .booleanOrString), Field("schedule", .list(of: .anything))])
                )
            )
        ],
        required: ["triggers"],
        takesAnyKey: true
    )

    /// Compose takes it away before it asks the schema, so that keys that it does not know pass.
    static let include = MappingShape(
        [
            Field("path", .stringOrStrings, .modelled),
            Field("env_file", .stringOrStrings, .modelled),
            Field("project_directory", .string, .modelled),
        ],
        takesAnyKey: true
    )

    static let network = MappingShape([
        Field("name", .string, .modelled),
        Field("driver", .string, .modelled),
        Field("driver_opts", .options, .modelled),
        Field("ipam", .mapping(ipam), .modelled),
        Field("external", .external(.modelled), .modelled),
        Field("internal", .booleanOrString, .modelled),
        Field("enable_ipv4", .booleanOrString, .modelled),
        Field("enable_ipv6", .booleanOrString, .modelled),
        Field("attachable", .booleanOrString, .modelled),
        Field("labels", .keyValues, merge: .keyValues, .modelled),
    ])

    static let ipam = MappingShape([
        Field("driver", .string, .modelled),
        Field("config", .list(of: .mapping(subnet)), merge: .subnets, .modelled),
        Field("options", .dictionary(of: .string), .modelled),
    ])

    static let subnet = MappingShape([
        Field("subnet", .string, .modelled),
        Field("ip_range", .string, .modelled),
        Field("gateway", .string, .modelled),
        Field("aux_addresses", .dictionary(of: .string), .modelled),
    ])

    static let volume = MappingShape([
        Field("name", .string),
        Field("driver", .string),
        Field("driver_opts", .options),
        Field("external", .external(.accepted)),
        Field("labels", .keyValues, merge: .keyValues),
    ])

    static let secret = MappingShape([
        Field("name", .string),
        Field("environment", .string),
        Field("file", .string),
        Field("external", .external(.accepted, takesAnyKey: true)),
        Field("labels", .keyValues, merge: .keyValues),
        Field("driver", .string),
        Field("driver_opts", .options),
        Field("template_driver", .string),
    ])

    static let config = MappingShape([
        Field("name", .string),
        Field("content", .string),
        Field("environment", .string),
        Field("file", .string),
        Field("external", .external(.accepted, takesAnyKey: true)),
        Field("labels", .keyValues, merge: .keyValues),
        Field("template_driver", .string),
    ])

    static let model = MappingShape(
        [
            Field("name", .string),
            Field("model", .string),
            Field("context_size", .integer),
            Field("runtime_flags", .list(of: .string)),
        ],
        required: ["model"]
    )
}
