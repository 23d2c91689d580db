extension CommandNode {
    /// All of netsim's words: Docker's groups and short forms, and what Docker lacks.
    static var all: [CommandNode] {
        [
            CommandNode("container", .group(summary: "Manage containers", container)),
            CommandNode("network", .group(summary: "Manage networks", network)),

            CommandNode(
                "create",
                .either(NetworkCreateShort.self, ContainerCreate.self, decide: { CreateDecision.command(for: $0) })
            ),
            CommandNode("exec", ContainerExec.self),
            CommandNode("kill", ContainerKill.self),
            CommandNode("pause", ContainerPause.self),
            CommandNode("port", ContainerPortList.self),
            CommandNode("rename", ContainerRename.self),
            CommandNode("restart", ContainerRestart.self),
            CommandNode("rm", ContainerRemove.self),
            CommandNode("run", ContainerRun.self),
            CommandNode("start", ContainerStart.self),
            CommandNode("stop", ContainerStop.self),
            CommandNode("unpause", ContainerUnpause.self),
            CommandNode("wait", ContainerWait.self),
        ]
    }

    private static var network: [CommandNode] {
        [
            CommandNode("connect", NetworkConnect.self),
            CommandNode("create", NetworkCreate.self),
            CommandNode("disconnect", NetworkDisconnect.self),
            CommandNode("prune", NetworkPrune.self),
            CommandNode("rm", NetworkRemove.self, aliases: ["remove"]),
        ]
    }

    private static var container: [CommandNode] {
        [
            CommandNode("create", ContainerCreate.self),
            CommandNode("exec", ContainerExec.self),
            CommandNode("kill", ContainerKill.self),
            CommandNode("pause", ContainerPause.self),
            CommandNode("port", ContainerPortList.self),
            CommandNode("prune", ContainerPrune.self),
            CommandNode("rename", ContainerRename.self),
            CommandNode("restart", ContainerRestart.self),
            CommandNode("rm", ContainerRemove.self, aliases: ["remove"]),
            CommandNode("run", ContainerRun.self),
            CommandNode("start", ContainerStart.self),
            CommandNode("stop", ContainerStop.self),
            CommandNode("unpause", ContainerUnpause.self),
            CommandNode("wait", ContainerWait.self),
        ]
    }
}
