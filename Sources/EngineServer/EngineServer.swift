package import Engine
package import EngineAPI
internal import Glibc
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix

/// Serves the Engine API on a Unix socket, or on a port of the loopback.
package struct EngineServer: ~Copyable {
    /// Where clients connect.
    package enum Address: Hashable, Sendable, CustomStringConvertible {
        case unix(path: String)
        case tcp(host: String, port: Int)

        /// Reads `unix:///run/docker.sock` and `tcp://127.0.0.1:2375`; nil for all else.
        package init?(_ text: String) {
            if text.hasPrefix("unix://"), text.count > 7 {
                self = .unix(path: String(text.dropFirst(7)))
                return
            }
            guard text.hasPrefix("tcp://"), let colon = text.lastIndex(of: ":"),
                let port = Int(text[text.index(after: colon)...]), (0...65_535).contains(port)
            else { return nil }
            self = .tcp(host: String(text[..<colon].dropFirst(6)), port: port)
        }

        /// As `DOCKER_HOST` takes it.
        package var description: String {
            switch self {
            case .unix(let path): "unix://\(path)"
            case .tcp(let host, let port): "tcp://\(host):\(port)"
            }
        }
    }

    /// Why a server cannot begin.
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    private let group: MultiThreadedEventLoopGroup
    private let channel: any Channel
    private let address: Address

    /// Milliseconds between two looks at what others have changed.
    private static let interval: Int64 = 5
    /// Seconds that a client may take for the next piece of a request.
    private static let patience: Int64 = 60

    /// Begins to serve.
    ///
    /// - Parameter watch: of the service's lab, made before the lab was read; nobody else uses it from now on.
    package init(_ service: EngineService, at address: Address, watch: LabWatch) throws {
        if case .tcp(let host, _) = address, !["127.0.0.1", "localhost", "[::1]"].contains(host) {
            throw Failure(
                description:
                    "tcp is served on loopback alone, for there is no TLS: tcp://127.0.0.1:PORT, not \(address)"
            )
        }
        // One thread: a lab has one state, and each call looks at it for microseconds.
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let isLocal = if case .unix = address { true } else { false }
        let bootstrap = ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 1_024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.addHandler(IdleStateHandler(readTimeout: .seconds(Self.patience)))
                    let decoder = HTTPRequestDecoder(leftOverBytesStrategy: .forwardBytes)
                    try pipeline.addHandler(HTTPResponseEncoder(), name: HTTPPipeline.encoder)
                    try pipeline.addHandler(ByteToMessageHandler(decoder), name: HTTPPipeline.decoder)
                    try pipeline.addHandler(HTTPServerPipelineHandler(), name: HTTPPipeline.order)
                    try pipeline.addHandler(HTTPConnection(service, isLocal: isLocal))
                }
            }
        do {
            switch address {
            case .unix(let path): channel = try Self.bind(bootstrap, path)
            case .tcp(let host, let port):
                channel = try bootstrap.bind(host: host == "[::1]" ? "::1" : host, port: port).wait()
            }
        } catch {
            try? group.syncShutdownGracefully()
            throw Failure(description: "cannot serve \(address): \(error)")
        }
        self.group = group
        self.address = address
        let engine = service.engine
        // Used by the one thread of the group alone.
        nonisolated(unsafe) let watch = watch
        _ = group.any().scheduleRepeatedTask(initialDelay: .zero, delay: .milliseconds(Self.interval)) { _ in
            try? engine.tick(watch)
        }
    }

    /// The address with the port that the system chose, where none was named.
    package var served: Address {
        if case .tcp(let host, _) = address, let port = channel.localAddress?.port {
            return .tcp(host: host, port: port)
        }
        return address
    }

    /// Ends serving; connections are closed.
    package consuming func stop() {
        try? channel.close().wait()
        try? group.syncShutdownGracefully()
        if case .unix(let path) = address { unlink(path) }
    }

    /// Binds a socket that only its owner may use.
    private static func bind(_ bootstrap: ServerBootstrap, _ path: String) throws -> any Channel {
        var status = stat()
        if lstat(path, &status) == 0 {
            guard status.st_mode & S_IFMT == S_IFSOCK else {
                throw Failure(description: "\(path) is there, and no socket")
            }
            if isServed(path) { throw Failure(description: "somebody serves it already") }
            unlink(path)
        }
        let mask = umask(0o177)
        defer { umask(mask) }
        return try bootstrap.bind(unixDomainSocketPath: path).wait()
    }

    /// Whether somebody answers there: a socket that a killed process left refuses.
    private static func isServed(_ path: String) -> Bool {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        let room = MemoryLayout.size(ofValue: address.sun_path)
        guard bytes.count < room else { return false }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
            }
        }
    }
}
