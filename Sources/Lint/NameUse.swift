internal import Compose
internal import YAML

/// A name of a host that a service's environment or command certainly speaks to: the host of a URL, `name:port`, or the
/// value of a variable that is called `…HOST`.
struct NameUse {
    enum Form: Hashable, Sendable {
        /// Of a URL, with its scheme in lower case: `postgresql` in `jdbc:postgresql://…` and `postgresql+asyncpg://…`.
        case url(scheme: String)
        case hostAndPort
        /// The whole value of a variable.
        case variable
    }

    let name: String
    let form: Form
    /// nil where none is written.
    let port: UInt16?
    /// Such as `DATABASE_URL`.
    let what: String
    /// Where it stands.
    let place: SourcePlace

    /// A host in a text.
    struct Host: Hashable, Sendable {
        let name: String
        let form: Form
        let port: UInt16?
    }

    /// Every use, variables by name before the command, each name once for each of its forms and ports.
    static func all(in service: ComposeService) -> [NameUse] {
        var uses: [NameUse] = []
        var seen: Set<Host> = []
        func add(_ hosts: [Host], _ what: String, _ place: SourcePlace) {
            for host in hosts where seen.insert(host).inserted {
                uses.append(NameUse(name: host.name, form: host.form, port: host.port, what: what, place: place))
            }
        }
        for (key, value) in service.environment.sorted(by: { $0.key < $1.key }) {
            guard let value, !value.isEmpty else { continue }
            let place = service.environmentPlaces[key] ?? service.place
            if isHostVariable(key), isName(value[...]) {
                add([Host(name: value, form: .variable, port: port(beside: key, in: service))], key, place)
            } else {
                add(hosts(in: value), key, place)
            }
        }
        for (index, word) in service.command.enumerated() {
            let places = service.commandPlaces
            let place = places.indices.contains(index) ? places[index] : places.first ?? service.place
            add(hosts(in: word), "its command", place)
        }
        return uses
    }

    private static func isHostVariable(_ key: String) -> Bool {
        let key = key.uppercased()
        return key == "HOST" || ["_HOST", "_HOSTNAME", "_SERVER"].contains { key.hasSuffix($0) }
    }

    /// What `DB_PORT` says of `DB_HOST`.
    private static func port(beside key: String, in service: ComposeService) -> UInt16? {
        guard let cut = key.lastIndex(of: "_") else { return nil }
        return (service.environment["\(key[..<cut])_PORT"] ?? nil).flatMap { UInt16($0) }
    }

    /// Hosts in `scheme://user@host:port/path`, and in `host:port,host:port`.
    static func hosts(in text: String) -> [Host] {
        // Longer texts are certificates and the like.
        guard text.utf8.count <= 2048 else { return [] }
        var found: [Host] = []
        var rest = text[...]
        while let mark = rest.firstRange(of: "://") {
            let scheme = scheme(before: rest[..<mark.lowerBound])
            rest = rest[mark.upperBound...]
            let end = rest.firstIndex { "/?#\"' ".contains($0) } ?? rest.endIndex
            var authority = rest[..<end]
            if let at = authority.lastIndex(of: "@") { authority = authority[authority.index(after: at)...] }
            for part in authority.split(separator: ",") {
                let pieces = part.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
                guard let host = pieces.first, isName(host) else { continue }
                let port = pieces.count > 1 ? UInt16(pieces[1].prefix { $0.isNumber }) : nil
                found.append(Host(name: String(host), form: .url(scheme: scheme), port: port))
            }
            rest = rest[end...]
        }
        if !found.isEmpty || text.contains("://") { return found }
        for part in text.split(separator: ",") {
            let pieces = part.split(separator: ":", omittingEmptySubsequences: false)
            guard pieces.count == 2, let port = UInt16(pieces[1]), port > 0, isName(pieces[0]) else { return found }
            found.append(Host(name: String(pieces[0]), form: .hostAndPort, port: port))
        }
        return found
    }

    /// The letters before `://`, without what names a driver of it: `postgresql+asyncpg` is postgresql.
    private static func scheme(before text: Substring) -> String {
        let whole = text.reversed().prefix { $0.isASCII && ($0.isLetter || $0.isNumber || "+.-".contains($0)) }
            .reversed()
        let scheme = String(whole).lowercased()
        // mongodb+srv is a scheme of its own; git+ssh goes by the second.
        guard let plus = scheme.firstIndex(of: "+") else { return scheme }
        return scheme.hasSuffix("+srv") ? scheme : String(scheme[..<plus])
    }

    static func isName(_ text: Substring) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte)
                    || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
            }
    }
}
