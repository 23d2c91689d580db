import Lab
import Resolver
import Testing

@testable import ContainerTools

/// What runs on the simulated host, and what installs tools that are there.
struct HostToolTests {
    @Test func `brctl shows bridges with their ports`() throws {
        let moment = Timestamp(seconds: 0)
        var lab = Lab(seed: 1, created: moment)
        _ = try lab.createNetwork(NetworkSpec(name: "front"), at: moment)
        for name in ["one", "two"] {
            var config = ContainerConfig()
            config.image = "alpine"
            config.networkMode = .network("front")
            _ = try lab.createContainer(ContainerSpec(name: name, config: config), at: moment)
            try lab.startContainer(matching: name, at: moment)
        }
        var context = ToolContext(names: NameService(lab), entropy: Entropy(seed: 1), now: moment)
        let shown = ToolRunner.run(argv: ["brctl", "show"], at: .host, context: &context)
        let ports = lab.hostStackView().interfaces.filter { $0.bridge != nil }.map(\.name).sorted()
        #expect(ports.count == 2)
        let lines = shown.stdout.split(separator: "\n").map(String.init)
        #expect(lines.count == 4)
        #expect(lines[1].hasPrefix("br-") && lines[1].hasSuffix("\tno\t\t\(ports[0])"))
        #expect(lines[2].hasSuffix("\t\(ports[1])"))
        #expect(lines[3].hasPrefix("docker0\t\t8000."))
        let missing = ToolRunner.run(argv: ["brctl", "show", "br9"], at: .host, context: &context)
        #expect(missing.stderr == "bridge br9 does not exist!\n")
        #expect(missing.exitCode == 1)
    }

    @Test(
        arguments: [
            (["apt-get", "update"], 0, "Reading package lists... Done\n", ""),
            (["apt-get", "install", "-y", "nginx"], 100, nil, "E: Unable to locate package nginx\n"),
            (["apk", "add", "--no-cache", "bind-tools"], 0, "OK: 8 MiB in 16 packages\n", ""),
            (["apt-get", "frob"], 100, "", "E: Invalid operation frob\n"),
        ] as [([String], Int, String?, String)]
    )
    func `installers answer as where the tools are there already`(
        words: [String],
        exitCode: Int,
        stdout: String?,
        stderr: String
    ) throws {
        let moment = Timestamp(seconds: 0)
        var lab = Lab(seed: 1, created: moment)
        let id = try lab.createContainer(ContainerSpec(name: "box", config: ContainerConfig()), at: moment).id
        try lab.startContainer(matching: "box", at: moment)
        let container = try #require(lab.container(id))
        var context = ToolContext(names: NameService(lab), entropy: Entropy(seed: 1), now: moment)
        let result = ToolRunner.run(argv: words, in: container, context: &context)
        #expect(result.exitCode == exitCode)
        #expect(result.stderr == stderr)
        if let stdout { #expect(result.stdout == stdout) }
    }
}
