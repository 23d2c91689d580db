import Addressing
import Images
import Lab
import TestSupport
import Testing

@testable import LabStore

/// What labs did not always store: it is read again, and a row without it is as it was.
@Suite struct `Added fields` {
    private func row(_ lab: Lab, _ container: String) throws -> [UInt8] {
        try RowWriter.row(try lab.container(matching: container))
    }

    private func names(_ lab: Lab, _ container: String) throws -> [[String]] {
        let container = try lab.container(matching: container)
        return container.attachments.map { attachment in
            lab.dnsNames(of: container, on: attachment).filter { $0 != container.id.short }
        }
    }

    @Test func `names that do not follow from the network`() throws {
        let home = try TemporaryHome()
        var lab = Lab.fresh()
        try lab.network("net")
        try lab.run("aa", on: "net")
        try lab.create("cc", on: ["net"])
        try lab.run("ee")
        try home.store().replace(with: lab)
        let usual = try row(lab, "aa").count
        try home.store().update(now: noon) { lab in
            try lab.stopContainer(matching: "aa", at: noon)
            try lab.renameContainer(matching: "aa", to: "bb")
            try lab.network("other")
            try lab.connect(network: "other", container: "cc", config: EndpointConfig())
            try lab.renameContainer(matching: "ee", to: "ff")
        }
        var stored = try home.store().read { $0 }
        #expect(try names(stored, "bb") == [["aa"]])
        #expect(try names(stored, "cc") == [[], ["cc"]])
        #expect(try names(stored, "ff") == [["ff"]])
        try home.store().update(now: noon) { try $0.startContainer(matching: "bb", at: noon) }
        stored = try home.store().read { $0 }
        #expect(try names(stored, "bb") == [["bb"]])
        #expect(try row(stored, "bb").count == usual)
    }

    @Test func `what was said of images`() throws {
        let home = try TemporaryHome()
        var lab = Lab.fresh()
        var full = ImageEntry(name: "team/app:2")
        full.like = "postgres"
        full.listens = [ContainerPort(80), ContainerPort(53, .udp)]
        full.exposed = []
        full.entrypoint = ["run"]
        full.command = ["it", "now"]
        full.user = "web"
        full.base = .scratch
        lab.state(full)
        lab.state(ImageEntry(name: "bare"))
        try home.store().replace(with: lab)
        #expect(try home.store().read { $0 }.images == lab.images)
    }

    @Test func `addresses that failed starts took`() throws {
        let home = try TemporaryHome()
        var lab = Lab.fresh()
        try lab.network("dual", subnet: "10.1.0.0/24") {
            $0.enableIPv6 = true
            $0.subnets += [NetworkSpec.Subnet(prefix: IPPrefix("fd00:6::/64"))]
        }
        _ = refusal {
            try lab.run("taken", on: "dual") {
                var config = EndpointConfig()
                config.ipv6 = IPAddress("fd00:6::1")
                $0.endpoints = [.init(network: "dual", config: config)]
            }
        }
        try home.store().replace(with: lab)
        try home.store().update(now: noon) { try $0.run("next", on: "dual") }
        #expect(try home.store().read { try $0.ip("next") } == "10.1.0.3")
    }
}
