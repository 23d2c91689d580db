internal import Foundation

/// The `docker-compose` that `scripts/need test` installed.
package enum RealCompose {
    package struct Answer {
        package let status: Int32
        package let output: String
        /// Standard error without warnings.
        package let complaint: String

        /// Whether Compose says what netsim says, be it with a file's name before it or over several lines.
        package func says(_ message: String) -> Bool {
            let (own, real) = (Self.flat(message), Self.flat(complaint))
            if real.contains(own) { return true }
            // netsim says at which key Compose's sentence holds.
            return !real.isEmpty && own.hasSuffix(": \(real)")
        }

        private static func flat(_ text: String) -> String {
            text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        }
    }

    private static let path: String = {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return ProcessInfo.processInfo.environment["NETSIM_DOCKER_COMPOSE"]
            ?? root.appending(path: ".build/oracle/docker-compose-5.6.1/bin/docker-compose").path
    }()

    /// Where it is missing its tests are skipped; but where everything must be there, they run and fail.
    package static let isExpected =
        FileManager.default.isExecutableFile(atPath: path)
        || ProcessInfo.processInfo.environment["CI"] == "true"

    /// Runs it in a folder, with nothing of this process' environment.
    package static func run(_ arguments: [String], in folder: String, _ environment: [String: String]) throws -> Answer
    {
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        process.currentDirectoryURL = URL(filePath: folder)
        process.environment = environment.merging(["PATH": "/usr/bin:/bin", "HOME": folder]) { own, _ in own }
        let (output, errors) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        process.standardInput = FileHandle.nullDevice
        try process.run()
        // Complaints are short, so that they never fill their pipe.
        let text = output.fileHandleForReading.readDataToEndOfFile()
        let complaint = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let lines = String(decoding: complaint, as: UTF8.self).split(separator: "\n")
            .filter { !$0.hasPrefix("time=") }
        return Answer(
            status: process.terminationStatus,
            output: String(decoding: text, as: UTF8.self),
            complaint: lines.joined(separator: "\n")
        )
    }
}
