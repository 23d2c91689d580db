internal import DockerValues
internal import Exchange
internal import Lab
internal import Lint

/// Facts of a real host that a command was given, for what a design meets there.
struct HostRequest: Sendable {
    private var files: [String] = []

    static var flags: [Flag<HostRequest>] {
        [
            .list(
                "host-facts",
                as: "file",
                "What the host says of itself: ip -j addr, ip -j route, daemon.json, or all in one"
            ) { $0.files.append($1) }
            .completing(.files)
        ]
    }

    /// The host; nil where no file was given.
    ///
    /// - Throws: what is wrong with a file, for exit status 2.
    /// - Parameter usual: files to read where none was given.
    func description(in session: Session, usual: [String] = []) throws(CommandFailure) -> HostDescription? {
        let files = files.isEmpty ? usual : files
        if files.isEmpty { return nil }
        var contents: [(source: String, bytes: [UInt8])] = []
        for file in files {
            let bytes: [UInt8]
            do throws(ValueError) {
                bytes = try session.input(file)
            } catch {
                throw CommandFailure("netsim: cannot read facts of the host: \(error.message)", status: 2)
            }
            contents.append((source: file == "-" ? "standard input" : file, bytes: bytes))
        }
        do throws(ImportError) {
            return try HostFactsReader.read(contents)
        } catch {
            throw CommandFailure("netsim: cannot read facts of the host: \(error)", status: 2)
        }
    }
}

extension HostDescription {
    /// A lab with nothing but Docker on such a host.
    func lab(seed: UInt64, engine version: EngineVersion, created: Timestamp) -> Lab {
        var settings = engine
        settings.version = version
        return Lab(seed: seed, host: facts, engine: settings, created: created)
    }

    /// Whether a lab is on such a host already.
    func isHost(of lab: Lab) -> Bool {
        var settings = engine
        // Drawn where the settings have none.
        if settings.engineID.isEmpty { settings.engineID = lab.engine.engineID }
        // The machine's files do not say which release it runs.
        settings.version = lab.engine.version
        return lab.host == facts && lab.engine == settings
    }

    /// What a lab cannot keep of it.
    var notes: [String] {
        // Routes on a link are kept: the pools stay clear of them.
        var notes = reserved.filter { !facts.onLinkRoutes.contains($0.prefix) }.map {
            "\($0.prefix) is reserved (\($0.purpose)): a lab does not keep that"
        }
        if facts.uplinkAddresses.isEmpty { notes.append("the host has no address towards the outside") }
        return notes
    }

    var conditions: HostConditions {
        var conditions = HostConditions(facts, networks: networks, uplinkMTU: uplinkMTU)
        conditions.reserved = reserved.map { HostConditions.Reserved(prefix: $0.prefix, purpose: $0.purpose) }
        return conditions
    }
}
