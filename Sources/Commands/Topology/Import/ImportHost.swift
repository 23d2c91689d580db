internal import Exchange
internal import Lab

/// `netsim import host`.
struct ImportHost: Command {
    static let synopsis = Synopsis(
        "[OPTIONS] FILE [FILE...]",
        .atLeast(1),
        "Make an empty lab on a host like this one",
        refusals: .own,
        details: """
            The files are what "ip -j addr", "ip -j route", "ip -j -6 route" and "ss -ltun" print,
            the daemon's daemon.json, or one JSON object with members addr, route, daemon,
            listeners, vpn, reserved, hostname, nameservers and networks; - is standard input.

            For example: ip -j addr >addr.json; ip -j route >route.json;
                         netsim import host --lab office addr.json route.json /etc/docker/daemon.json
            """,
        operands: [.files]
    )

    private var target = ImportTarget()

    static var flags: [Flag<ImportHost>] { ImportTarget.flags.map { $0.within(\.target) } }

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        let description: HostDescription
        do {
            let files = try operands.map { file in
                (source: file == "-" ? "standard input" : file, bytes: try ImportTarget.content(of: file, session))
            }
            description = try HostFactsReader.read(files)
        } catch let error as ImportError {
            throw ImportTarget.failure(error)
        }
        let lab = description.lab(
            seed: session.options.seed ?? 0,
            engine: session.options.engine ?? .head,
            created: try session.now()
        )
        try target.store(lab, notes: description.notes, in: session)
        return 0
    }
}
