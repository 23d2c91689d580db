/// Why a value was refused after all flags were read: text of Docker's command line, without a prefix.
package struct ValueError: Error, Hashable, Sendable {
    package let message: String

    package init(_ message: String) {
        self.message = message
    }
}
