import Lab
import TestSupport
import Testing
import YAML

@testable import Exchange

@Suite struct ContainerlabImportTests {
    private func read(_ text: String) throws(SourceError) -> ContainerlabImport {
        var sources = SourceTable()
        let file = sources.add(path: "x.clab.yml", bytes: Array(text.utf8))
        let documents = try YAMLReader.read(file: file, in: sources)
        return try ContainerlabImport(
            documents.first ?? YAMLNode(.mapping([]), at: SourcePlace(file: file, line: 1, column: 1)),
            at: noon
        )
    }

    @Test func `links become networks, and exec says the addresses`() throws {
        let found = try read(
            """
            name: pair
            topology:
              nodes:
                one:
                  kind: linux
                  image: alpine
                  exec: ["ip addr add 10.1.0.1/30 dev eth1"]
                two:
                  kind: linux
                  image: alpine
                  mgmt-ipv4: 172.20.20.9
                  exec: ["sh -c 'ip a add 10.1.0.2/30 dev eth1'"]
              links:
                - endpoints: ["one:eth1", "two:eth1"]
            """
        )
        #expect(found.notes == [])
        #expect(try found.lab.ip("one", on: "one-two") == "10.1.0.1")
        #expect(try found.lab.ip("two", on: "one-two") == "10.1.0.2")
        #expect(try found.lab.ip("two", on: "clab") == "172.20.20.9")
        let link = try found.lab.network(matching: "one-two")
        #expect(link.isInternal)
        #expect(link.subnets.map(\.gateway) == [nil])
        let two = try found.lab.container(matching: "two")
        #expect(two.attachments.compactMap(\.endpoint?.interface) == ["eth0", "eth1"])
    }

    @Test(
        arguments: [
            ("a: 1", "this is no containerlab topology: it has no topology", 1),
            ("topology: {nodes: {}}", "the topology has no nodes", 1),
            ("topology: {nodes: {a: 1}}", "a node must be a mapping, not a number", 1),
            (
                "topology:\n  nodes: {a: {}}\n  links:\n    - endpoints: [\"a:eth1\"]",
                "a link has two endpoints, not 1", 4
            ),
            (
                "topology:\n  nodes: {a: {}}\n  links:\n    - endpoints: [\"a:eth1\", \"b:eth1\"]",
                "there is no node b", 4
            ),
            (
                "topology:\n  nodes: {a: {}}\n  links:\n    - endpoints: [\"a\", \"a:eth1\"]",
                "an endpoint is written node:interface, not a", 4
            ),
            ("mgmt: {ipv4-subnet: x}\ntopology: {nodes: {a: {}}}", "x is no prefix such as 172.20.20.0/24", 1),
        ]
    )
    func `what cannot be read is named with its line`(text: String, message: String, line: Int32) {
        do {
            _ = try read(text)
            Issue.record("it was read")
        } catch {
            #expect(error.message == message)
            #expect(error.place?.line == line)
        }
    }
}
