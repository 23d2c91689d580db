internal import Addressing
internal import Exchange
internal import Images
internal import Lab
internal import Rendering

/// `netsim images learn`.
struct ImagesLearn: Command {
    static let synopsis = Synopsis(
        "[OPTIONS] [FILE...]",
        .any,
        "Write what docker image inspect printed as entries of a file of images",
        refusals: .own,
        aliases: ["images learn"],
        details: """
            FILE holds what docker image inspect prints; - and none is standard input. What is
            written is for --images FILE, or to stand under x-netsim.images; with --keep the lab
            takes note of it instead. EXPOSE says what an image listens on, where its program is
            not known.

            For example: docker image inspect $(docker images -q) | netsim images learn
            """,
        operands: [.files]
    )

    private var keeps = false

    static var flags: [Flag<ImagesLearn>] {
        [.bool("keep", "Let the lab take note of them, and write nothing") { $0.keeps = $1 }]
    }

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        var entries: [ImageEntry] = []
        for file in operands.isEmpty ? ["-"] : operands {
            let source = file == "-" ? "standard input" : file
            let bytes = try ImportTarget.content(of: file, session)
            do {
                let dump = InspectedValue(try JSONValue(parsing: bytes), source: source)
                entries += try InspectedImages.entries(dump)
            } catch let error as ImportError {
                throw ImportTarget.failure(error)
            } catch let error as JSONError {
                throw CommandFailure("netsim: cannot import \(source): \(error.description)")
            }
        }
        if keeps {
            try session.update { lab in for entry in entries { lab.state(entry) } }
            return 0
        }
        var images = JSONObject()
        for entry in entries { images[entry.name] = .object(Self.object(entry)) }
        session.write(JSONValue.object(["images": .object(images)]).yaml())
        return 0
    }

    private static func object(_ entry: ImageEntry) -> JSONObject {
        var object = JSONObject()
        if let exposed = entry.exposed { object["exposes"] = JSONValue(exposed.map(\.description)) }
        if let entrypoint = entry.entrypoint { object["entrypoint"] = JSONValue(entrypoint) }
        if let command = entry.command { object["command"] = JSONValue(command) }
        if let user = entry.user { object["user"] = .string(user) }
        return object
    }
}
