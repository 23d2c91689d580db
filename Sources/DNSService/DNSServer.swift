/// Answers DNS queries about a lab over UDP and TCP: the engine of `netsim serve`.
///
/// Every running container has a port with its own view of the names, and one port is shared: there the EDNS
/// client-subnet option (RFC 7871) names the asking container by its address. Containers without an embedded DNS, on
/// the default bridge, the host's stack or no network, are answered by what their resolv.conf leads to: the upstream.
/// An address names the container that has it on one of its networks; containers on the host's stack have none of their
/// own, and those that share another's stack are answered as that one.
///
/// Local answers are the engine's own, without an OPT record; on the shared port, which the engine has not, a query with
/// an OPT record gets one back, the option in it. What a real server answers is passed on octet for octet.
///
/// One thread does everything; sockets never block it. Create, run and drop a server on the same thread.
package final class DNSServer {
    private let configuration: ServerConfiguration
    private let source: any LabSource
    /// Ends ``run(onStatus:)`` from anywhere.
    package let stopHandle: StopHandle

    package init(_ configuration: ServerConfiguration = ServerConfiguration(), lab source: any LabSource) throws {
        self.configuration = configuration
        self.source = source
        stopHandle = try StopHandle()
    }

    /// Serves until stopped, then closes everything.
    ///
    /// - Parameter onStatus: called when the ports are open, and again whenever they or the containers change.
    /// - Returns: what was done.
    /// - Throws: ``SystemError`` where the shared port cannot be opened, ``AlreadyServed``, or what the source throws on
    ///   first reading the lab. Later trouble is reported, and the server goes on.
    @discardableResult
    package func run(onStatus: (ServeStatus) -> Void = { _ in }) throws -> ServerStatistics {
        if configuration.followsSignals { stopHandle.followSignals() }
        defer { if configuration.followsSignals { StopHandle.forgetSignals() } }
        var loop = try ServingLoop(configuration, source, stop: stopHandle)
        try loop.open(onStatus)
        defer { loop.close() }
        try loop.run(onStatus)
        return loop.answerer.statistics
    }
}
