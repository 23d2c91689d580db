package import Addressing
package import Dataplane
package import Lab
package import Resolver

/// What tools that send packets need of the simulated network: the calls of ``Dataplane`` under their own names, so that
/// tests can put a script in its place.
package protocol PacketSockets: QueryCarrier, Sendable {
    var now: SimulatedTime { get }

    mutating func stack(of container: Container) -> StackID?
    mutating func hostStack() -> StackID
    mutating func outsideStack() -> StackID
    mutating func run(until time: SimulatedTime)

    mutating func openEcho(in stack: StackID) -> SocketID
    mutating func sendEcho(
        _ socket: SocketID,
        to destination: IPAddress,
        sequence: UInt16,
        payloadCount: Int,
        options: SendOptions
    ) throws(SocketError)

    mutating func openUDP(in stack: StackID, port: UInt16, address: IPAddress?) throws(SocketError) -> SocketID
    mutating func send(
        _ payload: [UInt8],
        on socket: SocketID,
        to destination: IPAddress,
        port: UInt16,
        options: SendOptions
    ) throws(SocketError)
    mutating func receive(_ socket: SocketID, until deadline: SimulatedTime) -> Reception?

    mutating func connect(
        in stack: StackID,
        to destination: IPAddress,
        port: UInt16,
        sourcePort: UInt16,
        options: SendOptions,
        until deadline: SimulatedTime
    ) throws(SocketError) -> SocketID
    mutating func listen(in stack: StackID, port: UInt16, address: IPAddress?) throws(SocketError) -> SocketID
    mutating func accept(_ socket: SocketID, until deadline: SimulatedTime) -> SocketID?
    mutating func write(_ bytes: [UInt8], to socket: SocketID) throws(SocketError)
    mutating func read(_ socket: SocketID, until deadline: SimulatedTime) -> StreamReading
    mutating func closeSending(_ socket: SocketID)
    mutating func close(_ socket: SocketID)
    func peer(of socket: SocketID) -> (address: IPAddress, port: UInt16)?
    func localEnd(of socket: SocketID) -> (address: IPAddress, port: UInt16)?

    mutating func neighbors(of stack: StackID) -> [NeighborView]
    mutating func sockets(of stack: StackID) -> [SocketView]
    mutating func traces() -> [StackTraces]
    func tallies(of stack: StackID) -> [String: InterfaceTally]
    mutating func sourceAddress(in stack: StackID, towards destination: IPAddress) -> IPAddress?
    mutating func pathMTU(in stack: StackID, towards destination: IPAddress) -> Int?
}

extension Dataplane: PacketSockets {}

/// A network without name servers of its own: the world outside takes every query.
extension PacketSockets {
    package var elapsed: Int64 { now.nanoseconds }

    package mutating func traces() -> [StackTraces] { [] }

    package func tallies(of stack: StackID) -> [String: InterfaceTally] { [:] }

    package mutating func carry(
        _ query: [UInt8],
        from origin: QueryOrigin,
        to server: IPAddress,
        port: UInt16,
        isTCP: Bool,
        patience: Int64
    ) -> QueryPassage { .taken(.outside(port: port), QueryTicket()) }

    package mutating func bring(
        _ answer: [UInt8]?,
        for ticket: QueryTicket,
        isTCP: Bool,
        patience: Int64
    ) -> QueryReply { answer.map { .response($0) } ?? .timeout }
}

extension SimulatedTime {
    static let nanosecondsPerSecond: Int64 = 1_000_000_000

    /// Later by a number of seconds.
    func advanced(bySeconds seconds: Int64) -> SimulatedTime {
        let (nanoseconds, overflow) = seconds.multipliedReportingOverflow(by: Self.nanosecondsPerSecond)
        return advanced(by: overflow ? (seconds < 0 ? .min : .max) : nanoseconds)
    }
}
