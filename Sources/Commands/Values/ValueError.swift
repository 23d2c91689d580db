/// Why a value was refused after all flags were read: text of Docker's command line, without a prefix.
struct ValueError: Error, Hashable, Sendable {
    let message: String

    init(_ message: String) {
        self.message = message
    }
}
