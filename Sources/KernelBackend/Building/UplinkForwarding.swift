internal import CLinux
internal import Glibc
internal import Netlink

/// The machine's forwarding of IPv4, as uplinks need it: on from the first to the last of them, and then as before.
///
/// That it was off is noted in the machine's own rules, by a table without chains: whichever lab leaves last finds it
/// there, also where the one that came first was killed. All of it is of the calling thread's namespace.
enum UplinkForwarding {
    static let table = "nsup-forwarding"
    private static let setting = "net/ipv4/ip_forward"

    /// Switches it on where it is off, whatever other uplinks there are.
    static func require() throws {
        if SmallFile.read("/proc/sys/\(setting)")?.first == "1" { return }
        // First: a process that is killed in between leaves a note too many rather than one too few.
        try NFTables().load("add table ip \(table)")
        try KernelSettings.set(setting, to: "1", option: nil)
    }

    /// Switches it off where an uplink had switched it on. To be called once the last has gone.
    static func release() {
        guard (try? NFTables().load("list table ip \(table)")) != nil else { return }
        try? KernelSettings.set(setting, to: "0", option: nil)
        _ = try? NFTables().load("delete table ip \(table)")
    }

    /// Keeps other processes from making or removing uplinks in the same namespace, for as long as it lives or the
    /// process does.
    final class Lock {
        private let descriptor: Int32

        /// - Throws: where others have it for ten seconds.
        init() throws(NetlinkError) {
            // A file that each namespace has one of, that only root can open so, and that is never left behind.
            let path = "/proc/sys/\(setting)"
            descriptor = netsim_open(path, O_RDWR, 0)
            guard descriptor >= 0 else { throw .system(attempt: "open \(path)", number: -descriptor) }
            var status = netsim_try_lock(descriptor)
            for _ in 0..<1_000 where status == -EAGAIN {
                usleep(10_000)
                status = netsim_try_lock(descriptor)
            }
            guard status == 0 else { throw .system(attempt: "lock \(path)", number: -status) }
        }

        deinit { if descriptor >= 0 { _ = netsim_close(descriptor) } }
    }
}
