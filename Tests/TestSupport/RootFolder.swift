internal import Foundation
package import Testing

/// The root folder of this process, which after chroot(2) is no mount: ip(8) then enters no namespaces, and the kernel makes
/// no user namespaces (`current_chrooted` in kernel/user_namespace.c).
package enum RootFolder {
    package static let reason: Comment = "the root folder is no mount, as in a chroot"

    package static let isMount: Bool = {
        guard let mounts = try? String(contentsOfFile: "/proc/self/mountinfo", encoding: .utf8) else { return true }
        // mountinfo(5): the fifth field is where a mount stands in this process's tree.
        return mounts.split(separator: "\n").contains { line in
            let fields = line.split(separator: " ")
            return fields.count > 4 && fields[4] == "/"
        }
    }()
}
