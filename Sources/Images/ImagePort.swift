package import Addressing

/// A port of a program: what it does there, and what moves it elsewhere.
package struct ImagePort: Hashable, Sendable {
    package enum Audience: Hashable, Sendable {
        /// Whoever reaches it reaches data, or power.
        case sensitive
        /// It is there for strangers.
        case `public`
        /// For neighbours; nothing more is known.
        case neighbors
    }

    package let port: ContainerPort
    package let audience: Audience
    /// Whether it is open as the image stands; else only where somebody has it opened.
    package let isDefault: Bool
    /// What is spoken there, such as `SQL`; empty where nothing is said.
    package let purpose: String
    /// Variables of the environment that give another number, such as `PGPORT`.
    package let variables: [String]
    /// Flags of the command that do, such as `--port`; `*` in one stands for any text.
    package let flags: [String]
    /// Words of the command that open it where it is not open anyhow, such as `--api.insecure`.
    package let openers: [String]

    package init(
        _ port: ContainerPort,
        _ audience: Audience = .neighbors,
        isDefault: Bool = true,
        purpose: String = "",
        variables: [String] = [],
        flags: [String] = [],
        openers: [String] = []
    ) {
        self.port = port
        self.audience = audience
        self.isDefault = isDefault
        self.purpose = purpose
        self.variables = variables
        self.flags = flags
        self.openers = openers
    }

    /// Parses a cell of the table: `5432! SQL $PGPORT -p`, `53/udp+ DNS`, `8080!? dashboard @--api.insecure`.
    ///
    /// `!` marks one that must not face the world, `+` one that is meant to, `?` one that is open only where asked for.
    /// `*` behind a variable says that its value lists several addresses.
    package init?(_ text: Substring) {
        let words = text.split(separator: " ")
        guard var number = words.first else { return nil }
        var (audience, isDefault) = (Audience.neighbors, true)
        while let mark = number.last, "!+?".contains(mark) {
            number.removeLast()
            switch mark {
            case "!": audience = .sensitive
            case "+": audience = .public
            default: isDefault = false
            }
        }
        guard let port = ContainerPort(String(number)) else { return nil }
        let rest = words.dropFirst()
        self.init(
            port,
            audience,
            isDefault: isDefault,
            purpose: rest.filter { !"$-@".contains($0.prefix(1)) }.joined(separator: " "),
            variables: rest.filter { $0.hasPrefix("$") }.map { String($0.dropFirst()) },
            flags: rest.filter { $0.hasPrefix("-") }.map(String.init),
            openers: rest.filter { $0.hasPrefix("@") }.map { String($0.dropFirst()) }
        )
    }
}
