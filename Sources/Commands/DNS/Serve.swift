internal import Addressing
internal import DNSService
internal import Lab
internal import LabStore
internal import Rendering
internal import Resolver

/// `netsim serve`.
struct Serve: Command {
    static let synopsis = Synopsis(
        "[OPTIONS]",
        .none,
        "Answer real DNS queries over UDP and TCP until stopped",
        details: """
            Each running container has a port of its own on loopback, with that container's
            view of the lab. On the shared port the EDNS client-subnet option names the
            container that asks: dig @127.0.0.1 -p 5311 web +subnet=172.18.0.5/32. What other
            netsim commands change is seen at once.
            """
    )

    private var list = false
    private var listen = "127.0.0.1"
    private var shared: Int?
    private var first: Int?
    private var readyFile = ""
    private var format = ""

    static var flags: [Flag<Serve>] {
        [
            .bool("list", short: "l", "List the ports of the running server and exit") { $0.list = $1 },
            .string("listen", "Address to answer on, 127.0.0.1 unless told") { $0.listen = $1 },
            .int("port", short: "p", default: "15311", "First container's port; 0 takes free ones") { $0.first = $1 },
            .int("shared-port", default: "5311", "Port for all containers; 0 takes a free one") { $0.shared = $1 },
            .string("ready-file", "File to write once the server answers") { $0.readyFile = $1 }.completing(.files),
            .ownFormat { $0.format = $1 },
        ]
    }

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        let registry = ServeRegistry(home: try session.home(), lab: session.labName)
        if list {
            guard let status = registry.read() else {
                throw CommandFailure("netsim: no server is running for lab \(session.labName)")
            }
            try show(status, session)
            return 0
        }
        guard let address = IPAddress(listen) else {
            throw CommandFailure("netsim: \(listen) is no IP address to listen on")
        }
        guard let sharedPort = UInt16(exactly: shared ?? 5311), let firstPort = UInt16(exactly: first ?? 15311) else {
            throw CommandFailure("netsim: a port is a number from 0 to 65535")
        }
        var configuration = ServerConfiguration()
        configuration.address = address
        configuration.sharedPort = sharedPort
        configuration.firstContainerPort = firstPort
        configuration.order = session.options.dnsOrder ?? .rotate
        configuration.seed = UInt64(bitPattern: try session.now().nanoseconds)
        configuration.registry = registry
        configuration.readyFile = readyFile.isEmpty ? nil : readyFile
        configuration.followsSignals = true
        // The server reports from the thread that runs it, which is this one.
        nonisolated(unsafe) let report = session.surroundings.write
        configuration.report = { line in _ = report(.errors, Array("netsim: \(line)\n".utf8)) }
        let source = try StoredLab(session)
        let server = try DNSServer(configuration, lab: source)
        let statistics = try server.run { status in
            // Shown once the ports are open, and flushed: whoever started the server waits for it.
            try? show(status, session)
            try? session.flush()
        }
        session.complain(
            """
            netsim: stopped after \(statistics.queries) queries: \(statistics.local) answered from the lab, \
            \(statistics.simulated + statistics.forwarded) by the upstream, \(statistics.malformed) malformed
            """
        )
        return 0
    }

    private func show(_ status: ServeStatus, _ session: Session) throws {
        let columns: [Listing.Column] = [
            .init("Container", title: "CONTAINER"), .init("ID", title: "CONTAINER ID"), .init("Port", title: "PORT"),
        ]
        let listing = Listing(
            columns: columns,
            typeName: "serve.portContext",
            defaultTemplate: #"{{.Container}}\t{{.Port}}"#
        )
        var rows = status.ports.map { port in
            Listing.Row([
                "Container": .string(port.name), "ID": .string(port.container.short),
                "Port": port.number.map { JSONValue($0) } ?? "",
            ])
        }
        rows.append(Listing.Row(["Container": "(all, by +subnet)", "ID": "", "Port": JSONValue(status.sharedPort)]))
        try session.show(own: rows, in: listing, format: format)
    }
}

/// A lab in its store, watched by its name: one that is removed and made again, or renamed, is another lab from then on.
final class StoredLab: LabSource {
    private let store: LabStore
    private let watch: FileWatch
    private var stamp: LabStore.ChangeStamp?

    /// - Throws: where the lab cannot be read or made.
    init(_ session: Session) throws {
        var options = LabStore.Options()
        options.seed = session.options.seed ?? 0
        options.created = try session.now()
        store = try LabStore(home: try session.home(), lab: session.labName, options: options)
        // The file has to be there to be watched.
        try store.create(now: try session.now())
        watch = try FileWatch([store.file])
        watch.add(store.foldersOfFile)
    }

    var changeDescriptor: Int32? { watch.descriptor }

    func current() throws -> Lab {
        let lab = try store.read { $0 }
        stamp = store.snapshotStamp
        return lab
    }

    func reloadIfChanged() throws -> Lab? {
        // From the outermost folder on, so that nothing is made unseen between two of them.
        watch.add(store.foldersOfFile + [store.file])
        let lab = try store.read(ifChangedSince: stamp) { $0 }
        if lab != nil { stamp = store.snapshotStamp }
        return lab
    }
}
