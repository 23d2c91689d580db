internal import Text
public import YAML

/// Something about the host that projects need, and that no file can know: taken to be so where nobody said otherwise.
public struct Assumption: Hashable, Sendable {
    /// In the order in which they are told.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// The host has an address that ports are published on.
        case address
        /// The host has an interface that macvlan or ipvlan networks hang on.
        case interface
        /// An external network is there, with subnets that hold the addresses that are fixed on it.
        case network
        /// A container of somebody else runs.
        case container
        /// A plugin does what its driver's name promises; played through as a bridge.
        case driver
        /// A file is for a swarm; played through as on one host.
        case swarm
    }

    public let kind: Kind
    /// Such as `192.168.1.5`, `enp3s0`, `shared_lan`.
    public let name: String
    /// What is taken to be so: a clause such as `network shared_lan is there`.
    public let text: String
    /// What needs it.
    public let place: SourcePlace

    public init(_ kind: Kind, _ name: String, _ text: String, at place: SourcePlace) {
        self.kind = kind
        self.name = name
        self.text = text
        self.place = place
    }

    /// One line for all of them: `assumed: the host has the address 192.168.1.5; network proxy is there`.
    package static func line(_ assumptions: [Assumption]) -> String? {
        if assumptions.isEmpty { return nil }
        var clauses: [String] = []
        for kind in Kind.allCases {
            let names = assumptions.filter { $0.kind == kind }
            if names.isEmpty { continue }
            clauses.append(Count.clause(kind, names))
        }
        return "assumed: \(clauses.joined(separator: "; ")) (x-netsim.host says otherwise)"
    }
}

extension Count {
    fileprivate static func clause(_ kind: Assumption.Kind, _ assumptions: [Assumption]) -> String {
        let names = list(assumptions.map(\.name), limit: 6)
        let isOne = assumptions.count == 1
        switch kind {
        case .address: return "the host has the \(isOne ? "address" : "addresses") \(names)"
        case .interface: return "the host has the \(isOne ? "interface" : "interfaces") \(names)"
        case .network, .driver: return list(assumptions.map(\.text), limit: 4)
        case .container: return "\(isOne ? "container" : "containers") \(names) \(isOne ? "runs" : "run")"
        case .swarm: return "\(names) \(isOne ? "is" : "are") for a swarm, and played through on one host"
        }
    }
}
