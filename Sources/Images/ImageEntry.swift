package import Addressing

/// What somebody states of an image: in a file, or as `docker image inspect` showed it.
package struct ImageEntry: Hashable, Sendable {
    /// `owner/name` for every tag, `owner/name:tag` for one.
    package var name: String
    /// An image that is known and holds the same program, such as `postgres`.
    package var like: String?
    /// What it listens on; nil: as what it is like.
    package var listens: [ContainerPort]?
    package var exposed: [ContainerPort]?
    package var entrypoint: [String]?
    package var command: [String]?
    package var user: String?
    package var base: ImageBase?

    package init(name: String) { self.name = name }

    /// Whether the entry speaks of an image. One of a single tag goes before one of all.
    func matches(_ name: ImageName) -> Bool {
        let own = ImageName(self.name)
        return own.path == name.path && (own.tag == nil || own.tag == name.tag ?? "latest")
    }

    /// The entry laid over what the table says of the image, or of one like it.
    package func image() -> KnownImage {
        let program = KnownImage.Program(
            title: name,
            role: .other,
            ports: [],
            knowsPorts: false,
            processes: [],
            schemes: []
        )
        var image = ImageTable.lookup(ImageName(like ?? name)) ?? KnownImage(program, .stated, source: "")
        image.certainty = .stated
        image.source = "stated"
        // Of a program that nobody knows EXPOSE says what it listens on.
        if let listens = listens ?? (image.knowsPorts ? nil : exposed) {
            let known = image.ports
            image.ownPorts = listens.map { port in known.first { $0.port == port } ?? ImagePort(port) }
            image.knowsPorts = true
        }
        if let exposed { image.exposed = exposed }
        if let entrypoint { image.entrypoint = entrypoint }
        if let command { image.command = command }
        if let user { image.user = user }
        if let base { image.base = base }
        return image
    }
}
