package import Addressing

/// A network interface, as the kernel lists it or is asked to make it (`struct ifinfomsg` and its attributes).
///
/// What is nil is not said: the kernel picks, or leaves what there is.
package struct LinkMessage: Hashable, Sendable {
    /// The kernel's number for the interface, 0 for any. Who makes an interface may choose it.
    package var index: Int32 = 0
    /// `ARPHRD_…`.
    package var hardwareType: UInt16 = 0
    package var flags: LinkFlags = []
    /// Which of the flags a request changes.
    package var changedFlags: LinkFlags = []

    package var name: String?
    package var address: MACAddress?
    package var mtu: UInt32?
    /// The interface below: a macvlan's parent, a veth's other end.
    package var link: UInt32?
    /// The bridge that it is a port of.
    package var master: UInt32?
    /// In whose namespace it is to be made, by a descriptor of the asking process.
    package var namespace: UInt32?
    package var group: UInt32?
    /// `IF_OPER_…`: 6 is up, 2 is down.
    package var operationalState: UInt8?
    /// How its IPv6 link-local address is formed: 0 of its MAC address, 1 not at all (`IN6_ADDR_GEN_MODE_…`).
    package var addressGeneration: UInt8?
    package var kind: LinkKind?

    package init() {}

    /// A request to make a link.
    package init(_ name: String, _ kind: LinkKind, index: Int32 = 0) {
        self.name = name
        self.kind = kind
        self.index = index
    }

    package var isUp: Bool { flags.contains(.up) }

    /// Asks for the link to be switched on, or off.
    package mutating func set(up: Bool) {
        changedFlags.insert(.up)
        if up { flags.insert(.up) } else { flags.remove(.up) }
    }
}

/// `IFF_…`.
package struct LinkFlags: OptionSet, Hashable, Sendable {
    package let rawValue: UInt32
    package init(rawValue: UInt32) { self.rawValue = rawValue }

    package static let up = LinkFlags(rawValue: 0x1)
    package static let broadcast = LinkFlags(rawValue: 0x2)
    package static let loopback = LinkFlags(rawValue: 0x8)
    package static let running = LinkFlags(rawValue: 0x40)
    package static let lowerUp = LinkFlags(rawValue: 0x10000)
}

/// The kernel's numbers for a link's attributes.
enum LinkAttribute {
    static let address: UInt16 = 1
    static let name: UInt16 = 3
    static let mtu: UInt16 = 4
    static let link: UInt16 = 5
    static let master: UInt16 = 10
    static let operationalState: UInt16 = 16
    static let info: UInt16 = 18
    static let perFamily: UInt16 = 26
    static let group: UInt16 = 27
    static let namespaceDescriptor: UInt16 = 28
    static let infoKind: UInt16 = 1
    static let infoData: UInt16 = 2
    static let vethPeer: UInt16 = 1
    /// Under the number of the address family.
    static let inet6: UInt16 = 10
    static let inet6AddressGeneration: UInt16 = 8
}
