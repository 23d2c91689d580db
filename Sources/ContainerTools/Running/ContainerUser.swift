/// Who runs a command in a container, by the files of Debian's base image (`moby/sys/user`, `GetExecUser`).
package struct ContainerUser: Hashable, Sendable {
    package let uid: Int
    package let gid: Int
    /// nil for a number that has no name.
    let name: String?
    let home: String
    /// The groups that are added to the user's own, in the order given.
    package private(set) var addedGroups: [Int] = []

    package static let root = ContainerUser(uid: 0, gid: 0, name: "root", home: "/root")

    /// What the engine refuses.
    package struct Refusal: Error, Hashable {
        package let text: String
    }

    private static let users: [(name: String, uid: Int, gid: Int, home: String, shell: String)] = [
        ("root", 0, 0, "/root", "/bin/bash"), ("daemon", 1, 1, "/usr/sbin", "/usr/sbin/nologin"),
        ("bin", 2, 2, "/bin", "/usr/sbin/nologin"), ("sys", 3, 3, "/dev", "/usr/sbin/nologin"),
        ("sync", 4, 65534, "/bin", "/bin/sync"), ("games", 5, 60, "/usr/games", "/usr/sbin/nologin"),
        ("man", 6, 12, "/var/cache/man", "/usr/sbin/nologin"), ("lp", 7, 7, "/var/spool/lpd", "/usr/sbin/nologin"),
        ("mail", 8, 8, "/var/mail", "/usr/sbin/nologin"), ("news", 9, 9, "/var/spool/news", "/usr/sbin/nologin"),
        ("uucp", 10, 10, "/var/spool/uucp", "/usr/sbin/nologin"), ("proxy", 13, 13, "/bin", "/usr/sbin/nologin"),
        ("www-data", 33, 33, "/var/www", "/usr/sbin/nologin"),
        ("backup", 34, 34, "/var/backups", "/usr/sbin/nologin"), ("list", 38, 38, "/var/list", "/usr/sbin/nologin"),
        ("irc", 39, 39, "/run/ircd", "/usr/sbin/nologin"), ("_apt", 42, 65534, "/nonexistent", "/usr/sbin/nologin"),
        ("nobody", 65534, 65534, "/nonexistent", "/usr/sbin/nologin"),
    ]

    private static let groups: [(name: String, gid: Int)] = [
        ("root", 0), ("daemon", 1), ("bin", 2), ("sys", 3), ("adm", 4), ("tty", 5), ("disk", 6), ("lp", 7), ("mail", 8),
        ("news", 9), ("uucp", 10), ("man", 12), ("proxy", 13), ("kmem", 15), ("dialout", 20), ("fax", 21),
        ("voice", 22), ("cdrom", 24), ("floppy", 25), ("tape", 26), ("sudo", 27), ("audio", 29), ("dip", 30),
        ("www-data", 33), ("backup", 34), ("operator", 37), ("list", 38), ("irc", 39), ("src", 40), ("shadow", 42),
        ("utmp", 43), ("video", 44), ("sasl", 45), ("plugdev", 46), ("staff", 50), ("games", 60), ("users", 100),
        ("nogroup", 65534),
    ]

    private init(uid: Int, gid: Int, name: String?, home: String) {
        self.uid = uid
        self.gid = gid
        self.name = name
        self.home = home
    }

    /// Reads `USER`, `UID`, `USER:GROUP`, and the like.
    package init(parsing text: String) throws(Refusal) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let (userText, groupText) = (parts.first ?? "", parts.count > 1 ? parts[1] : "")
        let number = Int(userText)
        let known =
            userText.isEmpty
            ? Self.users.first : Self.users.first { $0.name == userText || (number != nil && $0.uid == number) }
        let uid: Int
        if let known {
            uid = known.uid
        } else if let number {
            guard (0...Int(Int32.max)).contains(number) else {
                throw Refusal(text: "uids and gids must be in range 0-2147483647")
            }
            uid = number
        } else {
            throw Refusal(text: "unable to find user \(userText): no matching entries in passwd file")
        }
        var gid = known?.gid ?? 0
        if !groupText.isEmpty {
            if let group = Self.groups.first(where: { $0.name == groupText }) {
                gid = group.gid
            } else if let number = Int(groupText) {
                guard (0...Int(Int32.max)).contains(number) else {
                    throw Refusal(text: "uids and gids must be in range 0-2147483647")
                }
                gid = number
            } else {
                throw Refusal(text: "unable to find group \(groupText): no matching entries in group file")
            }
        }
        self.init(uid: uid, gid: gid, name: known?.name, home: known?.home ?? "/")
    }

    var groupName: String? { Self.groupName(gid) }

    static func groupName(_ gid: Int) -> String? { groups.first { $0.gid == gid }?.name }

    /// All groups, the user's own first.
    var allGroups: [Int] { [gid] + addedGroups.filter { $0 != gid } }

    /// Adds groups, named or numbered, as `--group-add` does.
    package mutating func add(groups texts: [String]) throws(Refusal) {
        for text in texts {
            let group = try ContainerUser(parsing: ":" + text).gid
            if !addedGroups.contains(group) { addedGroups.append(group) }
        }
    }

    /// The user of a name or number, as `id` finds it.
    static func named(_ text: String) -> ContainerUser? {
        users.first { $0.name == text || "\($0.uid)" == text }.map {
            ContainerUser(uid: $0.uid, gid: $0.gid, name: $0.name, home: $0.home)
        }
    }

    static var passwd: String {
        users.map { "\($0.name):x:\($0.uid):\($0.gid):\($0.name):\($0.home):\($0.shell)\n" }.joined()
    }

    static var group: String { groups.map { "\($0.name):x:\($0.gid):\n" }.joined() }
}
