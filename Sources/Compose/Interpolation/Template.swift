internal import Lab

/// A text with variables in it: `$V`, `${V}`, `${V:-d}`, `${V-d}`, `${V:?e}`, `${V?e}`, `${V:+r}`, `${V+r}`, and `$$` for
/// a dollar (compose-go, `template`).
struct Template {
    enum Fault: Error, Hashable {
        /// `${` without a name, an operator or an end that is known.
        case badFormat
        /// `${V:?reason}` or `${V?reason}`.
        case required(variable: String, reason: String)
        /// Defaults inside defaults, or a result without bound.
        case tooLarge
    }

    /// Looks variables up.
    private let lookup: (String) -> String?
    /// Bytes that may still be made.
    private var budget: Int
    /// Variables without a value and a default, in order.
    private(set) var unset: [String] = []

    private static let maximumDepth = 50

    init(budget: Int, lookup: @escaping (String) -> String?) {
        self.budget = budget
        self.lookup = lookup
    }

    var remainingBudget: Int { budget }

    mutating func substitute(_ text: String) throws(Fault) -> String {
        guard text.utf8.contains(UInt8(ascii: "$")) else { return text }
        let result = try substitute(Array(text.utf8)[...], depth: 0)
        return String(decoding: result, as: UTF8.self)
    }

    private mutating func substitute(_ text: ArraySlice<UInt8>, depth: Int) throws(Fault) -> [UInt8] {
        guard depth < Self.maximumDepth else { throw .tooLarge }
        var out: [UInt8] = []
        var position = text.startIndex
        while position < text.endIndex {
            let byte = text[position]
            let next = position + 1
            guard byte == UInt8(ascii: "$"), next < text.endIndex else {
                out.append(byte)
                position = next
                continue
            }
            switch text[next] {
            case UInt8(ascii: "$"):
                out.append(byte)
                position = next + 1
            case UInt8(ascii: "{"):
                guard let close = Self.closingBrace(of: text[next...]) else { throw .badFormat }
                out += try braced(text[(next + 1)..<close], depth: depth)
                position = close + 1
            case let first where Self.isNameStart(first):
                let end = Self.nameEnd(text[next...])
                out += plain(String(decoding: text[next..<end], as: UTF8.self))
                position = end
            default:
                out.append(byte)
                position = next
            }
            budget -= 1
            guard out.count <= budget else { throw .tooLarge }
        }
        budget -= out.count
        return out
    }

    private mutating func plain(_ name: String) -> [UInt8] {
        guard let value = lookup(name) else {
            unset.append(name)
            return []
        }
        return Array(value.utf8)
    }

    /// What stands between braces: a name, perhaps an operator and its operand.
    private mutating func braced(_ text: ArraySlice<UInt8>, depth: Int) throws(Fault) -> [UInt8] {
        guard let first = text.first, Self.isNameStart(first) else { throw .badFormat }
        let end = Self.nameEnd(text)
        let name = String(decoding: text[..<end], as: UTF8.self)
        var rest = text[end...]
        if rest.isEmpty { return plain(name) }
        let countsEmpty = rest.first == UInt8(ascii: ":")
        if countsEmpty { rest = rest.dropFirst() }
        guard let sign = rest.popFirst() else { throw .badFormat }
        let value = lookup(name)
        let isThere = value.map { !countsEmpty || !$0.isEmpty } ?? false
        switch sign {
        case UInt8(ascii: "-"):
            return isThere ? Array((value ?? "").utf8) : try substitute(rest, depth: depth + 1)
        case UInt8(ascii: "+"):
            return isThere ? try substitute(rest, depth: depth + 1) : Array((value ?? "").utf8)
        case UInt8(ascii: "?"):
            if isThere { return Array((value ?? "").utf8) }
            let reason = try substitute(rest, depth: depth + 1)
            throw .required(variable: name, reason: String(decoding: reason, as: UTF8.self))
        default: throw .badFormat
        }
    }

    /// Where the brace that opens `text` is closed.
    private static func closingBrace(of text: ArraySlice<UInt8>) -> Int? {
        var depth = 0
        for (index, byte) in zip(text.indices, text) {
            if byte == UInt8(ascii: "{") { depth += 1 }
            if byte == UInt8(ascii: "}") {
                depth -= 1
                if depth == 0 { return index }
            }
        }
        return nil
    }

    private static func nameEnd(_ text: ArraySlice<UInt8>) -> Int {
        text.firstIndex { !isNameStart($0) && !(0x30...0x39).contains($0) } ?? text.endIndex
    }

    private static func isNameStart(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x41...0x5a, 0x61...0x7a, UInt8(ascii: "_"): true
        default: false
        }
    }
}
