internal import Compose

/// A name of a host that a service's environment or command certainly speaks to: the host of a URL, `name:port`, or the
/// value of a variable that is called `…HOST`.
struct NameUse {
    let name: String
    /// Such as `DATABASE_URL`.
    let what: String

    /// Every use, variables by name before the command, each name once.
    static func all(in service: ComposeService) -> [NameUse] {
        var uses: [NameUse] = []
        var seen: Set<String> = []
        func add(_ names: [String], _ what: String) {
            for name in names where seen.insert(name).inserted { uses.append(NameUse(name: name, what: what)) }
        }
        for (key, value) in service.environment.sorted(by: { $0.key < $1.key }) {
            guard let value, !value.isEmpty else { continue }
            let isHost = key == "HOST" || key.hasSuffix("_HOST") || key.hasSuffix("_HOSTNAME")
            add(isHost && isName(value[...]) ? [value] : names(in: value), key)
        }
        for word in service.command { add(names(in: word), "its command") }
        return uses
    }

    /// Hosts in `scheme://user@host:port/path`, and in `host:port,host:port`.
    static func names(in text: String) -> [String] {
        // Longer texts are certificates and the like.
        guard text.utf8.count <= 2048 else { return [] }
        var found: [String] = []
        var rest = text[...]
        while let scheme = rest.firstRange(of: "://") {
            rest = rest[scheme.upperBound...]
            let end = rest.firstIndex { "/?#\"' ".contains($0) } ?? rest.endIndex
            var authority = rest[..<end]
            if let at = authority.lastIndex(of: "@") { authority = authority[authority.index(after: at)...] }
            for part in authority.split(separator: ",") {
                let host = part.prefix { $0 != ":" }
                if isName(host) { found.append(String(host)) }
            }
            rest = rest[end...]
        }
        if !found.isEmpty || text.contains("://") { return found }
        for part in text.split(separator: ",") {
            let pieces = part.split(separator: ":", omittingEmptySubsequences: false)
            guard pieces.count == 2, let port = UInt16(pieces[1]), port > 0, isName(pieces[0]) else { return found }
            found.append(String(pieces[0]))
        }
        return found
    }

    private static func isName(_ text: Substring) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte)
                    || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
            }
    }
}
