// swift-tools-version: 6.2

import PackageDescription

/// The rooms of the house, from the ground up; arrows only point downwards.
///
/// Floor 0  Addressing, CLinux, CSQLite, Rendering
/// Floor 1  IPAM, DNSWire
/// Floor 2  Lab, Resolver
/// Floor 4  LabStore, DNSService, DockerViews
/// Floor 5  ContainerTools
/// Floor 6  Commands, netsim
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
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

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
    name: "netsim",
    products: [
        .executable(name: "netsim", targets: ["netsim"])
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
    ],
    targets: [
        room("Addressing"),
        .target(name: "CLinux"),
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        room("Rendering"),

        room("IPAM", ["Addressing"]),
        room("DNSWire", ["Addressing"]),

        room("Lab", ["Addressing", "IPAM"]),
        room("Resolver", ["Addressing", "DNSWire", "Lab"]),

        room("LabStore", ["Addressing", "IPAM", "Lab", "Rendering", "CSQLite", "CLinux"]),
        room("DNSService", ["Addressing", "DNSWire", "Lab", "Resolver", "CLinux"]),
        room("DockerViews", ["Addressing", "IPAM", "Lab", "Rendering"]),

        room("ContainerTools", ["Addressing", "DNSWire", "Lab", "Resolver"]),

        room(
            "Commands",
            [
                "Addressing", "CLinux", "ContainerTools", "DNSService", "DNSWire", "DockerViews", "IPAM", "Lab",
                "LabStore", "Rendering", "Resolver", argumentParser,
            ]
        ),
        .executableTarget(name: "netsim", dependencies: ["Commands"], swiftSettings: strict),

        .executableTarget(
            name: "bench-ipam",
            dependencies: ["Addressing", "IPAM"],
            path: "Benchmarks/IPAM",
            swiftSettings: strict
        ),
        .executableTarget(
            name: "bench-dns",
            dependencies: ["Addressing", "CBenchDNS", "CLinux", "DNSService", "DNSWire", "Lab"],
            path: "Benchmarks/DNS",
            exclude: ["C", "README.md", "run"],
            swiftSettings: strict
        ),
        .target(name: "CBenchDNS", path: "Benchmarks/DNS/C"),
        .executableTarget(
            name: "bench-lab",
            dependencies: ["Addressing", "Lab"],
            path: "Benchmarks/Lab",
            swiftSettings: strict
        ),

        .target(
            name: "TestSupport",
            dependencies: ["Addressing", "CLinux", "Lab"],
            path: "Tests/TestSupport",
            swiftSettings: strict
        ),
        tests(of: "Addressing"),
        tests(of: "Rendering"),
        tests(of: "IPAM", ["Addressing"]),
        tests(of: "DNSWire", ["Addressing"]),
        tests(of: "Lab", ["Addressing", "IPAM"]),
        tests(of: "Resolver", ["Addressing", "DNSWire", "Lab"]),
        tests(of: "LabStore", ["Addressing", "Lab", "Rendering"]),
        tests(of: "DNSService", ["Addressing", "CLinux", "DNSWire", "Lab", "Resolver"]),
        tests(of: "DockerViews", ["Addressing", "IPAM", "Lab", "Rendering"]),
        tests(of: "ContainerTools", ["Addressing", "DNSWire", "Lab", "Resolver"]),
        tests(of: "Commands", ["Addressing", "Lab", "LabStore", "Rendering"]),
    ]
)
