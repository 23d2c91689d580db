extension Schema {
    static let service = MappingShape(networking + running + resources + files)

    /// What says something about networks and names.
    static var networking: [Field] {
        [
            Field("command", .command, merge: .replace, .modelled),
            Field("container_name", .containerName, .modelled),
            Field("depends_on", dependsOn, merge: .dependencies, .modelled),
            Field("deploy", .either([.scalar(.null), .mapping(deploy)]), .modelled),
            Field("dns", .stringOrStrings, merge: .texts, .modelled),
            Field("dns_opt", .strings, merge: .texts, .modelled),
            Field("dns_search", .stringOrStrings, merge: .texts, .modelled),
            Field("domainname", .string, .modelled),
            Field("entrypoint", .command, merge: .replace, .modelled),
            Field("environment", .keyValues, merge: .keyValues, .modelled),
            Field("expose", .list(of: .scalar([.string, .number]), isUnique: true), .modelled),
            Field("extends", extends, .modelled),
            Field("external_links", .strings, .modelled),
            Field("extra_hosts", .extraHosts, merge: .texts, .modelled),
            Field("hostname", .string, .modelled),
            Field("image", .string, .modelled),
            Field("labels", .keyValues, merge: .keyValues, .modelled),
            Field("links", .strings, .modelled),
            Field("mac_address", .string, .modelled),
            Field("network_mode", .string, .modelled),
            Field("networks", .either([.strings, serviceNetworks]), merge: .names, .modelled),
            Field("ports", ports, .modelled),
            Field("profiles", .strings, .modelled),
            Field("restart", .string, .modelled),
            Field("scale", .integerOrString, .modelled),
            Field("stdin_open", .booleanOrString, .modelled),
            Field("tty", .booleanOrString, .modelled),
        ]
    }

    private static var dependsOn: Shape {
        .either([
            .strings,
            .dictionary(
                of: .mapping(
                    MappingShape(
                        [
                            Field("condition", .string, .modelled),
                            Field("restart", .booleanOrString, .modelled),
                            Field("required", .scalar(.boolean), .modelled),
                        ],
                        required: ["condition"]
                    )
                ),
                keys: .name
            ),
        ])
    }

    /// Compose takes it away before it asks the schema; what it is made of it asks itself.
    private static var extends: Shape {
        .either([
            .string,
            .mapping(
                MappingShape(
                    [Field("service", .string, .modelled), Field("file", .scalar([.string, .null]), .modelled)],
                    required: ["service"],
                    takesAnyKey: true
                )
            ),
        ])
    }

    private static var serviceNetworks: Shape {
        .dictionary(
            of: .either([
                .scalar(.null),
                .mapping(
                    MappingShape([
                        Field("aliases", .strings, .modelled),
                        Field("interface_name", .string, .modelled),
                        Field("ipv4_address", .string, .modelled),
                        Field("ipv6_address", .string, .modelled),
                        Field("link_local_ips", .strings, .modelled),
                        Field("mac_address", .string, .modelled),
                        Field("driver_opts", .options, .modelled),
                        Field("priority", .number, .modelled),
                        Field("gw_priority", .number, .modelled),
                    ])
                ),
            ]),
            keys: .name
        )
    }

    private static var ports: Shape {
        .list(
            of: .either([
                .scalar([.number, .string]),
                .mapping(
                    MappingShape([
                        Field("name", .string, .modelled),
                        Field("mode", .string, .modelled),
                        Field("host_ip", .string, .modelled),
                        Field("target", .integerOrString, .modelled),
                        Field("published", .integerOrString, .modelled),
                        Field("protocol", .string, .modelled),
                        Field("app_protocol", .string),
                    ])
                ),
            ]),
            isUnique: true
        )
    }
}
