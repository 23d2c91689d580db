internal import Addressing
internal import DockerValues
internal import Lab
internal import Text
internal import YAML

/// Reads the values of nodes whose types the schema has checked: what is of another type is nothing here.
struct ValueReader {
    private(set) var errors: [SourceError] = []
    /// What Compose passes on as it stands, and the engine refuses: the value is left out, and the rest goes on.
    private(set) var refusals: [SourceError] = []

    mutating func refuse(_ text: String, at place: SourcePlace, help: String? = nil) {
        errors.append(SourceError(text, at: place, help: help))
    }

    /// A value that the engine will not take.
    mutating func leaveOut(_ text: String, at place: SourcePlace, help: String? = nil) {
        refusals.append(SourceError(text, at: place, help: help))
    }

    mutating func take(_ other: ValueReader) {
        errors += other.errors
        refusals += other.refusals
    }

    // MARK: - Texts

    func text(_ node: YAMLNode?) -> Placed<String>? {
        guard let node, let text = node.string else { return nil }
        return Placed(text, at: node.place)
    }

    /// As `text`, and nothing where the text is empty, which is how Compose takes an empty name.
    func name(_ node: YAMLNode?) -> Placed<String>? {
        text(node).flatMap { $0.value.isEmpty ? nil : $0 }
    }

    /// A list, or a single text as a list of one; repeats are left out, the last one's place stays.
    func texts(_ node: YAMLNode?) -> [Placed<String>] {
        guard let node else { return [] }
        var found: [Placed<String>] = []
        var positions: [String: Int] = [:]
        for item in node.sequence ?? [node] {
            guard let text = text(item) else { continue }
            if let position = positions[text.value] {
                found[position] = text
            } else {
                positions[text.value] = found.count
                found.append(text)
            }
        }
        return found
    }

    /// A mapping, or a list of `KEY=VALUE`; a key without a value has none.
    func pairs(_ node: YAMLNode?) -> [(key: String, value: String?, place: SourcePlace)] {
        guard let node else { return [] }
        return (Merger.keyValues(node).mapping ?? []).map { ($0.key, $0.value.string, $0.keyPlace) }
    }

    func dictionary(_ node: YAMLNode?) -> [String: String] {
        Dictionary(pairs(node).map { ($0.key, $0.value ?? "") }, uniquingKeysWith: { _, last in last })
    }

    /// Where the values of such a mapping, or the items of such a list, stand.
    func places(_ node: YAMLNode?) -> [String: SourcePlace] {
        guard let node else { return [:] }
        let entries = Merger.keyValues(node).mapping ?? []
        return Dictionary(entries.map { ($0.key, $0.value.place) }, uniquingKeysWith: { _, last in last })
    }

    // MARK: - Numbers and truth

    mutating func bool(_ node: YAMLNode?, _ name: @autoclosure () -> String) -> Placed<Bool>? {
        guard let node, let text = node.string else { return nil }
        switch text.lowercased() {
        case "true", "yes", "on", "y", "1", "t": return Placed(true, at: node.place)
        case "false", "no", "off", "n", "0", "f": return Placed(false, at: node.place)
        default:
            refuse("\(name()): invalid boolean: \(text)", at: node.place)
            return nil
        }
    }

    mutating func integer(
        _ node: YAMLNode?,
        _ range: ClosedRange<Int>,
        _ name: @autoclosure () -> String
    ) -> Placed<Int>? {
        guard let node, let text = node.string else { return nil }
        guard let number = node.int else {
            refuse("\(name()) must be an integer, not \(GoQuote.quote(text))", at: node.place)
            return nil
        }
        guard range.contains(number) else {
            let bounds = number < range.lowerBound ? "less than \(range.lowerBound)" : "more than \(range.upperBound)"
            refuse("\(name()): \(number) is \(bounds)", at: node.place)
            return nil
        }
        return Placed(number, at: node.place)
    }

    // MARK: - Addresses

    mutating func address(_ node: YAMLNode?, _ name: @autoclosure () -> String) -> Placed<IPAddress>? {
        guard let node, let text = node.string, !text.isEmpty else { return nil }
        do throws(AddressParseError) {
            return Placed(try IPAddress(parsing: text), at: node.place)
        } catch {
            leaveOut("\(name()): \(error)", at: node.place)
            return nil
        }
    }

    mutating func address(
        _ node: YAMLNode?,
        of family: AddressFamily,
        _ name: @autoclosure () -> String
    ) -> Placed<IPAddress>? {
        guard let found = address(node, name()) else { return nil }
        if found.value.family != family {
            let what = family == .ipv4 ? "IPv4" : "IPv6"
            leaveOut("\(name()): \(found.value) is no \(what) address", at: found.place)
            return nil
        }
        return found
    }

    mutating func prefix(_ node: YAMLNode?, _ name: @autoclosure () -> String) -> Placed<IPPrefix>? {
        guard let node, let text = node.string, !text.isEmpty else { return nil }
        do throws(AddressParseError) {
            return Placed(try IPPrefix(parsing: text), at: node.place)
        } catch {
            leaveOut("\(name()): \(error)", at: node.place)
            return nil
        }
    }

    mutating func hardwareAddress(_ node: YAMLNode?, _ name: @autoclosure () -> String) -> Placed<MACAddress>? {
        guard let node, let text = node.string, !text.isEmpty else { return nil }
        do throws(AddressParseError) {
            return Placed(try MACAddress(parsing: text), at: node.place)
        } catch {
            leaveOut("\(name()): \(error)", at: node.place)
            return nil
        }
    }
}
