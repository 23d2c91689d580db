package import Addressing

/// What a resource record says: RDATA by type.
///
/// Types without a case of their own, and types that mean something else in the record's class, keep their octets as
/// they came (RFC 3597).
package enum RData: Hashable, Sendable {
    /// RFC 1035 section 3.4.1.
    case a(IPv4Address)
    /// RFC 3596 section 2.2.
    case aaaa(IPv6Address)
    /// RFC 1035 section 3.3.11.
    case ns(DomainName)
    /// RFC 1035 section 3.3.1.
    case cname(DomainName)
    /// RFC 1035 section 3.3.12.
    case ptr(DomainName)
    /// RFC 6672.
    case dname(DomainName)
    /// RFC 1035 section 3.3.9; lower preference is better.
    case mx(preference: UInt16, exchange: DomainName)
    /// RFC 1035 section 3.3.14: one string at least.
    case txt([CharacterString])
    /// RFC 1035 section 3.3.13.
    case soa(StartOfAuthority)
    /// RFC 2782.
    case srv(priority: UInt16, weight: UInt16, port: UInt16, target: DomainName)
    /// RFC 1035 section 3.3.2.
    case hinfo(cpu: CharacterString, os: CharacterString)
    /// RFC 8659 section 4.1; the tag has one octet at least.
    case caa(flags: UInt8, tag: CharacterString, value: [UInt8])
    /// RFC 9460.
    case svcb(ServiceBinding)
    /// RFC 9460.
    case https(ServiceBinding)
    /// Octets of any other type, RFC 3597.
    case unknown(RecordType, [UInt8])

    package var type: RecordType {
        switch self {
        case .a: .a
        case .aaaa: .aaaa
        case .ns: .ns
        case .cname: .cname
        case .ptr: .ptr
        case .dname: .dname
        case .mx: .mx
        case .txt: .txt
        case .soa: .soa
        case .srv: .srv
        case .hinfo: .hinfo
        case .caa: .caa
        case .svcb: .svcb
        case .https: .https
        case .unknown(let type, _): type
        }
    }

    /// The address record for `address`: A or AAAA.
    package static func address(_ address: IPAddress) -> RData {
        switch address {
        case .v4(let address): .a(address)
        case .v6(let address): .aaaa(address)
        }
    }
}

/// The start of a zone of authority, RFC 1035 section 3.3.13. Times are in seconds.
package struct StartOfAuthority: Hashable, Sendable {
    /// The zone's primary name server.
    package var primary: DomainName
    /// The mailbox of whoever is responsible, its first label being the local part.
    package var mailbox: DomainName
    package var serial: UInt32
    package var refresh: UInt32
    package var retry: UInt32
    package var expire: UInt32
    /// How long a negative answer may be kept, RFC 2308 section 4.
    package var minimum: UInt32

    package init(
        primary: DomainName,
        mailbox: DomainName,
        serial: UInt32,
        refresh: UInt32,
        retry: UInt32,
        expire: UInt32,
        minimum: UInt32
    ) {
        self.primary = primary
        self.mailbox = mailbox
        self.serial = serial
        self.refresh = refresh
        self.retry = retry
        self.expire = expire
        self.minimum = minimum
    }
}
