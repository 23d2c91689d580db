import Foundation
import KernelBackend
import Lab
import TestSupport
import Testing

extension KernelTests {
    /// What a keeper says of itself, and what it leaves.
    @Suite struct RecordTests {
        private func home() throws -> String {
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent("netsim-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            return folder.path
        }

        private func record(_ lab: Lab, _ kernel: KernelLab) throws -> KernelRecord {
            KernelRecord(kernel, of: lab, process: getpid(), isRootless: false)
        }

        @Test func `a record reads as it was written, and names each running container's namespace`() throws {
            let lab = try Labs.everyMode()
            let kernel = try Kernel.build(lab)
            let record = try record(lab, kernel)
            #expect(KernelRecord(text: record.text) == record)
            #expect(record.members.map(\.name).sorted() == ["alone", "hosted", "joiner", "orphan", "own"])
            func inode(_ name: String) throws -> UInt64 {
                record.spaces[try #require(record.members.first { $0.name == name }).space].inode
            }
            #expect(try inode("joiner") == inode("own"))
            #expect(try inode("hosted") == record.spaces[0].inode)
            #expect(try inode("alone") != inode("own"))
            #expect(Set(record.spaces.map(\.cookie)).count == record.spaces.count)
        }

        @Test(arguments: [
            "", "netsim kernel 2\n", "netsim kernel 1\nprocess 0\nstarted 1\nrootless 0\n",
            "netsim kernel 1\nprocess 7\nstarted 1\nrootless 0\nspace -1 2 3 x\n",
            "netsim kernel 1\nprocess 7\nstarted 1\nrootless 0\ncontainer \(String(repeating: "a", count: 64)) 0 web\n",
            "netsim kernel 1\nprocess 7\nstarted 1\nrootless 0\nnonsense\n",
        ])
        func `what is no record is not read`(text: String) {
            #expect(KernelRecord(text: text) == nil)
        }

        /// Such a record could name any process of the machine.
        @Test(.enabled(if: geteuid() == 0, "only root can give files to others"))
        func `a record that another user wrote is not acted on`() throws {
            let home = try home()
            defer { try? FileManager.default.removeItem(atPath: home) }
            let victim = Process()
            victim.executableURL = URL(fileURLWithPath: "/bin/sleep")
            victim.arguments = ["600"]
            try victim.run()
            // It inherits a mask that may hold SIGTERM back.
            defer {
                kill(victim.processIdentifier, SIGKILL)
                victim.waitUntilExit()
            }
            let registry = KernelRegistry(home: home, lab: "forged")
            try registry.makeFolder()
            let started = try #require(ProcessFacts.started(victim.processIdentifier))
            let file = "\(home)/run/forged.kernel"
            try "netsim kernel 1\nprocess \(victim.processIdentifier)\nstarted \(started)\nrootless 0\n"
                .write(toFile: file, atomically: false, encoding: .utf8)
            #expect(registry.foreignOwner == nil)
            #expect(chown(file, 65534, 65534) == 0)
            #expect(registry.foreignOwner == 65534)

            let products = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
            for command in [["doctor", "--fix"], ["kernel", "down"], ["lab", "rm", "forged"]] {
                let netsim = Process()
                netsim.executableURL = products.appendingPathComponent("netsim")
                netsim.arguments = ["--home", home, "--lab", "forged"] + command
                let said = Pipe()
                netsim.standardOutput = said
                netsim.standardError = said
                try netsim.run()
                let text = String(decoding: said.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
                netsim.waitUntilExit()
                #expect(netsim.terminationStatus == 1, "\(command): \(text)")
                if command[0] == "doctor" { #expect(text.contains("user 65534"), "\(text)") }
            }
            #expect(FileManager.default.fileExists(atPath: file))
            #expect(victim.isRunning)
            #expect(ProcessFacts.started(victim.processIdentifier) == started)
        }

        @Test func `a lab is up while its keeper has the lock, and left behind where only the record is`() throws {
            let home = try home()
            defer { try? FileManager.default.removeItem(atPath: home) }
            let lab = Lab.fresh()
            let kernel = try Kernel.build(lab)
            let record = try record(lab, kernel)
            let registry = KernelRegistry(home: home, lab: "default")
            #expect(registry.state() == .down)
            do {
                let entry = try registry.enter()
                #expect(registry.state() == .busy)
                #expect(throws: AlreadyKept(lab: "default")) { try registry.enter() }
                try entry.write(record)
                #expect(registry.state() == .up(record))
                #expect(KernelRegistry.labs(home: home) == ["default"])
            }
            #expect(registry.state() == .down)
            // As a killed keeper leaves it.
            try record.text.write(toFile: "\(home)/run/default.kernel", atomically: true, encoding: .utf8)
            #expect(registry.state() == .leftBehind(record))
            registry.forget()
            #expect(registry.state() == .down)
        }

        @Test func `programs in a lab's namespaces are found, and only those`() throws {
            let lab = try Labs.twoNetworks()
            let kernel = try Kernel.build(lab)
            let record = try record(lab, kernel)
            #expect(Leftovers.find(record).programs.isEmpty)
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/bin/sh")
            process.arguments = ["-c", "exec " + (try kernel.inside(kernel.space("web"), "sleep 60"))]
            try process.run()
            var found = Leftovers.find(record)
            for _ in 0..<100 where found.programs.first?.name != "sleep" {
                usleep(20_000)
                found = Leftovers.find(record)
            }
            #expect(found.programs.map(\.process) == [process.processIdentifier])
            // A namespace with the same number but another cookie is another namespace.
            let other = try #require(
                KernelRecord(text: record.text.replacing(/(space \d+ \d+) \d+/) { "\($0.output.1) 1" })
            )
            #expect(Leftovers.find(other).programs.isEmpty)
            #expect(found.end().isEmpty)
            process.waitUntilExit()
            // How it ended depends on which signals the test runner blocks in its children.
            #expect(process.terminationReason == .uncaughtSignal)
            #expect(Leftovers.find(record).programs.isEmpty)
        }
    }
}
