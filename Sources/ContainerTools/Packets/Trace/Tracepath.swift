internal import Addressing
internal import Dataplane
internal import PacketWire

/// iputils' tracepath (s20221126): routers on the way, and the MTU up to each.
struct Tracepath {
    private struct Options {
        var family: AddressFamily?
        var showsBoth = false
        var isNumeric = false
        var mostHops = 30
        var port: UInt16 = 44444
        var length: Int?
        var host = ""
    }

    private let seat: ToolSeat
    private let options: Options
    private let destination: IPAddress
    private var result = ToolResult()
    private var mtu: Int
    /// The probes so far, by destination port.
    private var sent: [UInt16: (hop: Int, time: SimulatedTime)] = [:]
    /// Whether the next answer is shown and asked for once more, as the program does behind its first line.
    private var repeatsOnce = false

    private static let patience = SimulatedTime.nanosecondsPerSecond
    /// Before a path is known, IPv4 starts with its largest packet, IPv6 with 128000 bytes.
    private static let largest = 65535

    static func run(_ arguments: [String], at place: ToolPlace, _ context: inout ToolContext) -> ToolResult {
        var options = Options()
        let scanned: OptionScanner.Scanned
        do {
            let letters: [OptionScanner.Option] =
                "46bnhV".map { .init($0) } + "lmp".map { .init($0, takesValue: true) }
            scanned = try OptionScanner(letters).scan(arguments)
        } catch {
            return ToolResult(stderr: "tracepath: \(error.text)\n" + usage, exitCode: 255)
        }
        for (letter, value) in scanned.options {
            switch letter {
            case "4": options.family = .ipv4
            case "6": options.family = .ipv6
            case "b": options.showsBoth = true
            case "n": options.isNumeric = true
            case "V":
                return ToolResult(stdout: IputilsPingOptions.version.replacing("ping from", with: "tracepath from"))
            case "h": return ToolResult(stderr: usage, exitCode: 255)
            default:
                guard let number = Int(value) else { return .failure("tracepath: invalid argument: '\(value)'") }
                let range = letter == "m" ? 0...255 : letter == "p" ? 0...65535 : 0...Int(Int32.max)
                guard range.contains(number) else {
                    let bounds = "\(range.lowerBound) <= value <= \(range.upperBound)"
                    return .failure("tracepath: invalid argument: '\(value)': out of range: \(bounds)")
                }
                switch letter {
                case "m": options.mostHops = number
                case "p": options.port = UInt16(truncatingIfNeeded: number)
                default: options.length = number
                }
            }
        }
        guard let target = scanned.operands.first, scanned.operands.count == 1 else {
            return ToolResult(stderr: usage, exitCode: 255)
        }
        options.host = target
        guard let seat = ToolSeat(at: place, &context) else { return PacketTools.noStack("tracepath") }
        switch seat.host(named: target, options.family, &context) {
        case .failure(let failure): return .failure("tracepath: \(target): \(failure.text)")
        case .success(let host):
            guard let destination = host.addresses.first else { return .failure("tracepath: \(target)") }
            var trace = Tracepath(seat: seat, options: options, destination: destination)
            trace.run(&context)
            return trace.result
        }
    }

    private init(seat: ToolSeat, options: Options, destination: IPAddress) {
        self.seat = seat
        self.options = options
        self.destination = destination
        mtu = options.length ?? Self.largest
    }

    private var headers: Int { destination.family == .ipv4 ? 28 : 48 }

    private mutating func run(_ context: inout ToolContext) {
        guard options.mostHops > 0 else { return finish("Too many hops: pmtu \(mtu)", "") }
        let socket: SocketID
        do throws(SocketError) {
            socket = try context.plane.openUDP(in: seat.stack, port: 0, address: nil)
        } catch {
            result.exitCode = 1
            return result.complain("tracepath: socket: \(error.text)")
        }
        defer { context.plane.close(socket) }
        for hop in 1...options.mostHops {
            var isDone = false
            // Three probes at most; one more for each smaller MTU.
            var probes = 0
            var answered = false
            for _ in 0..<20 where probes < 3 && !answered && !isDone {
                switch probe(hop, on: socket, &context) {
                case .answered: answered = true
                case .silent: probes += 1
                case .again: break
                case .done: isDone = true
                }
            }
            if isDone { return }
            if !answered { result.print("\("\(hop)".padded(from: 2)):  no reply") }
        }
        finish("Too many hops: pmtu \(mtu)", "")
    }

    private mutating func finish(_ line: String?, _ tail: String) {
        if let line { result.print("     " + line) }
        result.print("     Resume: pmtu \(mtu) \(tail)")
    }

    private enum Outcome {
        /// A router answered.
        case answered
        case silent
        /// The packet is to be sent again: it was too large for the way, or is the second of two.
        case again
        case done
    }

    private mutating func probe(_ hop: Int, on socket: SocketID, _ context: inout ToolContext) -> Outcome {
        let number = "\(hop)".padded(from: 2)
        let start = context.plane.now
        var sending = SendOptions()
        sending.hopLimit = UInt8(truncatingIfNeeded: hop)
        sending.dontFragment = true
        guard context.plane.sourceAddress(in: seat.stack, towards: destination) != nil, mtu > headers,
            mtu <= Self.largest
        else {
            result.print("\(number):  send failed")
            finish(nil, "")
            return .done
        }
        do throws(SocketError) {
            let payload = [UInt8](repeating: 0, count: mtu - headers)
            // Each probe goes to a port of its own, which tells late answers apart.
            let port = options.port &+ UInt16(truncatingIfNeeded: sent.count)
            try context.plane.send(payload, on: socket, to: destination, port: port, options: sending)
            sent[port] = (hop, start)
            while let reception = context.plane.receive(socket, until: start.advanced(by: Self.patience)) {
                guard case .error(let error) = reception else {
                    finish(nil, "")
                    return .done
                }
                guard let probe = sent[error.sequence] else { continue }
                return take(error, probe.hop, error.time.since(probe.time), &context)
            }
            return .silent
        } catch {
            guard case .messageTooLong(let smaller) = error, smaller < mtu, smaller > headers else {
                result.print("\(number):  send failed")
                finish(nil, "")
                return .done
            }
            mtu = smaller
            repeatsOnce = true
            let time = destination.family == .ipv4 ? "" : "  0.000ms "
            result.print("\(number)?: [LOCALHOST]                      \(time)pmtu \(mtu)")
            return .again
        }
    }

    private mutating func take(
        _ error: Reception.ReceivedError,
        _ hop: Int,
        _ nanoseconds: Int64,
        _ context: inout ToolContext
    ) -> Outcome {
        let number = "\(hop)".padded(from: 2)
        let time = (Decimal.fixed(nanoseconds / 1000, 1000, 3) + "ms").padded(from: 9)
        let name = host(error.source, &context)
        let line = "\(number):  \(name.padded(to: max(52, name.count + 1)))\(time) "
        let isRepeated = repeatsOnce && !error.isLocal
        repeatsOnce = false
        switch error.kind {
        case .packetTooBig(let smaller):
            let isSmaller = Int(smaller) < mtu && Int(smaller) > headers
            mtu = isSmaller ? Int(smaller) : mtu - 1
            result.print(line + "pmtu \(mtu)")
            return .again
        case .timeExceeded:
            result.print(line)
            return isRepeated ? .again : .answered
        case .unreachable(.port):
            result.print(line + "reached")
            if isRepeated { return .again }
            // Hosts answer with 64 hops to go, or 128, or 255.
            let first = error.hopLimit <= 64 ? 64 : error.hopLimit <= 128 ? 128 : 255
            finish(nil, "hops \(hop) back \(first - Int(error.hopLimit) + 1) ")
        case .unreachable(let reason):
            let sign =
                switch reason {
                case .network, .networkProhibited: "!N"
                case .protocolNumber: "!P"
                case .prohibited: "!A"
                default: "!H"
                }
            result.print(line + sign)
            if isRepeated { return .again }
            finish(nil, "")
        }
        return .done
    }

    private func host(_ address: IPAddress, _ context: inout ToolContext) -> String {
        if options.isNumeric { return "\(address)" }
        let name = seat.name(of: address, &context) ?? "???"
        return options.showsBoth ? "\(name) (\(address))" : name
    }

    private static let usage = """

        Usage
          tracepath [options] <destination>

        Options:
          -4             use IPv4
          -6             use IPv6
          -b             print both name and ip
          -l <length>    use packet <length>
          -m <hops>      use maximum <hops>
          -n             no dns name resolution
          -p <port>      use destination <port>
          -V             print version and exit
          <destination>  dns name or ip address

        For more details see tracepath(8).

        """
}
