internal import Text

/// An image's name, as the table looks it up: without its registry and digest, and without `library`.
package struct ImageName: Hashable, Sendable {
    /// The parts of the path, in small letters.
    package let path: [String]
    /// nil: none given, which stands for `latest`.
    package let tag: String?

    /// Every text has a name in it, if an empty one: a wrong reference is nobody's image.
    package init(_ reference: String) {
        let parsed = ImageReference(reference)
        // The registry comes first, and says nothing of the program.
        var parts = parsed.repository.split(separator: "/").dropFirst()
        // Official images, also as mirrors keep them: docker.io/library/nginx, public.ecr.aws/docker/library/nginx.
        if let library = parts.lastIndex(of: "library") { parts = parts[parts.index(after: library)...] }
        path = parts.map { $0.lowercased() }
        tag = parsed.tag
    }

    /// The last part: what the program is mostly called.
    package var last: String { path.last ?? "" }

    /// The name under which a table holds it: `nginx`, or `owner/name` with the last two parts.
    package var key: String { path.suffix(2).joined(separator: "/") }
}
