/// The backslash escapes of `echo -e`.
enum EchoEscapes {
    private static let letters: [UInt8: UInt8] = [
        UInt8(ascii: "a"): 7, UInt8(ascii: "b"): 8, UInt8(ascii: "e"): 27, UInt8(ascii: "f"): 12, UInt8(ascii: "n"): 10,
        UInt8(ascii: "r"): 13, UInt8(ascii: "t"): 9, UInt8(ascii: "v"): 11, UInt8(ascii: "\\"): UInt8(ascii: "\\"),
    ]

    /// The text with its escapes replaced, and whether `\c` cut it off.
    ///
    /// - Parameter allowsHexadecimal: whether `\x41` is one of them, which dash does not know.
    static func replaced(in text: String, allowsHexadecimal: Bool = true) -> (text: String, isCut: Bool) {
        let bytes = Array(text.utf8)
        var out: [UInt8] = []
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            guard byte == UInt8(ascii: "\\"), index < bytes.count else {
                out.append(byte)
                continue
            }
            let letter = bytes[index]
            index += 1
            switch letter {
            case UInt8(ascii: "c"): return (String(decoding: out, as: UTF8.self), true)
            case UInt8(ascii: "0"): out.append(number(bytes, &index, radix: 8, most: 3) ?? 0)
            case UInt8(ascii: "x") where allowsHexadecimal:
                if let number = number(bytes, &index, radix: 16, most: 2) {
                    out.append(number)
                } else {
                    out += [byte, letter]
                }
            default:
                if let replaced = letters[letter] { out.append(replaced) } else { out += [byte, letter] }
            }
        }
        return (String(decoding: out, as: UTF8.self), false)
    }

    private static func number(_ bytes: [UInt8], _ index: inout Int, radix: Int, most: Int) -> UInt8? {
        var value = 0
        var count = 0
        while count < most, index < bytes.count, let digit = Character(UnicodeScalar(bytes[index])).hexDigitValue,
            digit < radix
        {
            value = value * radix + digit
            index += 1
            count += 1
        }
        return count == 0 ? nil : UInt8(truncatingIfNeeded: value)
    }
}
