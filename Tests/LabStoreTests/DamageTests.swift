import Addressing
import Foundation
import IPAM
import Lab
import LabStore
import Rendering
import TestSupport
import Testing

/// Files that are no labs, or damaged ones: reported with what to do, and left untouched.
@Suite struct `Unreadable files` {
    let home: TemporaryHome

    init() throws {
        home = try TemporaryHome()
        try home.store().update(now: noon) { lab in
            try lab.network("app")
            for number in 0..<20 { try lab.run("c\(number)", on: "app") }
        }
    }

    /// Checks that reading and changing the lab are refused with one code and text, and change no byte.
    private func expectRefused(
        _ code: StoreError.Code,
        _ reason: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let before = try home.contents()
        let read = #expect(throws: StoreError.self, sourceLocation: sourceLocation) { try home.store().read { _ in } }
        let changed = #expect(throws: StoreError.self, sourceLocation: sourceLocation) {
            try home.store().update(now: noon) { lab in
                try lab.network("more")
            }
        }
        #expect(read?.code == code, sourceLocation: sourceLocation)
        #expect(changed?.code == code, sourceLocation: sourceLocation)
        #expect(read?.description == "cannot read lab lab: \(home.file) \(reason)", sourceLocation: sourceLocation)
        #expect(changed?.description == "cannot change lab lab: \(home.file) \(reason)", sourceLocation: sourceLocation)
        #expect(try home.contents() == before, sourceLocation: sourceLocation)
        #expect(try LabStore.labs(home: home.path) == ["lab"], sourceLocation: sourceLocation)
    }

    private static let advice =
        "; move the file away, or remove the lab with \"netsim lab rm lab\" and import an export of it"

    @Test func `that are no databases`() throws {
        try home.damage { _ in Data("version: 3\nservices: {}\n".utf8) }
        try expectRefused(.unreadable, "is no lab file" + Self.advice)
        #expect(throws: StoreError.self) { try home.store().nextRotation("key") }
    }

    @Test func `that were cut off`() throws {
        let whole = try home.contents().first { $0.key.hasSuffix("lab.db") }?.value ?? Data()
        #expect(whole.count > 8192)
        for length in [1, 15, 16, 99, 100, 511, 4095, 4096, 5000, 8192, whole.count - 4096] {
            try home.damage { _ in whole.prefix(length) }
            let before = try home.contents()
            let error = #expect(throws: StoreError.self, "\(length)") { try home.store().read { _ in } }
            #expect(error?.code == .unreadable, "\(length)")
            #expect(error?.advice == String(Self.advice.dropFirst(2)))
            #expect(try home.contents() == before)
        }
    }

    @Test(
        arguments: [
            (
                "PRAGMA application_id = 1", StoreError.Code.unreadable,
                "is the database of another program; move the file away; it was left untouched"
            ),
            (
                "PRAGMA user_version = 2", .newer,
                "was written by a later netsim (format 2, this one knows 1); use that netsim; the file was left untouched"
            ),
            ("PRAGMA user_version = 0", .unreadable, "is damaged: its version is 0" + advice),
            ("DELETE FROM lab", .unreadable, "is damaged: it has no settings" + advice),
            ("UPDATE lab SET settings = NULLIF(1, 1) || ''", .unreadable, ""),
            ("DROP TABLE container", .unreadable, "is damaged: no such table: container" + advice),
            ("DROP TABLE lab", .unreadable, "is damaged: no such table: lab" + advice),
            (
                "DELETE FROM container WHERE number = 3", .unreadable,
                "is damaged: it counts 20 containers and holds 19" + advice
            ),
            (
                "UPDATE container SET record = substr(record, 1, 40) WHERE number = 3", .unreadable,
                "is damaged: container 3: created: the row ends within it" + advice
            ),
            (
                "UPDATE container SET record = record || x'0000000000' WHERE number = 3", .unreadable,
                "is damaged: container 3: 2 bytes follow the last field" + advice
            ),
            (
                "UPDATE container SET record = x'02' || substr(record, 2) WHERE number = 3", .unreadable,
                "is damaged: container 3: the row has the unknown version 2" + advice
            ),
            (
                "UPDATE network SET record = x'' WHERE number = 2", .unreadable,
                "is damaged: network 2: the row is empty" + advice
            ),
            (
                "UPDATE network SET record = substr(record, 1, 33) || x'04ff00ff00' || substr(record, 39) WHERE number = 2",
                .unreadable, "is damaged: network 2: name: a text is not UTF-8" + advice
            ),
            (
                "UPDATE lab SET settings = substr(settings, 1, length(settings) - 1)", .unreadable,
                "is damaged: settings: portCursors: the row ends within it" + advice
            ),
            (
                "DELETE FROM network WHERE number = 4", .unreadable,
                "is damaged: container c0: it has an endpoint on a network that does not exist" + advice
            ),
            (
                "DELETE FROM network WHERE number = 1", .unreadable,
                "is damaged: the lab: its predefined network bridge is missing" + advice
            ),
        ] as [(String, StoreError.Code, String)]
    )
    func `that something else has written to`(_ sql: String, _ code: StoreError.Code, _ reason: String) throws {
        if reason.isEmpty {
            // The table itself does not take it.
            #expect(throws: (any Error).self) { try home.sql(sql) }
            return
        }
        try home.sql(sql)
        try expectRefused(code, reason)
        try LabStore.remove(home: home.path, lab: "lab")
        #expect(try home.store().read { $0.containerCount } == 0)
    }

    /// Whatever a file holds, reading it ends, and in nothing worse than an error.
    @Test func `with random bytes in them never break the reader`() throws {
        let whole = try home.contents().first { $0.key.hasSuffix("lab.db") }?.value ?? Data()
        var generator = SeededGenerator(seed: 99)
        var refused = 0
        for _ in 0..<150 {
            var bytes = whole
            for _ in 0...Int.random(in: 0..<20, using: &generator) {
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] = .random(in: 0...255, using: &generator)
            }
            try home.damage { _ in bytes }
            do {
                _ = try home.store().read { $0.archived.count }
            } catch is StoreError {
                refused += 1
            }
        }
        #expect(refused > 50)
    }
}

/// Labs whose parts are each well formed, and contradict each other.
@Suite struct `Contradictions in a lab` {
    private struct Case: CustomTestStringConvertible {
        let part: String
        let problem: String
        let change: @Sendable (inout Lab) throws -> Void

        init(_ part: String, _ problem: String, _ change: @escaping @Sendable (inout Lab) throws -> Void) {
            (self.part, self.problem, self.change) = (part, problem, change)
        }

        var testDescription: String { problem }
    }

    private static let cases: [Case] = [
        Case("network b", "its subnet 10.1.0.0/16 overlaps another one") {
            try $0.put(network: "b") { $0.subnets = [try .claimed("10.1.0.0/16")] }
        },
        Case("network b", "its subnet 10.0.0.0/8 overlaps another one") {
            try $0.put(network: "b") { $0.subnets = [try .claimed("10.0.0.0/8")] }
        },
        Case("network b", "its subnet 10.2.3.0/16 has host bits") {
            try $0.put(network: "b") { $0.subnets = [try .claimed("10.2.3.0/16")] }
        },
        Case("network b", "its gateway 10.3.0.1 is outside its subnet 10.2.0.0/16") {
            try $0.put(network: "b") { $0.subnets = [try .claimed("10.2.0.0/16", gateway: "10.3.0.1")] }
        },
        Case("network b", "its gateway 10.2.0.0 is taken") {
            try $0.put(network: "b") { $0.subnets = [try .claimed("10.2.0.0/16", gateway: "10.2.0.0")] }
        },
        Case("network b", "its auxiliary address router 10.2.0.1 is taken") {
            try $0.put(network: "b") {
                $0.subnets = [try .claimed("10.2.0.0/16", gateway: "10.2.0.1", auxiliary: ["router": "10.2.0.1"])]
            }
        },
        Case("network b", "the null driver has no subnets") {
            try $0.put(network: "b") {
                $0.driver = .null
                $0.subnets = [try .claimed("10.2.0.0/16")]
            }
        },
        Case("network a", "another network has its name") { try $0.put(network: "a") { _ in } },
        Case("network  ", "its name is empty") { try $0.put(network: " ") { _ in } },
        Case("network b", "another network has its bridge device docker0") {
            try $0.put(network: "b") { $0.deviceName = "docker0" }
        },
        Case("container c1", "another container has its name") { try $0.put(container: "c1") { _ in } },
        Case("container c-", "its name is no container name") { try $0.put(container: "c-") { $0.name = "-c" } },
        Case("container c9", "its sequence number 77 is not below the next one") {
            try $0.put(container: "c9", sequence: 77) { _ in }
        },
        Case("container c1", "it is created and has a stack") {
            $0.change("c1") { $0.status = .created }
        },
        Case("container c1", "it is running and has no stack") { $0.change("c1") { $0.stack = .down } },
        Case("container c2", "another container owns its namespace") {
            let stack = try $0.container(matching: "c1").stack
            $0.change("c2") { $0.stack = stack }
        },
        Case("container c1", "it has an endpoint and no stack of its own") { lab in
            let sandbox = try lab.container(matching: "c2").ownSandbox
            lab.change("c1") { $0.stack = sandbox.map { .joined($0) } ?? .down }
        },
        Case("container c1", "it has an endpoint on a network that does not exist") {
            $0.change("c1") { $0.attachments[0].networkID = $0.id }
        },
        Case("container c1", "it has two endpoints on network a") {
            $0.change("c1") { $0.attachments.append($0.attachments[0]) }
        },
        Case("container c1", "its address 10.2.0.5/16 is in no subnet of network a") {
            try $0.readdress("c1", "10.2.0.5/16")
        },
        Case("container c1", "its address 10.1.0.5/24 is in no subnet of network a") {
            try $0.readdress("c1", "10.1.0.5/24")
        },
        Case("container c2", "its address 10.1.0.2 is taken") { try $0.readdress("c2", "10.1.0.2/16") },
        Case("container c1", "its address 10.1.0.1 is taken") { try $0.readdress("c1", "10.1.0.1/16") },
        Case("container c1", "its address 10.1.255.255 is taken") { try $0.readdress("c1", "10.1.255.255/16") },
        Case("container c2", "its published port 8080/tcp is another container's") {
            let published = try $0.container(matching: "c1").published
            $0.change("c2") { $0.published = published }
        },
        Case("container down", "it publishes ports and has no namespace of its own") {
            let published = try $0.container(matching: "c1").published
            $0.change("down") { $0.published = published }
        },
        Case("the lab", "its next sequence number 0 is out of range") { $0.nextSequence = 0 },
        Case("the lab", "its next sequence number 18446744073709551615 is out of range") { $0.nextSequence = .max },
        Case("the lab", "its port cursor 9 of 10-20/tcp is wrong") {
            let any = try IPAddress(parsing: "0.0.0.0")
            $0.hostPorts.restore(.init(transport: .tcp, address: any, first: 10, last: 20), at: 9)
        },
        Case("the lab", "its port cursor 65535 of 10-20/tcp is wrong") {
            let any = try IPAddress(parsing: "0.0.0.0")
            $0.hostPorts.restore(.init(transport: .tcp, address: any, first: 10, last: 20), at: 65535)
        },
    ]

    private static func lab() throws -> Lab {
        var lab = Lab.fresh()
        try lab.network("a", subnet: "10.1.0.0/16", gateway: "10.1.0.1")
        try lab.run("c1", on: "a", publish: [binding(80, host: 8080)])
        try lab.run("c2", on: "a")
        try lab.create("down", on: ["a"])
        return lab
    }

    @Test(arguments: cases)
    private func `are refused`(_ test: Case) throws {
        var lab = try Self.lab()
        try test.change(&lab)

        let home = try TemporaryHome()
        try home.store().replace(with: lab)
        let error = #expect(throws: StoreError.self) { try home.store().read { _ in } }
        #expect(error?.code == .unreadable)
        let message = error?.message ?? ""
        let expected = "cannot read lab lab: \(home.file) is damaged: \(test.part): \(test.problem)"
        #expect(message.hasPrefix(expected.replacing("c-:", with: "-c:")), "\(message)")

        let archived = #expect(throws: ArchiveError.self) { try LabArchive.decode(LabArchive.encode(lab)) }
        #expect(archived?.problem.contains(test.problem) == true, "\(archived?.description ?? "")")
    }

    @Test func `are not seen where there are none`() throws {
        let lab = try Self.lab()
        #expect(try LabArchive.decode(LabArchive.encode(lab)).archived == lab.archived)
    }
}

extension Network.Subnet {
    fileprivate static func claimed(
        _ prefix: String,
        gateway: String? = nil,
        auxiliary: [String: String] = [:]
    ) throws -> Network.Subnet {
        Network.Subnet(
            prefix: try IPPrefix(parsing: prefix),
            range: nil,
            gateway: try gateway.map { try IPAddress(parsing: $0) },
            auxiliary: try auxiliary.mapValues { try IPAddress(parsing: $0) },
            isUserDefined: true
        )
    }
}

/// What a network that no command would make is made of.
private struct NetworkParts {
    var driver = NetworkDriver.bridge
    var deviceName: String?
    var subnets: [Network.Subnet] = []
}

extension Lab {
    fileprivate mutating func put(network name: String, _ change: (inout NetworkParts) throws -> Void) throws {
        var parts = NetworkParts()
        try change(&parts)
        var bridge = BridgeOptions()
        bridge.deviceName = parts.deviceName
        insertNetwork(
            Network(
                id: Identifier(drawnFrom: &entropy),
                spec: NetworkSpec(name: name),
                driver: parts.driver,
                created: Timestamp(nanoseconds: noon.nanoseconds + 1),
                bridge: bridge,
                subnets: parts.subnets
            )
        )
    }

    fileprivate mutating func put(
        container name: String,
        sequence: UInt64? = nil,
        _ change: (inout Container) throws -> Void
    ) throws {
        var container = Container(
            id: Identifier(drawnFrom: &entropy),
            name: name,
            created: noon,
            sequence: sequence ?? takeSequence(),
            config: ContainerConfig(),
            attachments: []
        )
        try change(&container)
        _ = containers.insert(container)
    }

    fileprivate mutating func change(_ name: String, _ body: (inout Container) -> Void) {
        guard let slot = containers.slot(named: name) else { return }
        body(&containers[slot])
    }

    fileprivate mutating func readdress(_ name: String, _ address: String) throws {
        let prefix = try IPPrefix(parsing: address)
        change(name) { container in
            guard let old = container.attachments[0].endpoint else { return }
            container.attachments[0].endpoint = Endpoint(
                id: old.id,
                sequence: old.sequence,
                ipv4: prefix,
                mac: old.mac,
                interface: old.interface,
                hostInterface: old.hostInterface
            )
        }
    }
}
