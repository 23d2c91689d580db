import Addressing
import CLinux
import DNSWire
import Glibc
import Lab
import TestSupport
import Testing

@testable import DNSService

@Suite struct `The registry` {
    private static let status: ServeStatus = {
        var entropy = Entropy(seed: 3)
        return ServeStatus(
            process: 4711,
            address: .v4(IPv4Address(127, 0, 0, 1)),
            sharedPort: 5311,
            ports: [
                .init(container: ContainerID(drawnFrom: &entropy), name: "one", number: 15311),
                .init(container: ContainerID(drawnFrom: &entropy), name: "two.x_y-z", number: nil),
            ]
        )
    }()

    @Test func `Its file says what was written, line by line`() {
        let status = Self.status
        let lines = status.text.split(separator: "\n")
        #expect(lines[0] == "netsim serve 1")
        #expect(lines[1] == "process 4711")
        #expect(lines[2] == "address 127.0.0.1")
        #expect(lines[3] == "shared 5311")
        #expect(lines[4] == "container \(status.ports[0].container) 15311 one")
        #expect(lines[5] == "container \(status.ports[1].container) - two.x_y-z")
        #expect(ServeStatus(text: status.text) == status)
    }

    @Test(arguments: [
        "", "netsim serve 2\n", "netsim serve 1\nprocess x\naddress 127.0.0.1\nshared 1\n",
        "netsim serve 1\nprocess 1\naddress 127.0.0.1\nshared 70000\n",
        "netsim serve 1\nprocess 1\naddress 127.0.0.1\nshared 1\nsomething else\n",
        "netsim serve 1\nprocess 1\naddress 127.0.0.1\nshared 1\ncontainer abc 1 one\n",
    ])
    func `Anything else is nobody's`(text: String) {
        #expect(ServeStatus(text: text) == nil)
    }

    @Test func `A server is entered while it runs, with its containers`() throws {
        let folder = try TemporaryFolder()
        let registry = ServeRegistry(home: folder.path, lab: "default")
        #expect(registry.read() == nil)
        let lab = ChangingLab(try .rotation())
        let ready = "\(folder.path)/ready"
        let server = try RunningServer(lab) {
            $0.registry = registry
            $0.readyFile = ready
        }
        #expect(registry.read() == server.status)
        #expect(registry.read()?.process == getpid())
        #expect(TextFile.read(ready) == server.status?.text)
        #expect(ServeRegistry(home: folder.path, lab: "other").read() == nil)

        try lab.change { try $0.run("late", on: "mynet") }
        _ = try ask(server.port(of: "asker"), try .query("late"))
        #expect(registry.read()?.ports.last?.name == "late")

        #expect(throws: AlreadyServed(lab: "default", process: getpid())) {
            try RunningServer(FixedLab(try .rotation())) { $0.registry = registry }
        }
        #expect(registry.read() == server.status)

        server.stop()
        #expect(registry.read() == nil)
        #expect(access("\(folder.path)/run/default.serve", F_OK) == -1)
        #expect(access(ready, F_OK) == -1)

        // And again.
        try withServer(FixedLab(try .rotation()), { $0.registry = registry }) { server in
            #expect(registry.read() == server.status)
        }
    }

    @Test func `What a killed server left behind is not a server`() throws {
        let folder = try TemporaryFolder()
        mkdir("\(folder.path)/run", 0o755)
        try TextFile.replace("\(folder.path)/run/default.serve", with: Self.status.text)
        let registry = ServeRegistry(home: folder.path, lab: "default")
        #expect(registry.read() == nil)
        try withServer(FixedLab(try .rotation()), { $0.registry = registry }) { server in
            #expect(registry.read() == server.status)
        }
    }

    @Test func `A home that cannot be written is said in words`() throws {
        let registry = ServeRegistry(home: "/proc/nowhere", lab: "default")
        #expect(throws: SystemError("cannot create /proc/nowhere/run", number: ENOENT)) {
            try RunningServer(FixedLab(try .rotation())) { $0.registry = registry }
        }
    }
}
