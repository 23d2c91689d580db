/// Why a lab's file could not be used: what was attempted, on what, why, and what to do.
///
/// Whatever the fault, the file is left as it was.
package struct StoreError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Code: Hashable, Sendable {
        /// The name cannot be a lab's.
        case invalidName
        case notFound
        /// Not a lab, or a damaged one.
        case unreadable
        /// Written by a later version of netsim.
        case newer
        /// Another process kept the lab locked for too long.
        case busy
        case permissionDenied
        case readOnly
        /// No space left.
        case full
        /// Any other refusal of the system.
        case failed
    }

    package let code: Code
    /// What was attempted, on what, and why it failed.
    package let message: String
    /// What to do.
    package let advice: String?

    init(_ code: Code, _ message: String, advice: String? = nil) {
        self.code = code
        self.message = message
        self.advice = advice
    }

    /// One line: message, then advice.
    package var description: String { advice.map { "\(message); \($0)" } ?? message }
}
