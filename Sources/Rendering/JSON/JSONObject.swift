/// The members of a JSON object, in the order they were added.
///
/// Keys are compared byte by byte, as Go and RFC 8259 §8.3 compare them: Swift's own `==` takes canonically
/// equivalent spellings of `é` for one key. Small objects are searched in line; from ``indexThreshold`` members on
/// a hash index is kept beside them, so that building or reading 100,000 keys is not quadratic. Only removal is
/// linear in the size of the object.
package struct JSONObject: Sendable {
    package typealias Member = (key: String, value: JSONValue)

    private var members: [Member] = []
    /// Positions by key; empty while the object is small.
    private var index: [ExactKey: Int] = [:]

    private static var indexThreshold: Int { 16 }

    package init() {}

    package init(minimumCapacity: Int) {
        members.reserveCapacity(minimumCapacity)
    }

    /// Members in the order given; a repeated key keeps its first place and takes the last value.
    package init(_ members: some Sequence<(String, JSONValue)>) {
        for (key, value) in members { self[key] = value }
    }

    /// The value of a key; `nil` removes it, an unknown key is added at the end.
    package subscript(key: String) -> JSONValue? {
        get {
            position(of: key).map { members[$0].value }
        }
        set {
            switch (position(of: key), newValue) {
            case (let position?, let value?): members[position].value = value
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
        var sorted = self
        sorted.members.sort { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        sorted.rebuildIndex()
        return sorted
    }

    /// The keys, in order.
    package var memberNames: [String] { members.map(\.key) }

    /// The values, in order.
    package var memberValues: [JSONValue] { members.map(\.value) }

    private func position(of key: String) -> Int? {
        if index.isEmpty {
            return members.firstIndex { ExactKey.same($0.key, key) }
        }
        return index[ExactKey(key)]
    }

    private mutating func appendNew(_ key: String, _ value: JSONValue) {
        members.append((key, value))
        if !index.isEmpty {
            index[ExactKey(key)] = members.count - 1
        } else if members.count > Self.indexThreshold {
            rebuildIndex()
        }
    }

    private mutating func remove(at position: Int) {
        members.remove(at: position)
        rebuildIndex()
    }

    private mutating func rebuildIndex() {
        index.removeAll(keepingCapacity: true)
        guard members.count > Self.indexThreshold else { return }
        for (position, member) in members.enumerated() { index[ExactKey(member.key)] = position }
    }
}

extension JSONObject: RandomAccessCollection {
    package var startIndex: Int { 0 }
    package var endIndex: Int { members.count }

    package subscript(position: Int) -> Member {
        members[position]
    }
}

extension JSONObject: Hashable {
    package static func == (left: JSONObject, right: JSONObject) -> Bool {
        left.members.elementsEqual(right.members) { ExactKey.same($0.key, $1.key) && $0.value == $1.value }
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(members.count)
        for member in members {
            hasher.combine(member.key)
            hasher.combine(member.value)
        }
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    package init(dictionaryLiteral elements: (String, JSONValue)...) {
        self.init(minimumCapacity: elements.count)
        for (key, value) in elements { self[key] = value }
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
