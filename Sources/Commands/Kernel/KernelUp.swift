internal import Glibc
internal import KernelBackend
internal import Lab

/// `netsim kernel up`.
struct KernelUp: Command {
    static let synopsis = Synopsis(
        "[OPTIONS]",
        .none,
        "Make the lab in the Linux kernel",
        refusals: .own,
        details: """
            Every container that runs becomes a network namespace, with the simulation's
            interfaces, addresses, routes and rules, and so do the simulated host, its router
            and a client outside. The machine's own network is not touched. A process in the
            background keeps all of it, answers DNS at 127.0.0.11 in the containers and at the ports
            that they listen on, and follows what other commands change, until netsim kernel down.
            Who is not root gets it in a user namespace.
            """
    )

    private var dryRun = false
    private var uplink = false

    static var flags: [Flag<KernelUp>] {
        [
            .bool("dry-run", "Print the commands of ip, tc and nft that make the same, and do nothing") {
                $0.dryRun = $1
            },
            .bool("uplink", "Connect the lab's router to the machine's network, and masquerade what leaves there") {
                $0.uplink = $1
            },
        ]
    }

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        if dryRun {
            session.write(try session.read { lab in try KernelScript(lab, prefix: "netsim-\(session.labName)").text })
            return 0
        }
        session.wantsUplink = uplink
        let process = try session.startKeeper()
        let count = try session.recordInKernel().spaces.count
        session.print("lab \(session.labName) is in the kernel: \(count) namespaces, kept by process \(process)")
        return 0
    }

    static func plan(_ lab: Lab) throws -> KernelPlan {
        var options = PlanBuilder.Options()
        options.isRootless = geteuid() != 0
        do throws(PlanRefusal) {
            return try PlanBuilder.plan(lab, options: options)
        } catch {
            throw CommandFailure("netsim: \(error)")
        }
    }
}
