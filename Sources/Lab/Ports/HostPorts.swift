package import Addressing

/// The host ports that the lab's containers hold, and where the search for the next one begins.
///
/// As in Docker Engine's port allocator, the search in a range goes on after the last port that the range
/// gave out and wraps, so a freed port is not given out again until the range has been gone round.
package struct HostPorts: Hashable, Sendable {
    package enum Refusal: Error, Hashable, Sendable {
        case alreadyAllocated(address: IPAddress, port: UInt16)
        case allAllocated
    }

    package struct Holding: Hashable, Sendable {
        package let transport: TransportProtocol
        package let port: UInt16

        package init(transport: TransportProtocol, port: UInt16) {
            self.transport = transport
            self.port = port
        }
    }

    /// A range that has a cursor of its own.
    package struct Cursor: Hashable, Sendable {
        package let transport: TransportProtocol
        package let address: IPAddress
        package let first: UInt16
        package let last: UInt16

        package init(transport: TransportProtocol, address: IPAddress, first: UInt16, last: UInt16) {
            self.transport = transport
            self.address = address
            self.first = first
            self.last = last
        }
    }

    package private(set) var holders: [Holding: [IPAddress]] = [:]
    package private(set) var cursors: [Cursor: UInt16] = [:]

    package init() {}

    /// Takes one port of `range` on all of `addresses` at once.
    ///
    /// - Parameter isBusy: whether something other than a container listens there; such ports are passed over.
    package mutating func take(
        _ range: ClosedRange<UInt16>,
        _ transport: TransportProtocol,
        on addresses: [IPAddress],
        isBusy: (IPAddress, UInt16) -> Bool = { _, _ in false }
    ) throws(Refusal) -> UInt16 {
        guard let first = addresses.first else { throw .allAllocated }
        if range.count == 1 {
            if let held = conflict(range.lowerBound, transport, addresses) {
                throw .alreadyAllocated(address: held, port: range.lowerBound)
            }
            hold(range.lowerBound, transport, addresses)
            return range.lowerBound
        }
        let cursor = Cursor(transport: transport, address: first, first: range.lowerBound, last: range.upperBound)
        var port = cursors[cursor] ?? range.upperBound
        for _ in 0..<range.count {
            port = port == range.upperBound ? range.lowerBound : port + 1
            if conflict(port, transport, addresses) == nil, !addresses.contains(where: { isBusy($0, port) }) {
                cursors[cursor] = port
                hold(port, transport, addresses)
                return port
            }
        }
        throw .allAllocated
    }

    /// Gives a port back; one that is not held is ignored.
    package mutating func release(_ port: UInt16, _ transport: TransportProtocol, on address: IPAddress) {
        let key = Holding(transport: transport, port: port)
        guard let index = holders[key]?.firstIndex(of: address) else { return }
        holders[key]?.remove(at: index)
        if holders[key]?.isEmpty == true { holders[key] = nil }
    }

    /// Marks a port as held, when a stored lab is read.
    package mutating func restore(_ port: UInt16, _ transport: TransportProtocol, on address: IPAddress) {
        hold(port, transport, [address])
    }

    package mutating func restore(_ cursor: Cursor, at port: UInt16) {
        cursors[cursor] = port
    }

    private mutating func hold(_ port: UInt16, _ transport: TransportProtocol, _ addresses: [IPAddress]) {
        holders[Holding(transport: transport, port: port), default: []] += addresses
    }

    /// The address that already holds the port against one of `addresses`, IPv4 first: the wildcard conflicts with
    /// every address of its family.
    private func conflict(_ port: UInt16, _ transport: TransportProtocol, _ addresses: [IPAddress]) -> IPAddress? {
        guard let held = holders[Holding(transport: transport, port: port)] else { return nil }
        return held.sorted { ($0.family, $0) < ($1.family, $1) }.first { holder in
            addresses.contains {
                $0.family == holder.family && ($0 == holder || $0.isUnspecified || holder.isUnspecified)
            }
        }
    }
}
