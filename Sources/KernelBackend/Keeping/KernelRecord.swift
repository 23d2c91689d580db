internal import CLinux
internal import Glibc
package import Lab
internal import Netlink

/// What a process that keeps a lab in the kernel says about it, for others to find the lab's namespaces, and what is
/// left of them should it be killed.
package struct KernelRecord: Hashable, Sendable {
    package struct Space: Hashable, Sendable {
        package let name: String
        /// The keeper's descriptor, 0 or more.
        package let descriptor: Int32
        package let inode: UInt64
        /// Tells the namespace from all that there ever were; 0 where the kernel has no such number.
        package let cookie: UInt64
    }

    package struct Member: Hashable, Sendable {
        package let container: ContainerID
        package let name: String
        /// An index of ``spaces``.
        package let space: Int
    }

    package var process: Int32
    /// When it was started, in clock ticks since the machine was: process numbers are used again.
    package var started: UInt64
    package var isRootless: Bool
    /// Of the lab as the kernel has it: how often it had been changed.
    package var generation: Int64 = 0
    /// Whether the keeper takes the lab down, so that nothing is to be begun in it any more.
    package var isLeaving = false
    package var spaces: [Space] = []
    package var members: [Member] = []
    /// The cable into the machine's network, where there is one.
    package var uplink: Uplink?

    /// The record of a lab that this process keeps.
    package init(_ kernel: KernelLab, of lab: Lab, generation: Int64 = 0, process: Int32, isRootless: Bool) {
        self.generation = generation
        self.process = process
        started = ProcessFacts.started(process) ?? 0
        self.isRootless = isRootless
        var indices: [PlanSpace: Int] = [:]
        let plan = kernel.plan
        for space in plan.spaces {
            guard let namespace = kernel.namespace(space) else { continue }
            indices[space] = spaces.count
            spaces.append(
                Space(
                    name: KernelPlan.name(of: space, prefix: "netsim"),
                    descriptor: namespace.descriptor,
                    inode: namespace.identity.inode,
                    cookie: namespace.cookie
                )
            )
        }
        for container in lab.allContainers {
            guard let index = plan.spaceOfContainer[container.id].flatMap({ indices[$0] }) else { continue }
            members.append(Member(container: container.id, name: container.name, space: index))
        }
    }

    /// Whether this process runs in one of the lab's namespaces, so that it would end with them.
    package var holdsThisProcess: Bool {
        guard let inode = ProcessFacts.networkNamespace(getpid()),
            let space = spaces.first(where: { $0.inode == inode })
        else { return false }
        // Numbers of namespaces are used again.
        return space.cookie == netsim_network_cookie()
    }

    // MARK: As a file

    private static let title = "netsim kernel 1"

    package var text: String {
        var text = "\(Self.title)\nprocess \(process)\nstarted \(started)\nrootless \(isRootless ? 1 : 0)\n"
        text += "generation \(generation)\n\(isLeaving ? "leaving\n" : "")"
        for space in spaces { text += "space \(space.descriptor) \(space.inode) \(space.cookie) \(space.name)\n" }
        if let uplink { text += "uplink \(uplink.name)\n" }
        for member in members { text += "container \(member.container) \(member.space) \(member.name)\n" }
        return text
    }

    /// Reads what ``text`` wrote; nil for anything else.
    package init?(text: String) {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: true)[...]
        guard lines.popFirst() == Self.title[...] else { return nil }
        func value(_ key: String) -> Substring? {
            guard let line = lines.popFirst(), line.hasPrefix("\(key) ") else { return nil }
            return line.dropFirst(key.count + 1)
        }
        guard let process = value("process").flatMap({ Int32($0) }), process > 0,
            let started = value("started").flatMap({ UInt64($0) }),
            let rootless = value("rootless").flatMap({ Int($0) })
        else { return nil }
        self.process = process
        self.started = started
        isRootless = rootless != 0
        for line in lines {
            let fields = line.split(separator: " ")
            switch fields.first {
            case "generation" where fields.count == 2:
                guard let generation = Int64(fields[1]) else { return nil }
                self.generation = generation
            case "leaving" where fields.count == 1: isLeaving = true
            case "space" where fields.count == 5:
                guard let descriptor = Int32(fields[1]), descriptor >= 0, let inode = UInt64(fields[2]),
                    let cookie = UInt64(fields[3])
                else { return nil }
                spaces.append(
                    Space(name: String(fields[4]), descriptor: descriptor, inode: inode, cookie: cookie)
                )
            case "uplink" where fields.count == 2:
                guard fields[1].utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x7a).contains($0) }) else {
                    return nil
                }
                uplink = Uplink(name: String(fields[1]))
            case "container" where fields.count == 4:
                guard let id = ContainerID(fields[1]), let index = Int(fields[2]), spaces.indices.contains(index) else {
                    return nil
                }
                members.append(Member(container: id, name: String(fields[3]), space: index))
            default: return nil
            }
        }
    }
}
