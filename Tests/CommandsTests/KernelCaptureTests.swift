import Foundation
import Netlink
import PacketWire
import TestSupport
import Testing

/// `netsim capture` of labs in the kernel: the program itself, with labs of the tests' own.
@Suite(.enabled(if: NamespacePrivilege.isThere, NamespacePrivilege.reason))
struct KernelCaptureTests {
    /// A lab in the kernel with `web` and `user` on `front`, which goes with the value.
    private final class Home {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        private let program: URL

        init() throws {
            let products = URL(fileURLWithPath: Swift.CommandLine.arguments[0]).deletingLastPathComponent()
            program = products.appendingPathComponent("netsim")
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            for line in [
                "network create front", "run -d --name web --network front nginx",
                "run -d --name user --network front alpine",
            ] {
                let result = try run(line)
                try #require(result.status == 0, "\(line): \(result.errors)")
            }
        }

        deinit {
            _ = try? run("kernel down")
            try? FileManager.default.removeItem(atPath: path)
        }

        func start(_ line: String) throws -> Run {
            try Run(program, line.split(separator: " ").map(String.init), home: path)
        }

        func run(_ line: String) throws -> (status: Int32, output: String, errors: String) {
            try start(line).end()
        }

        /// Sends a datagram from `user` to `web`.
        func send() throws {
            _ = try run("kernel exec user -- ping -c 1 -W 1 web")
        }

        func packets(_ name: String) throws -> [PcapngPacket] {
            let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: "\(path)/\(name)")))
            return try PcapngReader.blocks(of: bytes).compactMap {
                if case .packet(let packet) = $0 { packet } else { nil }
            }
        }
    }

    /// A run of the program, for 20 seconds at most. Foundation's processes would have the signals blocked that are to end it.
    private final class Run {
        private var process: pid_t = 0
        private let files: [String]

        init(_ program: URL, _ arguments: [String], home: String) throws {
            files = ["output", "errors"].map { "\(home)/\($0)-\(UUID().uuidString)" }
            var actions = posix_spawn_file_actions_t()
            posix_spawn_file_actions_init(&actions)
            defer { posix_spawn_file_actions_destroy(&actions) }
            posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
            for (index, file) in files.enumerated() {
                posix_spawn_file_actions_addopen(&actions, Int32(index + 1), file, O_WRONLY | O_CREAT, 0o600)
            }
            var attributes = posix_spawnattr_t()
            posix_spawnattr_init(&attributes)
            defer { posix_spawnattr_destroy(&attributes) }
            var (none, all) = (sigset_t(), sigset_t())
            sigemptyset(&none)
            sigfillset(&all)
            posix_spawnattr_setsigmask(&attributes, &none)
            posix_spawnattr_setsigdefault(&attributes, &all)
            posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
            let words = (["timeout", "--foreground", "20", program.path] + arguments).map { strdup($0) } + [nil]
            let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin:/usr/sbin"
            let variables = ["NETSIM_HOME=\(home)", "NETSIM_BACKEND=kernel", "PATH=\(path)"]
            let environment = variables.map { strdup($0) } + [nil]
            defer { for text in words + environment { free(text) } }
            let status = posix_spawn(&process, "/usr/bin/timeout", &actions, &attributes, words, environment)
            try #require(status == 0)
        }

        /// `timeout` passes it on.
        func signal(_ number: Int32) { kill(process, number) }

        func end() -> (status: Int32, output: String, errors: String) {
            var status: Int32 = 0
            while waitpid(process, &status, 0) < 0, errno == EINTR {}
            let said = files.map { (try? String(contentsOfFile: $0, encoding: .utf8)) ?? "?" }
            return (status & 0x7f == 0 ? status >> 8 & 0xff : 128 + status & 0x7f, said[0], said[1])
        }
    }

    @Test(arguments: [SIGINT, SIGTERM])
    func `a signal ends a capture with a whole file`(signal: Int32) throws {
        let home = try Home()
        let capture = try home.start("capture -f icmp -w \(home.path)/a front")
        // The file is there once the links are open.
        for _ in 0..<200 where !FileManager.default.fileExists(atPath: "\(home.path)/a") { usleep(20_000) }
        usleep(100_000)
        try home.send()
        capture.signal(signal)
        let result = capture.end()
        #expect(result.status == 0)
        #expect(result.errors == "4 frames on 2 links written to \(home.path)/a\n")
        #expect(try home.packets("a").map(\.direction) == [.inbound, .outbound, .inbound, .outbound])
    }

    @Test func `a command's end ends the capture, and its status is passed on`() throws {
        let home = try Home()
        let whole = try home.run("capture -f icmp user -- kernel exec user -- ping -c 2 -i 0.2 web")
        #expect(whole.status == 0)
        let lines = whole.output.split(separator: "\n").filter { $0.contains(" user eth0 on front ") }
        #expect(lines.count == 4)
        #expect(
            lines.first?.contains(" user eth0 on front In  IP 172.18.0.3 > 172.18.0.2: ICMP echo request, id ") == true
        )
        #expect(whole.errors == "4 frames on 1 link\n")
        let failed = try home.run("capture -c 1 -w \(home.path)/b host -- kernel exec user -- sh -c false")
        #expect(failed.status == 1)
        #expect(failed.errors.hasSuffix(" written to \(home.path)/b\n"))
    }

    @Test func `what is wrong is said before anything is captured, or when it comes`() throws {
        let home = try Home()
        for (line, errors) in [
            ("capture -f prot user", "netsim: filter \"prot\": can't parse filter expression: syntax error\n"),
            ("capture nosuch", "netsim: no such link, network or container: nosuch\n"),
            ("capture -w /nowhere/a user", "netsim: cannot create /nowhere/a: No such file or directory (ENOENT)\n"),
            ("capture -w /dev/full user", "netsim: cannot write /dev/full: No space left on device (ENOSPC)\n"),
            ("capture -C 1 user", "netsim: files are rotated where one is named: -w FILE\n"),
            ("capture -C 1 -w - user", "netsim: standard output is one file: it cannot be rotated\n"),
            ("capture --limit 3 user", "netsim: --limit is for simulations: -c ends a capture in the kernel\n"),
        ] {
            let result = try home.run(line)
            #expect(result.status == 1 && result.output.isEmpty && result.errors == errors, "\(line)")
        }
    }

    @Test func `a container that came later is captured on`() throws {
        let home = try Home()
        #expect(try home.run("run -d --name late --network front alpine").status == 0)
        let result = try home.run("capture -f icmp -c 2 late -- exec user ping -c 1 -W 1 late")
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.errors.contains("2 frames on 1 link"), "\(result.errors)")
    }

    @Test func `a lab that goes while it is captured ends the capture with a whole file`() throws {
        let home = try Home()
        let capture = try home.start("capture -w \(home.path)/a -f icmp user")
        for _ in 0..<200 where !FileManager.default.fileExists(atPath: "\(home.path)/a") { usleep(20_000) }
        usleep(100_000)
        try home.send()
        #expect(try home.run("kernel down").status == 0)
        let result = capture.end()
        #expect(result.status == 1)
        #expect(result.errors.contains("netsim: user eth0 on front: interface veth"))
        #expect(result.errors.hasSuffix("netsim: no link is left to capture on\n"))
        #expect(try home.packets("a").count == 2)
    }
}
