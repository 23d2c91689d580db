internal import Foundation

/// Debian's tshark, which reads captures as Wireshark does.
package enum Tshark {
    private static let path = "/usr/bin/tshark"

    /// Where it is missing its tests are skipped; but where everything must be there, they run and fail.
    package static var isExpected: Bool {
        FileManager.default.isExecutableFile(atPath: path) || ProcessInfo.processInfo.environment["CI"] == "true"
    }

    private struct Failure: Error {
        let output: String
    }

    /// Runs tshark over a capture with checksums verified, for at most 30 seconds; returns the lines it printed.
    package static func lines(of capture: [UInt8], _ arguments: [String]) throws -> [String] {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("capture.pcapng")
        try Data(capture).write(to: file)
        let checks = ["ip", "tcp", "udp"].flatMap { ["-o", "\($0).check_checksum:TRUE"] }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/timeout")
        process.arguments = ["30", path, "-r", file.path] + checks + arguments
        // Nobody's preferences but the defaults.
        process.environment = ["HOME": folder.path, "LC_ALL": "C.UTF-8", "TZ": "UTC"]
        let output = Pipe()
        let errors = folder.appendingPathComponent("errors")
        try Data().write(to: errors)
        process.standardOutput = output
        process.standardError = try FileHandle(forWritingTo: errors)
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure(output: String(decoding: try Data(contentsOf: errors), as: UTF8.self))
        }
        return text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
    }

    /// The fields of each packet that passes the filter, in order; several values of one have a comma between.
    package static func fields(_ names: [String], of capture: [UInt8], filter: String = "") throws -> [[String]] {
        let arguments = ["-Y", filter, "-T", "fields", "-E", "separator=|"] + names.flatMap { ["-e", $0] }
        return try lines(of: capture, arguments).map {
            $0.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
        }
    }
}
