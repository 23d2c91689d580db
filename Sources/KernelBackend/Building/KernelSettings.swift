internal import CLinux
internal import Glibc
internal import Netlink

/// Settings under `/proc/sys`, of the calling thread's network namespace.
enum KernelSettings {
    static func set(_ path: String, to value: String, option: String?) throws {
        let descriptor = netsim_open("/proc/sys/\(path)", O_WRONLY, 0)
        guard descriptor >= 0 else {
            if descriptor == -ENOENT { throw KernelError.noSetting(path: path, option: option) }
            throw NetlinkError.system(attempt: "open /proc/sys/\(path)", number: -descriptor)
        }
        defer { _ = netsim_close(descriptor) }
        let octets = Array(value.utf8)
        let written = octets.withUnsafeBytes { netsim_write(descriptor, $0.baseAddress, $0.count) }
        guard written >= 0 else {
            throw NetlinkError.system(attempt: "set \(path) to \(value)", number: Int32(clamping: -written))
        }
    }
}
