internal import Exchange
internal import Rendering

/// `netsim import docker`.
struct ImportDocker: Command {
    static let synopsis = Synopsis(
        "[OPTIONS]",
        .none,
        "Make a lab of what a Docker Engine runs now",
        refusals: .own,
        details: """
            Only asks: GET requests for the engine's facts, networks and containers. Without
            --host it is the engine of DOCKER_HOST, or that of /var/run/docker.sock.
            """
    )

    private var target = ImportTarget()
    private var host: String?

    static var flags: [Flag<ImportDocker>] {
        let own: [Flag<ImportDocker>] = [
            .string("host", short: "H", "Socket of the engine, such as unix:///var/run/docker.sock") { $0.host = $1 }
        ]
        return (own + ImportTarget.flags.map { $0.within(\.target) }).sorted { $0.spec.name < $1.spec.name }
    }

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        let fallback = session.surroundings.environment("DOCKER_HOST") ?? ""
        let host = self.host ?? (fallback.isEmpty ? "unix:///var/run/docker.sock" : fallback)
        guard host.hasPrefix("unix://") else {
            throw CommandFailure("netsim: cannot ask \(host): only sockets, unix://PATH, are asked")
        }
        let engine = EngineClient(path: String(host.dropFirst("unix://".count)))
        var dumps: [InspectedValue] = []
        var gone: [String] = []
        dumps.append(try engine.get("/info"))
        for (list, place) in [("/networks", "networks"), ("/containers/json?all=1", "containers")] {
            for id in try Self.identifiers(try engine.get(list)) {
                let path = "/\(place)/\(id)" + (place == "containers" ? "/json" : "")
                // What went away in between is no part of the answer.
                if let answer = try engine.find(path) { dumps.append(answer) } else { gone.append(id) }
            }
        }
        let found: InspectImport
        do {
            found = try InspectImport(dumps, at: try session.now())
        } catch let error as ImportError {
            throw ImportTarget.failure(error)
        }
        try target.store(found.lab, notes: found.notes + gone.map { "\($0) went away meanwhile" }, in: session)
        return 0
    }

    /// Only what can be part of a path.
    private static func identifiers(_ list: InspectedValue) throws(CommandFailure) -> [String] {
        guard let elements = list.value.arrayValue else {
            throw CommandFailure(
                "netsim: cannot import \(list.source): expected an array, found \(list.value.kindName)"
            )
        }
        return elements.compactMap { $0["Id"]?.stringValue }
            .filter {
                !$0.isEmpty && $0.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 || $0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7a }
            }
    }
}
