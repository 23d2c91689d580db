internal import CLinux
internal import Engine
internal import EngineAPI
internal import Glibc
internal import Lab
internal import LabStore
internal import Resolver

/// The program `netsim-engine`: serves one lab until it is told to end.
package enum EngineProgram {
    /// - Parameter arguments: the words after the program's name: home, lab, seed, order of answers, address, engine. `netsim
    ///   engine` gives them.
    package static func run(_ arguments: [String]) -> Int32 {
        guard (5...6).contains(arguments.count), let seed = UInt64(arguments[2]),
            let order = AnswerOrder(rawValue: arguments[3]),
            let address = EngineServer.Address(arguments[4]),
            let version = arguments.count == 6 ? EngineVersion(arguments[5]) : .head
        else {
            complain("it is started by netsim engine")
            return 2
        }
        // Before any thread is made, so that all of them leave the signals to this one.
        var signals = sigset_t()
        sigemptyset(&signals)
        for signal in [SIGTERM, SIGINT, SIGHUP] { sigaddset(&signals, signal) }
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        signal(SIGPIPE, SIG_IGN)
        // A thread for each command that runs: without, each would keep memory of its own.
        netsim_share_heap()
        do {
            return try serve(home: arguments[0], lab: arguments[1], seed, order, version, address, until: signals)
        } catch {
            complain("\(error)")
            return 1
        }
    }

    private static func serve(
        home: String,
        lab: String,
        _ seed: UInt64,
        _ order: AnswerOrder,
        _ version: EngineVersion,
        _ address: EngineServer.Address,
        until signals: sigset_t
    ) throws -> Int32 {
        let clock = clock()
        var options = LabStore.Options()
        options.seed = seed
        options.created = clock()
        options.engine = version
        // Thousands of calls a second, each kept before it is answered: what the system holds outlives this process.
        options.survivesPowerFailure = false
        let store = try LabStore(home: home, lab: lab, options: options)
        // What is kept beside a lab needs one.
        try store.create(now: clock())
        var configuration = Engine.Configuration(clock: clock)
        configuration.seed = seed
        configuration.order = order
        let watch = LabWatch(store)
        let engine = try Engine(store, configuration)
        let server = try EngineServer(EngineService(engine), at: address, watch: watch)
        try engine.takeUp()
        say("export DOCKER_HOST=\(server.served)", to: STDOUT_FILENO)
        var signals = signals
        var caught: Int32 = 0
        sigwait(&signals, &caught)
        engine.shutDown()
        server.stop()
        return 0
    }

    /// The system's clock, or `NETSIM_TIME`.
    private static func clock() -> @Sendable () -> Timestamp {
        if let text = getenv("NETSIM_TIME").map({ String(cString: $0) }),
            let fixed = Timestamp(rfc3339: text) ?? Int64(text).map(Timestamp.init(seconds:))
        {
            return { fixed }
        }
        return {
            var time = timespec()
            clock_gettime(CLOCK_REALTIME, &time)
            return Timestamp(nanoseconds: Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec))
        }
    }

    private static func complain(_ text: String) { say("netsim-engine: \(text)", to: STDERR_FILENO) }

    private static func say(_ text: String, to descriptor: Int32) {
        let line = Array("\(text)\n".utf8)
        _ = write(descriptor, line, line.count)
    }
}
