internal import Glibc

/// Runs one command line in given surroundings, and gives its exit status.
package struct CommandRunner {
    private let surroundings: Surroundings

    package init(_ surroundings: Surroundings) {
        self.surroundings = surroundings
    }

    /// - Parameter arguments: the words after the program's name.
    package func run(_ arguments: [String]) -> Int32 {
        let session = Session(surroundings)
        var status: Int32
        do {
            status = try Dispatcher(session: session, tree: CommandNode.all).run(arguments)
        } catch {
            status = report(error, session)
        }
        do {
            try session.flush()
        } catch {
            // What was printed for nobody is no failure: `netsim ps | head -1`.
            if error.number == EPIPE { return Self.brokenPipe }
            session.complain("netsim: cannot write standard output: \(SystemError(number: error.number))")
            status = status == 0 ? 1 : status
        }
        return status
    }

    /// What a shell shows for a program that wrote to a pipe without a reader: 128 and SIGPIPE's number.
    private static let brokenPipe: Int32 = 141

    private func report(_ error: any Error, _ session: Session) -> Int32 {
        // Standard output first: what succeeded was said before what failed.
        try? session.flush()
        switch error {
        case let failure as CommandFailure:
            if !failure.text.isEmpty { session.complain(failure.text) }
            session.hint(failure.hint)
            return failure.status
        case let failure as OutputFailure:
            if failure.number == EPIPE { return Self.brokenPipe }
            session.complain("netsim: cannot write standard output: \(SystemError(number: failure.number))")
            return 1
        default:
            session.complain("netsim: \(error)")
            return 1
        }
    }
}

/// A failure of the system, with its own words in Go's lower case.
struct SystemError: Error, Hashable, Sendable, CustomStringConvertible {
    let number: Int32

    var description: String {
        let text = String(cString: strerror(number))
        return text.prefix(1).lowercased() + text.dropFirst()
    }
}
