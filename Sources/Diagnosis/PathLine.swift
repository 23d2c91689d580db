internal import Addressing
internal import Dataplane
package import Lab
internal import PacketFilter
internal import PacketWire

/// One line of a packet's way, for people and as JSON.
package struct PathLine: Hashable, Sendable {
    package enum Direction: String, Hashable, Sendable {
        case there
        case back
    }

    package let direction: Direction
    /// Where: a container's name, `host`, `outside`, `router`.
    package let place: String
    /// What kind of thing happened: `route`, `arp`, `rule`, `nat`, `deliver`, `drop`, ….
    package let kind: String
    package let text: String
    /// The rule in iptables' spelling, and the option that put it there, where one decided.
    package let rule: String?
    package let origin: String?

    /// The way there up to where it ends, and the way back of the first answer.
    package static func lines(of result: ProbeResult, in lab: Lab, from sender: String) -> [PathLine] {
        var lines: [PathLine] = []
        var direction = Direction.there
        var pending: [TraceStep] = []
        for step in result.steps {
            pending.append(step)
            if ends(step, direction, sender) {
                lines += pending.compactMap { line($0, direction, lab) }
                pending = []
                if case .dropped = step.kind { return lines }
                if direction == .back { return lines }
                direction = .back
            }
        }
        return lines + pending.compactMap { line($0, direction, lab) }
    }

    /// Whether a step is the last of one direction.
    private static func ends(_ step: TraceStep, _ direction: Direction, _ sender: String) -> Bool {
        switch step.kind {
        case .dropped(let reason): return reason != .foreignMAC
        case .served, .refused: return direction == .there
        case .delivered:
            guard let packet = step.packet else { return false }
            if direction == .back { return step.stack == sender }
            if case .icmp(.echoRequest) = packet.payload { return true }
            return false
        default: return false
        }
    }

    private static func line(_ step: TraceStep, _ direction: Direction, _ lab: Lab) -> PathLine? {
        func make(_ kind: String, _ text: String, rule: String? = nil, origin: String? = nil) -> PathLine {
            PathLine(direction: direction, place: step.stack, kind: kind, text: text, rule: rule, origin: origin)
        }
        let packet = step.packet.map(summary) ?? ""
        switch step.kind {
        case .output(let interface, let hop, let route):
            guard !isControl(step) else { return nil }
            return make("route", "\(packet), \(routeText(interface, hop, route, step))")
        case .forwarded(let interface, let hop, let route):
            return make("route", "forwards: \(routeText(interface, hop, route, step))")
        case .asked(let address): return make("arp", "who has \(address)?")
        case .answered(let address, let mac): return make("arp", "\(address) is at \(mac)")
        case .rules(let table, let chain, let matched, let verdict):
            return ruleLine(table, chain, matched, verdict, lab, step, make)
        case .translated(let before):
            guard let after = step.packet else { return nil }
            return make("nat", "\(summary(before)) becomes \(summary(after))")
        case .delivered:
            guard !isControl(step) else { return nil }
            return make("deliver", "arrives: \(packet)")
        case .served(let name): return make("serve", "taken by \(name)")
        case .refused: return make("refuse", "the port is closed")
        case .dropped(let reason):
            // A rule that drops has its line already.
            if case .rule = reason { return nil }
            guard reason != .foreignMAC else { return nil }
            return make("drop", reason.text)
        case .transmitted, .flooded: return nil
        }
    }

    private static func isControl(_ step: TraceStep) -> Bool {
        switch step.packet?.payload {
        case .icmp(.neighborSolicitation), .icmp(.neighborAdvertisement): true
        default: false
        }
    }

    private static func ruleLine(
        _ table: FilterTable,
        _ chain: ChainName,
        _ matched: [RulePlace],
        _ verdict: FilterVerdict,
        _ lab: Lab,
        _ step: TraceStep,
        _ make: (String, String, String?, String?) -> PathLine
    ) -> PathLine? {
        let decider = matched.last.flatMap { place -> RulePlace? in
            if case .jump = place.rule.target { nil } else { place }
        }
        let word = verdictWord(verdict)
        guard let decider else {
            // What no rule decides is worth a line only where the policy ends it.
            if case .accept = verdict { return nil }
            return make("rule", "\(table.rawValue) \(chain.rawValue): \(word) (policy)", nil, nil)
        }
        let way = way(to: decider, matched.dropLast()).map { "\($0.chain.rawValue) \($0.number)" }
            .joined(separator: ", ")
        return make(
            "rule",
            "\(table.rawValue) \(way): \(word)",
            RuleText.line(decider.chain, decider.rule, step.packet?.family ?? .ipv4),
            decider.rule.origin.description(in: lab)
        )
    }

    /// The jumps that lead to the deciding rule, without the chains that decided nothing.
    private static func way(to decider: RulePlace, _ matched: ArraySlice<RulePlace>) -> [RulePlace] {
        var way = [decider]
        for place in matched.reversed() {
            if case .jump(let chain) = place.rule.target, chain == way[0].chain { way.insert(place, at: 0) }
        }
        return way
    }

    private static func verdictWord(_ verdict: FilterVerdict) -> String {
        switch verdict {
        case .accept: "accept"
        case .drop: "DROP"
        case .reject: "REJECT"
        case .dnat(let address, let port): "DNAT to \(text(address, port))"
        case .snat(let address): "SNAT to \(address)"
        case .masquerade: "masquerade"
        }
    }

    private static func routeText(
        _ interface: String,
        _ hop: IPAddress?,
        _ route: IPPrefix?,
        _ step: TraceStep
    ) -> String {
        guard let hop else { return "to itself" }
        guard let route else { return "by \(interface)" }
        // ipvlan in a layer 3 mode has the whole world on its link.
        if route.length == 0, hop == step.packet?.destination { return "default route by \(interface)" }
        if route.length == 0 { return "default route via \(hop) by \(interface)" }
        return route.contains(hop) ? "\(route) on \(interface)" : "\(route) via \(hop) by \(interface)"
    }

    /// `10.0.0.2 → 10.0.0.3 echo request`, `10.0.0.2:41234 → 10.0.0.3:80 SYN`.
    private static func summary(_ packet: IPPacket) -> String {
        let source = packet.source
        let destination = packet.destination
        switch packet.payload {
        case .udp(let datagram):
            return "\(text(source, datagram.sourcePort)) → \(text(destination, datagram.destinationPort)) UDP"
        case .tcp(let segment):
            return
                "\(text(source, segment.sourcePort)) → \(text(destination, segment.destinationPort)) \(flags(segment))"
        case .icmp(let message): return "\(source) → \(destination) \(name(message))"
        case .other(let number, _): return "\(source) → \(destination) protocol \(number)"
        }
    }

    private static func flags(_ segment: TCPSegment) -> String {
        let names: [(TCPSegment.Flags, String)] = [(.syn, "SYN"), (.fin, "FIN"), (.rst, "RST"), (.ack, "ACK")]
        return names.filter { segment.flags.contains($0.0) }.map(\.1).joined(separator: "-")
    }

    private static func name(_ message: ICMPMessage) -> String {
        switch message {
        case .echoRequest: "echo request"
        case .echoReply: "echo reply"
        case .unreachable(let reason, _): "unreachable (\(reason))"
        case .packetTooBig(let mtu, _): "too big (MTU \(mtu))"
        case .timeExceeded: "time exceeded"
        case .neighborSolicitation: "neighbor solicitation"
        case .neighborAdvertisement: "neighbor advertisement"
        case .other(let type, _, _): "ICMP type \(type)"
        }
    }

    private static func text(_ address: IPAddress, _ port: UInt16?) -> String {
        guard let port else { return "\(address)" }
        return address.text(port: port)
    }
}
