/// What busybox's applets have in common (version 1.35 of Debian 12).
enum Busybox {
    static let banner = "BusyBox v1.35.0 (Debian 1:1.35.0-4+deb12u1+b1) multi-call binary."

    /// The refusal of a command line: what is wrong with it if it is a single option, then the usage.
    static func usage(_ usage: String, of tool: String, _ fault: OptionScanner.Fault? = nil) -> ToolResult {
        var result = ToolResult(exitCode: 1)
        if let fault { result.complain("\(tool): \(fault.text)") }
        result.complain("\(banner)\n\nUsage: \(usage)")
        return result
    }

    /// A number that cannot be used.
    struct NumberFault: Error {
        let text: String
    }

    /// `xatoull_range`.
    static func number(_ text: String, in range: ClosedRange<UInt64>) throws(NumberFault) -> UInt64 {
        guard let first = text.utf8.first, (0x30...0x39).contains(first), let number = UInt64(text) else {
            throw NumberFault(text: "invalid number '\(text)'")
        }
        guard range.contains(number) else {
            throw NumberFault(text: "number \(text) is not in \(range.lowerBound)..\(range.upperBound) range")
        }
        return number
    }

    /// A time in seconds, as nanoseconds.
    static func duration(_ text: String) throws(NumberFault) -> Int64 {
        guard let nanoseconds = Decimal.nanoseconds(text) else { throw NumberFault(text: "invalid number '\(text)'") }
        return nanoseconds
    }
}
