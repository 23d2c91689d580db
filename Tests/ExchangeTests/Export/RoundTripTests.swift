import Addressing
import Foundation
import Lab
import Planning
import TestSupport
import Testing

@testable import Exchange

/// The same without what Compose wrote down of projects and services.
private func unlabelled(_ lab: Lab) -> Lab {
    var lab = lab
    for container in lab.allContainers {
        guard let slot = lab.containers.slot(container.id) else { continue }
        lab.containers[slot].config.labels = lab.containers[slot].config.labels.filter {
            !$0.key.hasPrefix("com.docker.compose.")
        }
    }
    return lab
}

/// Expects the same containers at the same addresses under the same names; and, but for large labs, the same paths.
private func expectSame(_ before: Lab, _ after: Lab, _ text: String = "") {
    #expect(seats(after) == seats(before), "\(text)")
    if before.containerCount > 100 { return }
    // Addresses are among the seats, where networks have their names on the host.
    let parts = Set(DesignDiff.Part.allCases).subtracting([.addresses])
    #expect(DiffText.plain(DesignDiff(from: before, to: after, parts: parts)) == "", "\(text)")
}

/// What a container gets on its networks: everything but identifiers and what is drawn.
private func seats(_ lab: Lab) -> [String] {
    lab.allContainers.flatMap { container in
        container.attachments.map { attachment in
            let addresses = [attachment.endpoint?.ipv4, attachment.endpoint?.ipv6].compactMap { $0?.description }
            let names = lab.dnsNames(of: container, on: attachment).filter { $0 != container.id.short }
            return "\(container.name) \(attachment.network) \(addresses) \(names.sorted())"
        }
    }
    .sorted()
}

/// The repository's own designs, written in a form and read again.
@Suite struct RoundTripTests {
    /// Every design of the repository, and what it is read with: a design that the engine refuses comes with what mends it.
    static let topologies: [(name: String, projects: [[String]])] = {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../topologies")
            .standardized
        let names = (try? FileManager.default.contentsOfDirectory(atPath: root.path)) ?? []
        return names.sorted().compactMap { name in
            let folder = root.appending(path: name)
            func isFile(_ name: String) -> Bool {
                FileManager.default.fileExists(atPath: folder.appending(path: name).path)
            }
            if isFile("compose.yaml") {
                let layers = ["compose.yaml", "fixed.yaml"].filter(isFile)
                return (name, [layers.map { folder.appending(path: $0).path }])
            }
            let inner = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
            // Backwards: in the order of names everything would come back anyway.
            let projects = inner.sorted().reversed().filter { isFile("\($0)/compose.yaml") }
            return projects.isEmpty ? nil : (name, projects.map { [folder.appending(path: "\($0)/compose.yaml").path] })
        }
    }()

    @Test func `the topologies are found`() {
        let names = Set(Self.topologies.map(\.name))
        #expect(names.isSuperset(of: ["five-hundred", "modes", "pool-exhaustion", "shared-network", "wordpress-link"]))
        #expect(names.count >= 16)
    }

    @Test(arguments: topologies)
    func `a topology written as Compose and read again gives the same lab`(name: String, projects: [[String]]) throws {
        // The file has one project: what several were called goes with them.
        let isOne = projects.count == 1
        let before = try Designs.lab(of: projects, from: DiskFiles())
        // Of several projects the networks come in another order, so that the engine would choose other subnets.
        let text = ComposeExport.text(of: before, pinsEverything: !isOne)
        let after = try Designs.lab(of: text)
        expectSame(isOne ? before : unlabelled(before), isOne ? after : unlabelled(after), text)
        if isOne { #expect(ComposeExport.text(of: after) == text) }
    }

    @Test(arguments: topologies)
    func `a topology written as commands and carried out gives the same lab`(
        name: String,
        projects: [[String]]
    ) throws {
        let before = try Designs.lab(of: projects, from: DiskFiles())
        let plan = RebuildPlan(before, at: noon)
        #expect(plan.notes.filter { !$0.contains("simulated name server") } == [])
        var after = Lab(seed: 5, host: before.host, engine: before.engine, created: noon)
        for step in plan.steps { try RebuildPlan.carryOut(step, on: &after, at: noon) }
        expectSame(before, after)
    }
}
