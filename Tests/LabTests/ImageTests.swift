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
    }

    @Test(arguments: [
        Row(image: "postgres:16", listens: [5432]),
        Row(image: "postgres:16", exposed: [9187], listens: [5432, 9187]),
        Row(image: "postgres:16", command: ["sleep", "1d"], listens: []),
        Row(image: "postgres:16", command: ["./backup"], listens: [], isOpenEnded: true),
        Row(image: "team/app", listens: [], isOpenEnded: true),
        Row(image: "team/app", exposed: [80], listens: [80]),
        Row(image: "team/app", command: ["sleep", "infinity"], listens: []),
        Row(image: "ubuntu:14.04", listens: []),
        Row(image: "", listens: [], isOpenEnded: true),
    ])
    func `says what a container listens on, or nobody knows`(_ row: Row) throws {
        var lab = Lab.fresh()
        try lab.run("cc") { spec in
            spec.config.image = row.image
            spec.config.command = row.command
            spec.config.exposedPorts = row.exposed.map { ContainerPort($0) }
        }
        let listening = lab.listening(of: try lab.container(matching: "cc"))
        #expect(listening.ports.ports.map(\.number) == row.listens)
        #expect(listening.isOpenEnded == row.isOpenEnded)
    }

    @Test func `is in doubt only where it may be`() throws {
        var lab = Lab.fresh()
        try lab.run("cc") { $0.config.image = "team/app" }
        try lab.run("said") { spec in
            spec.config.image = "team/app"
            spec.config.labels[Lab.listenLabel] = ""
        }
        let address = try IPAddress(parsing: "172.17.0.2")
        let open = lab.listening(of: try lab.container(matching: "cc"))
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
        try lab.run("aa") { $0.config.image = "redis:7" }
        try lab.run("bb") { spec in
            spec.config.image = "redis:7"
            spec.config.command = ["redis-server", "--port", "6380"]
        }
        try lab.run("cc") { spec in
            spec.config.image = "redis:7"
            spec.config.entrypoint = ["sleep"]
        }
        func words(_ name: String) throws -> [String] { lab.processArguments(of: try lab.container(matching: name)) }
        #expect(try words("aa") == ["docker-entrypoint.sh", "redis-server"])
        #expect(try words("bb") == ["docker-entrypoint.sh", "redis-server", "--port", "6380"])
        #expect(try words("cc") == ["sleep"])
    }

    @Test func `can be stated for a lab`() throws {
        var lab = Lab.fresh()
        try lab.run("cc") { $0.config.image = "team/app:2" }
        var entry = ImageEntry(name: "team/app")
        entry.listens = [ContainerPort(8080)]
        lab.state(entry)
        #expect(lab.listeningPorts(of: try lab.container(matching: "cc")) == [ContainerPort(8080)])
    }
}
