import Compose
import Foundation
import Lab
import Projects
import TestSupport
import Testing
import YAML

@testable import Exchange

/// Designs as labs.
enum Designs {
    /// What one Compose file comes to.
    static func lab(of text: String) throws -> Lab {
        try lab(of: [["compose.yaml"]], from: MemoryFiles(["compose.yaml": text]))
    }

    /// What projects come to, each of files in layers.
    static func lab(of layers: [[String]], from files: some ComposeFiles) throws -> Lab {
        var sources = SourceTable()
        let projects = try layers.map { layers in
            var options = ComposeOptions()
            options.files = layers
            return try ComposeLoader.load(options, from: files, into: &sources)
        }
        let extensions = try projects.map { try Extension(of: $0) }
        let made = Realisation.of(projects, extensions: extensions, sources: sources, at: noon)
        #expect(made.failures.isEmpty, "\(made.failures.map(\.error.message))")
        return made.lab
    }
}

/// The files of this machine.
struct DiskFiles: ComposeFiles {
    func read(_ path: String, limit: Int) throws(SourceError) -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: path) else { throw SourceError("open \(path)") }
        return Array(data)
    }

    func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }
    func absolute(_ path: String) -> String { path }
}
