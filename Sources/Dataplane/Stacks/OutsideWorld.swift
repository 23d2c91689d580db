internal import Addressing
internal import Lab

/// What lies beyond the host's uplink: a LAN with a router and a client on it, and the Internet behind the router.
///
/// The router answers for every global address: pings, TCP 80 and 443 with a small HTTP service, and 53
/// (`Lab.outsideServices`). Private addresses (RFC 1918, RFC 4193) that are on no link lead nowhere there, as on the
/// real Internet.
enum OutsideWorld {
    static let routerMAC = MACAddress(rawValue: 0x5254_0000_0001)
    static let clientMAC = MACAddress(rawValue: 0x5254_0000_0064)
}
