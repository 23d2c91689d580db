internal import DockerValues

extension ContainerOptions {
    /// Flags that say nothing about networks: taken with Docker's checks of numbers, and otherwise ignored.
    static var ignored: [Flag<ContainerOptions>] {
        [
            .ignored(
                "annotation",
                as: "map",
                default: "map[]",
                "Add an annotation to the container (passed through to the OCI runtime)"
            ),
            .ignored(
                "blkio-weight",
                as: "uint16",
                default: "0",
                "Block IO (relative weight), between 10 and 1000, or 0 to disable",
                check: uint16
            ),
            .ignored("blkio-weight-device", as: "list", default: "[]", "Block IO weight (relative device weight)"),
            .ignored("cap-add", as: "list", "Add Linux capabilities"),
            .ignored("cap-drop", as: "list", "Drop Linux capabilities"),
            .ignored("cgroup-parent", as: "string", "Optional parent cgroup for the container"),
            .ignored("cgroupns", as: "string", "Cgroup namespace to use (host|private)"),
            .ignored("cpu-count", as: "int", "CPU count (Windows only)", check: int),
            .ignored("cpu-percent", as: "int", "CPU percent (Windows only)", check: int),
            .ignored("cpu-period", as: "int", "Limit CPU CFS (Completely Fair Scheduler) period", check: int),
            .ignored("cpu-quota", as: "int", "Limit CPU CFS (Completely Fair Scheduler) quota", check: int),
            .ignored("cpu-rt-period", as: "int", "Limit CPU real-time period in microseconds", check: int),
            .ignored("cpu-rt-runtime", as: "int", "Limit CPU real-time runtime in microseconds", check: int),
            .ignored("cpu-shares", short: "c", as: "int", "CPU shares (relative weight)", check: int),
            .ignored("cpus", as: "decimal", "Number of CPUs", check: decimal),
            .ignored("cpuset-cpus", as: "string", "CPUs in which to allow execution (0-3, 0,1)"),
            .ignored("cpuset-mems", as: "string", "MEMs in which to allow execution (0-3, 0,1)"),
            .ignored("device", as: "list", "Add a host device to the container"),
            .ignored("device-cgroup-rule", as: "list", "Add a rule to the cgroup allowed devices list"),
            .ignored("device-read-bps", as: "list", default: "[]", "Limit read rate (bytes per second) from a device"),
            .ignored("device-read-iops", as: "list", default: "[]", "Limit read rate (IO per second) from a device"),
            .ignored("device-write-bps", as: "list", default: "[]", "Limit write rate (bytes per second) to a device"),
            .ignored("device-write-iops", as: "list", default: "[]", "Limit write rate (IO per second) to a device"),
            .silent("disable-content-trust", as: nil, default: "true", "Skip image verification"),
            .ignored("gpus", as: "gpu-request", "GPU devices to add to the container ('all' to pass all GPUs)"),
            .ignored("group-add", as: "list", "Add additional groups to join"),
            .ignored("health-cmd", as: "string", "Command to run to check health"),
            .ignored(
                "health-interval",
                as: "duration",
                default: "0s",
                "Time between running the check (ms|s|m|h)",
                check: duration
            ),
            .ignored("health-retries", as: "int", "Consecutive failures needed to report unhealthy", check: int),
            .ignored(
                "health-start-interval",
                as: "duration",
                default: "0s",
                "Time between running the check during the start period (ms|s|m|h)",
                check: duration
            ),
            .ignored(
                "health-start-period",
                as: "duration",
                default: "0s",
                "Start period for the container to initialize before starting health-retries countdown (ms|s|m|h)",
                check: duration
            ),
            .ignored(
                "health-timeout",
                as: "duration",
                default: "0s",
                "Maximum time to allow one check to run (ms|s|m|h)",
                check: duration
            ),
            .ignored("init", as: nil, "Run an init inside the container that forwards signals and reaps processes"),
            .ignored(
                "io-maxbandwidth",
                as: "bytes",
                "Maximum IO bandwidth limit for the system drive (Windows only)",
                check: bytes
            ),
            .ignored("io-maxiops", as: "uint", "Maximum IOps limit for the system drive (Windows only)", check: uint64),
            .ignored("isolation", as: "string", "Container isolation technology"),
            .ignored("kernel-memory", as: "bytes", "Kernel memory limit", check: bytes),
            .ignored("log-driver", as: "string", "Logging driver for the container"),
            .ignored("log-opt", as: "list", "Log driver options"),
            .ignored("memory", short: "m", as: "bytes", "Memory limit", check: bytes),
            .ignored("memory-reservation", as: "bytes", "Memory soft limit", check: bytes),
            .ignored(
                "memory-swap",
                as: "bytes",
                "Swap limit equal to memory plus swap: '-1' to enable unlimited swap",
                check: swap
            ),
            .ignored(
                "memory-swappiness",
                as: "int",
                default: "-1",
                "Tune container memory swappiness (0 to 100)",
                check: int
            ),
            .ignored("mount", as: "mount", "Attach a filesystem mount to the container"),
            .ignored("no-healthcheck", as: nil, "Disable any container-specified HEALTHCHECK"),
            .ignored("oom-kill-disable", as: nil, "Disable OOM Killer"),
            .ignored("oom-score-adj", as: "int", "Tune host's OOM preferences (-1000 to 1000)", check: int),
            .ignored("pids-limit", as: "int", "Tune container pids limit (set -1 for unlimited)", check: int),
            .ignored("platform", as: "string", "Set platform if server is multi-platform capable"),
            .ignored("privileged", as: nil, "Give extended privileges to this container"),
            .silent("quiet", short: "q", as: nil, "Suppress the pull output"),
            .ignored("read-only", as: nil, "Mount the container's root filesystem as read only"),
            .ignored("runtime", as: "string", "Runtime to use for this container"),
            .ignored("security-opt", as: "list", "Security Options"),
            .ignored("shm-size", as: "bytes", "Size of /dev/shm", check: bytes),
            .ignored("stop-timeout", as: "int", "Timeout (in seconds) to stop a container", check: int),
            .ignored("storage-opt", as: "list", "Storage driver options for the container"),
            .ignored("sysctl", as: "map", default: "map[]", "Sysctl options") { text throws(FlagValueError) in
                _ = try KeyValue.sysctl(text)
            },
            .ignored("tmpfs", as: "list", "Mount a tmpfs directory"),
            .ignored("ulimit", as: "ulimit", default: "[]", "Ulimit options"),
            .ignored("use-api-socket", as: nil, "Bind mount Docker API socket and required auth"),
            .ignored("user", short: "u", as: "string", "Username or UID (format: <name|uid>[:<group|gid>])"),
            .ignored("userns", as: "string", "User namespace to use"),
            .ignored("volume", short: "v", as: "list", "Bind mount a volume"),
            .ignored("volume-driver", as: "string", "Optional volume driver for the container"),
            .ignored("volumes-from", as: "list", "Mount volumes from the specified container(s)"),
            .ignored("workdir", short: "w", as: "string", "Working directory inside the container"),
        ]
    }

    // MARK: - Docker's checks of values

    @Sendable private static func int(_ text: String) throws(FlagValueError) { _ = try FlagNumber.int64(text) }

    @Sendable private static func uint16(_ text: String) throws(FlagValueError) {
        _ = try FlagNumber.unsigned(text, bits: 16)
    }

    @Sendable private static func uint64(_ text: String) throws(FlagValueError) {
        _ = try FlagNumber.unsigned(text, bits: 64)
    }

    /// A fraction or decimal number (Go's `big.Rat`); signs and exponents included.
    @Sendable private static func decimal(_ text: String) throws(FlagValueError) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.allSatisfy({ Double($0)?.isFinite == true }) else {
            throw FlagValueError("failed to parse \(text) as a rational number")
        }
    }

    @Sendable private static func bytes(_ text: String) throws(FlagValueError) { try ByteSize.check(text) }

    @Sendable private static func swap(_ text: String) throws(FlagValueError) {
        if text != "-1" { try bytes(text) }
    }

    @Sendable private static func duration(_ text: String) throws(FlagValueError) { try DurationText.check(text) }
}
