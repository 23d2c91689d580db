internal import Addressing
internal import Dataplane

/// arp, as far as it shows: net-tools' (2.10), or busybox's.
enum ARP {
    static func run(_ arguments: [String], at place: ToolPlace, _ context: inout ToolContext) -> ToolResult {
        let flavor = ToolFlavor(at: place, context)
        let scanned: OptionScanner.Scanned
        do {
            scanned = try OptionScanner(options).scan(arguments)
        } catch {
            return flavor == .busybox
                ? Busybox.usage(busyboxUsage, of: "arp", error)
                : ToolResult(stderr: "arp: \(error.text)\n" + usage, exitCode: 3)
        }
        let letters = Set(scanned.options.map(\.letter))
        if letters.contains("V") { return ToolResult(stdout: "net-tools 2.10\n") }
        if letters.contains("h") { return ToolResult(stderr: usage, exitCode: 3) }
        if !letters.isDisjoint(with: ["s", "d", "f"]) {
            return .failure(
                letters.contains("d")
                    ? "SIOCDARP(dontpub): Operation not permitted" : "SIOCSARP: Operation not permitted",
                exitCode: 255
            )
        }
        guard let seat = ToolSeat(at: place, &context) else { return PacketTools.noStack("arp") }
        var entries = context.neighbors(of: seat).filter { $0.address.family == .ipv4 }
        let total = entries.count
        let device = scanned.options.last { $0.letter == "i" }?.value
        if let device { entries.removeAll { $0.interface != device } }
        var wanted: String?
        if let name = scanned.operands.first {
            guard case .success(let host) = seat.host(named: name, .ipv4, &context) else {
                return .failure("\(name): Host name lookup failure", exitCode: 255)
            }
            entries.removeAll { !host.addresses.contains($0.address) }
            wanted = entries.isEmpty ? host.addresses.first.map { "\(name) (\($0)) -- no entry" } : nil
        }
        let isBSD = flavor == .busybox || letters.contains("a")
        var result = ToolResult()
        guard !entries.isEmpty else {
            if let wanted, !isBSD {
                result.print(wanted)
            } else if wanted != nil || device != nil {
                result.print("arp: in \(total) entries no match found.")
            }
            return result
        }
        if !isBSD { result.print("Address                  HWtype  HWaddress           Flags Mask            Iface") }
        for entry in entries {
            let name = letters.contains("n") ? nil : seat.name(of: entry.address, &context)
            result.print(isBSD ? bsd(entry, name, flavor) : linux(entry, name))
        }
        if letters.contains("v"), !isBSD {
            result.print("Entries: \(total)\tSkipped: \(total - entries.count)\tFound: \(entries.count)")
        }
        return result
    }

    private static func bsd(_ entry: NeighborView, _ name: String?, _ flavor: ToolFlavor) -> String {
        let hardware = entry.mac.map { "\($0) [ether] " } ?? "<incomplete> "
        return "\(name ?? "?") (\(entry.address)) at \(hardware)\(flavor == .busybox ? " " : "")on \(entry.interface)"
    }

    private static func linux(_ entry: NeighborView, _ name: String?) -> String {
        let host = String((name ?? "\(entry.address)").prefix(23)).padded(to: 23)
        guard let mac = entry.mac else { return "\(host)          (incomplete)".padded(to: 75) + entry.interface }
        return "\(host)  ether   \("\(mac)".padded(to: 18))  C".padded(to: 75) + entry.interface
    }

    private static let options: [OptionScanner.Option] = [
        .init("a", "all"), .init("e"), .init("n", "numeric"), .init("v", "verbose"), .init("V", "version"),
        .init("h", "help"), .init("s", "set"), .init("d", "delete"), .init("D", "use-device"), .init("f", "file"),
        .init("i", "device", takesValue: true), .init("A", "protocol", takesValue: true),
        .init("p", "protocol", takesValue: true), .init("H", "hw-type", takesValue: true),
        .init("t", "hw-type", takesValue: true),
    ]
}
