import Lab
import TestSupport
import Testing

/// Containers whose command ends by itself, and their restart policies.
@Suite struct AutomaticRestartTests {
    @Test func `delays double up to a minute, and begin anew after ten seconds of running`() {
        var delay = RestartDelay()
        #expect(
            (0..<12).map { _ in delay.next(afterRunningFor: 9_999) }
                == [100, 200, 400, 800, 1_600, 3_200, 6_400, 12_800, 25_600, 51_200, 60_000, 60_000]
        )
        #expect(delay.next(afterRunningFor: 10_000) == 100)
        #expect(delay.next(afterRunningFor: 0) == 200)
    }

    @Test(arguments: [
        (ContainerConfig.RestartPolicy.no, 1, 0, false), (.always, 0, 99, true), (.unlessStopped, 0, 99, true),
        (.onFailure(maximumRetries: 0), 1, 99, true), (.onFailure(maximumRetries: 0), 0, 0, false),
        (.onFailure(maximumRetries: 2), 1, 1, true), (.onFailure(maximumRetries: 2), 1, 2, false),
    ])
    func `policies decide`(policy: ContainerConfig.RestartPolicy, exitCode: Int, count: Int, restarts: Bool) {
        #expect(policy.restarts(after: exitCode, count: count) == restarts)
    }

    private func waiting() throws -> Lab {
        var lab = Lab.fresh()
        try lab.network("net")
        try lab.run("web", on: "net") { $0.config.restartPolicy = .always }
        #expect(try lab.finishOrRestartContainer(matching: "web", exitCode: 3, at: noon))
        return lab
    }

    @Test func `a container that waits has no network, counts, and comes back with one`() throws {
        var lab = try waiting()
        var web = try lab.container(matching: "web")
        #expect(web.status == .restarting && !web.isRunning && web.isUp && web.stack == .down)
        #expect(web.exitCode == 3 && web.restartCount == 1)
        try lab.startRestartingContainer(matching: "web", at: noon)
        web = try lab.container(matching: "web")
        #expect(web.status == .running && web.restartCount == 1 && web.stack != .down)
        try lab.stopContainer(matching: "web", at: noon)
        try lab.startContainer(matching: "web", at: noon)
        #expect(try lab.container(matching: "web").restartCount == 0)
    }

    @Test func `a container that waits can be stopped, killed, started anew and removed by force`() throws {
        for verb in ["stop", "kill"] {
            var lab = try waiting()
            if verb == "stop" {
                try lab.stopContainer(matching: "web", at: noon)
            } else {
                try lab.killContainer(matching: "web", at: noon)
            }
            try lab.startRestartingContainer(matching: "web", at: noon)
            let web = try lab.container(matching: "web")
            #expect(web.status == .exited && web.exitCode == 3)
        }
        var lab = try waiting()
        try lab.startContainer(matching: "web", at: noon)
        #expect(try lab.container(matching: "web").status == .restarting)
        try lab.restartContainer(matching: "web", at: noon)
        #expect(try lab.container(matching: "web").status == .running)
        lab = try waiting()
        let refusal =
            #"cannot remove container "web": container is restarting: stop the container before removing or force remove"#
        #expect(throws: LabError(.conflict, refusal)) { try lab.removeContainer(matching: "web", at: noon) }
        #expect(lab.pruneContainers().isEmpty)
        let id = try lab.container(matching: "web").id
        #expect(throws: LabError(.conflict, "Container \(id) is restarting, wait until the container is running")) {
            _ = try lab.checkExec(in: "web")
        }
        try lab.removeContainer(matching: "web", force: true, at: noon)
        #expect(lab.containerCount == 0)
    }

    @Test func `all that wait are started where nobody else would, or have exited`() throws {
        var lab = try waiting()
        try lab.run("bad", on: "net", publish: [binding(80, host: 8080)]) { $0.config.restartPolicy = .always }
        #expect(try lab.finishOrRestartContainer(matching: "bad", exitCode: 3, at: noon))
        // Its port is another's by then.
        try lab.run("thief", on: "net", publish: [binding(80, host: 8080)])
        lab.startRestartingContainers(at: noon)
        #expect(try lab.container(matching: "web").status == .running)
        #expect(try lab.container(matching: "bad").status == .exited)
    }
}
