internal import Glibc

/// Another program, run to its end without a shell.
enum Subprocess {
    struct Result {
        /// What it exited with; 128 and the signal's number where a signal ended it.
        let status: Int32
        let output: [UInt8]
        let errors: [UInt8]
    }

    /// Runs a program that is found by `PATH`. Its standard input is empty.
    ///
    /// - Throws: `SystemError` where it cannot be started.
    static func run(_ words: [String]) throws(SystemError) -> Result {
        var output: [Int32] = [0, 0]
        var errors: [Int32] = [0, 0]
        guard pipe(&output) == 0 else { throw SystemError(number: errno) }
        guard pipe(&errors) == 0 else {
            let number = errno
            output.forEach { close($0) }
            throw SystemError(number: number)
        }
        defer {
            close(output[0])
            close(errors[0])
        }
        for descriptor in output + errors { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, output[1], 1)
        posix_spawn_file_actions_adddup2(&actions, errors[1], 2)
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        defer { arguments.forEach { free($0) } }
        var child: pid_t = 0
        let failure = posix_spawnp(&child, words.first ?? "", &actions, nil, &arguments, environ)
        close(output[1])
        close(errors[1])
        guard failure == 0 else { throw SystemError(number: failure) }
        let texts = readBoth(output[0], errors[0])
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0, errno == EINTR {}
        let signal = status & 0x7f
        return Result(
            status: signal == 0 ? (status >> 8) & 0xff : 128 + signal,
            output: texts.0,
            errors: texts.1
        )
    }

    /// Both pipes to their ends, as they come: whichever is full would stop the program.
    private static func readBoth(_ first: Int32, _ second: Int32) -> ([UInt8], [UInt8]) {
        var texts: [[UInt8]] = [[], []]
        var polled = [
            pollfd(fd: first, events: Int16(POLLIN), revents: 0), pollfd(fd: second, events: Int16(POLLIN), revents: 0),
        ]
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while polled.contains(where: { $0.fd >= 0 }) {
            if poll(&polled, 2, -1) < 0, errno != EINTR { break }
            for index in 0..<2 where polled[index].fd >= 0 && polled[index].revents != 0 {
                let count = read(polled[index].fd, &buffer, buffer.count)
                if count > 0 {
                    texts[index] += buffer[..<count]
                } else if count == 0 || errno != EINTR {
                    // A negative descriptor is passed over.
                    polled[index].fd = -1
                }
            }
        }
        return (texts[0], texts[1])
    }
}
