package import Lab
internal import Text

/// Runs a command in a simulated container: a function of the lab, the command and the context.
package enum ToolRunner {
    /// A tool as a function of its arguments, its own name left out.
    typealias Tool = @Sendable ([String], Container, inout ToolContext) -> ToolResult

    private static let tools: [String: Tool] = {
        var tools: [String: Tool] = [
            "dig": Dig.run, "host": HostCommand.run, "nslookup": Nslookup.run, "getent": Getent.run,
            "route": RouteCommand.run, "netstat": RouteCommand.netstat,
            "apt-get": PackageInstaller.aptGet, "apt": PackageInstaller.aptGet, "apk": PackageInstaller.apk,
            "hostname": HostnameCommand.run, "dnsdomainname": HostnameCommand.domain,
            "cat": Cat.run, "ls": ListFiles.run, "pwd": SmallCommands.pwd,
            "env": EnvironmentCommands.env, "printenv": EnvironmentCommands.printenv,
            "true": SmallCommands.succeed, "false": SmallCommands.fail, "echo": SmallCommands.echo,
            "id": SmallCommands.id, "whoami": SmallCommands.whoami, "uname": SmallCommands.uname,
            "sleep": SmallCommands.sleep, "sh": Shell.sh, "bash": Shell.bash, "dash": Shell.sh, "ash": Shell.sh,
            "test": TestCommand.test, "[": TestCommand.bracket, "ps": ProcessList.run, "kill": ProcessList.kill,
            "date": DateCommand.run, "printf": Printf.run, "which": FileCommands.which,
            "touch": FileCommands.touch, "mkdir": FileCommands.mkdir, "rm": FileCommands.rm,
            "rmdir": FileCommands.rmdir,
            "cp": FileCommands.cp, "mv": FileCommands.mv, "chmod": FileCommands.chmod, "tee": FileCommands.tee,
            "wc": TextCommands.wc, "head": TextCommands.head, "tail": TextCommands.tail, "sort": TextCommands.sort,
            "uniq": TextCommands.uniq, "cut": TextCommands.cut, "tr": TextCommands.tr, "seq": TextCommands.seq,
            "basename": TextCommands.basename, "dirname": TextCommands.dirname,
            "grep": Grep.grep, "egrep": Grep.egrep, "fgrep": Grep.fgrep, "sysctl": SystemControl.run,
        ]
        for (name, tool) in PacketTools.tools {
            tools[name] = { arguments, container, context in tool(arguments, .container(container), &context) }
        }
        for name in PacketTools.missing.keys { tools[name] = PacketTools.refusal(of: name) }
        return tools
    }()

    /// The folders of a container's `PATH`.
    static let path = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"]

    /// Those that a shell has built in as well, so that it names no path for them.
    static let shellTools: Set<String> = ["test", "[", "printf", "kill", "pwd", "true", "false"]

    private static let administrative: Set<String> = ["arp", "ifconfig", "route", "sysctl", "ip", "tcpdump", "arping"]

    static var names: [String] { tools.keys.sorted() }

    /// Whether a tool lies in `/usr/sbin`.
    static func isAdministrative(_ name: String) -> Bool { administrative.contains(name) }

    /// Where `PATH` finds a tool; nil where there is none of the name.
    static func path(of command: String) -> String? {
        guard tool(command) != nil else { return nil }
        if command.contains("/") { return command }
        return isAdministrative(command) ? "/usr/sbin/\(command)" : "/usr/bin/\(command)"
    }

    /// Whether a command is a simulated tool: a name, or a path in one of the usual folders.
    package static func isSimulated(_ command: String) -> Bool { tool(command) != nil }

    private static func tool(_ command: String) -> Tool? {
        guard let slash = command.lastIndex(of: "/") else { return tools[command] }
        guard path.contains(String(command[..<slash])) else { return nil }
        return tools[String(command[command.index(after: slash)...])]
    }

    /// Runs a command.
    ///
    /// - Parameters:
    ///   - argv: the command and its arguments; empty answers as the engine does to an empty command.
    ///   - container: a container of the context's lab.
    package static func run(argv: [String], in container: Container, context: inout ToolContext) -> ToolResult {
        let status = context.lab.engine.has(.exec127) ? 127 : 126
        guard let command = argv.first else { return notFound("", status) }
        guard let tool = tool(command) else { return notFound(command, status) }
        context.commandLines.append(argv)
        defer { context.commandLines.removeLast() }
        return tool(Array(argv.dropFirst()), container, &context)
    }

    /// Runs a tool that sends packets on the host or outside, where nothing else is simulated, or in a container.
    package static func run(argv: [String], at place: ToolPlace, context: inout ToolContext) -> ToolResult {
        if case .container(let container) = place { return run(argv: argv, in: container, context: &context) }
        if case .host = place, let result = HostTools.run(argv, &context) { return result }
        guard let command = argv.first, let tool = PacketTools.tools[command] else { return notFound(argv.first ?? "") }
        return tool(Array(argv.dropFirst()), place, &context)
    }

    /// What `docker exec` says of a command that is not in the image: on the standard output, with the line end of a
    /// terminal (Docker Engine: `postContainerExecStart`).
    static func notFound(_ command: String, _ status: Int = 127) -> ToolResult {
        ToolResult(stdout: startFailure(of: command) + "\r\n", exitCode: status)
    }

    /// Why a command cannot be started, in the runtime's words.
    ///
    /// - Parameter isThere: whether there is such a file, which may not be run.
    package static func startFailure(of command: String, isThere: Bool = false) -> String {
        let reason =
            isThere
            ? "permission denied"
            : command.contains("/")
                ? "stat \(command): no such file or directory" : "executable file not found in $PATH"
        return "OCI runtime exec failed: exec failed: unable to start container process: exec: "
            + "\(GoQuote.quote(command)): \(reason): unknown"
    }
}

extension ToolRunner {
    /// Has commands start in a folder.
    ///
    /// - Returns: the runtime's refusal of one that is not there, on the standard output as all of them.
    package static func enter(_ folder: String, in container: Container, context: inout ToolContext) -> ToolResult? {
        guard folder.hasPrefix("/") else {
            return ToolResult(
                stdout: "OCI runtime exec failed: exec failed: Cwd must be an absolute path: unknown\r\n",
                exitCode: 128
            )
        }
        guard FileTree(of: container, context).isFolder(folder, from: "/") else {
            let isFile = FileTree(of: container, context).node(at: folder, from: "/") != nil
            return ToolResult(
                stdout: "OCI runtime exec failed: exec failed: unable to start container process: chdir to cwd "
                    + "(\(GoQuote.quote(folder))) set in config.json failed: "
                    + "\(isFile ? "not a directory" : "no such file or directory"): unknown\r\n",
                exitCode: 127
            )
        }
        context.folder = FileTree.normalized(folder, from: "/")
        return nil
    }
}
