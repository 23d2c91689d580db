import Addressing
import DNSService
import DNSWire
import Glibc
import Lab
import Synchronization
import TestSupport
import Testing

@Suite struct `Changes of a served lab` {
    @Test func `The very next query sees them`() throws {
        let lab = ChangingLab(try .rotation())
        try withServer(lab) { server in
            let port = server.port(of: "asker")
            for round in 0..<50 {
                try lab.change { try $0.run("new\(round)", on: "mynet", aliases: ["fresh"]) }
                let reply = try ask(port, try .query("new\(round)"))
                #expect(reply?.answers.count == 1, "round \(round)")
                try lab.change { try $0.stopContainer(matching: "new\(round)", at: noon) }
                #expect(try ask(port, try .query("new\(round)")).short == "NXDOMAIN", "round \(round)")
            }
        }
    }

    @Test func `Also under load, and over TCP`() throws {
        let lab = ChangingLab(try .rotation())
        try withServer(lab) { server in
            let port = server.port(of: "asker")
            let load = BackgroundLoad(server.port(of: "one"), try Message.query("two").bytes())
            let stream = StreamClient(port)
            for round in 0..<30 {
                try lab.change { try $0.run("new\(round)", on: "mynet") }
                #expect(try ask(port, try .query("new\(round)"))?.answers.count == 1, "round \(round)")
                stream.write(try Message.query("new\(round)").frame())
                #expect(try stream.receiveMessage()?.answers.count == 1, "round \(round)")
            }
            load.stop()
        }
    }

    @Test func `A container that starts gets a port, and loses it when it stops`() throws {
        let lab = ChangingLab(try .rotation())
        try withServer(lab) { server in
            #expect(server.port(of: "late") == nil)
            try lab.change { try $0.run("late", on: "mynet") }
            _ = try ask(server.port(of: "asker"), try .query("late"))
            let port = try #require(server.port(of: "late"))
            #expect(try ask(port, try .query("one")).short == "NOERROR 172.18.0.2")
            let connection = StreamClient(port)
            connection.write(try Message.query("one").frame())
            #expect(try connection.receiveMessage().short == "NOERROR 172.18.0.2")

            try lab.change { try $0.stopContainer(matching: "late", at: noon) }
            #expect(try ask(server.port(of: "asker"), try .query("late")).short == "NXDOMAIN")
            #expect(server.port(of: "late") == nil)
            #expect(connection.end() == .closed)
            #expect(try ask(port, try .query("one"), seconds: 0.1) == nil)

            try lab.change { try $0.startContainer(matching: "late", at: noon) }
            _ = try ask(server.port(of: "asker"), try .query("late"))
            #expect(server.port(of: "late") == port)
        }
    }

    @Test func `The asking container itself may stop between its query and the answer`() throws {
        let lab = ChangingLab(try .rotation())
        try withServer(lab) { server in
            let port = server.port(of: "asker")
            try lab.change { try $0.stopContainer(matching: "asker", at: noon) }
            #expect(try ask(port, try .query("one"), seconds: 0.1) == nil)
            #expect(try ask(server.port(of: "one"), try .query("two")).short == "NOERROR 172.18.0.3")
        }
    }

    @Test func `Rotation goes on where it was`() throws {
        let lab = ChangingLab(try .rotation())
        try withServer(lab) { server in
            var leaders: [String] = []
            for round in 0..<4 {
                try lab.change { try $0.run("other\(round)", on: "mynet") }
                let reply = try ask(server.port(of: "asker"), try .query("alicek106"))
                leaders.append(reply.short.split(separator: " ").dropFirst().first.map(String.init) ?? "")
            }
            #expect(leaders == ["172.18.0.2", "172.18.0.3", "172.18.0.4", "172.18.0.2"])
        }
    }

    @Test func `A renamed container shows under its new name`() throws {
        let lab = ChangingLab(try .rotation())
        try withServer(lab) { server in
            let port = server.port(of: "asker")
            try lab.change { try $0.renameContainer(matching: "one", to: "first") }
            #expect(try ask(port, try .query("first")).short == "NOERROR 172.18.0.2")
            #expect(server.port(of: "first") != nil)
            #expect(server.port(of: "one") == nil)
        }
    }

    @Test func `A lab that cannot be read any more is served as it was`() throws {
        let lab = ChangingLab(try .rotation())
        try withServer(lab) { server in
            lab.failure.withLock { $0 = "the file is newer than this netsim" }
            try lab.change { try $0.run("unseen", on: "mynet") }
            #expect(try ask(server.port(of: "asker"), try .query("unseen")).short == "NXDOMAIN")
            #expect(
                server.reports == [
                    "cannot follow the lab, and go on with what was read last: the file is newer than this netsim"
                ]
            )
            lab.failure.withLock { $0 = nil }
            try lab.change { _ in }
            #expect(try ask(server.port(of: "asker"), try .query("unseen"))?.answers.count == 1)
        }
    }

    @Test func `Files are watched with everything that may happen to them`() throws {
        let folder = try TemporaryFolder()
        let watch = try FileWatch([folder.path])
        func hasChanged() -> Bool {
            var bytes = [UInt8](repeating: 0, count: 4096)
            var found = false
            while read(watch.descriptor, &bytes, bytes.count) > 0 { found = true }
            return found
        }
        #expect(!hasChanged())
        let file = "\(folder.path)/lab"
        let descriptor = open(file, O_WRONLY | O_CREAT, 0o644)
        #expect(hasChanged())
        _ = write(descriptor, "x", 1)
        #expect(hasChanged())
        close(descriptor)
        #expect(hasChanged())
        #expect(!hasChanged())
        rename(file, "\(folder.path)/other")
        #expect(hasChanged())
        unlink("\(folder.path)/other")
        #expect(hasChanged())
        #expect(throws: SystemError("cannot watch /nowhere/at/all", number: ENOENT)) {
            try FileWatch(["/nowhere/at/all"])
        }
    }
}

/// Keeps asking, and reads the answers, until stopped.
final class BackgroundLoad: @unchecked Sendable {
    private let descriptor: Int32
    private let query: [UInt8]
    private var thread = pthread_t()

    init(_ port: UInt16?, _ query: [UInt8]) {
        descriptor = TestSocket.open(SOCK_DGRAM, port: port ?? 0, seconds: 0.05)
        self.query = query
        pthread_create(
            &thread,
            nil,
            { argument in
                guard let argument else { return nil }
                Unmanaged<BackgroundLoad>.fromOpaque(argument).takeRetainedValue().run()
                return nil
            },
            Unmanaged.passRetained(self).toOpaque()
        )
    }

    private func run() {
        var bytes = [UInt8](repeating: 0, count: 512)
        // Ends when `stop` shuts the socket down.
        while send(descriptor, query, query.count, Int32(MSG_NOSIGNAL)) > 0 {
            for _ in 0..<20 { _ = send(descriptor, query, query.count, Int32(MSG_NOSIGNAL)) }
            for _ in 0..<20 { _ = recv(descriptor, &bytes, bytes.count, Int32(MSG_DONTWAIT)) }
        }
    }

    func stop() {
        shutdown(descriptor, Int32(SHUT_RDWR))
        pthread_join(thread, nil)
        close(descriptor)
    }
}

/// A folder that goes with its value, and what is in it.
final class TemporaryFolder {
    let path: String

    init() throws {
        var template = Array("/tmp/netsim-test-XXXXXX".utf8CString)
        guard let made = mkdtemp(&template) else { throw SystemError("cannot make a folder", number: errno) }
        path = String(cString: made)
    }

    deinit {
        Self.remove(path)
    }

    private static func remove(_ path: String) {
        if let folder = opendir(path) {
            while let entry = readdir(folder) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                if name != ".", name != ".." { remove("\(path)/\(name)") }
            }
            closedir(folder)
        }
        Glibc.remove(path)
    }
}
