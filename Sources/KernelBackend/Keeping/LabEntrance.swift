internal import CLinux
internal import Glibc
package import Netlink

/// The way into a container of a lab that another process keeps.
package struct LabEntrance: Sendable {
    /// What a program sees of the container beside its network.
    package struct Files: Hashable, Sendable {
        package var hostName: String
        package var hosts: String
        package var resolver: String

        package init(hostName: String, hosts: String, resolver: String) {
            self.hostName = hostName
            self.hosts = hosts
            self.resolver = resolver
        }
    }

    private let record: KernelRecord

    package init(_ record: KernelRecord) {
        self.record = record
    }

    /// The namespace of a space, for as long as the result lives.
    package func namespace(_ space: KernelRecord.Space) throws(NetlinkError) -> NetworkNamespace {
        let namespace = try NetworkNamespace.open("/proc/\(record.process)/fd/\(space.descriptor)")
        // The keeper's numbers are used again.
        guard namespace.identity.inode == space.inode else {
            throw .system(attempt: "find namespace \(space.name), which has just changed: try again", number: ESTALE)
        }
        return namespace
    }

    /// Moves the calling process, which must have but this one thread, into the user namespace of a lab that is not
    /// root's: there it may enter the lab's other namespaces. Nothing happens where it is there already, or need not be.
    package func becomeOwner() throws(NetlinkError) {
        guard record.isRootless else { return }
        let owner = netsim_open("/proc/\(record.process)/ns/user", O_RDONLY, 0)
        try Self.check(owner, "open the lab's user namespace")
        defer { _ = netsim_close(owner) }
        let own = netsim_open("/proc/self/ns/user", O_RDONLY, 0)
        try Self.check(own, "open the user namespace")
        defer { _ = netsim_close(own) }
        var (wanted, current) = (stat(), stat())
        guard fstat(owner, &wanted) != 0 || fstat(own, &current) != 0 || wanted.st_ino != current.st_ino else { return }
        try Self.check(netsim_enter_namespace(owner, netsim_namespace_user), "enter the lab's user namespace")
        // The machine's root may be nobody there.
        try Self.check(netsim_become_zero(), "become root in the lab's user namespace")
    }

    /// Moves the calling process, which must have but this one thread, into a space, gives it the container's files and
    /// hostname, and replaces it by a program. Nothing of the machine is changed: mounts and hostname are its own, and
    /// what the program writes goes to the container's layer.
    ///
    /// - Parameter parent: the process that waits for the program, where that is not to outlive it.
    /// - Returns: never, but for what keeps the program from starting.
    package func execute(
        _ arguments: [String],
        in space: KernelRecord.Space,
        layer: LayerAddress,
        files: Files,
        environment: [String],
        parent: Int32? = nil
    ) throws(NetlinkError) -> Never {
        let namespace = try namespace(space)
        let (mounts, root) = try open(layer)
        try becomeOwner()
        try namespace.enter()
        try Self.enter(mounts, root)
        let kinds = netsim_namespace_mount | netsim_namespace_host_name
        try Self.check(netsim_unshare(kinds), "make a mount namespace")
        try Self.check(netsim_make_mounts_private(), "make the mounts private")
        let name = Array(files.hostName.utf8).map { CChar(bitPattern: $0) }
        try Self.check(netsim_set_host_name(name, name.count), "set the hostname to \(files.hostName)")
        try Self.mount(files)
        // The machine's show its own links. Without them there is less to be seen, and nothing else is wrong.
        _ = netsim_mount_devices("/sys")
        // Last, for a change of user would have the kernel forget it.
        if let parent { try Self.check(netsim_end_with_parent(parent), "run for a process that is gone") }
        throw Self.start(arguments, environment + [Leftovers.mark(space.cookie)])
    }

    /// The mount namespace and the root folder of a layer.
    private func open(_ layer: LayerAddress) throws(NetlinkError) -> (mounts: PathHandle, root: PathHandle) {
        let folder = "/proc/\(record.process)/fd"
        let mounts = try PathHandle(taking: netsim_open("\(folder)/\(layer.mounts)", O_RDONLY, 0), "open the layer")
        let root = try PathHandle("\(folder)/\(layer.root)")
        var (device, inode): (UInt64, UInt64) = (0, 0)
        // The keeper's numbers are used again.
        guard netsim_namespace_identity(mounts.descriptor, &device, &inode) == 0, inode == layer.inode else {
            throw .system(attempt: "find the container's files, which have just changed: try again", number: ESTALE)
        }
        return (mounts, root)
    }

    /// Has the process see a layer, from the folder of the same name.
    private static func enter(_ mounts: PathHandle, _ root: PathHandle) throws(NetlinkError) {
        let folder = getcwd(nil, 0)
        defer { free(folder) }
        try check(netsim_enter_namespace(mounts.descriptor, netsim_namespace_mount), "enter the container's files")
        try check(netsim_enter_root(root.descriptor), "enter the container's root folder")
        // Where it is not there, programs begin in the root folder.
        if let folder { _ = chdir(folder) }
    }

    /// Puts the container's files over the machine's. They live in memory that has no name once they are in place.
    private static func mount(_ files: Files) throws(NetlinkError) {
        try check(netsim_mount_memory("/tmp"), "mount memory over /tmp")
        for (file, text) in [("/etc/hosts", files.hosts), ("/etc/resolv.conf", files.resolver)] {
            let draft = "/tmp/\(file.split(separator: "/").joined(separator: "-"))"
            try SmallFile.write(draft, text)
            // Where the machine has none, the layer gets one.
            if access(file, F_OK) != 0 { try? SmallFile.write(file, "") }
            try check(netsim_bind_mount(draft, file), "mount \(file)")
        }
        try check(netsim_unmount("/tmp"), "unmount /tmp")
    }

    private static func start(_ arguments: [String], _ environment: [String]) -> NetlinkError {
        guard let program = arguments.first else { return .system(attempt: "run nothing", number: EINVAL) }
        let words = CStrings(arguments)
        let variables = CStrings(environment)
        let status = netsim_execute(program, words.pointers, variables.pointers)
        return .system(attempt: "run \(program)", number: -status)
    }

    private static func check(_ status: Int32, _ attempt: String) throws(NetlinkError) {
        if status < 0 { throw .system(attempt: attempt, number: -status) }
    }
}

/// Strings as system calls take lists of them: until the value goes.
package final class CStrings {
    package let pointers: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
    private let count: Int

    package init(_ strings: [String]) {
        count = strings.count
        pointers = .allocate(capacity: count + 1)
        for (index, string) in strings.enumerated() { (pointers + index).initialize(to: strdup(string)) }
        (pointers + count).initialize(to: nil)
    }

    deinit {
        for index in 0..<count { free(pointers[index]) }
        pointers.deallocate()
    }
}
