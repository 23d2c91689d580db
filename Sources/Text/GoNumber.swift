/// Numbers and truth values as Go's `strconv` reads them, with its error texts.
package enum GoNumber {
    /// `strconv.ParseBool`.
    package static func bool(_ text: String) throws(GoNumberError) -> Bool {
        guard let value = truth(text) else { throw GoNumberError("ParseBool", text, .syntax) }
        return value
    }

    /// The truth value that `strconv.ParseBool` reads; nil where it reads none.
    package static func truth(_ text: String) -> Bool? {
        switch text {
        case "1", "t", "T", "true", "TRUE", "True": true
        case "0", "f", "F", "false", "FALSE", "False": false
        default: nil
        }
    }

    /// `strconv.ParseInt` with base 0: decimal, or with the prefixes `0x`, `0o`, `0b` and `0`.
    package static func int64(_ text: String) throws(GoNumberError) -> Int64 {
        switch parse(text) {
        case .value(let value): return value
        case .fault(let fault):
            throw GoNumberError("ParseInt", text, fault)
        }
    }

    /// `strconv.ParseUint` with base 0, for a type of `bits` bits.
    package static func unsigned(_ text: String, bits: Int) throws(GoNumberError) -> UInt64 {
        var fault = Fault.syntax
        if text.first != "-", text.first != "+" {
            switch magnitude(text) {
            case .value(let value) where bits >= 64 || value >> UInt64(bits) == 0: return value
            case .value: fault = .range
            case .fault(let found): fault = found
            }
        }
        throw GoNumberError("ParseUint", text, fault)
    }

    package enum Fault: String, Sendable {
        case syntax = "invalid syntax"
        case range = "value out of range"
    }

    package enum Parsed<Value> {
        case value(Value)
        case fault(Fault)
    }

    /// A signed number with base 0.
    package static func parse(_ text: String) -> Parsed<Int64> {
        let isNegative = text.utf8.first == UInt8(ascii: "-")
        let digits = isNegative || text.utf8.first == UInt8(ascii: "+") ? String(text.dropFirst()) : text
        switch magnitude(digits) {
        case .fault(let fault): return .fault(fault)
        case .value(let value):
            if isNegative {
                // The magnitude of the least number has no positive counterpart.
                return value <= Int64.min.magnitude ? .value(Int64(truncatingIfNeeded: 0 &- value)) : .fault(.range)
            }
            return Int64(exactly: value).map(Parsed.value) ?? .fault(.range)
        }
    }

    /// `strconv.Atoi`: decimal digits, with a sign or without.
    package static func integer(_ text: String) throws(GoNumberError) -> Int {
        if let value = Int(text) { return value }
        let digits = text.utf8.drop { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") }
        let isNumber = !digits.isEmpty && text.utf8.count - digits.count <= 1 && digits.allSatisfy(isDecimal)
        throw GoNumberError("Atoi", text, isNumber ? .range : .syntax)
    }

    /// `strconv.ParseUint(text, 10, 16)`, the form in which ports are written.
    package static func port(_ text: String) throws(GoNumberError) -> UInt16 {
        guard !text.isEmpty, text.utf8.allSatisfy(isDecimal) else {
            throw GoNumberError("ParseUint", text, .syntax)
        }
        guard let port = UInt16(text) else {
            throw GoNumberError("ParseUint", text, .range)
        }
        return port
    }

    private static func magnitude(_ text: String) -> Parsed<UInt64> {
        var digits = Substring(text)
        var base: UInt64 = 10
        if digits.first == "0", digits.utf8.count > 1 {
            switch digits.dropFirst().first {
            case "x", "X": base = 16
            case "o", "O": base = 8
            case "b", "B": base = 2
            default: base = 8
            }
            let hasLetter = digits.dropFirst().first?.isLetter == true
            digits = digits.dropFirst(hasLetter ? 2 : 1)
            // After a prefix an underscore may stand before the first digit.
            if digits.first == "_" { digits = digits.dropFirst() }
            if digits.isEmpty { return .fault(.syntax) }
        }
        var value: UInt64 = 0
        var isTooLarge = false
        var mayUnderscore = false
        for byte in digits.utf8 {
            if byte == UInt8(ascii: "_"), mayUnderscore {
                mayUnderscore = false
                continue
            }
            guard let digit = digitValue(byte), UInt64(digit) < base else { return .fault(.syntax) }
            mayUnderscore = true
            let (product, overflow) = value.multipliedReportingOverflow(by: base)
            let (sum, carry) = product.addingReportingOverflow(UInt64(digit))
            isTooLarge = isTooLarge || overflow || carry
            value = sum
        }
        if !mayUnderscore { return .fault(.syntax) }
        return isTooLarge ? .fault(.range) : .value(value)
    }

    private static func isDecimal(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private static func digitValue(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x5a: byte - 0x41 + 10
        case 0x61...0x7a: byte - 0x61 + 10
        default: nil
        }
    }
}

/// Why Go's `strconv` reads no number in a text (`strconv.NumError`).
package struct GoNumberError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Such as `ParseInt`.
    let function: String
    let text: String
    package let fault: GoNumber.Fault

    init(_ function: String, _ text: String, _ fault: GoNumber.Fault) {
        self.function = function
        self.text = text
        self.fault = fault
    }

    package var description: String { "strconv.\(function): parsing \(GoQuote.quote(text)): \(fault.rawValue)" }
}
