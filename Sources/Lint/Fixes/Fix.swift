public import YAML

/// A change of the files after which a finding is gone.
public struct Fix: Hashable, Sendable {
    public enum Safety: String, Hashable, Sendable {
        /// Whoever is meant to reach something still does, and nothing else changes.
        case safe
        /// It may take something away from somebody: for a person to decide.
        case suggested
    }

    /// What is done, as an order: `write 10.1.0.0/24`.
    public let title: String
    public let edits: [SourceEdit]
    public let safety: Safety

    public init(_ title: String, _ edits: [SourceEdit], _ safety: Safety) {
        self.title = title
        self.edits = edits
        self.safety = safety
    }
}
