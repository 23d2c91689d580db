import DNSService
import Glibc
import Lab
import TestSupport
import Testing

@Suite struct `Signals` {
    @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
    func `One of them stops the server, which cleans up`(signal: Int32) async {
        // A process of its own, for signals are the whole process's.
        await #expect(processExitsWith: .exitCode(0)) { [signal] in
            let folder = try TemporaryFolder()
            let registry = ServeRegistry(home: folder.path, lab: "default")
            let server = try RunningServer(FixedLab(try .rotation())) {
                $0.followsSignals = true
                $0.registry = registry
            }
            guard registry.read() != nil else { exit(1) }
            kill(getpid(), signal)
            // Joins the thread, which ends because of the signal alone.
            guard server.waitForEnd() != nil, registry.read() == nil else { exit(2) }
            guard access("\(folder.path)/run/default.serve", F_OK) == -1 else { exit(3) }
            exit(0)
        }
    }
}
