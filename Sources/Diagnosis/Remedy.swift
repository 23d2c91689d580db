package import Addressing
internal import Lab

/// A change that would make it work, tried on a copy of the lab.
package struct Remedy: Hashable, Sendable {
    /// In words: `connect user to back`.
    package let text: String
    /// Commands that do it.
    package let commands: [String]
    /// The address and port that it then works at.
    package let address: IPAddress
    package let port: UInt16?
}

/// A change to try.
struct Candidate {
    let text: String
    let commands: [String]
    /// Changes a copy of the lab; nil where the change cannot be made.
    let change: (Lab) -> Lab?
    /// Where to try afterwards; nil: where the question was, found anew.
    var target: ((Lab) -> (address: IPAddress, port: UInt16?)?)?
}
