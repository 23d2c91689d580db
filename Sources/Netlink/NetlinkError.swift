internal import CLinux
internal import Glibc
package import NetlinkWire

/// What went wrong between netsim and the kernel.
package enum NetlinkError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kernel said no to a request.
    case refused(NetlinkRefusal)
    /// A system call failed: what was attempted, and the error's number.
    case system(attempt: String, number: Int32)
    /// No answer came in time.
    case timeout(attempt: String, milliseconds: Int)
    /// A list kept changing while it was read.
    case neverStill(attempt: String, attempts: Int)
    /// The kernel's octets could not be read.
    case unreadable(NetlinkDecodingError)
    /// A request cannot be written.
    case unwritable(attempt: String, NetlinkEncodingError)

    package var description: String {
        switch self {
        case .refused(let refusal): refusal.description
        case .system(let attempt, let number): "cannot \(attempt): \(Self.text(number))"
        case .timeout(let attempt, let milliseconds):
            "cannot \(attempt): the kernel did not answer within \(milliseconds) ms"
        case .neverStill(let attempt, let attempts): "cannot \(attempt): it changed \(attempts) times while it was read"
        case .unreadable(let error): "the kernel's answer cannot be read: \(error)"
        case .unwritable(let attempt, let error): "cannot \(attempt): \(error)"
        }
    }

    /// `Operation not supported (EOPNOTSUPP)`.
    package static func text(_ number: Int32) -> String {
        let name = netsim_error_name(number).map { " (\(String(cString: $0)))" } ?? ""
        return "\(String(cString: strerror(number)))\(name)"
    }
}

/// A request that the kernel refused, with all that it said about it.
package struct NetlinkRefusal: Error, Hashable, Sendable, CustomStringConvertible {
    package let request: NetlinkRequest
    /// The error's number.
    package let number: Int32
    /// The kernel's own words.
    package let message: String?
    /// The attribute that the kernel did not like, or that lacked, by the kernel's names.
    package let attribute: String?

    package init(_ request: NetlinkRequest, number: Int32, message: String? = nil, attribute: String? = nil) {
        self.request = request
        self.number = number
        self.message = message
        self.attribute = attribute
    }

    /// `cannot add link veth1 (veth): Invalid argument (EINVAL): MTU too large, at IFLA_MTU`.
    package var description: String {
        var text = "cannot \(request.attempt): \(NetlinkError.text(number))"
        if let message { text += ": \(message)" }
        if let attribute { text += ", at \(attribute)" }
        return text
    }
}

/// The kernel's names for the attributes that netsim writes.
enum AttributeNames {
    /// The name of the inmost attribute of a way down from a message.
    static func name(_ path: [UInt16], _ type: NetlinkMessageType) -> String? {
        guard let last = path.last else { return nil }
        let table: [UInt16: String]
        switch type {
        case .newLink, .deleteLink:
            switch path.count {
            case 1: table = links
            case 2 where path[0] == 18: table = [1: "IFLA_INFO_KIND", 2: "IFLA_INFO_DATA"]
            case 4 where path.starts(with: [18, 2, 1]): table = links
            default: table = [:]
            }
        case .newAddress, .deleteAddress:
            table = [
                1: "IFA_ADDRESS", 2: "IFA_LOCAL", 3: "IFA_LABEL", 4: "IFA_BROADCAST", 8: "IFA_FLAGS",
            ]
        case .newRoute, .deleteRoute:
            table = [
                1: "RTA_DST", 4: "RTA_OIF", 5: "RTA_GATEWAY", 6: "RTA_PRIORITY", 7: "RTA_PREFSRC", 15: "RTA_TABLE",
            ]
        case .newQdisc, .deleteQdisc: table = [1: "TCA_KIND", 2: "TCA_OPTIONS"]
        default: table = [:]
        }
        return table[last] ?? "attribute " + path.map(String.init).joined(separator: ".")
    }

    private static let links: [UInt16: String] = [
        1: "IFLA_ADDRESS", 3: "IFLA_IFNAME", 4: "IFLA_MTU", 5: "IFLA_LINK", 10: "IFLA_MASTER", 16: "IFLA_OPERSTATE",
        18: "IFLA_LINKINFO", 26: "IFLA_AF_SPEC", 27: "IFLA_GROUP", 28: "IFLA_NET_NS_FD",
    ]

    /// Octets of the header behind the message's own.
    static func headerLength(_ type: NetlinkMessageType) -> Int {
        switch type {
        case .newAddress, .deleteAddress: 8
        case .newRoute, .deleteRoute: 12
        case .newQdisc, .deleteQdisc: 20
        default: 16
        }
    }

    /// Octets before the attributes inside an attribute; nil where there are none.
    static func nested(_ path: [UInt16], _ type: NetlinkMessageType) -> Int? {
        switch (type, path) {
        case (.newLink, [18]), (.newLink, [18, 2]), (.newLink, [26]), (.newLink, [26, 10]): 0
        case (.newLink, [18, 2, 1]): 16
        case (.newQdisc, [2]): 0
        default: nil
        }
    }
}
