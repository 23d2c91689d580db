package import DockerViews
package import Lab
internal import Rendering

/// A call of the API: what came over HTTP, taken apart.
package struct APIRequest: Sendable {
    package var method: String
    /// The path's segments without the version, percent signs resolved.
    package var path: [String]
    package var version: APIVersion
    /// Whether the path names a version.
    package let namesVersion: Bool
    /// Keys and values, decoded, in the order given.
    package var query: [(key: String, value: String)]
    /// Names in lower case.
    package var headers: [(name: String, value: String)]
    package var body: [UInt8]

    /// - Parameter target: the request's path with its query, as it came.
    package init(method: String, target: String, headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
        self.method = method
        self.headers = headers.map { (name: $0.name.lowercased(), value: $0.value) }
        self.body = body
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        query = parts.count > 1 ? Self.pairs(of: parts[1]) : []
        var segments = parts[0].split(separator: "/", omittingEmptySubsequences: true)
        let named = segments.first.flatMap { $0.hasPrefix("v") ? APIVersion($0.dropFirst()) : nil }
        version = named ?? .highest
        namesVersion = named != nil
        if namesVersion { segments.removeFirst() }
        path = segments.map { Self.decoded($0, plusIsSpace: false) }
    }

    package func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }

    /// A value of the query; empty where it is not given.
    package func text(_ key: String) -> String { query.first { $0.key == key }?.value ?? "" }

    package func has(_ key: String) -> Bool { query.contains { $0.key == key } }

    /// A switch of the query (Docker Engine: `httputils.BoolValue`).
    package func flag(_ key: String, default standard: Bool = false) -> Bool {
        guard let given = query.first(where: { $0.key == key }) else { return standard }
        return !["", "0", "no", "false", "none"].contains(given.value.lowercased())
    }

    package func number(_ key: String) throws(LabError) -> Int? {
        let text = text(key)
        if text.isEmpty { return nil }
        guard let number = Int(text) else {
            throw LabError(.invalidParameter, "strconv.Atoi: parsing \"\(text)\": invalid syntax")
        }
        return number
    }

    /// The `filters` of the query: a map of maps, or of lists as older clients write it.
    package func filters() throws(LabError) -> FilterSet {
        let text = text("filters")
        if text.isEmpty { return FilterSet() }
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONValue(parsing: text)
        } catch {
            throw LabError(.invalidParameter, "invalid filter")
        }
        guard let members = value.objectValue else { throw LabError(.invalidParameter, "invalid filter") }
        var filters = FilterSet()
        for (key, given) in members {
            if let list = given.arrayValue {
                for item in list {
                    guard let text = item.stringValue else { throw LabError(.invalidParameter, "invalid filter") }
                    filters.add(key, text)
                }
            } else if let map = given.objectValue {
                for (value, isSet) in map where isSet.boolValue == true { filters.add(key, value) }
            } else {
                throw LabError(.invalidParameter, "invalid filter")
            }
        }
        return filters
    }

    /// The body as JSON; an empty one where there is none.
    package func json() throws(LabError) -> BodyObject {
        if body.isEmpty { return BodyObject([:]) }
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONValue(parsing: body, depthLimit: 64)
        } catch {
            throw LabError(.invalidParameter, "invalid JSON: \(error)")
        }
        if value.isNull { return BodyObject([:]) }
        guard let members = value.objectValue else {
            throw LabError(.invalidParameter, "invalid JSON: cannot unmarshal \(value.goKind) into Go value")
        }
        return BodyObject(members)
    }

    private static func pairs(of text: Substring) -> [(key: String, value: String)] {
        text.split(separator: "&").map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (
                key: decoded(parts[0], plusIsSpace: true),
                value: parts.count > 1 ? decoded(parts[1], plusIsSpace: true) : ""
            )
        }
    }

    private static func decoded(_ text: Substring, plusIsSpace: Bool) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), rest.count >= 2,
                let value = UInt8(Substring(rest.prefix(2)), radix: 16)
            {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(plusIsSpace && byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
