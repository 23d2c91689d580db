import CSQLite
import Foundation
import Lab
import LabStore
import Rendering

/// A home of labs that is gone with the test.
final class TemporaryHome {
    let path: String

    init() throws {
        // In memory where there is such a folder: the tests need no disk, and leave it in peace.
        let shared = URL(fileURLWithPath: "/dev/shm")
        let parent =
            FileManager.default.isWritableFile(atPath: shared.path) ? shared : FileManager.default.temporaryDirectory
        let folder = parent.appendingPathComponent("netsim-store-\(UUID().uuidString)")
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

    /// The file of the lab that ``store(_:patience:)`` opens.
    var file: String { path + "/labs/lab/lab.db" }

    func write(_ name: String, _ data: Data) throws {
        let url = URL(fileURLWithPath: "\(path)/\(name)")
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try data.write(to: url)
    }

    /// Puts something else in the place of the lab's file.
    func damage(_ change: (Data) throws -> Data) throws {
        try write("labs/lab/lab.db", change(FileManager.default.contents(atPath: file) ?? Data()))
    }

    /// Runs statements on the lab's file behind the store's back, and gives the rows of the last one.
    @discardableResult
    func sql(_ text: String) throws -> [[Data]] {
        var database: OpaquePointer?
        defer { sqlite3_close(database) }
        guard sqlite3_open(file, &database) == SQLITE_OK else { throw SQLError(text: file) }
        sqlite3_busy_timeout(database, 10_000)
        var rows: [[Data]] = []
        for sql in text.split(separator: ";") {
            var statement: OpaquePointer?
            defer { sqlite3_finalize(statement) }
            sqlite3_prepare_v2(database, String(sql), -1, &statement, nil)
            rows = []
            var code = sqlite3_step(statement)
            while code == SQLITE_ROW {
                rows.append(
                    (0..<sqlite3_column_count(statement)).map { column in
                        guard let bytes = sqlite3_column_blob(statement, column) else { return Data() }
                        return Data(bytes: bytes, count: Int(sqlite3_column_bytes(statement, column)))
                    }
                )
                code = sqlite3_step(statement)
            }
            guard code == SQLITE_DONE else { throw SQLError(text: String(cString: sqlite3_errmsg(database))) }
        }
        return rows
    }

    /// Runs statements on a new database, and copies its files while the last transaction is still open.
    func sql(_ text: String, to name: String, interrupted folder: String) throws {
        var database: OpaquePointer?
        defer { sqlite3_close(database) }
        let file = path + "/" + name
        guard sqlite3_open(file, &database) == SQLITE_OK, sqlite3_exec(database, text, nil, nil, nil) == SQLITE_OK
        else {
            throw SQLError(text: file)
        }
        for suffix in ["", "-journal"] {
            try write("\(folder)/lab.db\(suffix)", FileManager.default.contents(atPath: file + suffix) ?? Data())
        }
    }

    struct SQLError: Error { let text: String }

    /// The rows of the lab's tables by table and number.
    func rows() throws -> [String: [Data]] {
        var rows: [String: [Data]] = [:]
        for table in ["lab", "network", "container"] {
            for row in try sql("SELECT CAST(number AS BLOB), * FROM \(table)") {
                rows["\(table) \(String(decoding: row[0], as: UTF8.self))"] = row
            }
        }
        return rows
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
