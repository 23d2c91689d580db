internal import Glibc

/// Graphviz's `dot` as a process of its own: no shell, no file, and an end to waiting.
struct Graphviz {
    /// How it went.
    enum Outcome: Equatable {
        case answer([UInt8])
        /// There is no `dot` in the path.
        case missing
        /// It failed or took too long, in words.
        case failed(String)
    }

    /// The program, looked for in the path unless it has a slash.
    var program = "dot"
    var arguments = ["-Tjson0"]
    /// From start to end, in milliseconds.
    var deadline = 20_000
    /// More than any layout is long.
    var limit = 64 << 20

    /// Runs it with `input` as its standard input.
    func run(_ input: String) -> Outcome {
        var near: [Int32] = [-1, -1]
        var far: [Int32] = [-1, -1]
        guard Self.pair(&near, &far) else { return .failed("no sockets: \(SystemError(number: errno))") }
        defer { for descriptor in near where descriptor >= 0 { close(descriptor) } }
        let process: pid_t
        switch spawn(input: far[0], output: far[1]) {
        case .success(let id): process = id
        case .failure(let error):
            for descriptor in far { close(descriptor) }
            return error.number == ENOENT ? .missing : .failed("\(program): \(error)")
        }
        for descriptor in far { close(descriptor) }
        let (answer, problem) = talk(Array(input.utf8), &near)
        if problem != nil { kill(process, SIGKILL) }
        let status = Self.wait(for: process)
        if let problem { return .failed(problem) }
        // posix_spawn of some systems only finds out in the child that there is no such program.
        if status & 0x7f == 0, (status >> 8) & 0xff == 127, answer.isEmpty { return .missing }
        guard status == 0 else { return .failed("\(program) failed with status \((status >> 8) & 0xff)") }
        return .answer(answer)
    }

    /// Two pairs of sockets: writing to one whose reader is gone then is an error and no signal.
    private static func pair(_ near: inout [Int32], _ far: inout [Int32]) -> Bool {
        var input: [Int32] = [-1, -1]
        var output: [Int32] = [-1, -1]
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, kind, 0, &input) == 0 else { return false }
        guard socketpair(AF_UNIX, kind, 0, &output) == 0 else {
            for descriptor in input { close(descriptor) }
            return false
        }
        near = [input[0], output[0]]
        far = [input[1], output[1]]
        return true
    }

    private func spawn(input: Int32, output: Int32) -> Result<pid_t, SystemError> {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input, 0)
        posix_spawn_file_actions_adddup2(&actions, output, 1)
        // Its warnings are about fonts; what counts is its answer.
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        let words: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) }
        defer { for word in words { free(word) } }
        // Numbers with points, whatever the user's language has.
        let path = getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin"
        let settings: [String] = ["LC_ALL=C", "PATH=\(path)"]
        let variables: [UnsafeMutablePointer<CChar>?] = settings.map { strdup($0) }
        defer { for variable in variables { free(variable) } }
        var process: pid_t = 0
        let error = posix_spawnp(&process, program, &actions, nil, words + [nil], variables + [nil])
        return error == 0 ? .success(process) : .failure(SystemError(number: error))
    }

    /// Writes the input and reads the answer, whichever can go on, until the answer ends.
    private func talk(_ input: [UInt8], _ near: inout [Int32]) -> (answer: [UInt8], problem: String?) {
        var answer: [UInt8] = []
        var sent = 0
        if input.isEmpty {
            close(near[0])
            near[0] = -1
        }
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let start = Self.milliseconds()
        while true {
            let left = deadline - (Self.milliseconds() - start)
            guard left > 0 else { return ([], "\(program) took longer than \(deadline) ms") }
            var waiting = [
                pollfd(fd: near[0], events: sent < input.count ? Int16(POLLOUT) : 0, revents: 0),
                pollfd(fd: near[1], events: Int16(POLLIN), revents: 0),
            ]
            // A negative descriptor is passed over: the input's, once all is written.
            let ready = poll(&waiting, nfds_t(waiting.count), Int32(clamping: left))
            if ready < 0, errno != EINTR { return ([], "poll: \(SystemError(number: errno))") }
            guard ready > 0 else { continue }
            if near[0] >= 0, waiting[0].revents != 0 {
                let count = input[sent...].withUnsafeBytes {
                    send(near[0], $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
                }
                if count > 0 { sent += count }
                let isGone = count < 0 && errno != EAGAIN && errno != EINTR
                if sent == input.count || isGone {
                    close(near[0])
                    near[0] = -1
                    sent = input.count
                }
            }
            if waiting[1].revents != 0 {
                let count = recv(near[1], &buffer, buffer.count, Int32(MSG_DONTWAIT))
                if count == 0 { return (answer, nil) }
                if count > 0 { answer += buffer[..<count] }
                if count < 0, errno != EAGAIN, errno != EINTR { return (answer, nil) }
                if answer.count > limit { return ([], "\(program) answered more than \(limit >> 20) MiB") }
            }
        }
    }

    private static func wait(for process: pid_t) -> Int32 {
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        return status
    }

    private static func milliseconds() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec &* 1000 &+ time.tv_nsec / 1_000_000
    }
}
