/// Why a flag's value was refused; the flag's name is added by the scanner.
package struct FlagValueError: Error, Hashable, Sendable {
    package let reason: String

    package init(_ reason: String) {
        self.reason = reason
    }
}
