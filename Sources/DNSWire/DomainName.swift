/// A domain name in wire form: labels of 1…63 octets each behind its length, the root's empty label last, 255 octets at
/// most (RFC 1035 section 3.1). Always absolute.
///
/// Octets are kept as they came, case included; equality and hash ignore ASCII case (RFC 4343). Labels may hold any
/// octets, dots and zeros too (RFC 2181 section 11).
package struct DomainName: Sendable {
    /// The uncompressed wire form, 1…255 octets with the final zero.
    package let wire: [UInt8]
    /// A hash of the wire form that ignores ASCII case, the same in every run; `QueryView.nameHash` is comparable.
    package let foldedHash: UInt64

    /// The most octets in a wire form, RFC 1035 section 2.3.4.
    package static let maximumLength = 255
    /// The most octets in a label, RFC 1035 section 2.3.4.
    package static let maximumLabelLength = 63

    /// The root of the tree, written `.`.
    package static let root = DomainName(validWire: [0])

    /// Takes octets that are known to be a name: decoded, parsed, or cut from another.
    init(validWire wire: [UInt8]) {
        self.wire = wire
        foldedHash = DNSWire.foldedHash(wire.span)
    }

    /// Creates a name from its labels, the least significant part of the tree first, without the root's.
    ///
    /// - Throws: `.emptyLabel`, `.labelTooLong` or `.nameTooLong`; the offset is the number of the label, from 0.
    package init(labels: some Sequence<some Collection<UInt8>>) throws(DomainNameError) {
        var wire: [UInt8] = []
        var index = 0
        for label in labels {
            guard !label.isEmpty else { throw .emptyLabel(offset: index) }
            guard let length = UInt8(exactly: label.count), length <= Self.maximumLabelLength else {
                throw .labelTooLong(offset: index, count: label.count)
            }
            wire.append(length)
            wire.append(contentsOf: label)
            index += 1
        }
        wire.append(0)
        guard wire.count <= Self.maximumLength else { throw .nameTooLong(count: wire.count) }
        self.init(validWire: wire)
    }

    package var isRoot: Bool { wire.count == 1 }
}

extension DomainName: Hashable {
    package static func == (left: DomainName, right: DomainName) -> Bool {
        left.foldedHash == right.foldedHash && foldedEqual(left.wire.span, right.wire.span)
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(foldedHash)
    }

    /// Whether both names have the same octets, case included.
    package func isIdentical(to other: DomainName) -> Bool { wire == other.wire }
}

// MARK: Labels

extension DomainName {
    /// The labels, the least significant part of the tree first, without the root's.
    package var labels: Labels { Labels(wire: wire) }

    /// The number of labels, without the root's: 0…127.
    package var labelCount: Int { labels.reduce(0) { count, _ in count + 1 } }

    /// The name without its first label; `nil` for the root.
    package var parent: DomainName? {
        guard let first = wire.first, first > 0 else { return nil }
        return DomainName(validWire: [UInt8](wire.dropFirst(1 + Int(first))))
    }

    /// Whether the name is `ancestor` or stands below it, in any case. Every name is a subdomain of the root.
    package func isSubdomain(of ancestor: DomainName) -> Bool {
        var start = 0
        while wire.count - start > ancestor.wire.count { start += 1 + Int(wire[start]) }
        return wire.count - start == ancestor.wire.count
            && foldedEqual(wire.span.extracting(start...), ancestor.wire.span)
    }

    /// The name with the labels of `suffix` behind its own: `alpha` and `net1` give `alpha.net1`.
    ///
    /// - Throws: `.nameTooLong`.
    package func appending(_ suffix: DomainName) throws(DomainNameError) -> DomainName {
        let joined = wire.dropLast() + suffix.wire
        guard joined.count <= Self.maximumLength else { throw .nameTooLong(count: joined.count) }
        return DomainName(validWire: [UInt8](joined))
    }

    /// The name with `A`–`Z` made lower case: the canonical form of RFC 4034 section 6.2.
    package var lowercased: DomainName { DomainName(validWire: wire.map(folded)) }

    /// The labels of a name; see `DomainName.labels`.
    package struct Labels: Sequence, IteratorProtocol, Sendable {
        private let wire: [UInt8]
        private var position = 0

        fileprivate init(wire: [UInt8]) {
            self.wire = wire
        }

        package mutating func next() -> ArraySlice<UInt8>? {
            let length = Int(wire[position])
            guard length > 0 else { return nil }
            let start = position + 1
            position = start + length
            return wire[start..<position]
        }
    }
}
