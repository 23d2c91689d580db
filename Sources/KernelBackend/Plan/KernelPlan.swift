package import Lab

/// All steps that make a lab in the kernel, in order, and what the kernel must have for them.
package struct KernelPlan: Sendable {
    /// What a kernel may have been made without, and for whose sake it is needed.
    package struct Need: Hashable, Sendable {
        package let feature: KernelFeature
        /// Such as `network pub`.
        package let reason: String

        package init(_ feature: KernelFeature, for reason: String) {
            self.feature = feature
            self.reason = reason
        }
    }

    package internal(set) var spaces: [PlanSpace] = []
    package internal(set) var steps: [PlanStep] = []
    package internal(set) var needs: [Need] = []
    /// The stacks that running containers use.
    package internal(set) var spaceOfContainer: [ContainerID: PlanSpace] = [:]

    init() {}

    /// The same with one step more, as tests of what fails need it.
    package func inserting(_ step: PlanStep, at position: Int) -> KernelPlan {
        var copy = self
        copy.steps.insert(step, at: max(0, min(steps.count, position)))
        return copy
    }

    /// Adds a step.
    mutating func add(_ step: PlanStep) {
        if case .makeNamespace(let space) = step { spaces.append(space) }
        steps.append(step)
    }

    mutating func need(_ feature: KernelFeature, for reason: String) {
        // The first reason is enough.
        if !needs.contains(where: { $0.feature == feature }) { needs.append(Need(feature, for: reason)) }
    }
}

/// Something that kernels may be without.
package enum KernelFeature: Hashable, Sendable {
    /// A kind of link, by the kernel's word.
    case link(String)
    /// A queue, by the kernel's word.
    case queue(String)

    /// What the kernel's configuration calls it.
    package var kernelOption: String {
        switch self {
        case .link("vlan"): "CONFIG_VLAN_8021Q"
        case .link(let kind): "CONFIG_\(kind.uppercased())"
        case .queue(let kind): "CONFIG_NET_SCH_\(kind.uppercased())"
        }
    }

    /// `ipvlan links`.
    package var words: String {
        switch self {
        case .link(let kind): "\(kind) links"
        case .queue(let kind): "\(kind) queues"
        }
    }
}

/// A lab that cannot be made in the kernel, found out before anything is made.
package enum PlanRefusal: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kernel takes 1,023 ports to a bridge.
    case tooManyPorts(network: String, count: Int)
    /// The kernel lacks something.
    case missing(KernelPlan.Need)
    /// A device name that no interface can have.
    case badDeviceName(String, of: String)
    /// A link that the user took down and that has no carrier of its own to lose.
    case noCarrier(container: String, network: String)
    /// Two containers that the user cut off from each other, of which one is on a macvlan or ipvlan network: the host's
    /// filter, where all cuts are made, does not see what such links carry.
    case noCut(first: String, second: String)

    /// `BR_MAX_PORTS - 1`.
    package static let mostPorts = 1023

    /// What it is about without names, to count refusals by.
    package var kind: String {
        switch self {
        case .tooManyPorts: "more than \(Self.mostPorts) containers on a bridge"
        case .missing(let need): "this kernel has no \(need.feature.words) (\(need.feature.kernelOption))"
        case .badDeviceName: "a device name that no interface can have"
        case .noCarrier: "a link of macvlan or ipvlan is down by itself"
        case .noCut: "containers on macvlan or ipvlan networks are partitioned"
        }
    }

    package var description: String {
        switch self {
        case .tooManyPorts(let network, let count):
            "network \(network) has \(count) running containers, and a bridge of the kernel takes \(Self.mostPorts)"
        case .missing(let need):
            "\(need.reason) needs \(need.feature.words), which this kernel has not (\(need.feature.kernelOption))"
        case .noCarrier(let container, let network):
            "the link of container \(container) on network \(network) is down, which macvlan and ipvlan links cannot be by "
                + "themselves"
        case .noCut(let first, let second):
            "\(first) and \(second) are partitioned, which containers on macvlan and ipvlan networks cannot be"
        case .badDeviceName(let name, let owner):
            "\(owner) has the device name \"\(name)\", which no interface can have: at most 15 octets, without spaces, "
                + "slashes, quotes and asterisks"
        }
    }
}
