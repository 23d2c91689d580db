internal import Lab

/// Numbers as Go's `strconv` reads them, with its words for what it cannot read.
enum GoNumber {
    /// `strconv.Atoi`.
    static func integer(_ text: String) -> Int? { Int(text) }

    /// `strconv.ParseUint(text, 10, 16)`.
    static func port(_ text: String) -> UInt16? {
        text.utf8.first == UInt8(ascii: "+") ? nil : UInt16(text)
    }

    /// The error of `strconv.ParseUint(text, 10, 16)`.
    static func portError(_ text: String) -> String {
        "strconv.ParseUint: parsing \(GoText.quoted(text)): \(fault(of: text, signed: false))"
    }

    /// Why a text is no number of the type wanted: too large, or no number at all.
    static func fault(of text: String, signed: Bool) -> String {
        var digits = text.utf8[...]
        if signed, let first = digits.first, first == UInt8(ascii: "+") || first == UInt8(ascii: "-") {
            digits = digits.dropFirst()
        }
        let isNumber = !digits.isEmpty && digits.allSatisfy { (0x30...0x39).contains($0) }
        return isNumber ? "value out of range" : "invalid syntax"
    }
}
