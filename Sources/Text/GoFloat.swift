/// Floating point numbers spelled as Go's `strconv.FormatFloat` spells them.
package enum GoFloat {
    /// Digits of a finite number: 0.d₁d₂… × 10^point.
    struct Digits {
        /// Values 0…9 without leading or trailing zeros; empty for zero.
        var values: [UInt8]
        var point: Int

        subscript(index: Int) -> UInt8 { values.indices.contains(index) ? values[index] : 0 }
    }

    /// As `encoding/json` writes a `float64`: fixed notation from 1e-6 up to 1e21, exponents without leading zero.
    package static func json(_ value: Double) -> String {
        let digits = shortestDigits(value.magnitude)
        let sign = value.sign == .minus ? "-" : ""
        guard value != 0, value.magnitude < 1e-6 || value.magnitude >= 1e21 else {
            return sign + fixed(digits, places: max(0, digits.values.count - digits.point))
        }
        return sign + exponential(digits, places: digits.values.count - 1, minimumExponentDigits: 1)
    }

    /// As `%e`, `%f` and `%g` format a number, without any sign of a positive one.
    ///
    /// - Parameters:
    ///   - notation: `e`, `f` or `g`.
    ///   - precision: digits behind the point, or all digits for `g`; `nil` for as few as read back the same.
    package static func format(_ value: Double, notation: Unicode.Scalar, precision: Int?) -> String {
        if value.isNaN { return "NaN" }
        let sign = value.sign == .minus ? "-" : ""
        if value.isInfinite { return sign.isEmpty ? "+Inf" : "-Inf" }
        let shortest = shortestDigits(value.magnitude)
        switch notation {
        case "e":
            guard let precision else { return sign + exponential(shortest, places: max(0, shortest.values.count - 1)) }
            let digits = rounded(exactDigits(value.magnitude), to: precision + 1)
            return sign + exponential(digits, places: precision)
        case "f":
            guard let precision else {
                return sign + fixed(shortest, places: max(0, shortest.values.count - shortest.point))
            }
            let exact = exactDigits(value.magnitude)
            return sign + fixed(rounded(exact, to: exact.point + precision), places: precision)
        default:
            return sign + general(value.magnitude, shortest, precision: precision)
        }
    }

    /// `%g`: an exponent below -4, or at the precision (6 for the shortest digits) and above.
    private static func general(_ value: Double, _ shortest: Digits, precision: Int?) -> String {
        var digits = shortest
        var threshold = 6
        if let precision {
            digits = rounded(exactDigits(value), to: max(1, precision))
            threshold = max(1, precision)
            let count = digits.values.count
            if threshold > count, count >= digits.point { threshold = count }
        }
        let exponent = digits.values.isEmpty ? 0 : digits.point - 1
        if exponent < -4 || exponent >= max(1, threshold) {
            return exponential(digits, places: max(0, digits.values.count - 1))
        }
        return fixed(digits, places: max(0, digits.values.count - digits.point))
    }

    // MARK: Layout

    private static func fixed(_ digits: Digits, places: Int) -> String {
        var text: [UInt8] = []
        if digits.point <= 0 { text.append(0) }
        for index in 0..<max(0, digits.point) { text.append(digits[index]) }
        let integerCount = text.count
        for index in 0..<places { text.append(digits.point + index < 0 ? 0 : digits[digits.point + index]) }
        return join(text[..<integerCount], text[integerCount...])
    }

    private static func exponential(_ digits: Digits, places: Int, minimumExponentDigits: Int = 2) -> String {
        let mantissa = (0...places).map { digits[$0] }
        let exponent = digits.values.isEmpty ? 0 : digits.point - 1
        let spelling = String(exponent.magnitude)
        let zeros = String(repeating: "0", count: max(0, minimumExponentDigits - spelling.utf8.count))
        return join(mantissa[..<1], mantissa[1...]) + (exponent < 0 ? "e-" : "e+") + zeros + spelling
    }

    private static func join(_ integer: ArraySlice<UInt8>, _ fraction: ArraySlice<UInt8>) -> String {
        let point = fraction.isEmpty ? [] : [UInt8(ascii: ".")]
        let ascii = integer.map { $0 + UInt8(ascii: "0") } + point + fraction.map { $0 + UInt8(ascii: "0") }
        return String(decoding: ascii, as: UTF8.self)
    }

    // MARK: Digits

    /// The fewest digits that read back as the same number: those of Swift's own description.
    private static func shortestDigits(_ magnitude: Double) -> Digits {
        var values: [UInt8] = []
        var exponent = 0
        var integerDigits: Int?
        let description = magnitude.description
        let parts = description.split(separator: "e")
        if parts.count > 1 { exponent = Int(parts[1]) ?? 0 }
        for byte in (parts.first ?? "").utf8 {
            if byte == UInt8(ascii: ".") {
                integerDigits = values.count
            } else {
                values.append(byte &- UInt8(ascii: "0"))
            }
        }
        return trimmed(values, point: (integerDigits ?? values.count) + exponent)
    }

    /// All digits of the binary number, of which there are at most 767.
    private static func exactDigits(_ magnitude: Double) -> Digits {
        guard magnitude != 0 else { return Digits(values: [], point: 0) }
        // value = mantissa × 2^exponent; a negative power of two is the same power of five, shifted by tens.
        let exponent = Int(magnitude.exponent) - Double.significandBitCount
        var mantissa = magnitude.significandBitPattern
        var power = exponent
        if magnitude.isNormal {
            mantissa |= 1 << UInt64(Double.significandBitCount)
        } else {
            power = -1074
        }
        var limbs: [UInt64] = [mantissa % limbBase, mantissa / limbBase]
        multiply(&limbs, by: power >= 0 ? 2 : 5, times: power.magnitude)
        var values: [UInt8] = []
        for limb in limbs {
            var rest = limb
            for _ in 0..<9 {
                values.append(UInt8(truncatingIfNeeded: rest % 10))
                rest /= 10
            }
        }
        values.reverse()
        return trimmed(values, point: values.count + min(0, power))
    }

    private static let limbBase: UInt64 = 1_000_000_000

    private static func multiply(_ limbs: inout [UInt64], by factor: UInt64, times: UInt) {
        for _ in 0..<times {
            var carry: UInt64 = 0
            for index in limbs.indices {
                let product = limbs[index] * factor + carry
                limbs[index] = product % limbBase
                carry = product / limbBase
            }
            if carry > 0 { limbs.append(carry) }
        }
    }

    private static func trimmed(_ values: [UInt8], point: Int) -> Digits {
        let leading = values.prefix { $0 == 0 }.count
        var rest = values.dropFirst(leading)
        while rest.last == 0 { rest.removeLast() }
        return Digits(values: Array(rest), point: rest.isEmpty ? 0 : point - leading)
    }

    /// Rounds to a number of digits, a tie to the even neighbour.
    private static func rounded(_ digits: Digits, to count: Int) -> Digits {
        guard count < digits.values.count else { return digits }
        guard count >= 0 else { return Digits(values: [], point: 0) }
        var values = Array(digits.values[..<count])
        var point = digits.point
        let isTie = digits[count] == 5 && digits.values.count == count + 1
        let roundsUp = isTie ? count > 0 && digits[count - 1] % 2 == 1 : digits[count] >= 5
        if roundsUp {
            var index = count - 1
            while index >= 0, values[index] == 9 {
                values[index] = 0
                index -= 1
            }
            if index >= 0 {
                values[index] += 1
            } else {
                values.insert(1, at: 0)
                point += 1
            }
        }
        return trimmed(values, point: point)
    }
}
