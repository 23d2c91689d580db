internal import CLinux
internal import Glibc

/// Runs one command line in given surroundings, and gives its exit status.
package struct CommandRunner {
    private let surroundings: Surroundings

    package init(_ surroundings: Surroundings) {
        self.surroundings = surroundings
    }

    /// The words after the program's name, as `main` was given them: there may be no /proc to read them from.
    package static var arguments: [String] {
        (0..<netsim_argument_count()).dropFirst().map { String(cString: netsim_argument($0)) }
    }

    /// - Parameter arguments: the words after the program's name.
    package func run(_ arguments: [String]) -> Int32 {
        Session(surroundings).run(arguments)
    }

    /// Runs one command line and ends the process, without first taking apart what the kernel takes back at once: a
    /// lab of many containers, above all.
    package func runAndExit(_ arguments: [String]) -> Never {
        let session = Session(surroundings)
        let status = session.run(arguments)
        withExtendedLifetime(session) { exit(status) }
    }
}

extension Session {
    /// Runs one command line and writes out what it printed.
    ///
    /// - Returns: the exit status.
    func run(_ arguments: [String]) -> Int32 {
        beginCommand()
        var status: Int32
        var isRefused = false
        do {
            status = try Dispatcher(session: self, tree: CommandNode.all).run(arguments)
        } catch {
            status = report(error)
            isRefused = true
        }
        do {
            // A batch follows once, at its end, and before a program runs there.
            if !goesOn {
                if status == 0, hasUpdatedLab { hasChangedLab = true }
                try followInKernel()
                if isRefused { try leaveAsFound() }
            }
        } catch {
            let failure = report(error)
            if status == 0 { status = failure }
        }
        do {
            try flush()
        } catch {
            status = report(error, after: status)
        }
        showHints()
        return status
    }

    /// Says on standard error why a command failed.
    private func report(_ error: any Error, after status: Int32 = 0) -> Int32 {
        switch error {
        case let failure as OutputFailure:
            // What was printed for nobody is no failure: `netsim ps | head -1`.
            if failure.number == EPIPE { return Self.brokenPipe }
            complain("netsim: cannot write standard output: \(SystemError(number: failure.number))")
            return status == 0 ? 1 : status
        case let failure as CommandFailure:
            // What succeeded was said before what failed.
            do { try flush() } catch { return report(error, after: failure.status) }
            if !failure.text.isEmpty { complain(failure.text) }
            hint(failure.hint)
            return failure.status
        default:
            do { try flush() } catch { return report(error, after: 1) }
            complain("netsim: \(error)")
            return 1
        }
    }

    /// What a shell shows for a program that wrote to a pipe without a reader: 128 and SIGPIPE's number.
    private static let brokenPipe: Int32 = 141
}

/// A failure of the system, with its own words in Go's lower case.
struct SystemError: Error, Hashable, Sendable, CustomStringConvertible {
    let number: Int32

    var description: String {
        let text = String(cString: strerror(number))
        return text.prefix(1).lowercased() + text.dropFirst()
    }
}
