internal import Addressing
internal import DNSWire
package import Lab

/// The names that one network's live endpoints register, ready to be asked by the octets of a question.
///
/// A snapshot of the lab: built once, shared by all who ask, never changed. Names are kept in wire form in one
/// array and found through an open hash table, so that a look-up neither allocates nor follows pointers.
package final class NetworkNames: Sendable {
    /// A name's place in the table, and the addresses that it stands for.
    struct Entry: Sendable {
        let hash: UInt64
        let nameOffset: Int32
        let nameLength: Int32
        let ipv4: Range<Int32>
        let ipv6: Range<Int32>
    }

    /// The network's name, for the suffix of a spelling such as `db.back`.
    let name: [UInt8]
    let id: NetworkID
    let ipv4: [UInt32]
    let ipv6: [UInt128]
    private let entries: [Entry]
    private let octets: [UInt8]
    /// Indices into `entries`, -1 for a free place; the count is a power of two.
    private let table: [Int32]
    /// `name.network.` in wire form with the root's zero, by address.
    private let reverse: [IPAddress: Range<Int32>]
    private let reverseOctets: [UInt8]

    package convenience init(_ network: Network, in lab: Lab) { self.init(network, in: lab, about: nil) }

    /// - Parameter subject: what the only question will be about; nil for all names.
    init(_ network: Network, in lab: Lab, about subject: NameSubject?) {
        name = Array(network.name.utf8)
        id = network.id
        var builder = Builder()
        let places = lab.livePlaces(of: network) { container, index in
            subject?.admits(container, attachment: index, in: lab) != false
        }
        for (slot, index) in places {
            let attachment = lab.containers[slot].attachments[index]
            guard let endpoint = attachment.endpoint else { continue }
            let names = lab.dnsNames(of: lab.containers[slot], on: attachment)
            for name in names { builder.add(name, endpoint) }
            if let first = names.first { builder.addReverse(first, network.name, endpoint) }
        }
        (entries, octets, ipv4, ipv6, table) = builder.finish()
        (reverse, reverseOctets) = (builder.reverse, builder.reverseOctets)
    }

    /// Finds a name by its octets, without the root's zero, in any case.
    func find(_ name: Span<UInt8>) -> Int? {
        let hash = foldedHash(name)
        let octets = octets
        let all = octets.span
        let mask = table.count - 1
        var place = Int(truncatingIfNeeded: hash) & mask
        while true {
            let index = Int(table[place])
            if index < 0 { return nil }
            let entry = entries[index]
            let start = Int(entry.nameOffset)
            if entry.hash == hash, Int(entry.nameLength) == name.count,
                foldedEqual(all.extracting(start..<start + name.count), name)
            {
                return index
            }
            place = (place + 1) & mask
        }
    }

    func entry(_ index: Int) -> Entry { entries[index] }

    /// The octets of `name.network.` for an address, none where they cannot be written; nil where nobody here has it.
    func reverseName(_ address: IPAddress) -> Range<Int>? {
        reverse[address].map { Int($0.lowerBound)..<Int($0.upperBound) }
    }

    /// Adds the PTR record of an address found by ``reverseName(_:)``.
    func addReverse(_ range: Range<Int>, to writer: inout ResponseWriter, into out: inout MutableRawSpan) {
        let reverseOctets = reverseOctets
        let all = reverseOctets.span
        writer.add(.ptr, rdata: all.extracting(range), ttl: QueryResponder.ttl, into: &out)
    }

    /// Collects names before their number is known.
    private struct Builder {
        private var names: [[UInt8]: Int] = [:]
        private var keys: [[UInt8]] = []
        private var addresses: [(ipv4: [UInt32], ipv6: [UInt128])] = []
        var reverse: [IPAddress: Range<Int32>] = [:]
        var reverseOctets: [UInt8] = []

        mutating func add(_ name: String, _ endpoint: Endpoint) {
            guard let key = WireName.octets(of: name.lowercased()) else { return }
            let index: Int
            if let known = names[key] {
                index = known
            } else {
                index = keys.count
                names[key] = index
                keys.append(key)
                addresses.append(([], []))
            }
            if case .v4(let address)? = endpoint.ipv4?.address { addresses[index].ipv4.append(address.rawValue) }
            if case .v6(let address)? = endpoint.ipv6?.address { addresses[index].ipv6.append(address.rawValue) }
        }

        /// Where the name cannot be written, as on a network whose own is longer than a label, the range is empty.
        mutating func addReverse(_ name: String, _ network: String, _ endpoint: Endpoint) {
            let start = Int32(reverseOctets.count)
            // A dot at the end makes it fully qualified, and is no empty label.
            let full = network.hasSuffix(".") ? "\(name).\(network.dropLast())" : "\(name).\(network)"
            if let octets = WireName.octets(of: full) {
                reverseOctets += octets
                reverseOctets.append(0)
            }
            for address in [endpoint.ipv4, endpoint.ipv6].compactMap({ $0?.address }) {
                reverse[address] = start..<Int32(reverseOctets.count)
            }
        }

        func finish() -> ([Entry], [UInt8], [UInt32], [UInt128], [Int32]) {
            var entries: [Entry] = []
            var octets: [UInt8] = []
            var ipv4: [UInt32] = []
            var ipv6: [UInt128] = []
            entries.reserveCapacity(keys.count)
            // At most half full, so that a search ends soon.
            var size = 4
            while size < 2 * keys.count { size *= 2 }
            var table = [Int32](repeating: -1, count: size)
            for (index, key) in keys.enumerated() {
                let start4 = Int32(ipv4.count)
                let start6 = Int32(ipv6.count)
                ipv4 += addresses[index].ipv4
                ipv6 += addresses[index].ipv6
                let hash = foldedHash(key.span)
                entries.append(
                    Entry(
                        hash: hash,
                        nameOffset: Int32(octets.count),
                        nameLength: Int32(key.count),
                        ipv4: start4..<Int32(ipv4.count),
                        ipv6: start6..<Int32(ipv6.count)
                    )
                )
                octets += key
                var place = Int(truncatingIfNeeded: hash) & (size - 1)
                while table[place] >= 0 { place = (place + 1) & (size - 1) }
                table[place] = Int32(index)
            }
            return (entries, octets, ipv4, ipv6, table)
        }
    }
}
