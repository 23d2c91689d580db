import Foundation

/// A process of its own that uses a store.
final class Worker {
    private let process = Process()
    private let output = Pipe()

    init(_ home: String, _ lab: String, _ arguments: String...) throws {
        let products = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        process.executableURL = products.appendingPathComponent("store-worker")
        process.arguments = [home, lab] + arguments
        process.standardOutput = output
        try process.run()
    }

    /// Runs a line of shell, in which `worker` is the worker's program.
    init(shell line: String) throws {
        let products = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        let program = products.appendingPathComponent("store-worker").path
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", "worker='\(program)'; \(line)"]
        process.standardOutput = output
        try process.run()
    }

    /// Waits until the worker has said something.
    func waitForFirstWord() { _ = output.fileHandleForReading.availableData }

    func kill() { Foundation.kill(process.processIdentifier, SIGKILL) }

    /// Waits for the end, and gives the complete lines that were said since.
    func finish() -> (status: Int32, lines: [String]) {
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        var lines = String(decoding: data, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        // What stands behind the last line feed was cut off by a kill.
        lines.removeLast()
        return (process.terminationStatus, lines.map(String.init))
    }
}
