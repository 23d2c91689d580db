/// Numbers as BIND's tools read them: digits only.
enum BINDNumber {
    /// Reads a number, or says what is wrong with it as the tools do.
    static func parse(
        _ text: String,
        _ range: ClosedRange<UInt32>,
        what: String,
        allowsHexadecimal: Bool = false
    ) -> Result<UInt32, Fault> {
        var digits = text[...]
        var radix = 10
        if allowsHexadecimal, digits.hasPrefix("0x") || digits.hasPrefix("0X") {
            digits = digits.dropFirst(2)
            radix = 16
        }
        guard !digits.isEmpty, digits.utf8.allSatisfy({ Character(UnicodeScalar($0)).isHexDigit }) else {
            return .failure(Fault(line: "invalid \(what) '\(text)': not a valid number"))
        }
        guard radix == 16 || digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return .failure(Fault(line: "invalid \(what) '\(text)': not a valid number"))
        }
        guard let number = UInt32(digits, radix: radix), range.contains(number) else {
            return .failure(Fault(line: "invalid \(what) '\(text)': out of range"))
        }
        return .success(number)
    }

    struct Fault: Error {
        let line: String
    }
}
