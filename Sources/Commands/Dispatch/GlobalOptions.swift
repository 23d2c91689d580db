internal import DockerValues
internal import Lab
internal import Resolver

/// What every command takes, before its name or after it, or from the environment.
struct GlobalOptions: Sendable {
    /// The folder of all labs; nil: `$NETSIM_HOME`, else the XDG state folder.
    var home: String?
    var lab: String?
    var seed: UInt64?
    /// What a new lab's engine is; nil: the development branch.
    var engine: EngineVersion?
    /// What ``engine`` has to be in a lab that is there already.
    var demandedEngine: EngineVersion?
    var dnsOrder: AnswerOrder?
    /// nil: the kernel where the lab is in it, else the simulation.
    var backend: Backend?
    var wantsHelp = false

    static let defaultLab = "default"

    /// Made once: they are read before the command, with it, and again for its help.
    static let flags: [Flag<GlobalOptions>] = [
        .custom("home", as: "folder", "Folder that holds the labs (env NETSIM_HOME)") { $0.home = $1 }
            .completing(.files),
        .custom("lab", as: "name", default: "\"\(defaultLab)\"", "Lab to work in (env NETSIM_LAB)") { $0.lab = $1 }
            .completing(.labs),
        .custom(
            "seed",
            as: "uint",
            default: "0",
            "Seed of a new lab's identifiers, MAC addresses and shuffles (env NETSIM_SEED)",
            set: setSeed
        ),
        .custom(
            "engine",
            as: "version",
            default: "\"head\"",
            "Docker Engine that a new lab behaves as: 20.10 to 29, or a release (env NETSIM_ENGINE)",
            set: setEngine
        )
        .completing(.words(EngineVersion.all.map(\.name))),
        .custom(
            "dns-order",
            as: "string",
            default: "\"rotate\"",
            "Order of several DNS answers: rotate, shuffle as Docker does, or fixed (env NETSIM_DNS_ORDER)",
            set: setOrder
        )
        .completing(.words(AnswerOrder.allCases.map(\.rawValue))),
        .custom(
            "backend",
            as: "string",
            "What carries packets: simulated or kernel (env NETSIM_BACKEND)",
            set: setBackend
        )
        .completing(.words(Backend.allCases.map(\.rawValue))),
        .bool("help", "Print usage") { $0.wantsHelp = $1 },
    ]

    /// Takes from the environment what no flag said.
    ///
    /// - Throws: a failure that names the variable.
    mutating func complete(from environment: (String) -> String?) throws(CommandFailure) {
        func value<Value>(
            _ name: String,
            _ read: (String) throws(FlagValueError) -> Value
        ) throws(CommandFailure) -> Value? {
            guard let text = environment(name), !text.isEmpty else { return nil }
            do {
                return try read(text)
            } catch {
                throw CommandFailure("netsim: environment variable \(name): \(error.reason)")
            }
        }
        if home == nil { home = try value("NETSIM_HOME") { $0 } }
        if lab == nil { lab = try value("NETSIM_LAB") { $0 } }
        if seed == nil {
            seed = try value("NETSIM_SEED") { text throws(FlagValueError) in try FlagNumber.unsigned(text, bits: 64) }
        }
        if engine == nil { engine = try value("NETSIM_ENGINE", Self.engine) }
        if dnsOrder == nil { dnsOrder = try value("NETSIM_DNS_ORDER", Self.order) }
        if backend == nil { backend = try value("NETSIM_BACKEND", Self.backend) }
        if home == nil { home = Self.defaultHome(environment) }
    }

    @Sendable private static func setSeed(_ options: inout GlobalOptions, _ text: String) throws(FlagValueError) {
        options.seed = try FlagNumber.unsigned(text, bits: 64)
    }

    @Sendable private static func setEngine(_ options: inout GlobalOptions, _ text: String) throws(FlagValueError) {
        options.engine = try engine(text)
        options.demandedEngine = options.engine
    }

    private static func engine(_ text: String) throws(FlagValueError) -> EngineVersion {
        guard let version = EngineVersion(text) else {
            throw FlagValueError("invalid engine: must be \(EngineVersion.choices)")
        }
        return version
    }

    @Sendable private static func setOrder(_ options: inout GlobalOptions, _ text: String) throws(FlagValueError) {
        options.dnsOrder = try order(text)
    }

    @Sendable private static func setBackend(
        _ options: inout GlobalOptions,
        _ text: String
    ) throws(FlagValueError) {
        options.backend = try backend(text)
    }

    private static func backend(_ text: String) throws(FlagValueError) -> Backend {
        guard let backend = Backend(rawValue: text) else {
            throw FlagValueError("invalid backend: must be \"simulated\" or \"kernel\"")
        }
        return backend
    }

    private static func order(_ text: String) throws(FlagValueError) -> AnswerOrder {
        guard let order = AnswerOrder(rawValue: text) else {
            throw FlagValueError("invalid order: must be \"rotate\", \"shuffle\" or \"fixed\"")
        }
        return order
    }

    /// `$XDG_STATE_HOME/netsim`, or `~/.local/state/netsim` (XDG Base Directory specification 0.8; a relative
    /// `$XDG_STATE_HOME` does not count).
    private static func defaultHome(_ environment: (String) -> String?) -> String? {
        if let state = environment("XDG_STATE_HOME"), state.hasPrefix("/") { return "\(state)/netsim" }
        guard let home = environment("HOME"), !home.isEmpty else { return nil }
        return "\(home)/.local/state/netsim"
    }
}
