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
    /// Who tries; nil for the one who asked.
    var sender: Sender?
    /// What is tried; nil for what was asked.
    var kind: ProbeKind?
    /// Whether it opens a port of the host.
    var publishes = false
}

extension Candidate {
    /// Asks elsewhere, and changes nothing.
    static func asking(
        _ text: String,
        _ commands: [String] = [],
        at target: @escaping (Lab) -> (address: IPAddress, port: UInt16?)?
    ) -> Candidate {
        Candidate(text: text, commands: commands, change: { $0 }, target: target)
    }
}
