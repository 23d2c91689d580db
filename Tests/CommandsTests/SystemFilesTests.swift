import Compose
import Foundation
import Testing
import YAML

@testable import Commands

/// Reading a project's files from the real file system.
struct SystemFilesTests {
    private static func folder() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: "netsim-files-\(UInt64.random(in: .min ... .max))"
        )
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }

    private func refusal(_ path: String, limit: Int = 100) -> String? {
        do throws(SourceError) {
            _ = try SystemFiles().read(path, limit: limit)
            return nil
        } catch {
            return error.message
        }
    }

    @Test func `what is no file that can be read is refused before a byte of it is`() throws {
        let folder = try Self.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let (small, large, pipe) = (folder.path + "/small", folder.path + "/large", folder.path + "/pipe")
        try Data("services:\n".utf8).write(to: URL(filePath: small))
        #expect(FileManager.default.createFile(atPath: large, contents: nil))
        // A hundred megabytes of nothing, which take no room on the disk.
        #expect(truncate(large, 100 << 20) == 0)
        #expect(mkfifo(pipe, 0o600) == 0)

        #expect(try SystemFiles().read(small, limit: 100) == Array("services:\n".utf8))
        #expect(refusal(small, limit: 9) == "\(small) has 10 bytes, more than the 9 that are read")
        #expect(refusal(large, limit: 16 << 20) == "\(large) has 104857600 bytes, more than the 16777216 that are read")
        #expect(refusal(folder.path) == "read \(folder.path): is a directory")
        #expect(refusal(pipe) == "read \(pipe): not a regular file")
        #expect(refusal("/dev/zero") == "read /dev/zero: not a regular file")
        #expect(refusal(folder.path + "/none") == "open \(folder.path)/none: no such file or directory")
    }

    @Test func `a folder is no file that exists`() throws {
        let folder = try Self.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        #expect(!SystemFiles().exists(folder.path))
        #expect(!SystemFiles().exists(folder.path + "/compose.yaml"))
        try Data().write(to: folder.appending(path: "compose.yaml"))
        #expect(SystemFiles().exists(folder.path + "/compose.yaml"))
    }

    @Test(arguments: [("/a/./b//c/../d", "/a/b/d"), ("/..", "/"), ("/", "/")])
    func `an absolute path has no needless parts`(_ path: String, _ clean: String) {
        #expect(SystemFiles().absolute(path) == clean)
    }
}
