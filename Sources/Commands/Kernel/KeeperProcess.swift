internal import CLinux
internal import Glibc
internal import KernelBackend

/// The processes that netsim starts of itself: a lab's keeper, and those that wait for a container's program.
enum KeeperProcess {
    /// What the keeper says on its standard output once the lab is there.
    static let ready = "ready"

    private static let program = "/proc/self/exe"

    /// Starts the process that keeps the lab, and waits until it has made it.
    ///
    /// - Returns: the process's number.
    /// - Throws: what the keeper says where it cannot.
    static func keep(_ registry: KernelRegistry, home: String, hasUplink: Bool) throws -> Int64 {
        try registry.makeFolder()
        // Others may start one at the same time, which then have the last word.
        let file = "\(registry.logFile).\(own)"
        let log = netsim_open_private(file, O_WRONLY | O_TRUNC)
        guard log >= 0 else { throw failure("cannot create \(file)", -log) }
        defer { _ = netsim_close(log) }
        var ends: (Int32, Int32) = (-1, -1)
        let piped = withUnsafeMutableBytes(of: &ends) {
            netsim_pipe($0.baseAddress?.assumingMemoryBound(to: Int32.self))
        }
        guard piped == 0 else { throw failure("cannot make a pipe", -piped) }
        defer { _ = netsim_close(ends.0) }
        let words = ["netsim", "--home", home, "--lab", registry.lab, "__keep"]
        let arguments = CStrings(words + (hasUplink ? ["--uplink"] : []))
        let process = netsim_start_detached(program, arguments.pointers, environ, ends.1, log)
        _ = netsim_close(ends.1)
        guard process > 0 else { throw failure("cannot start the keeper", Int32(clamping: -process)) }
        guard readLine(ends.0) == ready else {
            var status: Int32 = 0
            waitpid(pid_t(clamping: process), &status, 0)
            let words = (try? TextFile.read(file)).map { String(decoding: $0, as: UTF8.self) } ?? ""
            unlink(file)
            let said = words.split(separator: "\n").joined(separator: "\n")
            throw CommandFailure(said.isEmpty ? "netsim: the keeper ended without a word" : said)
        }
        rename(file, registry.logFile)
        return process
    }

    /// Starts netsim in the background with what it prints in a file.
    ///
    /// - Returns: the number of its process, and of the group of all that it starts; 0 where it could not be.
    @discardableResult
    static func start(_ words: [String], log: String) -> Int64 {
        let file = netsim_open_private(log, O_WRONLY | O_APPEND)
        guard file >= 0 else { return 0 }
        defer { _ = netsim_close(file) }
        let arguments = CStrings(["netsim"] + words)
        return max(0, netsim_start_detached(program, arguments.pointers, environ, file, file))
    }

    /// Kills processes, without asking them.
    static func kill(_ processes: [Int64]) {
        for process in processes where process > 1 { _ = netsim_send_signal(process, SIGKILL) }
        netsim_reap()
    }

    /// Ends groups of processes: asks, and after a second insists.
    static func end(groups: [Int64]) {
        var left = groups.filter { $0 > 0 }
        for (signal, tries) in [(SIGTERM, 50), (SIGKILL, 50)] {
            for group in left {
                _ = netsim_end_group(group, signal)
                // One that is paused hears nothing until it goes on.
                _ = netsim_end_group(group, SIGCONT)
            }
            for _ in 0..<tries {
                netsim_reap()
                left.removeAll { netsim_end_group($0, 0) != 0 }
                if left.isEmpty { return }
                usleep(20_000)
            }
        }
    }

    /// Has a group of processes stop, or go on.
    static func pause(_ isPaused: Bool, group: Int64) { _ = netsim_end_group(group, isPaused ? SIGSTOP : SIGCONT) }

    /// Runs netsim with this process's own streams, to its end.
    ///
    /// - Returns: its exit status, with 128 more for a signal that ended it.
    static func runAttached(_ words: [String], environment: [String]) throws -> Int32 {
        let arguments = CStrings(["netsim"] + words)
        let variables = CStrings(environment)
        let status = netsim_run_attached(program, arguments.pointers, variables.pointers)
        guard status >= 0 else { throw failure("cannot start a program", -status) }
        return status
    }

    /// Reads off programs that have ended.
    static func reap() { netsim_reap() }

    /// This process's number.
    static var own: Int32 { getpid() }

    private static func failure(_ attempt: String, _ number: Int32) -> CommandFailure {
        CommandFailure("netsim: \(attempt): \(SystemError(number: number))")
    }

    /// A line from a descriptor, or what came before its end.
    private static func readLine(_ descriptor: Int32) -> String {
        var bytes: [UInt8] = []
        var byte: UInt8 = 0
        while bytes.count < 4096 {
            let count = netsim_read(descriptor, &byte, 1)
            if count == -Int(EINTR) { continue }
            if count <= 0 || byte == UInt8(ascii: "\n") { break }
            bytes.append(byte)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
