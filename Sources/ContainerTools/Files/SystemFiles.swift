internal import Addressing
internal import Dataplane
internal import Lab

/// What stands in a container's file system before anybody writes into it.
struct SystemFiles {
    let container: Container
    let context: ToolContext

    /// What the engine writes, and mounts over the image's.
    static let engineFiles: Set<String> = ["/etc/hosts", "/etc/hostname", "/etc/resolv.conf"]

    private static let folders: [String: [String]] = [
        "/": [
            "bin", "boot", "dev", "etc", "home", "lib", "lib64", "media", "mnt", "opt", "proc", "root", "run", "sbin",
            "srv", "sys", "tmp", "usr", "var",
        ],
        "/usr": ["bin", "lib", "local", "sbin", "share"], "/usr/local": ["bin", "lib", "sbin", "share"],
        "/var": ["backups", "cache", "lib", "local", "lock", "log", "mail", "opt", "run", "spool", "tmp"],
        "/dev": ["fd", "full", "null", "random", "stderr", "stdin", "stdout", "tty", "urandom", "zero"],
        "/proc": ["1", "loadavg", "net", "self", "sys", "uptime", "version"],
        "/proc/1": ["cmdline", "comm", "net"], "/proc/self": ["net"],
        "/sys": ["class"], "/sys/class": ["net"],
    ]

    private static let emptyFolders: Set<String> = [
        "/boot", "/home", "/lib", "/lib64", "/media", "/mnt", "/opt", "/root", "/run", "/srv", "/tmp", "/usr/lib",
        "/usr/share", "/usr/local/lib", "/usr/local/share", "/usr/local/bin", "/usr/local/sbin", "/var/cache",
        "/var/backups", "/var/lib", "/var/local", "/var/lock", "/var/log", "/var/mail", "/var/opt", "/var/run",
        "/var/spool", "/var/tmp", "/dev/fd",
    ]

    /// What is at a path from the root.
    func node(at full: String) -> FileTree.Node? {
        switch full {
        case "/etc/hosts": return .file(context.lab.hostsFile(of: container))
        case "/etc/hostname": return .file(context.lab.visibleHostname(of: container) + "\n")
        case "/etc/resolv.conf": return .file(context.lab.resolverConfiguration(of: container).file)
        case "/etc/passwd": return .file(ContainerUser.passwd)
        case "/etc/group": return .file(ContainerUser.group)
        case "/etc/nsswitch.conf":
            return .file(
                "passwd:         files\ngroup:          files\n\nhosts:          files dns\nnetworks:       files\n"
            )
        case "/etc": return .folder(["group", "hostname", "hosts", "nsswitch.conf", "passwd", "resolv.conf"])
        case "/bin", "/usr/bin": return .folder(ToolRunner.names.filter { !ToolRunner.isAdministrative($0) })
        case "/sbin", "/usr/sbin": return .folder(ToolRunner.names.filter(ToolRunner.isAdministrative))
        case "/proc/1/cmdline":
            return .file(firstCommand.map { $0 + "\0" }.joined())
        case "/proc/1/comm": return .file(ProcessList.name(of: firstCommand) + "\n")
        case "/proc/uptime":
            let seconds = max(0, (context.moment.nanoseconds &- container.created.nanoseconds) / 1_000_000_000)
            return .file("\(seconds).00 \(seconds).00\n")
        case "/proc/loadavg": return .file("0.00 0.00 0.00 1/2 7\n")
        case "/proc/version": return .file("Linux version \(SmallCommands.kernelRelease) (netsim) #1 SMP\n")
        default: break
        }
        if let names = Self.folders[full] { return .folder(names) }
        if Self.emptyFolders.contains(full) { return .folder([]) }
        if full.hasPrefix("/dev/"), Self.folders["/dev"]?.contains(String(full.dropFirst(5))) == true {
            return .file("")
        }
        for prefix in ["/proc/net", "/proc/self/net", "/proc/1/net"]
        where full == prefix || full.hasPrefix(prefix + "/") {
            return ProcNetFiles(container: container, context: context).node(String(full.dropFirst(prefix.count)))
        }
        if full == "/proc/sys" || full.hasPrefix("/proc/sys/") {
            return KernelSettingFiles(container: container, context: context).node(
                String(full.dropFirst("/proc/sys".count))
            )
        }
        if full.hasPrefix("/sys/class/net") {
            return InterfaceFiles(container: container, context: context).node(
                String(full.dropFirst("/sys/class/net".count))
            )
        }
        if isProgram(full) { return .file("") }
        return nil
    }

    /// What the container's first process runs.
    private var firstCommand: [String] { ProcessList.firstCommand(of: container, in: context.lab) }

    func isProgram(_ full: String) -> Bool { ToolRunner.isSimulated(full) }

    /// What the kernel shows cannot be written: `/proc/sys` is mounted so that it can only be read.
    func isReadOnly(_ full: String) -> Bool {
        ["/proc", "/sys"].contains { full == $0 || full.hasPrefix($0 + "/") }
    }
}
