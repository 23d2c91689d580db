import Glibc

/// Has the commands of a round said, should one of them trap or not end.
///
/// A handler of signals may do next to nothing: the text is put ready beforehand, in memory that does not move.
enum Watchman {
    /// Seconds for one command: a debug build on a machine that is busy otherwise.
    private static let patience: UInt32 = 60
    private static let room = 1 << 20

    private nonisolated(unsafe) static let text = UnsafeMutablePointer<UInt8>.allocate(capacity: room)
    private nonisolated(unsafe) static var length = 0

    static func begin() {
        // Made before any signal comes.
        text.initialize(repeating: 0, count: room)
        for number in [SIGILL, SIGTRAP, SIGABRT, SIGSEGV, SIGBUS, SIGFPE] {
            signal(number) { Watchman.end(with: "\ntrap: signal \($0)") }
        }
        signal(SIGALRM) { _ in Watchman.end(with: "\nhang: the last command does not end") }
    }

    static func end() { alarm(0) }

    private static func end(with words: String) {
        _ = write(1, text, length)
        say(words)
        _exit(1)
    }

    /// Prints a line at once, past every buffer.
    static func say(_ words: String) {
        _ = (words + "\n").utf8CString.withUnsafeBytes { write(1, $0.baseAddress, $0.count - 1) }
    }

    /// Begins a round.
    static func enter(_ title: String) {
        length = 0
        note(title)
    }

    /// Says what is done next; it has a minute.
    static func note(_ line: String) {
        for byte in line.utf8 where length < room - 1 {
            text[length] = byte
            length += 1
        }
        text[length] = UInt8(ascii: "\n")
        if length < room - 1 { length += 1 }
        alarm(patience)
    }

    /// Ends the run: something contradicts itself.
    static func contradiction(_ words: String) -> Never {
        end(with: "\ncontradiction: \(words)")
        _exit(1)
    }
}
