internal import Glibc
internal import KernelBackend

/// Another program, run to its end: no shell, no file, and an end to waiting.
struct Subprocess {
    struct Result {
        /// What it exited with; 128 and the signal's number where a signal ended it.
        let status: Int32
        let output: [UInt8]
        /// Nothing where they were not asked for.
        let errors: [UInt8]
    }

    /// Why there is no result.
    enum Failure: Error, Equatable, CustomStringConvertible {
        /// No such program is in the path.
        case missing(String)
        /// It cannot be started, took too long or said too much, in words.
        case failed(String)

        var description: String {
            switch self {
            case .missing(let program): "there is no \(program) in the path"
            case .failed(let reason): reason
            }
        }
    }

    /// The program, looked for in the path unless it has a slash, and its arguments.
    let words: [String]
    /// What its standard input holds.
    var input: [UInt8] = []
    /// Variables in place of this process's own: `NAME=value`.
    var environment: [String]?
    /// Whether its standard error is kept; else it goes nowhere.
    var keepsErrors = true
    /// From start to end, in milliseconds.
    var deadline = 60_000
    /// The most octets that it may say.
    var limit = 256 << 20

    private var program: String { words.first ?? "" }

    init(_ words: [String]) { self.words = words }

    /// Runs it.
    ///
    /// - Throws: ``Failure``.
    func run() throws(Failure) -> Result {
        // Sockets: writing to one whose reader is gone is an error then, and no signal.
        var near: [Int32] = []
        var far: [Int32] = []
        defer { for descriptor in near where descriptor >= 0 { close(descriptor) } }
        for _ in 0..<(keepsErrors ? 3 : 2) {
            var pair: [Int32] = [-1, -1]
            let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
            guard socketpair(AF_UNIX, kind, 0, &pair) == 0 else {
                let error = SystemError(number: errno)
                far.forEach { close($0) }
                throw .failed("no sockets: \(error)")
            }
            near.append(pair[0])
            far.append(pair[1])
        }
        let spawned = spawn(far)
        far.forEach { close($0) }
        let process: pid_t
        switch spawned {
        case .success(let id): process = id
        case .failure(let error):
            throw error.number == ENOENT ? .missing(program) : .failed("\(program): \(error)")
        }
        let (texts, problem) = talk(&near)
        if problem != nil { kill(process, SIGKILL) }
        let status = Self.wait(for: process)
        if let problem { throw .failed(problem) }
        // posix_spawn of some systems only finds out in the child that there is no such program.
        if status == 127, texts.allSatisfy(\.isEmpty) { throw .missing(program) }
        return Result(status: status, output: texts.first ?? [], errors: texts.count > 1 ? texts[1] : [])
    }

    private func spawn(_ ends: [Int32]) -> Swift.Result<pid_t, SystemError> {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (number, end) in ends.enumerated() {
            posix_spawn_file_actions_adddup2(&actions, end, Int32(clamping: number))
        }
        if !keepsErrors { posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0) }
        let arguments = CStrings(words)
        let variables = environment.map(CStrings.init)
        var process: pid_t = 0
        let error = posix_spawnp(
            &process,
            program,
            &actions,
            nil,
            arguments.pointers,
            variables?.pointers ?? environ
        )
        return error == 0 ? .success(process) : .failure(SystemError(number: error))
    }

    /// Writes the input and reads what is said, whichever can go on, until all of it has ended.
    private func talk(_ near: inout [Int32]) -> (texts: [[UInt8]], problem: String?) {
        var texts = [[UInt8]](repeating: [], count: near.count - 1)
        var sent = 0
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let start = Self.milliseconds()
        while near.dropFirst().contains(where: { $0 >= 0 }) {
            if sent == input.count { Self.end(&near, 0) }
            let left = deadline - (Self.milliseconds() - start)
            guard left > 0 else { return (texts, "\(program) took longer than \(deadline) ms") }
            // A negative descriptor is passed over.
            var waiting = near.enumerated().map { number, descriptor in
                pollfd(fd: descriptor, events: Int16(number == 0 ? POLLOUT : POLLIN), revents: 0)
            }
            let ready = poll(&waiting, nfds_t(waiting.count), Int32(clamping: left))
            if ready < 0, errno != EINTR { return (texts, "poll: \(SystemError(number: errno))") }
            guard ready > 0 else { continue }
            if near[0] >= 0, waiting[0].revents != 0 {
                let count = input[sent...].withUnsafeBytes {
                    send(near[0], $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
                }
                if count > 0 { sent += count }
                // Whoever does not listen is not spoken to.
                if count < 0, errno != EAGAIN, errno != EINTR { sent = input.count }
            }
            for number in texts.indices where waiting[number + 1].revents != 0 {
                let count = recv(near[number + 1], &buffer, buffer.count, Int32(MSG_DONTWAIT))
                if count > 0 {
                    texts[number] += buffer[..<count]
                } else if count == 0 || (errno != EAGAIN && errno != EINTR) {
                    Self.end(&near, number + 1)
                }
                if texts[number].count > limit { return (texts, "\(program) answered more than \(limit >> 20) MiB") }
            }
        }
        return (texts, nil)
    }

    private static func end(_ descriptors: inout [Int32], _ number: Int) {
        if descriptors[number] >= 0 { close(descriptors[number]) }
        descriptors[number] = -1
    }

    private static func wait(for process: pid_t) -> Int32 {
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        return exitStatus(status)
    }

    /// The exit status that shells show for what `waitpid` gave: 128 more for a signal's number.
    static func exitStatus(_ status: Int32) -> Int32 {
        let signal = status & 0x7f
        return signal == 0 ? (status >> 8) & 0xff : 128 + signal
    }

    private static func milliseconds() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec &* 1000 &+ time.tv_nsec / 1_000_000
    }
}
