internal import Glibc
internal import KernelBackend

/// Another netsim that runs a command while this one captures, with the same streams.
final class ToolProcess {
    private let process: pid_t
    private var status: Int32?

    private init(_ process: pid_t) {
        self.process = process
    }

    /// - Parameter isDiverted: whether its standard output goes to standard error, because the other is the capture's.
    static func start(_ command: [String], isDiverted: Bool, _ session: Session) throws -> ToolProcess {
        let words = ["netsim", "--home", try session.home(), "--lab", session.labName] + command
        let arguments = CStrings(words)
        let backend = "NETSIM_BACKEND=\(Backend.kernel.rawValue)"
        let environment = CStrings(KernelProgram.environment(adding: [backend]))
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        if isDiverted { posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO) }
        // A signal that this process ignores for a while is not the tool's to ignore.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var defaults = sigset_t()
        sigemptyset(&defaults)
        sigaddset(&defaults, SIGPIPE)
        posix_spawnattr_setsigdefault(&attributes, &defaults)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
        var process: pid_t = 0
        let number = posix_spawn(
            &process,
            "/proc/self/exe",
            &actions,
            &attributes,
            arguments.pointers,
            environment.pointers
        )
        guard number == 0 else {
            throw CommandFailure("netsim: cannot start \(command[0]): \(SystemError(number: number))")
        }
        return ToolProcess(process)
    }

    var hasEnded: Bool {
        if status != nil { return true }
        var value: Int32 = 0
        let ended = waitpid(process, &value, WNOHANG)
        if ended == process { status = Subprocess.exitStatus(value) }
        // A process that is not there any more has ended as well.
        if ended < 0, errno == ECHILD { status = 0 }
        return status != nil
    }

    /// Asks it to end, where it runs: a signal may have come to this process alone.
    func terminate() {
        if !hasEnded { kill(process, SIGTERM) }
    }

    /// Waits for its end, and gives its exit status as shells do.
    func wait() -> Int32 {
        while true {
            if let status { return status }
            var value: Int32 = 0
            if waitpid(process, &value, 0) == process {
                status = Subprocess.exitStatus(value)
            } else if errno != EINTR {
                status = 0
            }
        }
    }
}
