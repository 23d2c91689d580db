/// An image's name, taken apart: `docker.io/library/nginx:1.27@sha256:…` (distribution/reference).
package struct ImageReference {
    /// Registry and path, defaults filled in: `docker.io/library/nginx`.
    package let repository: String
    package let tag: String?
    package let digest: String?

    /// Any text has parts; whether the name is well formed is for the command line to say.
    package init(_ text: String) {
        var rest = text[...]
        if let at = rest.lastIndex(of: "@") {
            digest = String(rest[rest.index(after: at)...])
            rest = rest[..<at]
        } else {
            digest = nil
        }
        if let colon = rest.lastIndex(of: ":"), !rest[colon...].contains("/") {
            tag = String(rest[rest.index(after: colon)...])
            rest = rest[..<colon]
        } else {
            tag = nil
        }
        repository = Self.withDefaults(rest)
    }

    /// The name and tag as Docker's tables show them: without the default registry, and without the digest.
    package var familiar: String {
        var name = repository[...]
        if name.hasPrefix("docker.io/") { name = name.dropFirst("docker.io/".count) }
        if repository.hasPrefix("docker.io/library/") { name = name.dropFirst("library/".count) }
        return tag.map { "\(name):\($0)" } ?? String(name)
    }

    /// The digits of a reference that is itself an image's identity.
    package static func givenID(_ text: String) -> String? {
        let digits = text.hasPrefix("sha256:") ? text.dropFirst("sha256:".count) : text[...]
        return isIdentifier(digits) ? String(digits) : nil
    }

    private static func withDefaults(_ name: Substring) -> String {
        guard let slash = name.firstIndex(of: "/") else { return "docker.io/library/\(name)" }
        let (host, path) = (name[..<slash], name[name.index(after: slash)...])
        let isHost = host.contains(".") || host.contains(":") || host == "localhost"
        if !isHost { return "docker.io/\(name)" }
        guard host == "docker.io" || host == "index.docker.io" else { return String(name) }
        return path.contains("/") ? "docker.io/\(path)" : "docker.io/library/\(path)"
    }
}
