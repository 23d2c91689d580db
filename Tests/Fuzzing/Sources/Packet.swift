import PacketWire

/// A frame, a packet, a packet's beginning in an ICMP error, and a capture: what can be read is written, and then reads
/// the same.
@Sendable func fuzzPacket(_ input: [UInt8]) {
    if let frame = try? EthernetFrame(decoding: input.span) {
        var bytes: [UInt8] = [0xa5]
        guard (try? frame.encode(into: &bytes)) != nil else { fatalError("a frame that cannot be written") }
        let again = try? EthernetFrame(decoding: bytes.span.extracting(1...), verifyingChecksums: true)
        guard again == frame, bytes.count == 1 + frame.length else {
            fatalError("a frame changes when it is written and read")
        }
    }
    if let packet = try? IPPacket(decoding: input.span) { fuzzPacket(packet) }
    // Behind a frame's header, whatever its EtherType: so one corpus serves all.
    let behindHeader = [UInt8](input.dropFirst(EthernetFrame.headerLength))
    if let packet = try? IPPacket(decoding: behindHeader.span) { fuzzPacket(packet) }
    fuzzQuote(input)
    fuzzQuote(behindHeader)
    fuzzCapture(input)
}

private func fuzzPacket(_ packet: IPPacket) {
    var bytes: [UInt8] = []
    guard (try? packet.encode(into: &bytes)) != nil else { fatalError("a packet that cannot be written") }
    guard let again = try? IPPacket(decoding: bytes.span, verifyingChecksums: true), again == packet else {
        fatalError("a packet changes when it is written and read")
    }
    var reassembler = Reassembler()
    guard packet.fragment == nil, let fragments = try? packet.fragmented(mtu: 96) else {
        _ = try? reassembler.insert(packet, at: 0)
        return
    }
    var whole: IPPacket?
    for fragment in fragments.reversed() { whole = try? reassembler.insert(fragment, at: 0) }
    guard whole == packet else { fatalError("a packet changes when it is cut and put together") }
}

private func fuzzQuote(_ bytes: [UInt8]) {
    guard let quote = try? QuotedPacket(decoding: bytes) else { return }
    guard let rewritten = try? quote.rewriting(source: quote.destination, destination: quote.source),
        let again = try? QuotedPacket(decoding: rewritten)
    else { fatalError("a quote that cannot be rewritten") }
    guard again.source == quote.destination, again.destination == quote.source, again.transport == quote.transport,
        rewritten.count == bytes.count
    else { fatalError("a quote is rewritten to another packet") }
    guard quote.sourcePort != nil, let mapped = try? quote.rewriting(sourcePort: 1, destinationPort: 2) else { return }
    guard (try? QuotedPacket(decoding: mapped))?.transport == .ports(source: 1, destination: 2) else {
        fatalError("a quote's ports are not rewritten")
    }
}

private func fuzzCapture(_ input: [UInt8]) {
    var reader = PcapngReader(input)
    guard var writer = try? PcapngWriter() else { return }
    var written: [PcapngBlock] = [.section(PcapngSection())]
    // Interfaces are numbered within their section.
    var first = 0
    var count = 0
    while let block = try? reader.next() {
        switch block {
        case .section:
            first = count
        case .interface(var interface):
            // What is written is Ethernet, and never cut further than it was.
            interface.linkType = 1
            interface.snapLength = 262_144
            guard (try? writer.add(interface)) != nil else { continue }
            written.append(.interface(interface))
            count += 1
        case .packet(var packet):
            packet.interface += first
            guard (try? writer.add(packet)) != nil else { continue }
            written.append(.packet(packet))
        case .names(let names):
            for name in names where !name.names.isEmpty && (try? writer.add([name])) != nil {
                written.append(.names([name]))
            }
        case .statistics:
            continue
        }
    }
    guard (try? PcapngReader.blocks(of: writer.bytes)) == written else {
        fatalError("a capture changes when it is written and read")
    }
}
