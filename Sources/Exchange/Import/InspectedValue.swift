internal import Addressing
internal import Lab
package import Rendering

/// A value of a dump, with the way that leads to it, so that whatever is wrong with it can be named.
///
/// Docker leaves fields out, or prints `null` or `""`, where there is nothing: all three read as nothing.
package struct InspectedValue: Sendable {
    package let value: JSONValue
    package let source: String
    package let path: String

    package init(_ value: JSONValue, source: String, path: String = "") {
        self.value = value
        self.source = source
        self.path = path
    }

    /// A member; `null` where there is none.
    subscript(key: String) -> InspectedValue {
        let name = Self.isWord(key) ? (path.isEmpty ? key : "\(path).\(key)") : "\(path)[\(JSONValue(key).json())]"
        return InspectedValue(value[key] ?? .null, source: source, path: name)
    }

    var isNull: Bool { value.isNull }

    func has(_ key: String) -> Bool { value[key] != nil }

    func problem(_ text: String) -> ImportError { ImportError(source, place: path, text) }

    private func expected(_ what: String) -> ImportError { problem("expected \(what), found \(value.kindName)") }

    private static func isWord(_ key: String) -> Bool {
        !key.isEmpty
            && key.utf8.allSatisfy {
                $0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7a || $0 >= 0x30 && $0 <= 0x39 || $0 == 0x5f || $0 == 0x2d
            }
    }

    // MARK: Plain values

    /// Empty where there is nothing.
    func text() throws(ImportError) -> String {
        if isNull { return "" }
        guard let text = value.stringValue else { throw expected("a string") }
        return text
    }

    func flag(default fallback: Bool = false) throws(ImportError) -> Bool {
        if isNull { return fallback }
        guard let flag = value.boolValue else { throw expected("a boolean") }
        return flag
    }

    func int() throws(ImportError) -> Int {
        if isNull { return 0 }
        guard let number = value.intValue, let small = Int(exactly: number) else { throw expected("an integer") }
        return small
    }

    func texts() throws(ImportError) -> [String] {
        try elements().map { element throws(ImportError) in try element.text() }
    }

    func elements() throws(ImportError) -> [InspectedValue] {
        if isNull { return [] }
        guard let array = value.arrayValue else { throw expected("an array") }
        return array.enumerated().map { InspectedValue($1, source: source, path: "\(path)[\($0)]") }
    }

    func members() throws(ImportError) -> [(key: String, value: InspectedValue)] {
        if isNull { return [] }
        guard let object = value.objectValue else { throw expected("an object") }
        return object.map { ($0.key, self[$0.key]) }
    }

    func textMap() throws(ImportError) -> [String: String] {
        var map: [String: String] = [:]
        for (key, value) in try members() { map[key] = try value.text() }
        return map
    }

    // MARK: Values of networks

    func address() throws(ImportError) -> IPAddress? {
        let text = try text()
        if text.isEmpty { return nil }
        // Newer engines print a gateway of an auxiliary kind with its length.
        guard let address = IPAddress(text) ?? IPPrefix(text)?.address else {
            throw problem("\(value.json()) is no IP address")
        }
        return address
    }

    func addresses() throws(ImportError) -> [IPAddress] {
        var all: [IPAddress] = []
        for element in try elements() { if let address = try element.address() { all.append(address) } }
        return all
    }

    func prefix() throws(ImportError) -> IPPrefix? {
        let text = try text()
        if text.isEmpty { return nil }
        guard let prefix = IPPrefix(text) else { throw problem("\(value.json()) is no prefix such as 10.0.0.0/24") }
        return prefix
    }

    func mac() throws(ImportError) -> MACAddress? {
        let text = try text()
        if text.isEmpty { return nil }
        guard let mac = MACAddress(text) else { throw problem("\(value.json()) is no MAC address") }
        return mac
    }

    func moment() throws(ImportError) -> Timestamp {
        let text = try text()
        if text.isEmpty { return .never }
        guard let moment = Timestamp(rfc3339: text) else { throw problem("\(value.json()) is no moment in RFC 3339") }
        return moment
    }

    func identifier() throws(ImportError) -> Identifier? {
        let text = try text()
        if text.isEmpty { return nil }
        guard let id = Identifier(text) else {
            throw problem("\(value.json()) is no identifier of 64 hexadecimal digits")
        }
        return id
    }

    /// A key such as `80/tcp`.
    static func port(_ text: String) -> ContainerPort? {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2, let number = parts.first.flatMap({ UInt16($0) }) else { return nil }
        guard parts.count == 2 else { return ContainerPort(number) }
        return TransportProtocol(rawValue: String(parts[1])).map { ContainerPort(number, $0) }
    }
}
