package import Lab
package import Rendering

/// An object of a request's body, read as Go's decoder reads it: names in any case of letters, null as nothing said.
package struct BodyObject: Sendable {
    package let members: JSONObject
    private let path: String

    package init(_ members: JSONObject, path: String = "") {
        self.members = members
        self.path = path
    }

    package subscript(key: String) -> JSONValue? {
        if let value = members[key] { return value.isNull ? Optional.none : value }
        let wanted = key.lowercased()
        for (name, value) in members where name.utf8.count == key.utf8.count && name.lowercased() == wanted {
            return value.isNull ? Optional.none : value
        }
        return Optional.none
    }

    package func text(_ key: String) throws(LabError) -> String {
        guard let value = self[key] else { return "" }
        guard let text = value.stringValue else { throw mismatch(value, key, "string") }
        return text
    }

    package func flag(_ key: String) throws(LabError) -> Bool? {
        guard let value = self[key] else { return nil }
        guard let flag = value.boolValue else { throw mismatch(value, key, "bool") }
        return flag
    }

    package func number(_ key: String) throws(LabError) -> Int? {
        guard let value = self[key] else { return nil }
        guard let number = value.intValue else { throw mismatch(value, key, "int") }
        return Int(number)
    }

    package func object(_ key: String) throws(LabError) -> BodyObject {
        guard let value = self[key] else { return BodyObject([:], path: key) }
        guard let members = value.objectValue else { throw mismatch(value, key, "object") }
        return BodyObject(members, path: path.isEmpty ? key : "\(path).\(key)")
    }

    /// The objects of a list.
    package func objects(_ key: String) throws(LabError) -> [BodyObject] {
        guard let value = self[key] else { return [] }
        guard let list = value.arrayValue else { throw mismatch(value, key, "array") }
        var objects: [BodyObject] = []
        for item in list where !item.isNull {
            guard let members = item.objectValue else { throw mismatch(item, key, "object") }
            objects.append(BodyObject(members, path: path.isEmpty ? key : "\(path).\(key)"))
        }
        return objects
    }

    /// A list of texts.
    package func texts(_ key: String) throws(LabError) -> [String] {
        guard let value = self[key] else { return [] }
        guard let list = value.arrayValue else { throw mismatch(value, key, "[]string") }
        var texts: [String] = []
        for item in list {
            guard let text = item.isNull ? "" : item.stringValue else { throw mismatch(item, key, "string") }
            texts.append(text)
        }
        return texts
    }

    /// A list of texts, or a single text that stands for it.
    package func words(_ key: String) throws(LabError) -> [String]? {
        guard let value = self[key] else { return nil }
        if let text = value.stringValue { return [text] }
        return try texts(key)
    }

    /// A map of texts.
    package func map(_ key: String) throws(LabError) -> [String: String] {
        guard let value = self[key] else { return [:] }
        guard let members = value.objectValue else { throw mismatch(value, key, "map[string]string") }
        var map: [String: String] = [:]
        for (name, value) in members {
            guard let text = value.isNull ? "" : value.stringValue else {
                throw mismatch(value, "\(key).\(name)", "string")
            }
            map[name] = text
        }
        return map
    }

    private func mismatch(_ value: JSONValue, _ key: String, _ wanted: String) -> LabError {
        let place = path.isEmpty ? key : "\(path).\(key)"
        return LabError(
            .invalidParameter,
            "invalid JSON: json: cannot unmarshal \(value.goKind) into Go struct field .\(place) of type \(wanted)"
        )
    }
}

extension JSONValue {
    /// What Go's decoder calls such a value.
    var goKind: String {
        switch self {
        case .null: "null"
        case .bool: "bool"
        case .int, .unsigned, .double: "number"
        case .string: "string"
        case .array: "array"
        case .object: "object"
        }
    }
}
