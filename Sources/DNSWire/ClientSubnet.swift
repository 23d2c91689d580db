package import Addressing

/// The network that a query is asked for, EDNS option 8: RFC 7871 section 6.
package struct ClientSubnet: Hashable, Sendable {
    /// The network, without host bits; `nil` for family 0, by which an asker wishes to send none.
    package let prefix: IPPrefix?
    /// In a response, the length of the prefix that the answer holds for; 0 in a query.
    package let scopePrefixLength: UInt8

    /// Creates the option; `nil` for a prefix with host bits, or a scope longer than the address (than 0 for none).
    package init?(prefix: IPPrefix?, scopePrefixLength: UInt8 = 0) {
        guard prefix?.hasHostBits != true, scopePrefixLength <= prefix?.family.bitWidth ?? 0 else { return nil }
        self.prefix = prefix
        self.scopePrefixLength = scopePrefixLength
    }

    /// Reads the option's octets from `offset` to the end of `bytes`.
    ///
    /// - Throws: `.truncated` or `.trailingBytes` where the address does not have just the octets that its prefix
    ///   length needs; `.invalid` for an unknown family, a length beyond it, or bits beyond the length.
    package init(decoding bytes: Span<UInt8>, at start: Int) throws(DNSWireError) {
        var offset = start
        let family = try bytes.readUInt16(&offset, .clientSubnet)
        let sourceOffset = offset
        let source = Int(try bytes.readUInt8(&offset, .clientSubnet))
        let scope = try bytes.readUInt8(&offset, .clientSubnet)
        let addressOffset = offset
        let octetCount = (source + 7) / 8
        var prefix: IPPrefix?
        switch family {
        case 0:
            guard source == 0 else { throw .invalid(.clientSubnet, offset: sourceOffset) }
        case 1, 2:
            let family: AddressFamily = family == 1 ? .ipv4 : .ipv6
            guard source <= family.bitWidth else { throw .invalid(.clientSubnet, offset: sourceOffset) }
            let number = try bytes.readNumber(octetCount, &offset, .clientSubnet)
            guard let address = IPAddress(family: family, number: number << (family.bitWidth - 8 * octetCount)) else {
                throw .invalid(.clientSubnet, offset: addressOffset)
            }
            prefix = IPPrefix(address: address, length: source)
        default:
            throw .invalid(.clientSubnet, offset: start)
        }
        guard offset == bytes.count else { throw .trailingBytes(.clientSubnet, offset: offset) }
        guard let subnet = ClientSubnet(prefix: prefix, scopePrefixLength: scope) else {
            // A scope that is too long stands before the address, host bits within it.
            let scopeFits = scope <= prefix?.family.bitWidth ?? 0
            throw .invalid(.clientSubnet, offset: scopeFits ? addressOffset : sourceOffset + 1)
        }
        self = subnet
    }

    /// The prefix's length, 0 without one.
    package var sourcePrefixLength: UInt8 { UInt8(truncatingIfNeeded: prefix?.length ?? 0) }

    /// The same option with the scope of a response.
    ///
    /// - Parameter scope: cut down to the width of the address.
    package func scoped(to scope: UInt8) -> ClientSubnet {
        let widest = UInt8(truncatingIfNeeded: prefix?.family.bitWidth ?? 0)
        return ClientSubnet(validPrefix: prefix, scope: min(scope, widest))
    }

    private init(validPrefix prefix: IPPrefix?, scope: UInt8) {
        self.prefix = prefix
        scopePrefixLength = scope
    }

    /// IANA's number of the address family: 1 for IPv4, 2 for IPv6, 0 for none.
    var familyNumber: UInt16 {
        switch prefix?.family {
        case nil: 0
        case .ipv4?: 1
        case .ipv6?: 2
        }
    }

    /// The octets of the option behind its code and length: 4…20.
    var octetCount: Int { 4 + addressOctetCount }

    /// The octets of the address that the prefix length needs: 0…16.
    var addressOctetCount: Int { (Int(sourcePrefixLength) + 7) / 8 }

    /// The address with its first octet in the top bits.
    var leftAlignedAddress: UInt128 {
        prefix.map { $0.address.number << (128 - $0.family.bitWidth) } ?? 0
    }

    /// The option for an OPT record.
    package var option: EDNSOption {
        var octets: [UInt8] = []
        octets.append(bigEndian: familyNumber)
        octets.append(sourcePrefixLength)
        octets.append(scopePrefixLength)
        for index in 0..<addressOctetCount {
            octets.append(UInt8(truncatingIfNeeded: leftAlignedAddress >> (120 - 8 * index)))
        }
        return EDNSOption(code: .clientSubnet, octets: octets)
    }
}

extension ClientSubnet: CustomStringConvertible {
    /// Address, source and scope as dig prints them: `172.18.0.5/32/0`, and `0/0/0` without an address.
    package var description: String {
        "\(prefix?.address.description ?? "0")/\(sourcePrefixLength)/\(scopePrefixLength)"
    }
}
