package import Addressing

/// What an image's name tells of the program in it: a row of ``ImageTable``.
package struct KnownImage: Sendable {
    package enum Role: String, Sendable {
        /// A database, cache, index or registry: whatever it listens on is its data.
        case store
        case broker
        /// What gives power over a machine, or over other programs.
        case control
        case web, proxy, mail, dns, vpn
        /// A service for strangers, such as a game.
        case `public`
        case other
    }

    /// Such as `PostgreSQL`.
    package let title: String
    package let role: Role
    /// Ports of the container that must not face the world.
    package let sensitivePorts: Set<ContainerPort>
    /// Ports that are meant for the world.
    package let publicPorts: Set<ContainerPort>
    /// Such as `postgres` in `postgres://…`.
    package let schemes: Set<String>

    /// By the repository's last part, or last two: registry, tag and digest say nothing of the program.
    package static func named(_ image: String) -> KnownImage? {
        let parts = image.split(separator: "@").first?.split(separator: "/") ?? []
        guard let tagged = parts.last else { return nil }
        let last = tagged.prefix { $0 != ":" }.lowercased()
        let owner = parts.count > 1 ? parts[parts.count - 2].lowercased() : nil
        let index = owner.flatMap { byName["\($0)/\(last)"] } ?? byName[last]
        return index.map { all[$0] }
    }

    /// What commonly answers URLs of a scheme.
    package static func speaking(_ scheme: String) -> KnownImage? { byScheme[scheme].map { all[$0] } }

    /// Whether whoever reaches a port reaches data, or power.
    package func isSensitive(_ port: ContainerPort) -> Bool {
        sensitivePorts.contains(port) || role == .store && port.transport == .tcp
    }

    /// Whether a port is there for strangers.
    package func isPublic(_ port: ContainerPort) -> Bool {
        publicPorts.contains(port) || role == .public && port.transport == .udp
    }

    // MARK: - The table

    private static let rows = ImageTable.text.split(separator: "\n").compactMap(Row.init)
    private static let all = rows.map(\.image)
    private static let byName = index(\.names)
    private static let byScheme = index { Array($0.image.schemes) }

    /// The first row of a word counts.
    private static func index(_ words: (Row) -> [String]) -> [String: Int] {
        var found: [String: Int] = [:]
        for (number, row) in rows.enumerated() {
            for word in words(row) where found[word] == nil { found[word] = number }
        }
        return found
    }

    /// A line of the table.
    struct Row: Sendable {
        let image: KnownImage
        let names: [String]

        init?(_ line: Substring) {
            let cells = line.split(separator: "|", omittingEmptySubsequences: false).map { cell in
                cell.split(separator: " ").map(String.init)
            }
            guard cells.count == 5, let role = cells[1].first.flatMap(Role.init) else { return nil }
            var sensitive: Set<ContainerPort> = []
            var open: Set<ContainerPort> = []
            for word in cells[2] {
                guard let mark = word.last, let port = ContainerPort(String(word.dropLast())) else { return nil }
                switch mark {
                case "!": sensitive.insert(port)
                case "+": open.insert(port)
                default: return nil
                }
            }
            image = KnownImage(
                title: cells[0].joined(separator: " "),
                role: role,
                sensitivePorts: sensitive,
                publicPorts: open,
                schemes: Set(cells[4])
            )
            names = cells[3]
        }
    }
}
