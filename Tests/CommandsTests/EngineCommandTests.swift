import Foundation
import Testing

/// `netsim engine` as a program.
@Suite struct EngineCommandTests {
    @Test func `serves a home that is not there yet, and ends when it is told`() throws {
        let root = FileManager.default.temporaryDirectory.appendingPathComponent("ns-\(UUID().uuidString.prefix(8))")
        defer { try? FileManager.default.removeItem(at: root) }
        let products = URL(fileURLWithPath: ProcessInfo.processInfo.arguments[0]).deletingLastPathComponent()
        let built = [
            products,
            URL(fileURLWithPath: #filePath).deletingLastPathComponent()
                .appendingPathComponent("../../.build/debug").standardizedFileURL,
        ]
        let program = built.map { $0.appendingPathComponent("netsim") }
            .first { FileManager.default.isExecutableFile(atPath: $0.path) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(program?.path))
        process.arguments = ["engine"]
        process.environment = ["NETSIM_HOME": root.path + "/deep/er"]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let socket = root.path + "/deep/er/run/default.docker.sock"
        for _ in 0..<200 where process.isRunning && !FileManager.default.fileExists(atPath: socket) { usleep(20_000) }
        let rights = try FileManager.default.attributesOfItem(atPath: socket)[.posixPermissions] as? NSNumber
        #expect(rights?.intValue == 0o600)
        process.terminate()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        #expect(said == "export DOCKER_HOST=unix://\(socket)\n")
        #expect(!FileManager.default.fileExists(atPath: socket))
    }
}
