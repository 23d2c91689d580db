import Addressing
import Foundation
import Lab
import Rendering
import TestSupport
import Testing

@testable import Commands

/// Runs the script as root; skipped without privilege, but for where everything must be there.
@Suite(.enabled(if: RootFolder.isMount, RootFolder.reason), .enabled(if: Machine.mayMakeNamespaces), .serialized)
struct KernelScriptTests {
    @Test func `the namespaces have the lab's addresses, routes and rules, and packets pass as in the lab`() throws {
        var lab = Lab.fresh()
        try lab.network("back", subnet: "10.91.1.0/24") { $0.isInternal = true }
        try lab.network("front", subnet: "10.91.0.0/24") {
            $0.enableIPv6 = true
            $0.options["com.docker.network.driver.mtu"] = "1400"
        }
        try lab.run("db", on: "back", ip: "10.91.1.5")
        try lab.run("web", on: "front", aliases: ["www"])
        try lab.connect(network: "back", container: "web", config: EndpointConfig())
        try lab.run("guest", on: "front")
        let outer = "nt\(getpid())"
        let script = FileManager.default.temporaryDirectory.appending(path: "\(outer).sh").path
        try KernelScript(lab, prefix: outer).text.write(toFile: script, atomically: true, encoding: .utf8)
        defer {
            _ = try? Machine.run("sh", script, "down")
            try? FileManager.default.removeItem(atPath: script)
        }
        let made = try Machine.run("sh", script)
        #expect(made.status == 0, "\(made.output)")
        // Made anew in the place of the first.
        let again = try Machine.run("sh", script, "up")
        #expect(again.status == 0, "\(again.output)")

        for container in lab.allContainers {
            let view = lab.stackView(of: container)
            let text = try Machine.run("ip", "-n", "\(outer)-c-\(container.name)", "-j", "addr").output
            let interfaces = try JSONValue(parsing: text).arrayValue ?? []
            for wanted in view.interfaces where wanted.kind == .veth {
                let found = try #require(interfaces.first { $0["ifname"]?.stringValue == wanted.name })
                #expect(found["address"]?.stringValue == "\(wanted.mac)")
                #expect(found["mtu"]?.intValue == Int64(wanted.mtu))
                let addresses = (found["addr_info"]?.arrayValue ?? []).compactMap { entry -> String? in
                    guard let local = entry["local"]?.stringValue, let length = entry["prefixlen"]?.intValue
                    else { return nil }
                    return "\(local)/\(length)"
                }
                #expect(Set(addresses) == Set(wanted.addresses.map(\.description)), "\(container.name)")
            }
            let routes = try Machine.run("ip", "-n", "\(outer)-c-\(container.name)", "route").output
            for route in view.routes(.ipv4) where route.destination == nil {
                let gateway = try #require(route.gateway)
                #expect(routes.contains("default via \(gateway) dev \(route.interface)"))
            }
        }

        func pings(_ from: String, _ to: String) throws -> Bool {
            let enter = ["nsenter", "--net=/run/netns/\(from)"]
            return try Machine.run(enter + ["ping", "-c", "1", "-W", "1", to]).status == 0
        }
        let web = try #require(try lab.ip("web", on: "front"))
        #expect(try pings("\(outer)-c-web", "10.91.1.5"))
        #expect(try pings("\(outer)-c-guest", web))
        #expect(try pings("\(outer)-c-guest", "192.0.2.100"))
        #expect(try !pings("\(outer)-c-db", "192.0.2.100"))
        #expect(try !pings("\(outer)-c-guest", "10.91.1.5"))
        #expect(try !pings("\(outer)-client", "10.91.1.5"))
        // What `ip netns exec` puts in the place of /etc/hosts.
        func knows(_ container: String, _ address: String, _ name: String) throws -> Bool {
            let hosts = try String(contentsOfFile: "/etc/netns/\(outer)-c-\(container)/hosts", encoding: .utf8)
            return hosts.split(separator: "\n").contains { line in
                let words = line.split(whereSeparator: \.isWhitespace)
                return words.first == address[...] && words.contains(name[...])
            }
        }
        #expect(try knows("web", "10.91.1.5", "db"))
        #expect(try knows("guest", web, "www"))
        #expect(try !knows("guest", "10.91.1.5", "db"))

        let down = try Machine.run("sh", script, "down")
        #expect(down.status == 0, "\(down.output)")
        let left = try Machine.run("ip", "netns", "list").output.split(separator: "\n").filter { $0.hasPrefix(outer) }
        #expect(left.isEmpty)
        #expect(!FileManager.default.fileExists(atPath: "/etc/netns/\(outer)-c-web"))
    }
}

/// The machine that the tests run on.
private enum Machine {
    static var mayMakeNamespaces: Bool {
        if ProcessInfo.processInfo.environment["CI"] == "true" { return true }
        guard geteuid() == 0 else { return false }
        let probe = "np\(getpid())"
        guard (try? run("ip", "netns", "add", probe))?.status == 0 else { return false }
        defer { _ = try? run("ip", "netns", "delete", probe) }
        return ["nft", "nsenter", "ping"].allSatisfy { (try? run("which", $0))?.status == 0 }
    }

    /// Runs a program for at most 60 seconds.
    static func run(_ words: String...) throws -> (status: Int32, output: String) { try run(words) }

    static func run(_ words: [String]) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["timeout", "60"] + words
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, output)
    }
}
