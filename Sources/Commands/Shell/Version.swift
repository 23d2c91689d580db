internal import Rendering

/// `netsim version`.
struct Version: Command {
    static let synopsis = Synopsis("[OPTIONS]", .none, "Show the version of netsim and of the engine it behaves as")

    /// netsim's own version (Semantic Versioning).
    static let number = "0.1.0"
    /// The engine that the recorded scenarios were taken from.
    static let engine = "Docker Engine, head of August 2026 (API 1.56)"

    private var format = ""

    static var flags: [Flag<Version>] {
        [.ownFormat(["text", "json", "yaml"], default: "\"text\"") { $0.format = $1 }]
    }

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        switch format {
        case "json", "yaml":
            let document: JSONValue = ["version": .string(Self.number), "engine": .string(Self.engine)]
            session.write(document: document, asYAML: format == "yaml")
        default: session.print("netsim version \(Self.number), as \(Self.engine)")
        }
        return 0
    }
}
