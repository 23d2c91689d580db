internal import DNSWire
internal import Lab

/// What a single question is about: of a network's names only those matter whose first label is the question's.
///
/// Every spelling that the engine tries for a question begins with its first label, and so does what a search list makes
/// of it.
struct NameSubject: Sendable {
    /// ASCII letters in lower case.
    private let label: [UInt8]

    /// nil where `name` is no domain name, or the root.
    init?(_ name: String) {
        guard let wire = try? DomainName(parsing: name).wire, let length = wire.first, length > 0,
            wire.count > Int(length)
        else { return nil }
        label = wire[1...Int(length)].map(Self.folded)
    }

    /// Whether a container's name on a network may be a spelling of it; true in doubt.
    func admits(_ name: String) -> Bool {
        var index = 0
        for byte in name.utf8 {
            // Letters beyond ASCII may become ASCII ones in lower case.
            if byte >= 0x80 { return true }
            if byte == UInt8(ascii: ".") { break }
            guard index < label.count, Self.folded(byte) == label[index] else { return false }
            index += 1
        }
        return index == label.count
    }

    /// Whether any name that a container registers may be one.
    func admits(_ container: Container, attachment index: Int, in lab: Lab) -> Bool {
        if admits(container.name) || admits(container.id.short) { return true }
        if container.attachments[index].aliases.contains(where: admits) { return true }
        return admits(lab.hostname(of: container))
    }

    private static func folded(_ byte: UInt8) -> UInt8 { (0x41...0x5a).contains(byte) ? byte | 0x20 : byte }
}
