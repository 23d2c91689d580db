/// Floating point numbers spelled as Go's `strconv` spells them, from the shortest digits that read back the same.
enum GoFloat {
    /// As `encoding/json` writes a `float64`: fixed notation from 1e-6 up to 1e21, exponents without leading zero.
    static func json(_ value: Double) -> String {
        let magnitude = value.magnitude
        guard magnitude != 0, magnitude < 1e-6 || magnitude >= 1e21 else { return fixed(value) }
        return exponential(value, minimumExponentDigits: 1)
    }

    /// As `fmt` prints `%v` and `strconv` formats `'g', -1`: exponents below -4 or from 21 on.
    static func shortest(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        let decimal = Decimal(value)
        let exponent = decimal.point - 1
        if value != 0, exponent < -4 || exponent >= 21 { return exponential(value, minimumExponentDigits: 2) }
        return fixed(value)
    }

    private static func fixed(_ value: Double) -> String {
        Decimal(value).fixed
    }

    private static func exponential(_ value: Double, minimumExponentDigits: Int) -> String {
        Decimal(value).exponential(minimumExponentDigits: minimumExponentDigits)
    }

    /// The shortest digits of a finite number: 0.d₁d₂… × 10^point.
    struct Decimal {
        var isNegative: Bool
        /// ASCII digits without leading or trailing zeros; empty for zero.
        var digits: [UInt8]
        var point: Int

        init(_ value: Double) {
            isNegative = value.sign == .minus
            digits = []
            point = 0
            // Swift's description holds the same shortest digits, in a layout of its own: "12.5", "1e-07".
            var exponent = 0
            var seenPoint = false
            var integerDigits = 0
            var iterator = value.magnitude.description.utf8.makeIterator()
            while let byte = iterator.next() {
                switch byte {
                case UInt8(ascii: "."): seenPoint = true
                case UInt8(ascii: "e"):
                    var spelling = ""
                    while let digit = iterator.next() { spelling.unicodeScalars.append(Unicode.Scalar(digit)) }
                    exponent = Int(spelling) ?? 0
                default:
                    digits.append(byte)
                    if !seenPoint { integerDigits += 1 }
                }
            }
            let leading = digits.prefix { $0 == UInt8(ascii: "0") }.count
            digits.removeFirst(leading)
            while digits.last == UInt8(ascii: "0") { digits.removeLast() }
            point = digits.isEmpty ? 0 : integerDigits - leading + exponent
        }

        var fixed: String {
            var text = isNegative ? "-" : ""
            if point <= 0 {
                text += "0"
            } else {
                for index in 0..<point { text.unicodeScalars.append(digit(at: index)) }
            }
            if digits.count > point, !digits.isEmpty {
                text += "."
                for index in point..<digits.count { text.unicodeScalars.append(digit(at: index)) }
            }
            return text
        }

        func exponential(minimumExponentDigits: Int) -> String {
            var text = isNegative ? "-" : ""
            text.unicodeScalars.append(digit(at: 0))
            if digits.count > 1 {
                text += "."
                for index in 1..<digits.count { text.unicodeScalars.append(digit(at: index)) }
            }
            let exponent = digits.isEmpty ? 0 : point - 1
            text += exponent < 0 ? "e-" : "e+"
            let spelling = String(exponent.magnitude)
            text += String(repeating: "0", count: max(0, minimumExponentDigits - spelling.count))
            return text + spelling
        }

        private func digit(at index: Int) -> Unicode.Scalar {
            digits.indices.contains(index) ? Unicode.Scalar(digits[index]) : "0"
        }
    }
}
