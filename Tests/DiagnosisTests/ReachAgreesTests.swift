import Addressing
import Dataplane
import Diagnosis
import Lab
import PacketFilter
import Reachability
import TestSupport
import Testing

/// What the rules say for classes, and what packets find one by one.
@Suite struct `Reach and the packet walk` {
    private static let seeds: ClosedRange<UInt64> = 1...60

    @Test(arguments: seeds)
    func `agree on random labs`(seed: UInt64) throws {
        let lab = RandomLab.make(seed: seed)
        let plane = Dataplane(lab, seed: seed)
        var reach = Reachability(lab)
        let parties = lab.allContainers.map { Party.container($0.id) } + [.host, .outside]
        var compared = 0
        for from in parties {
            for to in parties {
                guard let answer = reach.answer(from: from, to: to) else { continue }
                for service in answer.services {
                    for way in service.ways {
                        guard let address = way.address, let kind = probe(service.service, way.port) else { continue }
                        let asked = "seed \(seed): \(name(from, lab)) asks \(name(to, lab)) at \(address)"
                        compare(way, "\(asked) \(service.service)", plane, from, address, kind)
                        compared += 1
                    }
                }
            }
        }
        #expect(compared > 0)
    }

    /// On no link, in the world, the router, nobody on the uplink's LAN, on a link of the host's.
    private static let strangers = [
        "10.99.0.1", "198.51.100.7", "192.0.2.1", "192.0.2.77", "10.200.0.1", "2001:db8:9::1", "fd99::1",
    ]

    @Test(arguments: UInt64(1)...20)
    func `agree on addresses that are nobody's in the lab`(seed: UInt64) throws {
        let lab = RandomLab.make(seed: seed)
        let plane = Dataplane(lab, seed: seed)
        var reach = Reachability(lab)
        // One of each class speaks for all.
        let askers = reach.classes.indices.compactMap { reach.members(of: $0).first.map(Party.container) }
        for from in askers + [.host, .outside] {
            for text in Self.strangers {
                let address = try IPAddress(parsing: text)
                for service in [Service.ping, .port(ContainerPort(80)), .port(ContainerPort(25))] {
                    let answer = reach.answer(from: from, to: address, service)
                    let way = try #require(answer)
                    let kind = try #require(probe(service, service.port?.number ?? 0))
                    let asked = "seed \(seed): \(name(from, lab)) asks \(address) \(service)"
                    compare(way, asked, plane, from, address, kind)
                }
            }
        }
    }

    @Test(arguments: seeds)
    func `agree on what is exposed`(seed: UInt64) throws {
        let lab = RandomLab.make(seed: seed)
        let plane = Dataplane(lab, seed: seed)
        var reach = Reachability(lab)
        for observer in [Party.host, .outside] {
            for entry in reach.exposure(to: observer) {
                for port in Set([entry.ports.first, entry.ports.last]) {
                    let service = Service.port(ContainerPort(port, entry.target.transport))
                    guard let kind = probe(service, port) else { continue }
                    let found = ProbeResult.run(in: plane, from: sender(observer), to: entry.address, kind)
                    let asked = "seed \(seed): \(name(observer, lab)) asks \(entry.address) \(service)"
                    #expect(found?.verdict == .reached, "\(asked)")
                }
            }
        }
    }

    private func compare(
        _ way: Verdict,
        _ asked: String,
        _ plane: Dataplane,
        _ from: Party,
        _ address: IPAddress,
        _ kind: ProbeKind
    ) {
        guard let found = ProbeResult.run(in: plane, from: sender(from), to: address, kind) else {
            #expect(way.reason == .askerDown, "\(asked)")
            return
        }
        #expect(outcome(found.verdict) == way.outcome, "\(asked): \(way.reason), walk \(found.verdict)")
        if way.outcome == .reached, let seen = way.seenSource, found.seenSource != nil {
            #expect(found.servedBy == "docker-proxy" || found.seenSource == seen, "\(asked)")
        }
    }

    private func probe(_ service: Service, _ port: UInt16) -> ProbeKind? {
        switch service {
        case .ping: return .echo
        case .port(let container):
            switch container.transport {
            case .tcp: return .tcp(port)
            case .udp: return .udp(port)
            case .sctp: return nil
            }
        }
    }

    private func sender(_ party: Party) -> Sender {
        switch party {
        case .container(let id): .container(id)
        case .host: .host
        case .outside: .outside
        }
    }

    private func name(_ party: Party, _ lab: Lab) -> String {
        switch party {
        case .container(let id):
            lab.container(id).map { container in
                let places = container.attachments.map { attachment in
                    let network = attachment.networkID.flatMap { lab.network($0) }
                    let driver = network.map { "\($0.driver.rawValue)\($0.isInternal ? " internal" : "")" } ?? "?"
                    return "\(attachment.network) (\(driver)) \(attachment.endpoint?.ipv4?.description ?? "-")"
                }
                return "\(container.name) [\(places.joined(separator: ", "))]"
            } ?? "?"
        case .host: "host"
        case .outside: "outside"
        }
    }

    private func outcome(_ verdict: ProbeResult.Verdict) -> Verdict.Outcome {
        switch verdict {
        case .reached: .reached
        case .refused: .refused
        case .dropped: .dropped
        case .unreachable: .unreachable
        }
    }
}
