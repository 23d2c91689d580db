import Foundation
import Lab
import Testing
@testable import Topology
@Suite struct Gen { @Test func gen() throws {
  for (n, l) in [("small", try GoldenDrawingTests.small()), ("tiers", try GraphLab.tiers())] { for f in DiagramFormat.allCases { try DiagramRendering(Diagram(l)).text(f).write(toFile: "/tmp/pics/gold-\(n).\(f.suffix)", atomically: true, encoding: .utf8) } }
} }
enum GoldenDrawingTests {
    static func small() throws -> Lab {
        var lab = GraphLab()
        try lab.network("net", ["10.8.0.0/24"])
        try lab.run("web", on: ["net"], aliases: ["www"], publish: [GraphLab.port(8080, 80)])
        try lab.run("db", on: ["net"], isIdle: true)
        return lab.lab
    }
}
