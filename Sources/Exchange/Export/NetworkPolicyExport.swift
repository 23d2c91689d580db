internal import Addressing
package import Lab
internal import Planning
internal import Reachability
internal import Rendering
internal import Text

/// A lab's reachability as Kubernetes NetworkPolicies: one for each service, for pods with the label `app` of its name.
package enum NetworkPolicyExport {
    package static func text(of lab: Lab) -> String {
        var export = Export(lab)
        var text = """
            # Who reaches whom in this lab, for pods with the label app: SERVICE in one namespace.
            # What does not carry over:
            # - A pod has one network: who reaches whom is kept, subnets, gateways and static addresses are not.
            # - Names are those of Services, which have to be made; an alias needs a Service of its own.
            # - Ping is not held: policies know TCP, UDP and SCTP.
            # - A published port is open to every address here; it still needs a Service of type NodePort or LoadBalancer.
            # - Refusals become silence: a plugin drops what no policy allows.

            """
        for note in export.notes { text += ShellWord.comment("- \(note)") + "\n" }
        for policy in export.policies() { text += "---\n" + policy.yaml() }
        return text
    }

    private struct Export {
        private let parties: DesignParties
        private let containers: [[Container]]
        private var reach: Reachability
        private let lab: Lab
        private(set) var notes: [String] = []

        init(_ lab: Lab) {
            self.lab = lab
            parties = DesignParties(lab, lab)
            reach = Reachability(lab)
            var containers = [[Container]](repeating: [], count: parties.names.count)
            for container in lab.allContainers where container.isRunning {
                if let party = parties.index(of: container) { containers[party].append(container) }
            }
            self.containers = containers
            for container in lab.allContainers where container.stack == .host {
                notes.append(
                    "\(container.name) uses the host's stack: most plugins do not hold policies for hostNetwork pods."
                )
            }
            for container in lab.allContainers where container.config.networkMode.isContainer {
                notes.append("\(container.name) shares a stack: make it a container of the same pod.")
            }
        }

        /// For each service its callers, and whom it calls, with the ports.
        mutating func policies() -> [JSONValue] {
            var ingress = [[PortSet: [Int]]](repeating: [:], count: parties.names.count)
            var egress = ingress
            for from in parties.names.indices {
                for to in parties.names.indices {
                    let ports = ports(from, to)
                    if ports.isEmpty { continue }
                    ingress[to][ports, default: []].append(from)
                    egress[from][ports, default: []].append(to)
                }
            }
            var exposed = [[PortRun]](repeating: [], count: parties.names.count)
            for exposure in reach.exposure(to: .outside) {
                guard let container = exposure.container.flatMap({ lab.container($0) }),
                    let party = parties.index(of: container)
                else { continue }
                exposed[party].append(exposure.target)
            }
            return parties.names.indices.filter { !containers[$0].isEmpty }.map { party in
                policy(party, ingress[party], egress[party], PortSet(runs: exposed[party]))
            }
        }

        private mutating func ports(_ from: Int, _ to: Int) -> PortSet {
            var ports: [PortRun] = []
            var seen: Set<[Int]> = []
            for asker in containers[from] {
                for target in containers[to] where asker.id != target.id {
                    guard let a = reach.classIndex(of: asker.id), let b = reach.classIndex(of: target.id),
                        seen.insert([a, b]).inserted,
                        let answer = reach.classAnswer(from: .members(a), to: .members(b))
                    else { continue }
                    for service in answer.ports where service.best.outcome == .reached {
                        if let run = service.ports, service.best.way != .local { ports.append(run) }
                    }
                }
            }
            return PortSet(runs: ports)
        }

        private mutating func reachesOutside(_ party: Int) -> Bool {
            containers[party].contains { container in
                guard let index = reach.classIndex(of: container.id) else { return false }
                return reach.classAnswer(from: .members(index), to: .outside)?.ping.best.outcome == .reached
            }
        }

        private mutating func policy(
            _ party: Int,
            _ ingress: [PortSet: [Int]],
            _ egress: [PortSet: [Int]],
            _ exposed: PortSet
        ) -> JSONValue {
            var incoming = rules(ingress, "from")
            if !exposed.isEmpty {
                incoming.append(["from": [["ipBlock": ["cidr": "0.0.0.0/0"]]], "ports": Self.ports(exposed)])
            }
            var outgoing = rules(egress, "to")
            if containers[party].contains(where: \.hasEmbeddedDNS) {
                outgoing.append([
                    "to": [["namespaceSelector": [:], "podSelector": ["matchLabels": ["k8s-app": "kube-dns"]]]],
                    "ports": Self.ports(PortSet([ContainerPort(53), ContainerPort(53, .udp)])),
                ])
            }
            if reachesOutside(party) {
                // The outside, not the other pods: those lie in the cluster's private addresses.
                let block: JSONValue = [
                    "cidr": "0.0.0.0/0", "except": ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"],
                ]
                outgoing.append(["to": [["ipBlock": block]]])
            }
            return [
                "apiVersion": "networking.k8s.io/v1",
                "kind": "NetworkPolicy",
                "metadata": ["name": .string(Self.label(parties.names[party]))],
                "spec": [
                    "podSelector": selector(party),
                    "policyTypes": ["Ingress", "Egress"],
                    "ingress": .array(incoming),
                    "egress": .array(outgoing),
                ],
            ]
        }

        private func rules(_ groups: [PortSet: [Int]], _ side: String) -> [JSONValue] {
            groups.map { (ports: $0.key, others: $0.value.sorted()) }
                .sorted { ($0.others.first ?? 0, Self.first($0.ports)) < ($1.others.first ?? 0, Self.first($1.ports)) }
                .map { group in
                    .object([
                        side: .array(group.others.map { ["podSelector": selector($0)] }),
                        "ports": Self.ports(group.ports),
                    ])
                }
        }

        private func selector(_ party: Int) -> JSONValue {
            ["matchLabels": ["app": .string(Self.label(parties.names[party]))]]
        }

        private static func first(_ ports: PortSet) -> ContainerPort { ports.runs.first?.first ?? ContainerPort(0) }

        private static func ports(_ ports: PortSet) -> JSONValue {
            .array(
                ports.runs.map { run in
                    var object: JSONObject = [
                        "protocol": .string(run.transport.rawValue.uppercased()),
                        "port": .int(Int64(run.ports.first)),
                    ]
                    if run.ports.count > 1 { object["endPort"] = .int(Int64(run.ports.last)) }
                    return .object(object)
                }
            )
        }

        /// A name as Kubernetes takes it (RFC 1123 label): lower case, digits and hyphens, at most 63.
        private static func label(_ name: String) -> String {
            let letters = name.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" }
            let trimmed = letters.drop { $0 == "-" }.prefix(63).reversed().drop { $0 == "-" }.reversed()
            return String(trimmed)
        }
    }
}
