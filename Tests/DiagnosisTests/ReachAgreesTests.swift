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
    @Test(arguments: UInt64(1)...40)
    func `agree on random labs`(seed: UInt64) throws {
        let lab = RandomLab.make(seed: seed)
        var reach = Reachability(lab)
        let containers = lab.allContainers
        let parties = containers.map { Party.container($0.id) } + [.host, .outside]
        var compared = 0
        for from in parties {
            for to in parties {
                guard let answer = reach.answer(from: from, to: to) else { continue }
                for service in answer.services {
                    for way in service.ways {
                        guard let address = way.address, let kind = probe(service.service, way.port) else { continue }
                        guard let found = ProbeResult.run(lab, from: sender(from), to: address, kind, seed: seed) else {
                            #expect(way.reason == .askerDown, "seed \(seed)")
                            continue
                        }
                        compared += 1
                        let asked =
                            "seed \(seed): \(name(from, lab)) asks \(name(to, lab)) at \(address) \(service.service)"
                        #expect(outcome(found.verdict) == way.outcome, "\(asked): \(way.reason), walk \(found.verdict)")
                        if way.outcome == .reached, let seen = way.seenSource, found.seenSource != nil {
                            #expect(found.servedBy == "docker-proxy" || found.seenSource == seen, "\(asked)")
                        }
                    }
                }
            }
        }
        #expect(compared > 0)
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
