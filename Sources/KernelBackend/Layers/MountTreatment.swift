/// What becomes of one of the machine's mounts where a container's programs see it.
enum MountTreatment: Hashable, Sendable {
    /// What is written goes to the container's layer.
    case layer
    case readOnly
    /// What the kernel itself makes of it: processes, terminals.
    case asItIs
    /// Memory of the container's own.
    case memory
    /// Seen as the folder that it lies over: looking at it would have it mount something.
    case leftOut

    /// File systems that the kernel makes up, none of which takes a layer.
    private static let made: Set<String> = [
        "binfmt_misc", "bpf", "cgroup", "cgroup2", "configfs", "debugfs", "devpts", "devtmpfs", "efivarfs", "fusectl",
        "hugetlbfs", "mqueue", "nsfs", "proc", "pstore", "rpc_pipefs", "securityfs", "selinuxfs", "sysfs", "tracefs",
    ]

    static func of(_ mount: MountTable.Mount) -> MountTreatment {
        switch (mount.path, mount.fileSystem) {
        case (_, "autofs"): return .leftOut
        // The settings of the container's own network are among the kernel's.
        case ("/proc", "proc"), ("/proc/sys/net", _): return .asItIs
        case ("/dev/shm", "tmpfs"): return .memory
        case (let path, "devpts") where MountTable.isBeneath(path, "/dev"): return .asItIs
        case (_, let kind) where !mount.isMounted || made.contains(kind): return .readOnly
        default: break
        }
        let isKernels = ["/proc", "/sys", "/dev"].contains { folder in
            mount.path == folder || MountTable.isBeneath(mount.path, folder)
        }
        return isKernels ? .readOnly : .layer
    }

    /// The mounts of a table, with the places that are treated apart from the mount they lie in.
    ///
    /// - Parameter home: netsim's home folder without symbolic links, if there is one. It is not the container's to
    ///   change, and what a netsim in there reads of it has to be true.
    static func places(_ table: MountTable, home: String?) -> [MountTable.Mount] {
        var places: [MountTable.Mount] = []
        for mount in table.mounts {
            places.append(mount)
            if mount.path == "/proc", mount.fileSystem == "proc" {
                for path in ["/proc/sys", "/proc/sys/net"] {
                    places.append(MountTable.Mount(path: path, fileSystem: "proc", isMounted: false))
                }
            }
        }
        if let home { places.append(MountTable.Mount(path: home, fileSystem: "", isMounted: false)) }
        return places
    }
}
