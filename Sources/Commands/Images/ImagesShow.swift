internal import Images
internal import Lab
internal import Rendering

/// `netsim images show`.
struct ImagesShow: Command {
    static let synopsis = Synopsis(
        "[OPTIONS] IMAGE",
        .exactly(1),
        "Show what is known of an image, and where it can be looked up",
        refusals: .own,
        aliases: ["images show"],
        details: """
            The exit status is 1 where nothing is known of the image.

            For example: netsim images show quay.io/keycloak/keycloak:24.0
            """
    )

    private var format = ""

    static var flags: [Flag<ImagesShow>] {
        [.ownFormat(["table", "json", "yaml"], default: "\"table\"") { $0.format = $1 }]
    }

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        let name = operands[0]
        let catalogue = try session.readIfThere(\.images) ?? ImageCatalogue()
        guard let image = catalogue.lookup(name) else {
            throw CommandFailure(
                "netsim: nothing is known of the image \(name): x-netsim.images, --images FILE or netsim images learn says "
                    + "what it listens on"
            )
        }
        switch OutputFormat(format) {
        case .json: session.write(document: .object(ImageText.object(name, image)), asYAML: false)
        case .yaml: session.write(document: .object(ImageText.object(name, image)), asYAML: true)
        default: for line in ImageText.lines(name, image) { session.print(line) }
        }
        return 0
    }
}

extension Session {
    /// What the lab says, where there is one: nothing is made for a question about images.
    func readIfThere<Value>(_ body: (Lab) throws -> Value) throws -> Value? {
        guard surroundings.hasLab(try location()) else { return nil }
        return try read(body)
    }
}
