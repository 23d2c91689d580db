internal import Text

/// Numbers and truth values of flags, read as Go reads them.
package enum FlagNumber {
    package static func bool(_ text: String) throws(FlagValueError) -> Bool { try read(text, GoNumber.bool) }

    package static func int64(_ text: String) throws(FlagValueError) -> Int64 { try read(text, GoNumber.int64) }

    package static func port(_ text: String) throws(FlagValueError) -> UInt16 { try read(text, GoNumber.port) }

    package static func unsigned(_ text: String, bits: Int) throws(FlagValueError) -> UInt64 {
        try read(text) { text throws(GoNumberError) in try GoNumber.unsigned(text, bits: bits) }
    }

    private static func read<Value>(
        _ text: String,
        _ number: (String) throws(GoNumberError) -> Value
    ) throws(FlagValueError) -> Value {
        do throws(GoNumberError) { return try number(text) } catch { throw FlagValueError("\(error)") }
    }
}
