package import Addressing
package import Lab

/// The network of a lab in motion: stacks, bridges, links, the host's filter and NAT, and the events between them.
///
/// A value derived from a lab: the same lab, seed and calls give the same packets at the same nanoseconds. Stacks and
/// links come to life when a packet first touches them. Calls that wait move the simulated time on; none sleeps.
package struct Dataplane: Sendable {
    package let lab: Lab
    /// What time it is.
    package private(set) var now = SimulatedTime()

    package init(_ lab: Lab, seed: UInt64) {
        self.lab = lab
    }

    // MARK: Stacks

    /// The stack that a container uses; nil while it does not run.
    package mutating func stack(of container: Container) -> StackID? { nil }

    /// The simulated host's own stack.
    package mutating func hostStack() -> StackID { StackID(index: 0) }

    /// A client outside, on the host's uplink, that routes to the containers' subnets by way of the host.
    package mutating func outsideStack() -> StackID { StackID(index: 1) }

    /// Lets time pass up to a moment.
    package mutating func run(until time: SimulatedTime) {}

    // MARK: ICMP echo

    /// Opens a socket for echo requests.
    package mutating func openEcho(in stack: StackID) -> SocketID { SocketID(number: 0) }

    /// Sends an echo request of `payloadCount` data bytes.
    ///
    /// - Throws: what the kernel says at once: no route, too large, no such device or address. What is found out later
    ///   comes by ``receive(_:until:)``.
    package mutating func sendEcho(
        _ socket: SocketID,
        to destination: IPAddress,
        sequence: UInt16,
        payloadCount: Int,
        options: SendOptions = SendOptions()
    ) throws(SocketError) {}

    // MARK: UDP

    /// Opens a UDP socket.
    ///
    /// - Parameters:
    ///   - port: 0 for a free one.
    ///   - address: nil for all addresses.
    package mutating func openUDP(
        in stack: StackID,
        port: UInt16 = 0,
        address: IPAddress? = nil
    ) throws(SocketError) -> SocketID { SocketID(number: 0) }

    package mutating func send(
        _ payload: [UInt8],
        on socket: SocketID,
        to destination: IPAddress,
        port: UInt16,
        options: SendOptions = SendOptions()
    ) throws(SocketError) {}

    /// The next thing that an echo or UDP socket receives, letting time pass up to a deadline; nil then. A message that
    /// is there already is given at once.
    package mutating func receive(_ socket: SocketID, until deadline: SimulatedTime) -> Reception? { nil }

    // MARK: TCP

    /// Connects to a port, letting time pass until the handshake is done, is refused, or the deadline passes.
    ///
    /// - Parameter sourcePort: 0 for a free one.
    /// - Throws: `connectionRefused`, `timedOut`, `hostUnreachable`, `networkUnreachable` and what the kernel says of
    ///   the options.
    package mutating func connect(
        in stack: StackID,
        to destination: IPAddress,
        port: UInt16,
        sourcePort: UInt16 = 0,
        options: SendOptions = SendOptions(),
        until deadline: SimulatedTime
    ) throws(SocketError) -> SocketID { throw .timedOut }

    /// Opens a listening TCP socket that a tool serves itself (`nc -l`).
    package mutating func listen(
        in stack: StackID,
        port: UInt16,
        address: IPAddress? = nil
    ) throws(SocketError) -> SocketID { SocketID(number: 0) }

    /// The next connection to a listening socket; nil at the deadline.
    package mutating func accept(_ socket: SocketID, until deadline: SimulatedTime) -> SocketID? { nil }

    /// Sends bytes on a connection; they leave as windows and time allow.
    package mutating func write(_ bytes: [UInt8], to socket: SocketID) throws(SocketError) {}

    /// What a connection receives next, letting time pass up to a deadline.
    package mutating func read(_ socket: SocketID, until deadline: SimulatedTime) -> StreamReading { .timeout }

    /// Closes the sending side of a connection (FIN); reading goes on.
    package mutating func closeSending(_ socket: SocketID) {}

    /// Closes a socket of any kind.
    package mutating func close(_ socket: SocketID) {}

    /// The other end of a connection.
    package func peer(of socket: SocketID) -> (address: IPAddress, port: UInt16)? { nil }

    /// This end of a connection or bound socket.
    package func localEnd(of socket: SocketID) -> (address: IPAddress, port: UInt16)? { nil }

    // MARK: Views

    /// The ARP cache and the neighbour table, by address.
    package mutating func neighbors(of stack: StackID) -> [NeighborView] { [] }

    /// All sockets of a stack, the listening ones of its services included.
    package mutating func sockets(of stack: StackID) -> [SocketView] { [] }

    /// The address that a packet from a stack to `destination` would carry; nil without a route.
    package mutating func sourceAddress(in stack: StackID, towards destination: IPAddress) -> IPAddress? { nil }

    /// The MTU of the route to `destination`, as path MTU discovery knows it so far; nil without a route.
    package mutating func pathMTU(in stack: StackID, towards destination: IPAddress) -> Int? { nil }
}
