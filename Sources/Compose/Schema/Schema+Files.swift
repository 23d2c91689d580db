extension Schema {
    /// What a service's containers see of files.
    static var files: [Field] {
        [
            Field("configs", .mounts),
            Field("read_only", .booleanOrString),
            Field("secrets", .mounts),
            Field("storage_opt", .dictionary(of: .anything)),
            Field("tmpfs", .stringOrStrings, merge: .texts),
            Field("volumes", volumes),
            Field("volumes_from", .strings, .modelled),
        ]
    }

    private static var volumes: Shape {
        .list(
            of: .either([
                .string,
                .mapping(
                    MappingShape(
                        [
                            Field("type", .word(["bind", "volume", "tmpfs", "cluster", "npipe", "image"])),
                            Field("source", .string),
                            Field("target", .string),
                            Field("read_only", .booleanOrString),
                            Field("consistency", .string),
                            Field("bind", .mapping(bind)),
                            Field("volume", .mapping(named)),
                            Field("tmpfs", .mapping(temporary)),
                            Field("image", .mapping(MappingShape([Field("subpath", .string)]))),
                        ],
                        required: ["type"]
                    )
                ),
            ]),
            isUnique: true
        )
    }

    private static var bind: MappingShape {
        MappingShape([
            Field("propagation", .string),
            Field("create_host_path", .booleanOrString),
            Field("recursive", .word(["enabled", "disabled", "writable", "readonly"])),
            Field("selinux", .word(["z", "Z"])),
        ])
    }

    private static var named: MappingShape {
        MappingShape([
            Field("labels", .keyValues, merge: .keyValues),
            Field("nocopy", .booleanOrString),
            Field("subpath", .string),
        ])
    }

    private static var temporary: MappingShape {
        MappingShape([Field("size", .bounded(0...Int.max)), Field("mode", .numberOrString)])
    }
}
