import Foundation
import Lab
import LabStore
import Rendering

/// A home of labs that is gone with the test.
final class TemporaryHome {
    let path: String

    init() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("netsim-store-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        path = folder.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func store(_ lab: String = "lab", patience: Int = 10_000) throws -> LabStore {
        var options = LabStore.Options()
        options.seed = 1
        options.patience = patience
        return try LabStore(home: path, lab: lab, options: options)
    }

    /// All files under the home with their bytes.
    func contents() throws -> [String: Data] {
        var contents: [String: Data] = [:]
        for name in FileManager.default.enumerator(atPath: path)?.allObjects as? [String] ?? [] {
            if let data = FileManager.default.contents(atPath: path + "/" + name) { contents[name] = data }
        }
        return contents
    }
}

extension Lab {
    /// All that there is to know of a lab, as text.
    var archived: String { LabArchive.encode(self).json(.indented) }
}
