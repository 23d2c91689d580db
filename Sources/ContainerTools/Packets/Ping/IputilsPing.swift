internal import Addressing
internal import Dataplane
internal import Lab
internal import PacketWire

/// iputils' ping (s20221126, Debian 12).
struct IputilsPing {
    let seat: ToolSeat
    let options: IputilsPingOptions
    let destination: IPAddress
    /// The canonical name of what was asked for.
    private let hostname: String

    private var result = ToolResult()
    private var transmitted = 0
    private var received = 0
    private var duplicates = 0
    private var errors = 0
    /// The most requests that were under way at once.
    private var pipe = 0
    private var sent: [UInt16: SimulatedTime] = [:]
    private var answered: Set<UInt16> = []
    private var times = RoundTrips()
    private var start = SimulatedTime()
    private var lastSending = SimulatedTime()
    private var names: [IPAddress: String?] = [:]

    static func run(
        _ arguments: [String],
        name: String,
        _ family: AddressFamily?,
        at place: ToolPlace,
        _ context: inout ToolContext
    ) -> ToolResult {
        var options = IputilsPingOptions(family: family)
        let words: [String]
        switch options.read(arguments) {
        case .finished(let result): return result
        case .words(let rest): words = rest
        }
        guard let target = words.last else { return .failure("ping: usage error: Destination address required") }
        if words.count > 1 { return .failure("ping: gateways (source routes) are not simulated", exitCode: 2) }
        guard let seat = ToolSeat(at: place, &context) else { return PacketTools.noStack(name) }
        let host: HostEntry
        switch seat.host(named: target, options.family, &context) {
        case .success(let found): host = found
        case .failure(let failure): return .failure("ping: \(target): \(failure.text)", exitCode: 2)
        }
        guard var destination = host.addresses.first else { return .failure("ping: \(target)", exitCode: 2) }
        // The kernel takes the unspecified address for the machine itself.
        if destination == .v4(IPv4Address(rawValue: 0)) { destination = .v4(IPv4Address(127, 0, 0, 1)) }
        if ToolSeat.numeric(target) != nil { options.isNumeric = true }
        if let device = options.device {
            if let address = IPAddress(device) {
                options.sending.source = address
            } else if case .outside = place {
                options.sending.interface = device
            } else if seat.hasInterface(device) {
                options.sending.interface = device
            } else {
                return .failure("ping: SO_BINDTODEVICE \(device): No such device", exitCode: 2)
            }
        }
        if !options.allowsBroadcast, seat.isBroadcast(destination) {
            let text = "Do you want to ping broadcast? Then -b. If not, check your local firewall rules"
            return .failure("ping: \(text)", exitCode: 2)
        }
        var ping = IputilsPing(seat: seat, options: options, destination: destination, hostname: host.name)
        ping.run(&context)
        return ping.result
    }

    private init(seat: ToolSeat, options: IputilsPingOptions, destination: IPAddress, hostname: String) {
        self.seat = seat
        self.options = options
        self.destination = destination
        self.hostname = hostname
    }

    // MARK: Sending and waiting

    private mutating func run(_ context: inout ToolContext) {
        guard let source = options.sending.source ?? ownAddress(&context) else {
            return fail("connect: Network is unreachable")
        }
        let socket = context.plane.openEcho(in: seat.stack)
        defer { context.plane.close(socket) }
        let identifier = context.plane.localEnd(of: socket)?.port
        printHead(source, &context)
        start = context.plane.now
        lastSending = start
        let end = options.deadline.map { start.advanced(bySeconds: $0) }
        let most = Ping.most(hasEnd: options.count != nil || options.deadline != nil, context)
        sending: while true {
            context.show(&result)
            context.keepTime()
            if context.isInterrupted { break }
            for _ in 0..<(transmitted == 0 ? options.preload : 1) where !hasSentAll && transmitted < most {
                guard send(on: socket, &context) else { return }
            }
            var until = context.plane.now.advanced(by: hasSentAll ? patienceAtEnd : options.pause)
            if let end { until = min(until, end) }
            while let reception = context.plane.receive(socket, until: until) {
                take(reception, identifier, &context)
                context.show(&result)
                if isDone { break sending }
                if options.isEager, !hasSentAll { break }
            }
            if isDone || hasSentAll || end.map({ context.plane.now >= $0 }) == true { break }
            let last = UInt16(truncatingIfNeeded: transmitted)
            if options.reportsOutstanding, !answered.contains(last) {
                result.print(stamp(context.plane.now, context) + "no answer yet for icmp_seq=\(last)")
            }
            if transmitted >= most {
                context.wouldGoOn = true
                result.complain(Ping.note(after: most))
                break
            }
        }
        printStatistics()
    }

    private func ownAddress(_ context: inout ToolContext) -> IPAddress? {
        if let name = options.sending.interface {
            let own = seat.view.interfaces.first { $0.name == name }?.addresses.map(\.address).filter {
                $0.family == destination.family
            }
            if let first = own?.first { return first }
        }
        return context.plane.sourceAddress(in: seat.stack, towards: destination)
    }

    private mutating func fail(_ text: String) {
        result.complain("ping: \(text)")
        result.exitCode = 2
    }

    private var hasSentAll: Bool {
        guard let count = options.count, options.deadline == nil else { return false }
        return transmitted >= count
    }

    private var isDone: Bool {
        if options.deadline != nil, errors > 0 { return true }
        guard let count = options.count else { return false }
        return received + errors >= count
    }

    private var patienceAtEnd: Int64 {
        guard received > 0 else { return options.patience }
        return max(times.most.multipliedReportingOverflow(by: 2000).partialValue, options.interval)
    }

    /// Sends a request.
    ///
    /// - Returns: whether to go on.
    private mutating func send(on socket: SocketID, _ context: inout ToolContext) -> Bool {
        transmitted += 1
        let sequence = UInt16(truncatingIfNeeded: transmitted)
        answered.remove(sequence)
        lastSending = context.plane.now
        sent[sequence] = lastSending
        if options.isFlood, !options.isQuiet { result.stdout += "." }
        do throws(SocketError) {
            guard options.payloadCount <= Ping.largestPayload(destination.family) else {
                let mtu = context.plane.pathMTU(in: seat.stack, towards: destination) ?? 1500
                throw .messageTooLong(mtu: mtu)
            }
            try context.plane.sendEcho(
                socket,
                to: destination,
                sequence: sequence,
                payloadCount: options.payloadCount,
                options: options.sending
            )
            return true
        } catch {
            switch error {
            case .messageTooLong(let mtu):
                errors += 1
                answered.insert(sequence)
                let sign = destination.family == .ipv4 ? "=" : ": "
                if !options.isQuiet { result.complain("ping: local error: message too long, mtu\(sign)\(mtu)") }
                return true
            case .addressNotAvailable where transmitted == 1: unhead("bind: \(error.text)")
            case .networkUnreachable where transmitted == 1: unhead("connect: \(error.text)")
            case .noSuchDevice where transmitted == 1:
                unhead("SO_BINDTODEVICE \(options.device ?? ""): \(error.text)")
            default:
                result.complain("ping: sendmsg: \(error.text)")
                return true
            }
            return false
        }
    }

    /// Complains of what the real program finds out before its first line.
    private mutating func unhead(_ text: String) {
        result.stdout = ""
        fail(text)
    }

    // MARK: Receiving

    private mutating func take(_ reception: Reception, _ identifier: UInt16?, _ context: inout ToolContext) {
        switch reception {
        case .datagram: return
        case .echoReply(let reply):
            acknowledge(reply.sequence)
            if reply.isDuplicate { duplicates += 1 } else { received += 1 }
            var line =
                "\(reply.payloadCount + 8) bytes from \(host(reply.source, &context)): icmp_seq=\(reply.sequence)"
            if options.isVerbose, let identifier { line += " ident=\(identifier)" }
            line += " ttl=\(reply.hopLimit)"
            // The request carries its own time where there is room for two words.
            if options.payloadCount >= 16, let start = sent[reply.sequence] {
                let microseconds = max(0, reply.time.since(start) / 1000)
                times.add(microseconds)
                line += " time=\(Self.time(microseconds)) ms"
            }
            if options.isQuiet { return }
            if options.isFlood {
                result.stdout += "\u{8} \u{8}"
                return
            }
            result.print(stamp(reply.time, context) + line + (reply.isDuplicate ? " (DUP!)" : ""))
        case .error(let error):
            acknowledge(error.sequence)
            errors += 1
            if options.isQuiet { return }
            if options.isFlood {
                result.stdout += "\u{8}E"
                return
            }
            result.print(
                stamp(error.time, context)
                    + "From \(host(error.source, &context)) icmp_seq=\(error.sequence) \(text(of: error.kind))"
            )
        }
    }

    private mutating func acknowledge(_ sequence: UInt16) {
        answered.insert(sequence)
        let distance = UInt16(truncatingIfNeeded: transmitted) &- sequence
        if distance <= 0x7fff { pipe = max(pipe, Int(distance) + 1) }
    }

    private func text(of kind: Reception.ReceivedError.Kind) -> String {
        let isIPv4 = destination.family == .ipv4
        switch kind {
        case .timeExceeded: return isIPv4 ? "Time to live exceeded" : "Time exceeded: Hop limit"
        case .packetTooBig(let mtu):
            return isIPv4 ? "Frag needed and DF set (mtu = \(mtu))" : "Packet too big: mtu=\(mtu)"
        case .unreachable(let reason):
            switch reason {
            case .network: return isIPv4 ? "Destination Net Unreachable" : "Destination unreachable: No route"
            case .host:
                return isIPv4 ? "Destination Host Unreachable" : "Destination unreachable: Address unreachable"
            case .protocolNumber:
                return isIPv4 ? "Destination Protocol Unreachable" : "Parameter problem: Unknown header"
            case .port: return isIPv4 ? "Destination Port Unreachable" : "Destination unreachable: Port unreachable"
            case .networkProhibited: return "Destination Net Prohibited"
            case .hostProhibited: return "Destination Host Prohibited"
            case .prohibited:
                return isIPv4 ? "Packet filtered" : "Destination unreachable: Administratively prohibited"
            }
        }
    }

    // MARK: Text

    /// An address with its name where names are looked up.
    private mutating func host(_ address: IPAddress, _ context: inout ToolContext) -> String {
        if options.isNumeric { return "\(address)" }
        let name: String?
        if let known = names[address] {
            name = known
        } else {
            name = seat.name(of: address, &context)
            names[address] = .some(name)
        }
        return name.map { "\($0) (\(address))" } ?? "\(address)"
    }

    private mutating func printHead(_ source: IPAddress, _ context: inout ToolContext) {
        if options.isVerbose {
            result.complain(
                "ping: sock4.fd: 3 (socktype: SOCK_RAW), sock6.fd: 4 (socktype: SOCK_RAW), hints.ai_family: "
                    + (options.family.map { $0 == .ipv4 ? "AF_INET" : "AF_INET6" } ?? "AF_UNSPEC") + "\n"
            )
            let family = destination.family == .ipv4 ? "AF_INET" : "AF_INET6"
            result.print("ai->ai_family: \(family), ai->ai_canonname: '\(hostname)'")
        }
        if let pattern = options.pattern { result.print("PATTERN: 0x\(pattern)") }
        var line = "PING \(hostname)"
        line += destination.family == .ipv4 ? " (\(destination)) " : "(\(host(destination, &context))) "
        if options.device != nil { line += "from \(source) \(options.sending.interface ?? ""): " }
        line += "\(options.payloadCount)"
        line += destination.family == .ipv4 ? "(\(options.payloadCount + 28)) bytes of data." : " data bytes"
        result.print(line)
    }

    /// `-D`: seconds since 1970 of a moment.
    private func stamp(_ time: SimulatedTime, _ context: ToolContext) -> String {
        guard options.printsTime else { return "" }
        let nanoseconds = context.now.nanoseconds &+ time.nanoseconds
        return "[\(Decimal.fixed(nanoseconds, 1_000_000_000, 6))] "
    }

    /// A round-trip time with as many places as it deserves.
    private static func time(_ microseconds: Int64) -> String {
        switch microseconds {
        case 100_000...: Decimal.fixed(microseconds, 1000, 0)
        case 10_000...: Decimal.fixed(microseconds, 1000, 1)
        case 1000...: Decimal.fixed(microseconds, 1000, 2)
        default: Decimal.fixed(microseconds, 1000, 3)
        }
    }

    private mutating func printStatistics() {
        result.print(options.isFlood ? "" : "\n--- \(hostname) ping statistics ---")
        if options.isFlood { result.print("--- \(hostname) ping statistics ---") }
        var line = "\(transmitted) packets transmitted, \(received) received"
        if duplicates > 0 { line += ", +\(duplicates) duplicates" }
        if errors > 0 { line += ", +\(errors) errors" }
        line += ", \(Decimal.percentage(of: max(0, transmitted - received), in: transmitted))% packet loss"
        result.print(line + ", time \(lastSending.since(start) / 1_000_000)ms")
        var parts: [String] = []
        if times.count > 0 {
            let values = [times.least, times.average, times.most, times.deviation].map { Decimal.fixed($0, 1000, 3) }
            parts.append("rtt min/avg/max/mdev = \(values.joined(separator: "/")) ms")
        }
        if pipe > 1 { parts.append("pipe \(pipe)") }
        if received > 0, options.isEager, transmitted > 1 {
            let gap = lastSending.since(start) / 1000 / Int64(transmitted - 1)
            let average = Decimal.fixed(times.movingAverage / 8, 1000, 3)
            parts.append("ipg/ewma \(Decimal.fixed(gap, 1000, 3))/\(average) ms")
        }
        result.print(parts.joined(separator: ", "))
        let isShort = options.deadline != nil && received < (options.count ?? 0)
        result.exitCode = received == 0 || isShort ? 1 : 0
    }
}
