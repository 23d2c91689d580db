// swift-tools-version: 6.2

import PackageDescription

/// The rooms of the house, from the ground up; arrows only point downwards.
///
/// Floor 0  CLinux, CPcap, CSQLite, CYAML, Text
/// Floor 1  Addressing, Rendering, YAML
/// Floor 2  DNSWire, Images, IPAM, NetlinkWire, PacketWire
/// Floor 3  Lab, Netlink
/// Floor 4  DockerValues, Drawing, LabStore, PacketFilter
/// Floor 5  Compose, Dataplane, DockerViews, Reachability
/// Floor 6  Capture, Diagnosis, Resolver
/// Floor 7  ContainerTools, DNSService, KernelBackend, Projects
/// Floor 8  Engine, Planning, Verification
/// Floor 9  EngineAPI, Exchange, Lint
/// Floor 10 EngineServer, Reporting
/// Floor 11 Commands, netsim-engine
/// Floor 12 netsim
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    // Generic types are then made by calls rather than by reading their mangled names at run time, which is most of
    // what a short command does beside its work: `netsim network ls` runs a seventh fewer instructions.
    .unsafeFlags(
        ["-Xfrontend", "-disable-concrete-type-metadata-mangled-name-accessors"],
        .when(configuration: .release)
    ),
]

/// Swift's static libraries have every symbol of a program exported, for nobody: without them the loader has less to do,
/// and the linker leaves out more.
let lean: [LinkerSetting] = [
    .unsafeFlags(["-Xlinker", "--no-export-dynamic"], .when(platforms: [.linux], configuration: .release))
]

func room(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(of name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = []) -> Target {
    .testTarget(
        name: "\(name)Tests",
        dependencies: [.byName(name: name), "TestSupport"] + dependencies,
        resources: resources,
        swiftSettings: strict
    )
}

func benchmark(_ name: String, at folder: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(
        name: "bench-\(name)",
        dependencies: dependencies,
        path: "Benchmarks/\(folder)",
        exclude: folder == "DNS" ? ["C", "README.md", "run"] : folder == "Kernel" ? ["run"] : [],
        swiftSettings: strict,
        linkerSettings: lean
    )
}

/// The fuzz target has libFuzzer's entry point and no `main`, so it only links with `--sanitize=fuzzer`.
let fuzzing: [Target] =
    Context.environment["NETSIM_FUZZ"] == nil
    ? []
    : [
        .executableTarget(
            name: "netsim-fuzz",
            dependencies: [
                "Addressing", "Commands", "Compose", "DNSWire", "DockerViews", "Engine", "EngineAPI", "Lab", "LabStore",
                "NetlinkWire",
                "PacketWire", "Rendering", "Resolver", "TestSupport", "YAML",
            ],
            path: "Tests/Fuzzing/Sources",
            swiftSettings: strict
        )
    ]

let package = Package(
    name: "netsim",
    products: [
        .executable(name: "netsim", targets: ["netsim"]),
        .executable(name: "netsim-engine", targets: ["netsim-engine"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.2")
    ],
    targets: [
        room("Text"),
        room("Addressing", ["Text"]),
        .target(name: "CLinux"),
        .target(name: "CPcap"),
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(name: "CYAML", providers: [.apt(["libyaml-dev"])]),
        room("Rendering", ["Text"]),
        // libyaml is linked into the program: most commands read no file, and should not pay for loading a library.
        .target(
            name: "YAML",
            dependencies: ["CYAML"],
            swiftSettings: strict,
            linkerSettings: [.linkedLibrary(":libyaml.a")]
        ),

        room("Images", ["Addressing", "Text"]),
        room("IPAM", ["Addressing", "Text"]),
        room("DNSWire", ["Addressing"]),
        room("NetlinkWire", ["Addressing"]),
        room("PacketWire", ["Addressing"]),

        room("Lab", ["Addressing", "Images", "IPAM", "Text"]),
        room("DockerValues", ["Addressing", "Lab", "Text"]),
        room("Netlink", ["Addressing", "NetlinkWire", "CLinux"]),
        room("Resolver", ["Addressing", "DNSWire", "Dataplane", "Lab"]),
        room("PacketFilter", ["Addressing", "Lab"]),

        room("Compose", ["Addressing", "DockerValues", "Lab", "Text", "YAML"]),
        room("Dataplane", ["Addressing", "Lab", "PacketFilter", "PacketWire"]),
        room("Reachability", ["Addressing", "Lab", "PacketFilter"]),

        room("Capture", ["Addressing", "CLinux", "CPcap", "Dataplane", "Netlink", "PacketWire"]),
        room("Diagnosis", ["Addressing", "Dataplane", "Images", "Lab", "PacketFilter", "PacketWire"]),
        room("LabStore", ["Addressing", "Images", "Lab", "Rendering", "Text", "CSQLite", "CLinux"]),
        room("DNSService", ["Addressing", "DNSWire", "Lab", "Resolver", "CLinux"]),
        room(
            "KernelBackend",
            [
                "Addressing", "CLinux", "Dataplane", "DNSWire", "Lab", "Netlink", "NetlinkWire", "PacketFilter",
                "PacketWire", "Rendering", "Resolver", "Text",
            ]
        ),
        room("DockerViews", ["Addressing", "Images", "IPAM", "Lab", "LabStore", "Rendering", "Text"]),

        room(
            "Verification",
            [
                "Addressing", "CLinux", "Dataplane", "DNSService", "DNSWire", "KernelBackend", "Lab", "Netlink",
                "NetlinkWire",
                "PacketWire", "Resolver",
            ]
        ),

        room(
            "ContainerTools",
            ["Addressing", "Dataplane", "DNSWire", "Images", "Lab", "PacketWire", "Rendering", "Resolver", "Text"]
        ),

        room("Engine", ["CLinux", "ContainerTools", "Dataplane", "DNSService", "Lab", "LabStore", "Resolver"]),

        room(
            "EngineAPI",
            [
                "Addressing", "ContainerTools", "DockerValues", "DockerViews", "Engine", "Images", "Lab", "LabStore",
                "Rendering", "Text",
            ]
        ),

        room("Projects", ["Addressing", "Compose", "Images", "IPAM", "Lab", "Resolver", "Text", "YAML"]),
        room(
            "Planning",
            [
                "Addressing", "Compose", "DNSWire", "IPAM", "Lab", "Projects", "Reachability", "Rendering",
                "Resolver", "Text", "YAML",
            ]
        ),
        room(
            "Lint",
            [
                "Addressing", "Compose", "ContainerTools", "Diagnosis", "DNSWire", "Images", "IPAM", "Lab",
                "PacketFilter", "Planning", "Projects", "Reachability", "Rendering", "Resolver", "Text", "YAML",
            ]
        ),
        room("Drawing", ["Addressing", "Lab", "Rendering"]),
        room(
            "Reporting",
            [
                "Addressing", "Compose", "Drawing", "Lab", "Lint", "PacketFilter", "Projects", "Reachability", "Text",
                "YAML",
            ]
        ),
        room(
            "Exchange",
            [
                "Addressing", "Compose", "Diagnosis", "Images", "Lab", "Planning", "Projects", "Reachability",
                "Rendering",
                "Text", "YAML",
            ]
        ),

        room(
            "Commands",
            [
                "Addressing", "Capture", "CLinux", "Compose", "ContainerTools", "Dataplane", "Diagnosis",
                "DNSService", "DNSWire", "DockerValues", "DockerViews", "Drawing", "Engine", "Exchange", "Images",
                "KernelBackend",
                "Lab", "LabStore", "Lint", "Netlink", "PacketFilter", "PacketWire", "Planning", "Projects",
                "Reachability", "Rendering", "Reporting", "Resolver", "Text", "Verification", "YAML",
            ]
        ),
        .executableTarget(name: "netsim", dependencies: ["Commands"], swiftSettings: strict, linkerSettings: lean),

        // HTTP is a program of its own: what it is linked with would slow every short command.
        .target(
            name: "EngineServer",
            dependencies: [
                "CLinux", "Engine", "EngineAPI", "Lab", "LabStore", "Resolver",
                .product(name: "NIOConcurrencyHelpers", package: "swift-nio"),
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "netsim-engine",
            dependencies: ["EngineServer"],
            swiftSettings: strict,
            linkerSettings: lean
        ),

        benchmark("empty", at: "Empty", ["CSQLite"]),
        benchmark("ipam", at: "IPAM", ["Addressing", "IPAM"]),
        benchmark("lab", at: "Lab", ["Addressing", "Lab", "LabStore", "Rendering"]),
        benchmark("capture", at: "Capture", ["Addressing", "Capture", "CLinux", "Netlink", "NetlinkWire"]),
        benchmark("kernel", at: "Kernel", ["Addressing", "KernelBackend", "Lab"]),
        benchmark("plane", at: "Plane", ["Addressing", "Dataplane", "Lab"]),
        benchmark("reach", at: "Reach", ["Addressing", "Lab", "Reachability"]),
        benchmark("store", at: "Store", ["Addressing", "Lab", "LabStore"]),
        benchmark("dns", at: "DNS", ["Addressing", "CBenchDNS", "DNSService", "DNSWire", "Lab"]),
        .target(name: "CBenchDNS", path: "Benchmarks/DNS/C"),

        .target(
            name: "TestSupport",
            dependencies: ["Addressing", "CLinux", "Compose", "Lab", "Netlink", "YAML"],
            path: "Tests/TestSupport",
            swiftSettings: strict
        ),
        tests(of: "Text"),
        tests(of: "Addressing"),
        tests(of: "Rendering"),
        tests(of: "YAML"),
        tests(of: "Compose", ["Addressing", "Lab", "YAML"], resources: [.copy("Corpus"), .copy("Oracle")]),
        tests(of: "Images", ["Addressing"]),
        tests(of: "IPAM", ["Addressing", "Text"]),
        tests(of: "DNSWire", ["Addressing"]),
        tests(of: "NetlinkWire", ["Addressing"]),
        tests(of: "Netlink", ["Addressing", "NetlinkWire"]),
        tests(of: "KernelBackend", ["netsim", "Addressing", "Lab", "Netlink", "NetlinkWire", "PacketFilter"]),
        tests(of: "PacketWire", ["Addressing"]),
        tests(of: "Verification", ["Addressing", "KernelBackend", "Lab", "Netlink", "PacketWire"]),
        tests(of: "Lab", ["Addressing", "Images", "IPAM"]),
        tests(of: "PacketFilter", ["Addressing", "Lab"]),
        tests(of: "Dataplane", ["Addressing", "Lab", "PacketFilter", "PacketWire"]),
        tests(of: "Capture", ["Addressing", "CLinux", "Dataplane", "Lab", "Netlink", "NetlinkWire", "PacketWire"]),
        tests(of: "Diagnosis", ["Addressing", "Dataplane", "Lab", "PacketFilter", "Reachability"]),
        tests(of: "Reachability", ["Addressing", "Dataplane", "Lab", "PacketFilter"]),
        tests(of: "Resolver", ["Addressing", "Dataplane", "DNSWire", "Lab"]),
        .executableTarget(
            name: "store-worker",
            dependencies: ["Lab", "LabStore"],
            path: "Tests/StoreWorker",
            swiftSettings: strict
        ),
        // Not a test of Swift Testing: what it finds ends the process.
        .executableTarget(
            name: "netsim-grammar",
            dependencies: [
                "Addressing", "Commands", "Engine", "Lab", "LabStore", "Rendering", "TestSupport", "Text",
            ],
            path: "Tests/Fuzzing/Grammar",
            swiftSettings: strict
        ),
        tests(of: "LabStore", ["Addressing", "Images", "IPAM", "Lab", "Rendering", "CSQLite", "store-worker"]),
        tests(of: "DNSService", ["Addressing", "CLinux", "DNSWire", "Lab", "Resolver"]),
        tests(of: "DockerViews", ["Addressing", "IPAM", "Lab", "Rendering"]),
        tests(of: "ContainerTools", ["Addressing", "Dataplane", "DNSWire", "Lab", "PacketWire", "Resolver"]),
        tests(of: "Engine", ["ContainerTools", "Lab", "LabStore"]),
        tests(of: "EngineAPI", ["DockerViews", "Engine", "Lab", "LabStore", "Rendering"]),
        tests(of: "Projects", ["Addressing", "Compose", "Images", "Lab", "Rendering", "YAML"]),
        tests(of: "Planning", ["Addressing", "Compose", "Lab", "Projects", "Rendering", "YAML"]),
        tests(of: "Lint", ["Addressing", "Compose", "Lab", "Planning", "Projects", "Rendering", "YAML"]),
        tests(of: "Drawing", ["Addressing", "Lab"]),
        tests(of: "Reporting", ["Compose", "Lab", "Lint", "Projects", "YAML"]),
        tests(
            of: "Exchange",
            [
                "Addressing", "Compose", "DockerViews", "Lab", "Planning", "Projects", "Reachability", "Rendering",
                "Text", "YAML",
            ]
        ),
        tests(
            of: "Commands",
            [
                "Addressing", "Compose", "DockerValues", "Engine", "KernelBackend", "Lab", "LabStore", "Netlink",
                "PacketWire", "Rendering", "Text", "YAML", "netsim", "netsim-engine",
            ]
        ),
        .testTarget(
            name: "ScenarioTests",
            dependencies: ["Commands", "Engine", "Lab", "Rendering", "TestSupport", "Text"],
            resources: [.copy("Recorded")],
            swiftSettings: strict
        ),
    ] + fuzzing
)
