internal import CLinux
internal import Glibc
package import Netlink

/// The files that the programs of one container see: the machine's, with what they write in a layer over them.
///
/// The layer is in memory, in a mount namespace that goes when neither this nor a program refers to it any more.
package final class ContainerLayer: Sendable {
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        /// Over the root folder, and over each mount in it.
        case whole = "layer"
        /// Over each folder in the root folder: without root the kernel takes none that has mounts in it. Those are
        /// read-only.
        case folders
        /// The kernel takes no layers.
        case readOnly = "read-only"
    }

    package let kind: Kind
    let mounts: PathHandle
    let root: PathHandle

    private init(_ kind: Kind, mounts: PathHandle, root: PathHandle) {
        (self.kind, self.mounts, self.root) = (kind, mounts, root)
    }

    /// Makes the first kind that the kernel takes.
    ///
    /// - Parameter home: netsim's home folder, which stays the machine's and is read-only.
    /// - Throws: ``NetlinkError`` why it takes none.
    package static func make(_ kinds: [Kind] = Kind.allCases, home: String? = nil) throws -> ContainerLayer {
        var failure: any Error = NetlinkError.system(attempt: "make a layer for files", number: EINVAL)
        for kind in kinds {
            do {
                return try OwnThread.run { try make(kind, home: home) }
            } catch {
                failure = error
            }
        }
        throw failure
    }

    private static func make(_ kind: Kind, home: String?) throws -> ContainerLayer {
        try LayerBuilder.check(netsim_unshare(netsim_namespace_mount), "make a mount namespace")
        try LayerBuilder.check(netsim_make_mounts_private(), "make the mounts private")
        let mounts = try PathHandle(taking: netsim_current_mount_namespace(), "open the mount namespace")
        let home = home.flatMap { realpath($0, nil) }.map { path in
            defer { free(path) }
            return String(cString: path)
        }
        var builder = try LayerBuilder(kind, home: home)
        return ContainerLayer(kind, mounts: mounts, root: try builder.build())
    }

    /// Where other processes find it.
    package func address() throws(NetlinkError) -> LayerAddress {
        var (device, inode): (UInt64, UInt64) = (0, 0)
        let status = netsim_namespace_identity(mounts.descriptor, &device, &inode)
        guard status == 0 else { throw .system(attempt: "know the mount namespace", number: -status) }
        return LayerAddress(mounts: mounts.descriptor, inode: inode, root: root.descriptor)
    }
}

/// Where the process that keeps a lab has the files of a container, for others to enter.
package struct LayerAddress: Hashable, Sendable {
    /// The keeper's descriptor of the mount namespace, and the number that tells that from others.
    package let mounts: Int32
    package let inode: UInt64
    /// The keeper's descriptor of the root folder there.
    package let root: Int32

    package init(mounts: Int32, inode: UInt64, root: Int32) {
        (self.mounts, self.inode, self.root) = (mounts, inode, root)
    }

    package var text: String { "layer \(mounts) \(inode) \(root)" }

    /// Reads what ``text`` wrote; nil for anything else.
    package init?(text: String) {
        let fields = text.split(separator: " ")
        guard fields.count == 4, fields[0] == "layer", let mounts = Int32(fields[1]), mounts >= 0,
            let inode = UInt64(fields[2]), let root = Int32(fields[3]), root >= 0
        else { return nil }
        self.init(mounts: mounts, inode: inode, root: root)
    }
}

/// A file, folder or namespace by a descriptor that is closed with the value.
final class PathHandle: Sendable {
    let descriptor: Int32

    /// Takes over a descriptor.
    ///
    /// - Throws: where the number is negative: an error's.
    init(taking result: Int32, _ attempt: String) throws(NetlinkError) {
        guard result >= 0 else { throw .system(attempt: attempt, number: -result) }
        descriptor = result
    }

    /// A place, for what is mounted there to be found when another mount hides it.
    convenience init(_ path: String) throws(NetlinkError) {
        try self.init(taking: netsim_open_place(-1, path), "open \(path)")
    }

    deinit { _ = netsim_close(descriptor) }
}
