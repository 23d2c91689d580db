import Foundation
import Testing

/// A home folder of its own for netsim as a program; what is in the kernel goes with it.
final class Home {
    let path: String
    let program: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("netsim-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        // The program is beside the bundle of tests.
        let folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        let beside = folder.appendingPathComponent("netsim").path
        let built = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../.build/debug/netsim").standardizedFileURL.path
        program = try #require([beside, built].first { FileManager.default.isExecutableFile(atPath: $0) })
    }

    /// Runs lines of shell in which `$N` is netsim on this home, with the lab in the kernel.
    func run(_ lines: String, backend: String = "kernel") throws -> (status: Int32, output: String) {
        try Kernel.shell(
            """
            export NETSIM_HOME='\(path)' NETSIM_BACKEND='\(backend)' N='\(program)'
            \(lines)
            """
        )
    }

    deinit {
        _ = try? run("$N kernel down; $N doctor --fix", backend: "simulated")
        try? FileManager.default.removeItem(atPath: path)
    }
}
