internal import Addressing
internal import Dataplane
internal import Lab

/// What tools leave behind, as the bytes that a lab's store keeps: numbers of eight bytes, the lowest first, and texts
/// behind their lengths. What cannot be read counts as nothing: it is no part of the lab.
private struct KeptWriter {
    var bytes: [UInt8] = []

    mutating func number(_ value: UInt64) {
        for shift in stride(from: 0, to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(shift))) }
    }

    mutating func number(_ value: Int64) { number(UInt64(bitPattern: value)) }

    mutating func text(_ text: String) {
        number(UInt64(text.utf8.count))
        bytes += text.utf8
    }
}

private struct KeptReader {
    private let bytes: [UInt8]
    private var position = 0

    struct Fault: Error {}

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    var isAtEnd: Bool { position == bytes.count }

    mutating func number() throws(Fault) -> UInt64 {
        guard bytes.count - position >= 8 else { throw Fault() }
        defer { position += 8 }
        return bytes[position..<(position + 8)].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    mutating func signed() throws(Fault) -> Int64 { Int64(bitPattern: try number()) }

    mutating func text() throws(Fault) -> String {
        let count = try number()
        guard count <= UInt64(bytes.count - position) else { throw Fault() }
        let end = position + Int(count)
        defer { position = end }
        return String(decoding: bytes[position..<end], as: UTF8.self)
    }
}

extension WrittenFiles {
    /// - Parameter bytes: what ``kept`` was; anything else is no file.
    package init(kept bytes: [UInt8]) {
        var reader = KeptReader(bytes)
        var entries: [String: Entry] = [:]
        while !reader.isAtEnd {
            guard let path = try? reader.text(), let kind = try? reader.number(), let changed = try? reader.signed(),
                let text = try? reader.text()
            else { break }
            let content: Content =
                kind == 2 ? .folder : kind == 3 ? .removed : .file(text, isExecutable: kind == 1)
            entries[path] = Entry(content, changed: Timestamp(nanoseconds: changed))
        }
        self.init(entries)
    }

    package var kept: [UInt8] {
        var writer = KeptWriter()
        for (path, entry) in entries.sorted(by: { $0.key < $1.key }) {
            writer.text(path)
            switch entry.content {
            case .file(let text, let isExecutable):
                writer.number(isExecutable ? 1 : 0 as UInt64)
                writer.number(entry.changed.nanoseconds)
                writer.text(text)
            case .folder, .removed:
                writer.number(entry.content == .folder ? 2 : 3 as UInt64)
                writer.number(entry.changed.nanoseconds)
                writer.text("")
            }
        }
        return writer.bytes
    }
}

extension NetworkMemory.Stack {
    /// - Returns: nil where the bytes are none of ``kept``.
    package init?(kept bytes: [UInt8]) {
        var reader = KeptReader(bytes)
        do {
            self.init(started: Timestamp(nanoseconds: try reader.signed()))
            for _ in 0..<(try reader.number()) {
                let name = try reader.text()
                var tally = InterfaceTally()
                tally.receivedPackets = try reader.number()
                tally.receivedBytes = try reader.number()
                tally.sentPackets = try reader.number()
                tally.sentBytes = try reader.number()
                tallies[name] = tally
            }
            for _ in 0..<(try reader.number()) {
                let (addressText, interface) = (try reader.text(), try reader.text())
                let (mac, isRouter) = (try reader.number(), try reader.number() == 1)
                guard let address = IPAddress(addressText) else { return nil }
                let view = NeighborView(
                    address: address,
                    interface: interface,
                    mac: MACAddress(rawValue: mac),
                    state: .reachable,
                    isRouter: isRouter
                )
                neighbors.append(
                    NetworkMemory.Neighbor(view: view, confirmed: Timestamp(nanoseconds: try reader.signed()))
                )
            }
        } catch {
            return nil
        }
    }

    package var kept: [UInt8] {
        var writer = KeptWriter()
        writer.number(started.nanoseconds)
        writer.number(UInt64(tallies.count))
        for (name, tally) in tallies.sorted(by: { $0.key < $1.key }) {
            writer.text(name)
            writer.number(tally.receivedPackets)
            writer.number(tally.receivedBytes)
            writer.number(tally.sentPackets)
            writer.number(tally.sentBytes)
        }
        writer.number(UInt64(neighbors.count))
        for neighbor in neighbors {
            writer.text("\(neighbor.view.address)")
            writer.text(neighbor.view.interface)
            writer.number(neighbor.view.mac?.rawValue ?? 0)
            writer.number(neighbor.view.isRouter ? 1 : 0 as UInt64)
            writer.number(neighbor.confirmed.nanoseconds)
        }
        return writer.bytes
    }
}
