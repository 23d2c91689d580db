internal import DockerValues
internal import Lab
internal import Topology

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
    func description(in session: Session) throws(CommandFailure) -> HostDescription? {
        if files.isEmpty { return nil }
        var contents: [(source: String, bytes: [UInt8])] = []
        for file in files {
            let bytes: [UInt8]
            if file == "-" {
                bytes = session.surroundings.readAll()
            } else {
                do throws(ValueError) {
                    bytes = try TextFile.read(file)
                } catch {
                    throw CommandFailure("netsim: cannot read facts of the host: \(error.message)", status: 2)
                }
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
    /// A lab with nothing but Docker on such a host; no moment is seen in what is told of it.
    func lab(seed: UInt64) -> Lab {
        Lab(seed: seed, host: facts, engine: engine, created: Timestamp(seconds: 0))
    }

    var conditions: HostConditions {
        var conditions = HostConditions(facts, networks: networks, uplinkMTU: uplinkMTU)
        conditions.reserved = reserved.map { HostConditions.Reserved(prefix: $0.prefix, purpose: $0.purpose) }
        return conditions
    }
}
