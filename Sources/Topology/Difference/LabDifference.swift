package import Lab

/// What changes between two designs: who reaches whom, which name stands for what, who has which address, and what is
/// open to the host and to the world outside.
package struct LabDifference: Hashable, Sendable {
    /// Services (or containers that belong to none) that only one of the two has.
    package var added: [String] = []
    package var removed: [String] = []
    package var paths: [PathChange] = []
    package var names: [NameChange] = []
    package var addresses: [AddressChange] = []
    package var exposures: [ExposureChange] = []

    /// The parts of a difference that can be asked for alone.
    package enum Part: String, Hashable, Sendable, CaseIterable {
        case services, paths, names, addresses, exposure
    }

    package var isEmpty: Bool {
        added.isEmpty && removed.isEmpty && paths.isEmpty && names.isEmpty && addresses.isEmpty && exposures.isEmpty
    }

    /// - Parameter parts: what is compared; all unless told.
    package init(from old: Lab, to new: Lab, parts: Set<Part> = Set(Part.allCases)) {
        // One project on each side is one design, whatever the project is called.
        let qualifies = [old, new].contains { Design.projects(of: $0).count > 1 }
        let (a, b) = (Design(old, qualifies: qualifies), Design(new, qualifies: qualifies))
        if parts.contains(.services) {
            added = b.order.filter { a.groups[$0] == nil }
            removed = a.order.filter { b.groups[$0] == nil }
        }
        if parts.contains(.paths) || parts.contains(.exposure) {
            var comparison = ReachComparison(a, b)
            if parts.contains(.paths) { paths = comparison.paths() }
            if parts.contains(.exposure) { exposures = comparison.exposures() }
        }
        if parts.contains(.names) { names = NameComparison(a, b).changes() }
        if parts.contains(.addresses) { addresses = AddressChange.all(a, b) }
    }
}

/// Whether something is only in the new design, or only in the old one.
package enum Change: String, Hashable, Sendable {
    case gained
    case lost
}

/// Services that one party begins or ceases to reach at another.
package struct PathChange: Hashable, Sendable {
    package let change: Change
    /// Groups that gain or lose alike.
    package let from: [String]
    package let to: [String]
    /// `5432/tcp`, `ping`.
    package let services: [String]
    /// How it is reached now, or why not.
    package let reason: String
}

/// A name that stands for something else than before, for those who ask.
package struct NameChange: Hashable, Sendable {
    package let name: String
    package let askers: [String]
    /// What answers, as `web ×3`; empty where the name is unknown.
    package let before: [String]
    package let after: [String]
}

/// A container's address on a network.
package struct AddressChange: Hashable, Sendable {
    package let container: String
    package let network: String
    package let before: [String]
    package let after: [String]
}

/// A port that is, or no longer is, open to somebody without a network of the design.
package struct ExposureChange: Hashable, Sendable {
    package let change: Change
    /// `outside` or `host`.
    package let observer: String
    package let addresses: [String]
    package let port: UInt16
    package let container: String
    package let target: String
    package let origin: String
}
