extension Shape {
    static var string: Shape { .scalar(.string) }
    static var integer: Shape { .scalar(.integer) }
    static var number: Shape { .scalar(.number) }
    static var integerOrString: Shape { .scalar([.integer, .string]) }
    static var numberOrString: Shape { .scalar([.number, .string]) }
    static var booleanOrString: Shape { .scalar([.boolean, .string]) }

    /// `list_of_strings`.
    static var strings: Shape { .list(of: .string, isUnique: true) }
    /// `string_or_list`.
    static var stringOrStrings: Shape { .either([.string, .strings]) }
    /// `list_or_dict`.
    static var keyValues: Shape {
        .either([.dictionary(of: .scalar([.string, .number, .boolean, .null])), .list(of: .string, isUnique: true)])
    }
    /// `command`.
    static var command: Shape { .either([.scalar([.null, .string]), .list(of: .string)]) }
    /// Options of a driver.
    static var options: Shape { .dictionary(of: .scalar([.string, .number])) }

    /// `extra_hosts`.
    static var extraHosts: Shape {
        .either([
            .dictionary(of: .either([.string, .list(of: .string)])),
            .list(of: .string, isUnique: true),
        ])
    }

    /// `service_hook`.
    static var hooks: Shape { .list(of: .mapping(hook)) }

    static var hook: MappingShape {
        MappingShape(
            [
                Field("command", .command),
                Field("user", .string),
                Field("privileged", .booleanOrString),
                Field("working_dir", .string),
                Field("environment", .keyValues),
            ],
            required: ["command"]
        )
    }

    /// `service_config_or_secret`.
    static var mounts: Shape {
        .list(
            of: .either([
                .string,
                .mapping(
                    MappingShape([
                        Field("source", .string),
                        Field("target", .string),
                        Field("uid", .string),
                        Field("gid", .string),
                        Field("mode", .numberOrString),
                    ])
                ),
            ])
        )
    }

    static var ulimits: Shape {
        .dictionary(
            of: .either([
                .integerOrString,
                .mapping(
                    MappingShape(
                        [Field("hard", .integerOrString), Field("soft", .integerOrString)],
                        required: ["soft", "hard"]
                    )
                ),
            ])
        )
    }

    /// `devices` and `gpus` of Swarm's kind.
    static var deviceRequests: Shape {
        .list(
            of: .mapping(
                MappingShape([
                    Field("capabilities", .strings),
                    Field("count", .integerOrString),
                    Field("device_ids", .strings),
                    Field("driver", .string),
                    Field("options", .keyValues),
                ])
            )
        )
    }

    /// `external`: a truth value, or the old mapping with a name.
    static func external(_ use: Field.Use) -> Shape {
        .either([
            .booleanOrString,
            .mapping(MappingShape([Field("name", .string, use)])),
        ])
    }
}

extension Field {
    init(_ key: String, _ shape: Shape, _ use: Use) {
        self.init(key, shape, merge: .standard, use)
    }
}
