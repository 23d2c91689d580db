internal import CLinux
internal import Glibc
internal import Netlink

/// Processes in a lab's namespaces, which keep those alive.
package struct Leftovers: Hashable, Sendable {
    package struct Program: Hashable, Sendable, CustomStringConvertible {
        package let process: Int32
        package let name: String
        let started: UInt64

        package var description: String { "process \(process) (\(name))" }
    }

    package let programs: [Program]

    /// Looks for the processes in the namespaces of a record. The keeper itself is in none of them.
    ///
    /// The numbers of namespaces are used again once those are gone: only a process whose namespace has the cookie that
    /// was noted counts as the lab's.
    package static func find(_ record: KernelRecord) -> Leftovers {
        var cookies: [UInt64: UInt64] = [:]
        for space in record.spaces { cookies[space.inode] = space.cookie }
        var programs: [Program] = []
        for process in ProcessFacts.all() where process != getpid() {
            guard let inode = ProcessFacts.networkNamespace(process), let cookie = cookies[inode], cookie != 0,
                let started = ProcessFacts.started(process),
                self.cookie(process) == cookie || ProcessFacts.environment(process).contains(Self.mark(cookie))
            else { continue }
            programs.append(Program(process: process, name: ProcessFacts.name(process), started: started))
        }
        return Leftovers(programs: programs)
    }

    /// A variable in the environment of the programs that netsim starts in a namespace. Without root, that of a user
    /// namespace cannot be entered to ask for its cookie.
    static func mark(_ cookie: UInt64) -> String { "NETSIM_NAMESPACE=\(cookie)" }

    /// The cookie of a process's network namespace; 0 where it cannot be entered.
    private static func cookie(_ process: Int32) -> UInt64 {
        guard let namespace = try? NetworkNamespace.open("/proc/\(process)/ns/net") else { return 0 }
        return (try? OwnThread.run(in: namespace) { netsim_network_cookie() }) ?? 0
    }

    /// Ends the processes: asks, and after a second insists.
    ///
    /// - Returns: those that are still there.
    package func end() -> [Program] {
        for (signal, tries) in [(SIGTERM, 20), (SIGKILL, 40)] {
            for program in programs where program.isThere {
                _ = netsim_send_signal(Int64(program.process), signal)
                // One that is paused hears nothing until it goes on.
                _ = netsim_send_signal(Int64(program.process), SIGCONT)
            }
            for _ in 0..<tries {
                if !programs.contains(where: \.isThere) { return [] }
                usleep(50_000)
            }
        }
        return programs.filter(\.isThere)
    }
}

extension Leftovers.Program {
    /// Whether it is still the same process, and no mere entry that its parent has not read.
    fileprivate var isThere: Bool {
        ProcessFacts.started(process) == started && ProcessFacts.networkNamespace(process) != nil
    }
}
