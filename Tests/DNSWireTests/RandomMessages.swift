import Addressing
import DNSWire
import TestSupport

/// Messages made at random, all of which can be written and come back equal.
struct RandomMessages {
    var generator: SeededGenerator
    /// Names are drawn from few, so that suffixes repeat and compression has work.
    private var names: [DomainName] = [.root]

    init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
        let labels = ["a", "B", "b", "net1", "Example", "org", "x.y", String(repeating: "l", count: 63), "\u{0}\\"]
        for _ in 0..<40 {
            let count = number(1...4)
            let parts = (0..<count).map { _ in [UInt8](pick(labels).utf8) }
            if let name = try? DomainName(labels: parts) { names.append(name) }
        }
    }

    mutating func message() -> Message {
        var edns: EDNS?
        if number(0...1) == 1 {
            edns = EDNS(
                udpPayloadSize: UInt16(number(0...65535)),
                version: UInt8(number(0...255)),
                flags: EDNSFlags(rawValue: UInt16(number(0...65535))),
                options: (0..<number(0...3)).map { _ in
                    EDNSOption(code: EDNSOptionCode(rawValue: UInt16(number(0...20))), octets: octets(0...30))
                }
            )
        }
        return Message(
            header: Header(
                id: UInt16(number(0...65535)),
                opcode: Opcode(rawValue: UInt8(number(0...15))),
                flags: pick([[], [.qr, .rd, .ra], [.qr, .tc, .aa, .ad], [.z, .cd]]),
                rcode: RCODE(rawValue: UInt16(number(0...(edns == nil ? 15 : 4095))))
            ),
            questions: (0..<number(0...2)).map { _ in
                Question(
                    name: pick(names),
                    type: RecordType(rawValue: UInt16(number(0...65535))),
                    class: RecordClass(rawValue: UInt16(number(0...65535)))
                )
            },
            answers: records(),
            authorities: records(),
            additionals: records(),
            edns: edns
        )
    }

    private mutating func records() -> [ResourceRecord] {
        (0..<pick([0, 1, 3, 12])).map { _ in
            let data = data()
            return ResourceRecord(
                name: pick(names),
                class: .in,
                ttl: UInt32(truncatingIfNeeded: generator.next()),
                data: data
            )
        }
    }

    private mutating func data() -> RData {
        switch number(0...15) {
        case 0: .a(IPv4Address(rawValue: UInt32(truncatingIfNeeded: generator.next())))
        case 1: .aaaa(IPv6Address(rawValue: UInt128(generator.next()) << 64 | UInt128(generator.next())))
        case 2: .ns(pick(names))
        case 3: .cname(pick(names))
        case 4: .ptr(pick(names))
        case 5: .dname(pick(names))
        case 6: .mx(preference: UInt16(number(0...65535)), exchange: pick(names))
        case 7: .txt([string()] + (0..<number(0...3)).map { _ in string() })
        case 8: .soa(authority())
        case 9:
            .srv(
                priority: UInt16(number(0...65535)),
                weight: UInt16(number(0...65535)),
                port: UInt16(number(0...65535)),
                target: pick(names)
            )
        case 10: .hinfo(cpu: string(), os: string())
        case 11:
            .caa(
                flags: UInt8(number(0...255)),
                tag: CharacterString("t\(number(0...9))") ?? string(),
                value: octets(0...40)
            )
        case 12: .svcb(binding())
        case 13: .https(binding())
        default: .unknown(RecordType(rawValue: UInt16(number(1000...65535))), octets(0...300))
        }
    }

    private mutating func authority() -> StartOfAuthority {
        StartOfAuthority(
            primary: pick(names),
            mailbox: pick(names),
            serial: UInt32(number(0...1 << 31)),
            refresh: UInt32(number(0...1 << 31)),
            retry: UInt32(number(0...1 << 31)),
            expire: UInt32(number(0...1 << 31)),
            minimum: UInt32(number(0...1 << 31))
        )
    }

    private mutating func binding() -> ServiceBinding {
        let keys = Set((0..<number(0...5)).map { _ in UInt16(number(0...9)) }).sorted()
        let parameters = keys.map { ServiceBinding.Parameter(key: $0, value: octets(0...20)) }
        let name = pick(names)
        guard let binding = ServiceBinding(priority: 1, target: name, parameters: parameters) else {
            preconditionFailure("the keys are sorted and differ")
        }
        return binding
    }

    private mutating func string() -> CharacterString {
        guard let string = CharacterString(octets(0...255)) else { preconditionFailure("at most 255 octets") }
        return string
    }

    private mutating func octets(_ count: ClosedRange<Int>) -> [UInt8] {
        (0..<number(count)).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
    }

    private mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }

    private mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[number(0...elements.count - 1)]
    }
}
