/// The members of a JSON object, in the order they were added.
///
/// Keys are compared byte by byte, as Go and RFC 8259 §8.3 compare them: Swift's own `==` takes canonically
/// equivalent spellings of `é` for one key. Small objects are searched in line; from ``indexThreshold`` members on
/// a hash index is kept beside them, so that building or reading 100,000 keys is not quadratic. Only removal is
/// linear in the size of the object.
package struct JSONObject: Sendable {
    package typealias Member = (key: String, value: JSONValue)

    private var keys: [String] = []
    private var storage: [JSONValue] = []
    private var index: [ExactKey: Int] = [:]

    private static var indexThreshold: Int { 16 }

    package init() {}

    package init(minimumCapacity: Int) {
        keys.reserveCapacity(minimumCapacity)
        storage.reserveCapacity(minimumCapacity)
    }

    /// Members in the order given; a repeated key keeps its first place and takes the last value.
    package init(_ members: some Sequence<(String, JSONValue)>) {
        for (key, value) in members { self[key] = value }
    }

    /// The value of a key; `nil` removes it, an unknown key is added at the end.
    package subscript(key: String) -> JSONValue? {
        get {
            position(of: key).map { storage[$0] }
        }
        set {
            switch (position(of: key), newValue) {
            case (let position?, let value?): storage[position] = value
            case (let position?, nil): remove(at: position)
            case (nil, let value?): appendNew(key, value)
            case (nil, nil): break
            }
        }
    }

    /// Adds a member at the end. Returns `false`, and changes nothing, if the key is there already.
    package mutating func append(_ key: String, _ value: JSONValue) -> Bool {
        guard position(of: key) == nil else { return false }
        appendNew(key, value)
        return true
    }

    /// The same members, keys in byte order, as Go prints a map.
    package func sortedByKey() -> JSONObject {
        var sorted = JSONObject(minimumCapacity: count)
        for position in keys.indices.sorted(by: { keys[$0].utf8.lexicographicallyPrecedes(keys[$1].utf8) }) {
            sorted.appendNew(keys[position], storage[position])
        }
        return sorted
    }

    /// The keys, in order.
    package var memberNames: [String] { keys }

    /// The values, in order.
    package var memberValues: [JSONValue] { storage }

    private func position(of key: String) -> Int? {
        if index.isEmpty {
            for position in keys.indices where ExactKey.same(keys[position], key) { return position }
            return nil
        }
        return index[ExactKey(key)]
    }

    private mutating func appendNew(_ key: String, _ value: JSONValue) {
        keys.append(key)
        storage.append(value)
        if !index.isEmpty {
            index[ExactKey(key)] = keys.count - 1
        } else if keys.count > Self.indexThreshold {
            rebuildIndex()
        }
    }

    private mutating func remove(at position: Int) {
        keys.remove(at: position)
        storage.remove(at: position)
        rebuildIndex()
    }

    private mutating func rebuildIndex() {
        index.removeAll(keepingCapacity: true)
        guard keys.count > Self.indexThreshold else { return }
        for (position, key) in keys.enumerated() { index[ExactKey(key)] = position }
    }
}

extension JSONObject: RandomAccessCollection {
    package var startIndex: Int { 0 }
    package var endIndex: Int { keys.count }

    package subscript(position: Int) -> Member {
        (keys[position], storage[position])
    }
}

extension JSONObject: Hashable {
    package static func == (left: JSONObject, right: JSONObject) -> Bool {
        left.keys == right.keys && left.storage == right.storage
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(keys)
        hasher.combine(storage)
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    package init(dictionaryLiteral elements: (String, JSONValue)...) {
        self.init(elements)
    }
}

/// A key that is equal only to the same bytes.
private struct ExactKey: Hashable {
    let text: String

    init(_ text: String) { self.text = text }

    /// Different texts are told apart by the fast `==`; the bytes are walked only for equal ones.
    static func same(_ left: String, _ right: String) -> Bool {
        left == right && left.utf8.elementsEqual(right.utf8)
    }

    static func == (left: ExactKey, right: ExactKey) -> Bool { same(left.text, right.text) }

    func hash(into hasher: inout Hasher) { hasher.combine(text) }
}
