/// What an image is built on: whose C library resolves names in it, and which tools lie in it.
package enum ImageBase: String, Hashable, Sendable, CaseIterable {
    case alpine, debian, ubuntu, rhel, photon, amazon, arch, wolfi
    /// busybox's own image, of which there is one with each library.
    case busybox
    /// A few libraries and certificates, and no shell.
    case distroless
    /// Nothing but the program.
    case scratch

    package enum Library: String, Hashable, Sendable { case glibc, musl, uclibc }

    /// nil: there is none, and a program brings its own resolver.
    package var library: Library? {
        switch self {
        case .alpine: .musl
        case .debian, .ubuntu, .rhel, .photon, .amazon, .arch, .wolfi, .distroless, .busybox: .glibc
        case .scratch: nil
        }
    }

    /// The shell that lies in it; nil: none.
    package var shell: String? {
        switch self {
        case .alpine, .busybox, .wolfi: "sh"
        case .debian, .ubuntu, .rhel, .photon, .amazon, .arch: "bash"
        case .distroless, .scratch: nil
        }
    }

    /// Whether its tools are busybox's.
    package var hasBusybox: Bool { self == .alpine || self == .busybox || self == .wolfi }

    /// Words of tags that name a base. What a tag says goes before what the image's other tags have.
    private static let words: [(word: String, base: ImageBase)] = [
        ("alpine", .alpine), ("distroless", .distroless), ("bookworm", .debian), ("bullseye", .debian),
        ("trixie", .debian), ("buster", .debian), ("stretch", .debian), ("debian", .debian), ("jammy", .ubuntu),
        ("noble", .ubuntu), ("focal", .ubuntu), ("ubuntu", .ubuntu), ("ubi", .rhel), ("ol9", .rhel), ("ol8", .rhel),
        ("oraclelinux", .rhel),
    ]

    /// What a tag says, such as `16-alpine3.20`.
    package static func of(tag: String?) -> ImageBase? {
        guard let tag, !tag.isEmpty else { return nil }
        return words.first { tag.contains($0.word) }?.base
    }
}
