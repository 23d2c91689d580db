import Foundation
import KernelBackend
import Lab
import Netlink
import TestSupport
import Testing

/// The kernel's tests, one after the other: each counts what there is before and after.
@Suite(.serialized, .enabled(if: NamespacePrivilege.isThere, NamespacePrivilege.reason), .leavesNothing)
enum KernelTests {}

/// What tests against the kernel share.
enum Kernel {
    static func build(_ lab: Lab) throws -> KernelLab { try KernelLab.build(try PlanBuilder.plan(lab)) }

    /// Runs a line of shell, for 20 seconds at most.
    static func shell(_ line: String, input: String? = nil) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/timeout")
        process.arguments = ["20"] + MachineShell.words(line)
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("netsim-\(UUID().uuidString)")
        try Data((input ?? "").utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        process.standardInput = try FileHandle(forReadingFrom: file)
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }

    /// How many descriptors of namespaces this process has.
    static func heldNamespaces() throws -> Int {
        let folder = "/proc/self/fd"
        return try FileManager.default.contentsOfDirectory(atPath: folder)
            .compactMap { try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\($0)") }
            .filter { $0.hasPrefix("net:[") }
            .count
    }
}

extension KernelLab {
    /// A command line that runs another one in a namespace of the lab.
    func inside(_ space: PlanSpace, _ line: String) throws -> String {
        let namespace = try #require(self.namespace(space) as NetworkNamespace?)
        return "nsenter --net=/proc/\(getpid())/fd/\(namespace.descriptor) \(line)"
    }

    /// Runs a line of shell in a namespace of the lab.
    func shell(_ space: PlanSpace, _ line: String) throws -> (status: Int32, output: String) {
        try Kernel.shell(inside(space, "sh -c '\(line)'"))
    }

    func space(_ name: String) throws -> PlanSpace {
        try #require(plan.spaces.first { $0.name == name })
    }
}
