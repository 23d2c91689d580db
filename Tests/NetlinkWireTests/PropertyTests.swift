import Addressing
import NetlinkWire
import Testing

/// Requests of every shape, from a seed.
private struct RandomMessages {
    var generator: SplitMix64

    mutating func maybe<Value>(_ make: (inout RandomMessages) -> Value) -> Value? {
        Bool.random(using: &generator) ? make(&self) : nil
    }

    mutating func number<Number: FixedWidthInteger>(_ range: ClosedRange<Number>) -> Number {
        Number.random(in: range, using: &generator)
    }

    mutating func address(_ family: AddressFamily) -> IPAddress {
        family == .ipv4
            ? .v4(IPv4Address(rawValue: number(0...UInt32.max)))
            : .v6(IPv6Address(rawValue: UInt128(number(0...UInt64.max)) << 64 | UInt128(number(0...UInt64.max))))
    }

    mutating func family() -> AddressFamily { Bool.random(using: &generator) ? .ipv4 : .ipv6 }

    mutating func prefix(_ family: AddressFamily) -> IPPrefix {
        IPPrefix(address: address(family), length: number(0...family.bitWidth)) ?? IPPrefix(host: address(family))
    }

    mutating func name() -> String {
        String((0..<number(0...15)).map { _ in Character(Unicode.Scalar(number(0x21...0x7e as ClosedRange<UInt8>))) })
    }

    mutating func bridge() -> BridgeSettings {
        var settings = BridgeSettings()
        settings.forwardDelay = maybe { $0.number(0...UInt32.max) }
        settings.hasSpanningTree = maybe { Bool.random(using: &$0.generator) }
        settings.snoopsMulticast = maybe { Bool.random(using: &$0.generator) }
        settings.filtersIPv4 = maybe { Bool.random(using: &$0.generator) }
        settings.filtersIPv6 = maybe { Bool.random(using: &$0.generator) }
        return settings
    }

    mutating func vxlan() -> VXLANSettings {
        var settings = VXLANSettings()
        settings.identifier = maybe { $0.number(0...UInt32.max) }
        settings.link = maybe { $0.number(0...UInt32.max) }
        settings.remote = maybe { $0.address($0.family()) }
        settings.local = maybe { $0.address($0.family()) }
        settings.learns = maybe { Bool.random(using: &$0.generator) }
        settings.port = maybe { $0.number(0...UInt16.max) }
        return settings
    }

    mutating func kind(depth: Int) -> LinkKind {
        switch number(0...7) {
        case 0: .bridge(bridge())
        case 1: .veth(peer: depth > 2 ? nil : maybe { $0.link(depth: depth + 1) })
        case 2: .macvlan(maybe { MacvlanMode(rawValue: $0.number(0...UInt32.max)) })
        case 3:
            .ipvlan(
                maybe { IPVLANMode(rawValue: $0.number(0...UInt16.max)) },
                flag: maybe { IPVLANFlag(rawValue: $0.number(0...UInt16.max)) }
            )
        case 4: .vxlan(vxlan())
        case 5: .vlan(maybe { $0.number(0...UInt16.max) })
        case 6: .dummy
        default: .other("x" + name())
        }
    }

    mutating func link(depth: Int = 0) -> LinkMessage {
        var link = LinkMessage()
        link.index = number(Int32.min...Int32.max)
        link.hardwareType = number(0...UInt16.max)
        link.flags = LinkFlags(rawValue: number(0...UInt32.max))
        link.changedFlags = LinkFlags(rawValue: number(0...UInt32.max))
        link.name = maybe { $0.name() }
        link.address = maybe { MACAddress(rawValue: $0.number(0...0xffff_ffff_ffff)) }
        link.mtu = maybe { $0.number(0...UInt32.max) }
        link.link = maybe { $0.number(0...UInt32.max) }
        link.master = maybe { $0.number(0...UInt32.max) }
        link.namespace = maybe { $0.number(0...UInt32.max) }
        link.group = maybe { $0.number(0...UInt32.max) }
        link.operationalState = maybe { $0.number(0...UInt8.max) }
        link.addressGeneration = maybe { $0.number(0...UInt8.max) }
        link.kind = maybe { $0.kind(depth: depth) }
        return link
    }

    mutating func contents() -> (NetlinkMessageType, GoldenMessage.Contents) {
        switch number(0...3) {
        case 0: return (.newLink, .link(link()))
        case 1:
            let family = family()
            var message = AddressMessage(prefix(family), on: number(0...UInt32.max))
            (message.flags, message.scope) = (number(0...UInt32.max), number(0...UInt8.max))
            message.broadcast = maybe { $0.address(family) }
            message.label = maybe { $0.name() }
            return (.newAddress, .address(message))
        case 2:
            let family = family()
            var message = RouteMessage(family, to: maybe { $0.prefix(family) })
            message.gateway = maybe { $0.address(family) }
            message.outInterface = maybe { $0.number(0...UInt32.max) }
            message.preferredSource = maybe { $0.address(family) }
            message.metric = maybe { $0.number(0...UInt32.max) }
            message.table = number(0...UInt32.max)
            (message.origin, message.scope, message.type) = (number(0...255), number(0...255), number(0...255))
            return (.newRoute, .route(message))
        default:
            var message = QdiscMessage(qdisc(), on: number(Int32.min...Int32.max))
            (message.handle, message.parent) = (number(0...UInt32.max), number(0...UInt32.max))
            return (.newQdisc, .qdisc(message))
        }
    }

    mutating func qdisc() -> QdiscMessage.Kind {
        switch number(0...2) {
        case 0:
            return .tokenBucket(
                QdiscMessage.TokenBucket(
                    rate: number(0...UInt64.max),
                    burst: number(0...UInt32.max),
                    limit: number(0...UInt32.max)
                )
            )
        case 1:
            var netem = QdiscMessage.Netem()
            (netem.delay, netem.jitter) = (number(0...Int64.max), number(0...Int64.max))
            (netem.loss, netem.duplication) = (number(0...UInt32.max), number(0...UInt32.max))
            (netem.reordering, netem.limit, netem.rate) = (
                number(0...UInt32.max), number(0...UInt32.max), number(0...UInt64.max)
            )
            return .netem(netem)
        default: return .other("x" + name())
        }
    }
}

/// SplitMix64 (Steele, Lea and Flood, 2014).
struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}

struct PropertyTests {
    @Test(arguments: 0..<8 as Range<UInt64>)
    func `what is written reads the same`(seed: UInt64) throws {
        var random = RandomMessages(generator: SplitMix64(state: seed))
        for round in 0..<250 {
            let (type, contents) = random.contents()
            var bytes: [UInt8] = [0xa5, 0xa5, 0xa5, 0xa5]
            let header = NetlinkHeader(type, .make, sequence: UInt32(round), port: 7)
            try bytes.appendNetlinkMessage(header, contents.encode)
            var offset = 4
            let (found, body) = try #require(try bytes.span.nextNetlinkMessage(&offset))
            #expect(found == header, "seed \(seed) round \(round)")
            #expect(offset == bytes.count, "seed \(seed) round \(round)")
            let again = try GoldenMessage.Contents(decoding: bytes.span, in: body, type)
            #expect(again == contents, "seed \(seed) round \(round)")
        }
    }

    @Test(arguments: GoldenMessage.all.map(\.command))
    func `no beginning and no damage of a message traps`(command: String) throws {
        let golden = try #require(GoldenMessage.all.first { $0.command == command })
        let bytes = octets(golden.hex)
        var generator = SplitMix64(state: 11)
        var damaged: [[UInt8]] = (0...bytes.count).map { Array(bytes.prefix($0)) }
        for _ in 0..<400 {
            var copy = bytes
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                copy[Int.random(in: copy.indices, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            damaged.append(copy)
        }
        for bytes in damaged {
            for type in [NetlinkMessageType.newLink, .newAddress, .newRoute, .newQdisc] {
                _ = try? GoldenMessage.Contents(decoding: bytes.span, in: min(16, bytes.count)..<bytes.count, type)
            }
            var offset = 0
            while let (header, body) = try? bytes.span.nextNetlinkMessage(&offset) {
                _ = try? NetlinkAcknowledgement(decoding: bytes.span, in: body, header)
            }
        }
    }
}
