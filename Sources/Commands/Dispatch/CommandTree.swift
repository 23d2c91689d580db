extension CommandNode {
    /// All of netsim's words: Docker's groups and short forms, and what Docker lacks.
    static var all: [CommandNode] {
        [
            CommandNode("container", .group(summary: "Manage containers") { container }),
            CommandNode("images", .group(summary: "See what is known of images") { images }),
            CommandNode("import", .group(summary: "Make labs of what is there already") { imports }),
            CommandNode("kernel", .group(summary: "Make labs in the Linux kernel") { kernel }),
            CommandNode("lab", .group(summary: "Manage labs") { lab }),
            CommandNode("link", .group(summary: "Manage the links of containers") { link }),
            CommandNode("network", .group(summary: "Manage networks") { network }),
            CommandNode("upstream", .group(summary: "Manage the simulated name server outside") { upstream }),

            CommandNode("batch", Batch.self),
            CommandNode("capture", CaptureCommand.self),
            CommandNode("check", CheckCommand.self),
            CommandNode("completion", CompletionScript.self),
            CommandNode(
                "create",
                .either(NetworkCreateShort.self, ContainerCreate.self, decide: { CreateDecision.command(for: $0) })
            ),
            CommandNode("diff", DiffCommand.self),
            CommandNode("dig", DigCommand.self),
            CommandNode("doctor", Doctor.self),
            CommandNode("down", DownCommand.self),
            CommandNode("engine", EngineCommand.self),
            CommandNode("events", EventsCommand.self),
            CommandNode("exec", ContainerExec.self),
            CommandNode("export", ExportCommand.self),
            CommandNode("graph", GraphCommand.self),
            CommandNode("heal", Heal.self),
            CommandNode("impair", Impair.self),
            CommandNode("init", InitCommand.self),
            CommandNode("inspect", Inspect.self),
            CommandNode("kill", ContainerKill.self),
            CommandNode("links", Links.self),
            CommandNode("logs", ContainerLogs.self),
            CommandNode("man", Manual.self),
            CommandNode("partition", Partition.self),
            CommandNode("pause", ContainerPause.self),
            CommandNode("ping", PingCommand.self),
            CommandNode("plan", PlanCommand.self),
            CommandNode("port", ContainerPortList.self),
            CommandNode("probe", ProbeCommand.self),
            CommandNode("ps", ContainerList.self),
            CommandNode("reach", Reach.self),
            CommandNode("rename", ContainerRename.self),
            CommandNode("report", ReportCommand.self),
            CommandNode("restart", ContainerRestart.self),
            CommandNode("rm", ContainerRemove.self),
            CommandNode(
                "rules",
                .either(
                    RulesList.self,
                    RulesChange.self,
                    decide: { RulesChange.verbs.contains($0.first ?? "") ? RulesChange.self : RulesList.self }
                )
            ),
            CommandNode("run", ContainerRun.self),
            CommandNode("serve", Serve.self),
            CommandNode("shell", ContainerShell.self),
            CommandNode("spread", SpreadCommand.self),
            CommandNode("start", ContainerStart.self),
            CommandNode("stop", ContainerStop.self),
            CommandNode("unpause", ContainerUnpause.self),
            CommandNode("up", UpCommand.self),
            CommandNode("verify", VerifyCommand.self),
            CommandNode("version", Version.self),
            CommandNode("wait", ContainerWait.self),
            CommandNode("why", WhyCommand.self),
            CommandNode("__complete", Completion.self, isHidden: true),
            CommandNode("__keep", KernelKeep.self, isHidden: true),
            CommandNode("__program", KernelProgramRun.self, isHidden: true),
        ]
    }

    private static var kernel: [CommandNode] {
        [
            CommandNode("down", KernelDown.self),
            CommandNode("exec", KernelExec.self),
            CommandNode("ls", KernelList.self, aliases: ["list"]),
            CommandNode("up", KernelUp.self),
        ]
    }

    private static var images: [CommandNode] {
        [
            CommandNode("learn", ImagesLearn.self),
            CommandNode("ls", ImagesList.self, aliases: ["list"]),
            CommandNode("show", ImagesShow.self),
        ]
    }

    private static var imports: [CommandNode] {
        [
            CommandNode("containerlab", ImportContainerlab.self, aliases: ["clab"]),
            CommandNode("docker", ImportDocker.self),
            CommandNode("host", ImportHost.self),
            CommandNode("inspect", ImportInspect.self),
        ]
    }

    private static var lab: [CommandNode] {
        [
            CommandNode("export", LabExport.self),
            CommandNode("import", LabImport.self),
            CommandNode("ls", LabList.self, aliases: ["list"]),
            CommandNode("rm", LabRemove.self, aliases: ["remove"]),
        ]
    }

    private static var link: [CommandNode] {
        [
            CommandNode("down", LinkDown.self),
            CommandNode("ls", LinkList.self, aliases: ["list"]),
            CommandNode("up", LinkUp.self),
        ]
    }

    private static var upstream: [CommandNode] {
        [
            CommandNode("add", UpstreamAdd.self),
            CommandNode("ls", UpstreamList.self, aliases: ["list"]),
            CommandNode("rm", UpstreamRemove.self, aliases: ["remove"]),
            CommandNode("use", UpstreamUse.self),
        ]
    }

    private static var network: [CommandNode] {
        [
            CommandNode("connect", NetworkConnect.self),
            CommandNode("create", NetworkCreate.self),
            CommandNode("disconnect", NetworkDisconnect.self),
            CommandNode("inspect", NetworkInspect.self),
            CommandNode("ls", NetworkList.self, aliases: ["list"]),
            CommandNode("prune", NetworkPrune.self),
            CommandNode("rm", NetworkRemove.self, aliases: ["remove"]),
        ]
    }

    private static var container: [CommandNode] {
        [
            CommandNode("create", ContainerCreate.self),
            CommandNode("exec", ContainerExec.self),
            CommandNode("inspect", ContainerInspect.self),
            CommandNode("kill", ContainerKill.self),
            CommandNode("logs", ContainerLogs.self),
            CommandNode("ls", ContainerList.self, aliases: ["ps", "list"]),
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
