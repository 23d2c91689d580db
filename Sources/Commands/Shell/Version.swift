internal import Lab
internal import Rendering

/// `netsim version`.
struct Version: Command {
    static let synopsis = Synopsis("[OPTIONS]", .none, "Show the version of netsim and of the engine it behaves as")

    /// netsim's own version (Semantic Versioning).
    static let number = "0.1.0"
    private var format = ""

    static var flags: [Flag<Version>] {
        [.ownFormat(["text", "json", "yaml"], default: "\"text\"") { $0.format = $1 }]
    }

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        let engine = try engine(in: session).title
        switch format {
        case "json", "yaml":
            let document: JSONValue = ["version": .string(Self.number), "engine": .string(engine)]
            session.write(document: document, asYAML: format == "yaml")
        default: session.print("netsim version \(Self.number), as \(engine)")
        }
        return 0
    }

    /// The engine of the lab, where there is one, else that of one that would be made now.
    private func engine(in session: Session) throws -> EngineVersion {
        guard let location = try? session.location(), session.surroundings.hasLab(location) else {
            return session.options.engine ?? .head
        }
        return try session.read(\.engine.version)
    }
}
