package import ContainerTools
internal import Glibc

/// What a process writes, and its end.
package enum ProcessOutput: Sendable {
    case bytes([UInt8], isError: Bool)
    case end(exitCode: Int)
}

/// The standard streams of a container's own command, or of one that `exec` started: any number of clients watch it, and
/// their input is its input. With a terminal it is edited line by line, and Ctrl-C interrupts.
package final class ProcessStreams: ToolTerminal, @unchecked Sendable {
    package let hasTerminal: Bool
    private let signal = Signal()
    private var sinks: [Int: @Sendable (ProcessOutput) -> Void] = [:]
    private var nextSink = 0
    private var input: [UInt8] = []
    private var isInputClosed: Bool
    private var wasInterrupted = false
    private var wasClosed = false
    /// Whether the process reads what is typed, so that Ctrl-C is the line's.
    private var isReading = false
    private var history: [String] = []
    private var began = Signal.now()

    /// Lines that a shell remembers.
    private static let mostHistory = 1_000
    /// Octets of input that nobody reads.
    private static let mostInput = 16 << 20

    /// - Parameter hasInput: whether anything may be typed or sent; else the input is at its end.
    package init(hasTerminal: Bool, hasInput: Bool) {
        self.hasTerminal = hasTerminal
        isInputClosed = !hasInput
    }

    // MARK: - Clients

    /// Has a client see what is written from now on, and the end of the run that is under way, or that comes next.
    ///
    /// - Returns: what ``leave(_:)`` takes.
    package func join(_ sink: @escaping @Sendable (ProcessOutput) -> Void) -> Int {
        signal.locked {
            nextSink += 1
            sinks[nextSink] = sink
            return nextSink
        }
    }

    package func leave(_ place: Int) { signal.locked { _ = sinks.removeValue(forKey: place) } }

    /// Takes what a client sends.
    package func send(_ bytes: [UInt8]) {
        signal.locked {
            if isInputClosed { return }
            var bytes = bytes[...]
            if hasTerminal, !isReading, let stop = bytes.lastIndex(of: 0x03) {
                wasInterrupted = true
                input = []
                bytes = bytes[(stop + 1)...]
                emit("^C", isError: false)
            }
            if input.count + bytes.count <= Self.mostInput { input += bytes }
            signal.wake()
        }
    }

    /// No client sends anything any more.
    package func closeInput() {
        signal.locked {
            isInputClosed = true
            signal.wake()
        }
    }

    /// SIGINT.
    package func interrupt() {
        signal.locked {
            wasInterrupted = true
            signal.wake()
        }
    }

    /// The process is to end whatever it does.
    package func close() {
        signal.locked {
            wasClosed = true
            signal.wake()
        }
    }

    /// Takes all that a descriptor gives, from a thread of its own.
    package func read(descriptor: Int32) {
        let hasThread = ProcessThread.start { [self] in
            var bytes = [UInt8](repeating: 0, count: 4_096)
            while true {
                let count = Glibc.read(descriptor, &bytes, bytes.count)
                if count > 0 { send(Array(bytes[..<count])) } else if count == 0 || errno != EINTR { break }
            }
            closeInput()
        }
        if !hasThread { closeInput() }
    }

    // MARK: - The process

    /// Begins another run.
    func begin() {
        signal.locked {
            began = Signal.now()
            (wasInterrupted, wasClosed) = (false, false)
        }
    }

    /// Tells all clients of the end.
    func end(exitCode: Int) {
        let told = signal.locked {
            defer { sinks = [:] }
            return sinks
        }
        // Outside of the lock: who hears of the end leaves.
        for sink in told.values { sink(.end(exitCode: exitCode)) }
    }

    /// What the process reads.
    package var commandInput: ToolInput { ToolInput(pieces: { [self] in nextPiece() }) }

    private func nextPiece() -> [UInt8]? {
        if hasTerminal { return readLine(prompt: "", remembers: false).map { Array($0.utf8) } }
        return signal.locked {
            while input.isEmpty, !isInputClosed, !wasClosed { signal.wait() }
            if input.isEmpty || wasClosed { return nil }
            defer { input = [] }
            return input
        }
    }

    // MARK: - ToolTerminal

    package var elapsed: Int64 { Signal.now() &- began }
    package var isInterrupted: Bool { signal.locked { wasInterrupted } }
    package var isClosed: Bool { signal.locked { wasClosed } }
    package var isTyped: Bool { hasTerminal }

    package func beginCommand() { signal.locked { wasInterrupted = false } }

    package func wait(until elapsed: Int64) {
        let (moment, isFar) = began.addingReportingOverflow(elapsed)
        signal.locked {
            while !wasInterrupted, !wasClosed {
                if isFar { signal.wait() } else if Signal.now() >= moment || !signal.wait(until: moment) { return }
            }
        }
    }

    package func write(stdout: String, stderr: String) {
        signal.locked {
            emit(stdout, isError: false)
            emit(stderr, isError: true)
        }
    }

    package func readLine(prompt: String) -> String? { readLine(prompt: prompt, remembers: true) }

    private func readLine(prompt: String, remembers: Bool) -> String? {
        signal.locked {
            var editor = LineEditor(prompt: prompt, history: remembers ? history : [])
            emit(prompt, isError: false)
            isReading = true
            defer { isReading = false }
            while true {
                while input.isEmpty, !isInputClosed, !wasClosed { signal.wait() }
                guard !wasClosed, !input.isEmpty else { return nil }
                var shown = ""
                var outcome = LineEditor.Outcome.goesOn
                var taken = 0
                while outcome == .goesOn, taken < input.count {
                    outcome = editor.take(input[taken]) { shown += $0 }
                    taken += 1
                }
                input.removeFirst(taken)
                emit(shown, isError: false)
                switch outcome {
                case .goesOn: continue
                case .line(let line):
                    if remembers, line != "\n" {
                        history = history.suffix(Self.mostHistory - 1) + [String(line.dropLast())]
                    }
                    return line
                case .interrupted:
                    if !remembers { wasInterrupted = true }
                    return remembers ? "" : nil
                case .end: return nil
                }
            }
        }
    }

    /// To be called within ``Signal/locked(_:)``, so that what is written keeps its order.
    private func emit(_ text: String, isError: Bool) {
        if text.isEmpty { return }
        // A terminal has one stream, and its line ends are two characters.
        let text =
            hasTerminal ? text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n") : text
        let output = ProcessOutput.bytes(Array(text.utf8), isError: isError && !hasTerminal)
        for sink in sinks.values { sink(output) }
    }
}
