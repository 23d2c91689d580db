internal import Text
internal import YAML

/// Durations as Compose reads them: Go's, with days and weeks (`xhit/go-str2duration`).
enum GoDuration {
    /// Go's complaint; nil for a duration.
    static func complaint(of text: String) -> String? {
        var rest = Array(text.utf8)[...]
        if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
        if rest.elementsEqual("0".utf8) { return nil }
        let invalid = "time: invalid duration \(GoQuote.quote(text))"
        guard !rest.isEmpty else { return invalid }
        while !rest.isEmpty {
            let digits = rest.prefix { (0x30...0x39).contains($0) }
            rest = rest.dropFirst(digits.count)
            var count = digits.count
            if rest.first == UInt8(ascii: ".") {
                let fraction = rest.dropFirst().prefix { (0x30...0x39).contains($0) }
                rest = rest.dropFirst(fraction.count + 1)
                count += fraction.count
            }
            guard count > 0 else { return invalid }
            let unit = rest.prefix { !(0x30...0x39).contains($0) && $0 != UInt8(ascii: ".") }
            rest = rest.dropFirst(unit.count)
            let name = String(decoding: unit, as: UTF8.self)
            if name.isEmpty { return "time: missing unit in duration \(GoQuote.quote(text))" }
            guard ["ns", "us", "µs", "μs", "ms", "s", "m", "h", "d", "w"].contains(name) else {
                return "time: unknown unit \(GoQuote.quote(name)) in duration \(GoQuote.quote(text))"
            }
        }
        return nil
    }
}

/// Sizes as Docker reads them (`docker/go-units`, `RAMInBytes`).
enum ByteSize {
    /// Bytes; nil for what is no size.
    static func bytes(of text: String) -> Double? {
        complaint(of: text) == nil ? parts(of: text).map { $0.0 * $0.1 } : nil
    }

    /// go-units' complaint; nil for a size.
    static func complaint(of text: String) -> String? {
        if Int(text) != nil { return nil }
        guard let last = text.utf8.lastIndex(where: { (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }) else {
            return "invalid size: '\(text)'"
        }
        let number = text[...last]
        guard let value = Double(number.hasSuffix(".") ? number.dropLast() : number), value >= 0 else {
            return "invalid size: '\(text)'"
        }
        return parts(of: text) == nil ? "invalid suffix: '\(suffix(of: text))'" : nil
    }

    private static func suffix(of text: String) -> String {
        guard let last = text.utf8.lastIndex(where: { (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }) else {
            return text
        }
        var suffix = text[text.utf8.index(after: last)...]
        if suffix.first == " " { suffix = suffix.dropFirst() }
        return suffix.lowercased()
    }

    private static func parts(of text: String) -> (Double, Double)? {
        if let number = Int(text) { return (Double(number), 1) }
        let name = suffix(of: text)
        let digits = text.utf8.prefix { (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }
        guard let value = Double(String(decoding: digits, as: UTF8.self)) else { return nil }
        let units: [Character: Double] = [
            "b": 1, "k": 0x1p10, "m": 0x1p20, "g": 0x1p30, "t": 0x1p40, "p": 0x1p50,
        ]
        guard let first = name.first else { return (value, 1) }
        guard let unit = units[first] else { return nil }
        let rest = name.dropFirst()
        let isKnown = first == "b" ? rest.isEmpty : ["", "b", "ib"].contains(rest)
        return isKnown ? (value, unit) : nil
    }
}
