/// The order of `network ls` and `docker port`: digits compare as numbers and come before everything else
/// (fvbommel/sortorder `NaturalLess`).
package enum NaturalOrder {
    package static func precedes(_ left: String, _ right: String) -> Bool {
        let (a, b) = (Array(left.utf8), Array(right.utf8))
        var (i, j) = (0, 0)
        while i < a.count, j < b.count {
            let (isDigitA, isDigitB) = (isDigit(a[i]), isDigit(b[j]))
            if isDigitA != isDigitB { return isDigitA }
            guard isDigitA else {
                if a[i] != b[j] { return a[i] < b[j] }
                i += 1
                j += 1
                continue
            }
            let (first, second) = (number(in: a, at: &i), number(in: b, at: &j))
            if first.count != second.count { return first.count < second.count }
            if first != second { return first.lexicographicallyPrecedes(second) }
            // Equal numbers: fewer leading zeros come first.
            if first.startIndex != second.startIndex { return first.startIndex < second.startIndex }
        }
        return a.count < b.count
    }

    /// The digits of the number at `index` without leading zeros; moves `index` behind them.
    private static func number(in bytes: [UInt8], at index: inout Int) -> ArraySlice<UInt8> {
        while index < bytes.count, bytes[index] == UInt8(ascii: "0") { index += 1 }
        let start = index
        while index < bytes.count, isDigit(bytes[index]) { index += 1 }
        return bytes[start..<index]
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
