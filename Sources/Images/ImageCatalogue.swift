internal import Synchronization

/// The images that are known: those that somebody states, then those of the table.
package struct ImageCatalogue: Hashable, Sendable {
    package private(set) var entries: [ImageEntry] = []

    package init(_ entries: [ImageEntry] = []) {
        for entry in entries { add(entry) }
    }

    /// What is said last of a name counts.
    package mutating func add(_ entry: ImageEntry) {
        entries.removeAll { $0.name == entry.name }
        entries.append(entry)
    }

    /// What is known of an image; nil: nothing.
    package func lookup(_ reference: String) -> KnownImage? {
        if reference.isEmpty { return nil }
        if !entries.isEmpty {
            let name = ImageName(reference)
            let fitting = entries.filter { $0.matches(name) }
            // A tag's own entry goes before that of all tags.
            if let entry = fitting.first(where: { ImageName($0.name).tag != nil }) ?? fitting.last {
                return entry.image()
            }
        }
        return Self.remembered.withLock { known in
            if let image = known[reference] { return image }
            let image = KnownImage.named(reference)
            // Nothing that runs on and on may grow without end.
            if known.count >= 4096 { known.removeAll() }
            known[reference] = .some(image)
            return image
        }
    }

    /// Looking a name up costs some microseconds, and one lab asks for the same few over and over.
    private static let remembered = Mutex<[String: KnownImage?]>([:])
}
