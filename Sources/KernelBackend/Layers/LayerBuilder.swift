internal import CLinux
internal import Glibc
internal import Netlink

/// Makes the tree of files that a container's programs see, in a mount namespace of the calling thread's own.
///
/// A layer over the root folder hides what is mounted in it, so each mount is brought there by itself: under a layer of
/// its own where that can be, read-only where not. Nothing of the machine's stays writable but what
/// ``MountTreatment/asItIs`` says.
struct LayerBuilder {
    private let kind: ContainerLayer.Kind
    private let table: MountTable
    private let root: PathHandle
    private let places: [(mount: MountTable.Mount, handle: PathHandle)]
    /// What is in the root folder, where that is made anew.
    private let entries: [RootEntry]
    /// What goes before a path of the new tree; nothing where it is the machine's, made read-only in place.
    private let base: String
    /// Folders that came with all that is mounted in them.
    private var carried: [String] = []
    private var attributes: Int32 = 0
    private var layers = 0

    /// Memory that holds the layers and the new tree until that is the root folder, mounted here.
    private static let staging = "/tmp"

    init(_ kind: ContainerLayer.Kind, home: String?) throws(NetlinkError) {
        guard let table = MountTable.current() else {
            throw .system(attempt: "read /proc/thread-self/mountinfo", number: ENOENT)
        }
        self.kind = kind
        self.table = table
        base = kind == .readOnly ? "" : "\(Self.staging)/root"
        // Before the staging hides any of them. A place that cannot be opened cannot be seen either.
        root = try PathHandle("/")
        entries = kind == .folders ? try RootEntry.all() : []
        places = MountTreatment.places(table, home: home).compactMap { mount in
            if MountTreatment.of(mount) == .leftOut { return nil }
            return (try? PathHandle(mount.path)).map { (mount, $0) }
        }
    }

    /// - Returns: the new root folder.
    mutating func build() throws(NetlinkError) -> PathHandle {
        if kind == .readOnly {
            guard table.mounts.first?.path == "/" else {
                throw .system(attempt: "make the root folder, which is no mount, read-only", number: EINVAL)
            }
            carried = ["/"]
            for place in places { try add(place.mount, place.handle) }
            return root
        }
        try Self.check(netsim_mount_memory(Self.staging), "mount memory over \(Self.staging)")
        for folder in ["root", "layers"] { try makeFolder("\(Self.staging)/\(folder)") }
        attributes = netsim_layer_attributes("\(Self.staging)/layers")
        try Self.check(attributes, "note in a layer what it hides")
        if kind == .whole { try layer(root, "/") } else { try addFolders() }
        for place in places where place.mount.path != "/" { try add(place.mount, place.handle) }
        let tree = try PathHandle(base)
        // In a root folder that is no mount this cannot be; the tree is then entered where it is.
        _ = netsim_change_root_mount(base)
        return tree
    }

    // MARK: One place

    private mutating func add(_ mount: MountTable.Mount, _ handle: PathHandle) throws(NetlinkError) {
        let (path, target) = (mount.path, base + mount.path)
        let isThere = carried.contains { path == $0 || MountTable.isBeneath(path, $0) }
        let treatment = MountTreatment.of(mount)
        if treatment == .memory, netsim_mount_memory(target) == 0 { return }
        if treatment == .layer, !isThere, isFolder(handle) {
            do throws(NetlinkError) {
                return try layer(handle, path)
            } catch {
                // A file system that takes none, or without root one with mounts in it: read-only.
            }
        }
        if !isThere || !mount.isMounted {
            // What is not brought is not seen.
            guard netsim_bind_tree(handle.descriptor, target) == 0 else { return }
            carried.append(path)
        }
        if treatment != .asItIs { try makeReadOnly(target) }
    }

    /// What cannot be asked for its flags cannot be written to either; what is no mount is part of another.
    private static let harmless: Set<Int32> = [ENOENT, ENOTDIR, EINVAL, EACCES, ENOTCONN, ESTALE, EIO]

    private func makeReadOnly(_ path: String) throws(NetlinkError) {
        let status = netsim_make_read_only(path)
        if Self.harmless.contains(-status) { return }
        try Self.check(status, "make \(path) read-only")
    }

    private mutating func layer(_ folder: PathHandle, _ path: String) throws(NetlinkError) {
        let place = "\(Self.staging)/layers/\(layers)"
        layers += 1
        for part in ["", "/upper", "/work"] { try makeFolder(place + part) }
        // The folder itself is seen as the layer has it.
        var facts = stat()
        if fstat(folder.descriptor, &facts) == 0 {
            _ = chown("\(place)/upper", facts.st_uid, facts.st_gid)
            _ = chmod("\(place)/upper", facts.st_mode & 0o7777)
        }
        let target = path == "/" ? base : base + path
        try Self.check(
            netsim_mount_layer(folder.descriptor, target, "\(place)/upper", "\(place)/work", attributes),
            "mount a layer over \(path)"
        )
    }

    // MARK: A root folder made of folders

    /// Fills the new root folder with what is in the machine's, under a layer each; mounts follow by themselves.
    private mutating func addFolders() throws(NetlinkError) {
        // For the layers to be under it, and for it to be the root, it has to be a mount.
        try Self.check(netsim_mount_memory(base), "mount memory over \(base)")
        try Self.check(chmod(base, 0o755) == 0 ? 0 : -errno, "set the rights of \(base)")
        let mounted = Set(table.mounts.map(\.path))
        for entry in entries { try add(entry, isMount: mounted.contains(entry.path)) }
    }

    private mutating func add(_ entry: RootEntry, isMount: Bool) throws(NetlinkError) {
        let target = base + entry.path
        switch entry.kind {
        case .link(let goal): symlink(goal, target)
        case .folder:
            try makeFolder(target)
            if isMount { return }
            do throws(NetlinkError) {
                try layer(entry.handle, entry.path)
            } catch {
                // It has mounts in it.
                try addReadOnly(entry)
            }
        case .file:
            try SmallFile.write(target, "")
            if !isMount { try addReadOnly(entry) }
        }
    }

    private mutating func addReadOnly(_ entry: RootEntry) throws(NetlinkError) {
        guard netsim_bind_tree(entry.handle.descriptor, base + entry.path) == 0 else { return }
        carried.append(entry.path)
        try makeReadOnly(base + entry.path)
    }

    // MARK: Small things

    private func isFolder(_ handle: PathHandle) -> Bool {
        var facts = stat()
        return fstat(handle.descriptor, &facts) == 0 && facts.st_mode & S_IFMT == S_IFDIR
    }

    private func makeFolder(_ path: String) throws(NetlinkError) {
        try Self.check(mkdir(path, 0o755) == 0 ? 0 : -errno, "make the folder \(path)")
    }

    static func check(_ status: Int32, _ attempt: String) throws(NetlinkError) {
        if status < 0 { throw .system(attempt: attempt, number: -status) }
    }
}
