import Addressing
import TestSupport
import Testing

@testable import Lab

@Suite struct `Legacy links` {
    private func linked() throws -> Lab {
        var lab = Lab.fresh()
        try lab.run("db")
        try lab.run("app") { $0.config.links = ["db:data"] }
        return lab
    }

    @Test func `a link is a hosts line and a name`() throws {
        let lab = try linked()
        let db = try lab.container(matching: "db")
        let hosts = lab.hostsFile(of: try lab.container(matching: "app"))
        #expect(hosts.contains("172.17.0.2\tdata \(db.id.short) db\n"))
        #expect(try lab.container(matching: "app/data").id == db.id)
    }

    @Test func `start and exec need the child to run`() throws {
        var lab = try linked()
        try lab.stopContainer(matching: "db", at: noon)
        let text = "Cannot link to a non running container: /db AS /app/data"
        #expect(refusal { _ = try lab.checkExec(in: "app") } == text)
        try lab.stopContainer(matching: "app", at: noon)
        #expect(refusal { try lab.startContainer(matching: "app", at: noon) } == text)
        #expect(try lab.container(matching: "app").attachments.map(\.network) == ["bridge"])
        try lab.removeContainer(matching: "db", at: noon)
        #expect(refusal { try lab.startContainer(matching: "app", at: noon) } == text)
    }

    @Test func `a child's restart rewrites the parent's line`() throws {
        var lab = try linked()
        try lab.stopContainer(matching: "db", at: noon)
        try lab.run("squatter")
        try lab.startContainer(matching: "db", at: noon)
        let hosts = lab.hostsFile(of: try lab.container(matching: "app"))
        #expect(hosts.contains("172.17.0.4\tdata "))
        #expect(!hosts.contains("172.17.0.2\t"))
    }

    @Test func `a renamed child keeps its line and is named as it is now`() throws {
        var lab = try linked()
        try lab.renameContainer(matching: "db", to: "store")
        try lab.restartContainer(matching: "store", at: noon)
        let id = try lab.container(matching: "store").id
        #expect(lab.hostsFile(of: try lab.container(matching: "app")).contains("\tdata \(id.short) db\n"))
        try lab.removeContainer(matching: "store", force: true, at: noon)
        #expect(
            refusal { _ = try lab.checkExec(in: "app") }
                == "Cannot link to a non running container: /store AS /app/data"
        )
    }

    @Test(arguments: [
        ("ghost", "could not get container for ghost: No such container: ghost"),
        ("a:b:c", "bad format for links: a:b:c"),
        (":x", "could not get container for : invalid name or ID supplied: \"\""),
    ])
    func `links that cannot be made`(link: String, text: String) throws {
        var lab = try linked()
        #expect(refusal { try lab.run("bad") { $0.config.links = [link] } } == text)
        #expect(lab.containerCount == 2)
    }

    @Test func `removing a link keeps the child, renaming the parent keeps the link`() throws {
        var lab = try linked()
        try lab.renameContainer(matching: "app", to: "front")
        #expect(try lab.container(matching: "front/data").name == "db")
        try lab.removeLink("front/data")
        #expect(refusal { _ = try lab.container(matching: "front/data") } == "No such container: front/data")
        #expect(
            refusal { try lab.removeLink("db") } == "Conflict, cannot remove the default link name of the container"
        )
    }

    @Test func `an empty alias links nothing, and the first link of a name has it`() throws {
        var lab = Lab.fresh()
        try lab.run("db")
        try lab.run("cache")
        try lab.run("app") { $0.config.links = ["db:", "db:data", "cache:data"] }
        let app = try lab.container(matching: "app")
        #expect(app.links.map { "\($0.childName):\($0.alias)" } == ["db:data"])
        #expect(app.linkLines.map(\.names.first) == ["data"])
    }

    @Test func `a link to one that shares a stack leads to the stack's owner`() throws {
        var lab = Lab.fresh()
        try lab.run("owner")
        try lab.run("guest") { $0.config.networkMode = .container("owner") }
        try lab.run("app") { $0.config.links = ["guest:data"] }
        #expect(try lab.container(matching: "app").links.map(\.childName) == ["owner"])
    }

    @Test(arguments: [("bridge", true), ("none", false)])
    func `only on the default bridge are links warned of`(mode: String, warns: Bool) throws {
        var lab = try linked()
        var config = ContainerConfig()
        (config.networkMode, config.links) = (NetworkMode(mode), ["db:"])
        let created = try lab.createContainer(ContainerSpec(name: "late", config: config), at: noon)
        #expect(created.warnings.isEmpty != warns)
    }
}
