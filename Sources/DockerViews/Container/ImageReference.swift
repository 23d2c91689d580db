internal import Lab

/// An image's name, taken apart: `docker.io/library/nginx:1.27@sha256:…` (distribution/reference).
struct ImageReference {
    /// Registry and path, defaults filled in: `docker.io/library/nginx`.
    let repository: String
    let tag: String?
    let digest: String?

    /// Any text has parts; whether the name is well formed is for the command line to say.
    init(_ text: String) {
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
    var familiar: String {
        var name = repository[...]
        if name.hasPrefix("docker.io/") { name = name.dropFirst("docker.io/".count) }
        if repository.hasPrefix("docker.io/library/") { name = name.dropFirst("library/".count) }
        return tag.map { "\(name):\($0)" } ?? String(name)
    }

    /// The image's identity, `sha256:` and 64 hexadecimal digits: the one that `text` names, else made up from the
    /// name.
    ///
    /// netsim holds no images. The made-up digits are four words of SplitMix64 seeded with the FNV-1a hash of the full
    /// name (`docker.io/library/nginx:latest` for `nginx`), so that one image has one identity in every lab.
    static func imageID(of text: String) -> String {
        if let given = givenID(text) { return "sha256:\(given)" }
        let reference = ImageReference(text)
        let name = reference.repository + (reference.digest.map { "@\($0)" } ?? ":\(reference.tag ?? "latest")")
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        var digits = Entropy(seed: hash)
        return "sha256:" + (0..<4).map { _ in Identifier.hex(digits.next()) }.joined()
    }

    /// The digits of a reference that is itself an image's identity.
    static func givenID(_ text: String) -> String? {
        let digits = text.hasPrefix("sha256:") ? text.dropFirst("sha256:".count) : text[...]
        return Identifier(digits).map(\.description)
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
