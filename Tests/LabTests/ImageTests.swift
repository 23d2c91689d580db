import Addressing
import Images
import Lab
import TestSupport
import Testing

/// What a container's image brings along.
@Suite struct `An image` {
    struct Row: Sendable {
        let image: String
        var command: [String] = []
        var exposed: [UInt16] = []
        let listens: [UInt16]
        var isOpenEnded = false

        init(
            _ image: String,
            _ command: [String] = [],
            exposes exposed: [UInt16] = [],
            _ listens: [UInt16],
            doubt: Bool = false
        ) {
            (self.image, self.command, self.exposed, self.listens, isOpenEnded) = (
                image, command, exposed, listens, doubt
            )
        }
    }

    @Test(arguments: [
        Row("postgres:16", [5432]), Row("postgres:16", exposes: [9187], [5432, 9187]),
        Row("postgres:16", ["sleep", "1d"], []), Row("postgres:16", ["./backup"], [], doubt: true),
        Row("team/app", [], doubt: true), Row("team/app", exposes: [80], [80]),
        Row("team/app", ["sleep", "infinity"], []), Row("ubuntu:14.04", []), Row("", [], doubt: true),
    ])
    func `says what a container listens on, or nobody knows`(_ row: Row) throws {
        var lab = Lab.fresh()
        try lab.run("c") { spec in
            spec.config.image = row.image
            spec.config.command = row.command
            spec.config.exposedPorts = row.exposed.map { ContainerPort($0) }
        }
        let listening = lab.listening(of: try lab.container(matching: "c"))
        #expect(listening.ports.ports.map(\.number) == row.listens)
        #expect(listening.isOpenEnded == row.isOpenEnded)
    }

    @Test func `is in doubt only where it may be`() throws {
        var lab = Lab.fresh()
        try lab.run("c") { $0.config.image = "team/app" }
        try lab.run("said") { spec in
            spec.config.image = "team/app"
            spec.config.labels[Lab.listenLabel] = ""
        }
        let address = try IPAddress(parsing: "172.17.0.2")
        let open = lab.listening(of: try lab.container(matching: "c"))
        #expect(open.takes(ContainerPort(5000), at: address))
        #expect(open.takes(ContainerPort(53, .udp), at: address) == false)
        #expect(open.takes(ContainerPort(5000), at: try IPAddress(parsing: "127.0.0.1")) == false)
        #expect(lab.listening(of: try lab.container(matching: "said")).isOpenEnded == false)
    }

    @Test func `exposes ports that -P publishes`() throws {
        var lab = Lab.fresh()
        try lab.run("web") { spec in
            spec.config.image = "nginx"
            spec.config.publishAll = true
        }
        #expect(try lab.container(matching: "web").published.map(\.port.number) == [80, 80])
    }

    @Test func `runs its own command, unless there is another`() throws {
        var lab = Lab.fresh()
        try lab.run("a") { $0.config.image = "redis:7" }
        try lab.run("b") { spec in
            spec.config.image = "redis:7"
            spec.config.command = ["redis-server", "--port", "6380"]
        }
        try lab.run("c") { spec in
            spec.config.image = "redis:7"
            spec.config.entrypoint = ["sleep"]
        }
        func words(_ name: String) throws -> [String] { lab.processArguments(of: try lab.container(matching: name)) }
        #expect(try words("a") == ["docker-entrypoint.sh", "redis-server"])
        #expect(try words("b") == ["docker-entrypoint.sh", "redis-server", "--port", "6380"])
        #expect(try words("c") == ["sleep"])
    }

    @Test func `can be stated for a lab`() throws {
        var lab = Lab.fresh()
        try lab.run("c") { $0.config.image = "team/app:2" }
        var entry = ImageEntry(name: "team/app")
        entry.listens = [ContainerPort(8080)]
        lab.state(entry)
        #expect(lab.listeningPorts(of: try lab.container(matching: "c")) == [ContainerPort(8080)])
    }
}
