package import Addressing
package import Lab
package import Resolver

/// How a ``DNSServer`` serves.
package struct ServerConfiguration: Sendable {
    /// Where the ports are; loopback, so that nobody else sees the lab.
    package var address = IPAddress.v4(IPv4Address(127, 0, 0, 1))
    /// The port for all containers, where the client-subnet option says which one asks; 0 takes a free one.
    package var sharedPort: UInt16 = 5311
    /// The port of the first container, with those of the others behind it in order of creation; 0 takes free ones.
    package var firstContainerPort: UInt16 = 15311
    /// The containers' own network namespaces, where there are such. With them, the server answers at
    /// ``embeddedAddress`` in each namespace, and has no shared port.
    package var namespaces: (any ContainerNamespaces)?
    /// The order of several addresses of one name.
    package var order = AnswerOrder.rotate
    /// For shuffled answers.
    package var seed: UInt64 = 0

    /// Where the running server is entered, so that others find its ports; nowhere when nil.
    package var registry: ServeRegistry?
    /// A file that appears when the server answers, with the same contents as the registry's.
    package var readyFile: String?
    /// Whether SIGINT, SIGTERM and SIGHUP stop the server.
    package var followsSignals = false
    /// Hears of what does not stop the server: a busy port, a lab that cannot be read any more.
    package var report: @Sendable (String) -> Void = { _ in }

    /// How long a TCP connection may send no whole query.
    package var idleTimeout = Duration.seconds(10)
    /// The TCP connections at once; a further one closes the one that has idled longest.
    package var maximumConnections = 128
    /// How long a real server has to answer what is passed on to it (Docker Engine: 4 s).
    package var forwardTimeout = Duration.seconds(4)
    /// The queries that are with a real server at once; further ones are refused (Docker Engine: 1024).
    package var maximumForwards = 1024
    /// Draws the identifiers of queries that are passed on.
    package var drawIdentifier: @Sendable () -> UInt16 = {
        var generator = SystemRandomNumberGenerator()
        return UInt16(truncatingIfNeeded: generator.next() as UInt64)
    }
    /// The octets that each port's socket buffers.
    package var receiveBuffer: Int32 = 4 << 20

    /// Where containers look for the embedded DNS.
    static let embeddedAddress = SocketAddress(.embeddedResolver, port: 53)

    package init() {}
}

/// The network namespaces of containers in the kernel, each of which has its own 127.0.0.11.
package protocol ContainerNamespaces: Sendable {
    /// A number that another namespace of the same container has not; nil where it has no embedded DNS of its own.
    func number(of container: ContainerID) -> UInt64?

    /// Runs work in a container's namespace.
    func run(in container: ContainerID, _ body: () throws -> Void) throws
}
