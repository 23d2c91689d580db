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
    static var containerName: Shape {
        .pattern("[a-zA-Z0-9][a-zA-Z0-9_.-]+") { text in
            func isName(_ byte: UInt8) -> Bool {
                byte != UInt8(ascii: "_") && byte != 0x2e && byte != 0x2d && isPart(byte)
            }
            func isPart(_ byte: UInt8) -> Bool { SchemaChecker.isName(String(decoding: [byte], as: UTF8.self)) }
            // The pattern is held by any part of the text.
            return zip(text.utf8, text.utf8.dropFirst()).contains { isName($0) && isPart($1) }
        }
    }
    static var pullPolicy: Shape {
        let words = ["always", "never", "build", "if_not_present", "missing", "refresh", "daily", "weekly"]
        return .pattern("^(\(words.joined(separator: "|"))|every_([0-9]+[wdhms])+)$") { text in
            if words.contains(text) { return true }
            guard text.hasPrefix("every_") else { return false }
            var (digits, parts) = (0, 0)
            for byte in text.utf8.dropFirst("every_".utf8.count) {
                if (0x30...0x39).contains(byte) {
                    digits += 1
                } else if digits > 0, "wdhms".utf8.contains(byte) {
                    (digits, parts) = (0, parts + 1)
                } else {
                    return false
                }
            }
            return parts > 0 && digits == 0
        }
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
            ]),
            keys: .lowercase
        )
    }

    /// `devices` and `gpus` of Swarm's kind.
    static func deviceRequests(required: [String], takesAnyKey: Bool = false) -> Shape {
        .list(
            of: .mapping(
                MappingShape(
                    [
                        Field("capabilities", .strings),
                        Field("count", .integerOrString),
                        Field("device_ids", .strings),
                        Field("driver", .string),
                        Field("options", .keyValues),
                    ],
                    required: required,
                    takesAnyKey: takesAnyKey
                )
            )
        )
    }

    /// `external`: a truth value, or the old mapping with a name.
    static func external(_ use: Field.Use, takesAnyKey: Bool = false) -> Shape {
        .either([
            .booleanOrString,
            .mapping(MappingShape([Field("name", .string, use)], takesAnyKey: takesAnyKey)),
        ])
    }
}

extension Field {
    init(_ key: String, _ shape: Shape, _ use: Use) {
        self.init(key, shape, merge: .standard, use)
    }
}
