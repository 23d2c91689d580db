import Lab
import TestSupport
import Testing

@testable import Topology

@Suite struct Scratch {
    @Test(arguments: [0, 3, 7, 11, 20] as [UInt64]) func write(seed: UInt64) throws {
        let lab = RandomLab.make(seed: seed)
        let all = [
            ("sh", NamespaceScript.text(of: lab, namespace: "rt\(seed)")), ("docker", DockerScript.text(of: lab, at: noon)),
            ("yaml", ComposeExport.text(of: lab)), ("swarm", ComposeExport.text(of: lab, as: .swarm)),
        ]
        for (kind, text) in all { print("=== \(seed).\(kind)\n\(text)=== end") }
    }
}
