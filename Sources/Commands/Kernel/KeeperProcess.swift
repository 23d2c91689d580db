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
        let log = netsim_open(registry.logFile, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        guard log >= 0 else { throw failure("cannot create \(registry.logFile)", -log) }
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
            let words = (try? TextFile.read(registry.logFile)).map { String(decoding: $0, as: UTF8.self) } ?? ""
            unlink(registry.logFile)
            let said = words.split(separator: "\n").joined(separator: "\n")
            throw CommandFailure(said.isEmpty ? "netsim: the keeper ended without a word" : said)
        }
        return process
    }

    /// Starts netsim in the background with what it prints in a file.
    static func start(_ words: [String], log: String) {
        let file = netsim_open(log, O_WRONLY | O_CREAT | O_APPEND, 0o644)
        guard file >= 0 else { return }
        defer { _ = netsim_close(file) }
        let arguments = CStrings(["netsim"] + words)
        _ = netsim_start_detached(program, arguments.pointers, environ, file, file)
    }

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
