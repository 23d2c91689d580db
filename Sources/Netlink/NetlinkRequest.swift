package import NetlinkWire

/// One change that the kernel is asked for.
package enum NetlinkRequest: Hashable, Sendable {
    /// Makes a link; fails where its name or number is taken.
    case addLink(LinkMessage)
    /// Changes a link that is there, by its number, or by its name where that is 0.
    case setLink(LinkMessage)
    case deleteLink(LinkMessage)
    case addAddress(AddressMessage)
    case deleteAddress(AddressMessage)
    case addRoute(RouteMessage)
    case deleteRoute(RouteMessage)
    /// Puts a queue in place of the one that is there.
    case setQdisc(QdiscMessage)
    case deleteQdisc(QdiscMessage)

    package var header: NetlinkHeader {
        switch self {
        case .addLink: NetlinkHeader(.newLink, .make)
        case .setLink: NetlinkHeader(.newLink, [.request, .acknowledge])
        case .deleteLink: NetlinkHeader(.deleteLink, [.request, .acknowledge])
        case .addAddress: NetlinkHeader(.newAddress, .make)
        case .deleteAddress: NetlinkHeader(.deleteAddress, [.request, .acknowledge])
        case .addRoute: NetlinkHeader(.newRoute, .make)
        case .deleteRoute: NetlinkHeader(.deleteRoute, [.request, .acknowledge])
        case .setQdisc: NetlinkHeader(.newQdisc, [.request, .acknowledge, .create, .replace])
        case .deleteQdisc: NetlinkHeader(.deleteQdisc, [.request, .acknowledge])
        }
    }

    package func encode(into bytes: inout [UInt8]) throws(NetlinkEncodingError) {
        switch self {
        case .addLink(let link), .setLink(let link), .deleteLink(let link): try link.encode(into: &bytes)
        case .addAddress(let address), .deleteAddress(let address): try address.encode(into: &bytes)
        case .addRoute(let route), .deleteRoute(let route): try route.encode(into: &bytes)
        case .setQdisc(let qdisc), .deleteQdisc(let qdisc): try qdisc.encode(into: &bytes)
        }
    }

    /// What is attempted, behind `cannot`: `add link veth1 (veth)`.
    package var attempt: String {
        switch self {
        case .addLink(let link): "add link \(Self.name(link))\(link.kind.map { " (\($0.name))" } ?? "")"
        case .setLink(let link): "change link \(Self.name(link))"
        case .deleteLink(let link): "delete link \(Self.name(link))"
        case .addAddress(let address): "add address \(address.address) to link \(address.index)"
        case .deleteAddress(let address): "delete address \(address.address) of link \(address.index)"
        case .addRoute(let route): "add \(Self.text(route))"
        case .deleteRoute(let route): "delete \(Self.text(route))"
        case .deleteQdisc(let qdisc): "delete queue \(qdisc.name) of link \(qdisc.index)"
        case .setQdisc(let qdisc): "set queue \(qdisc.name) on link \(qdisc.index)"
        }
    }

    private static func name(_ link: LinkMessage) -> String { link.name ?? "\(link.index)" }

    private static func text(_ route: RouteMessage) -> String {
        let destination = route.destination.map { "\($0)" } ?? "default"
        return "\(route.family) route \(destination)\(route.gateway.map { " via \($0)" } ?? "")"
    }
}
