internal import Netlink
internal import NetlinkWire

/// What leads from one plan to another where the first one stands: what is only in the first goes, what is only in the
/// second comes, and all else is left alone.
///
/// What hangs on a link that goes, goes with it, and comes again with the link that has its place. A link that is only
/// switched on or off stays.
package struct PlanChange: Hashable, Sendable {
    /// The namespaces that are given up once the steps are taken.
    package private(set) var closed: [PlanSpace] = []
    /// In order: first what goes, then what comes.
    package private(set) var steps: [PlanStep] = []

    package init(from old: KernelPlan, to new: KernelPlan) {
        let kept = Set(old.spaces).intersection(new.spaces)
        closed = old.spaces.filter { !kept.contains($0) }
        let lost = removeLinks(old, new, kept)
        undo(old, new, kept, lost)
        add(old, new, kept, lost)
    }

    /// Deletes the links that go, those above before those below.
    private mutating func removeLinks(_ old: KernelPlan, _ new: KernelPlan, _ kept: Set<PlanSpace>) -> Set<LinkPlace> {
        let staying = Set(new.steps.filter { !$0.makes.isEmpty }.map(\.withoutState))
        var lost: Set<LinkPlace> = []
        var deletions: [PlanStep] = []
        for step in old.steps {
            guard let place = step.makes.first else { continue }
            let stays =
                staying.contains(step.withoutState) && step.makes.allSatisfy { kept.contains($0.space) }
                && step.hangsOn.isDisjoint(with: lost)
            if stays { continue }
            lost.formUnion(step.makes)
            var link = LinkMessage()
            link.index = place.index
            deletions.append(.request(place.space, .deleteLink(link)))
        }
        steps += deletions.reversed()
        return lost
    }

    /// Undoes what else goes, in reverse.
    private mutating func undo(
        _ old: KernelPlan,
        _ new: KernelPlan,
        _ kept: Set<PlanSpace>,
        _ lost: Set<LinkPlace>
    ) {
        let staying = Set(new.steps)
        for step in old.steps.reversed() where step.makes.isEmpty {
            guard kept.contains(step.space), step.hangsOn.isDisjoint(with: lost), !staying.contains(step),
                case .request(let space, let request) = step
            else { continue }
            switch request {
            case .addAddress(let address): steps.append(.request(space, .deleteAddress(address)))
            case .addRoute(let route): steps.append(.request(space, .deleteRoute(route)))
            case .setQdisc(let queue): steps.append(.request(space, .deleteQdisc(queue)))
            case .addLink, .setLink, .deleteLink, .deleteAddress, .deleteRoute, .deleteQdisc: break
            }
        }
    }

    private mutating func add(
        _ old: KernelPlan,
        _ new: KernelPlan,
        _ kept: Set<PlanSpace>,
        _ lost: Set<LinkPlace>
    ) {
        let there = Set(old.steps)
        let links = Set(old.steps.filter { !$0.makes.isEmpty }.map(\.withoutState))
        var rules: [PlanSpace: String] = [:]
        for case .rules(let space, let text) in old.steps { rules[space] = text }
        var names: [PlanSpace: [String: Int32]] = [:]
        for step in new.steps {
            for (place, name) in step.names { names[place.space, default: [:]][name] = place.index }
            if !kept.contains(step.space) {
                steps.append(step)
                continue
            }
            if !step.makes.isEmpty {
                if !links.contains(step.withoutState) || !step.makes.allSatisfy({ !lost.contains($0) }) {
                    steps.append(step)
                } else if !there.contains(step), let change = step.stateChange {
                    steps.append(change)
                }
                continue
            }
            var places = step.hangsOn
            if case .setting(let space, let path, _, _) = step, let name = Self.interface(path),
                let index = names[space]?[name]
            {
                places.insert(LinkPlace(space: space, index: index))
            }
            if there.contains(step), places.isDisjoint(with: lost) { continue }
            if case .rules(let space, let text) = step, let former = rules[space] {
                steps.append(.rules(space, Self.removal(of: former) + text))
            } else {
                steps.append(step)
            }
        }
    }

    /// The interface that a setting such as `net/ipv6/conf/eth0/disable_ipv6` is about.
    private static func interface(_ path: String) -> String? {
        let parts = path.split(separator: "/")
        guard parts.count == 5, parts[2] == "conf", parts[3] != "all", parts[3] != "default" else { return nil }
        return String(parts[3])
    }

    /// Commands that remove the tables of a file of rules, in the same transaction as what follows.
    private static func removal(of rules: String) -> String {
        var text = ""
        for line in rules.split(separator: "\n") where line.hasPrefix("table ") && line.hasSuffix(" {") {
            text += "delete \(line.dropLast(2))\n"
        }
        return text
    }
}

/// A link's place: an interface number in a namespace.
struct LinkPlace: Hashable, Sendable {
    let space: PlanSpace
    let index: Int32
}

extension PlanStep {
    /// Where it is done.
    var space: PlanSpace {
        switch self {
        case .makeNamespace(let space), .setting(let space, _, _, _), .addLink(let space, _, _), .request(let space, _),
            .rules(let space, _):
            space
        }
    }

    /// The interfaces that it makes, that first by which it is deleted.
    var makes: [LinkPlace] { names.map(\.place) }

    /// The same with their names.
    var names: [(place: LinkPlace, name: String)] {
        switch self {
        case .request(let space, .addLink(let link)):
            return [(LinkPlace(space: space, index: link.index), link.name ?? "")]
        case .addLink(let space, let link, let other):
            guard case .veth(let peer?) = link.kind else {
                return [(LinkPlace(space: other, index: link.index), link.name ?? "")]
            }
            return [
                (LinkPlace(space: space, index: link.index), link.name ?? ""),
                (LinkPlace(space: other, index: peer.index), peer.name ?? ""),
            ]
        default: return []
        }
    }

    /// The interfaces without which it cannot be.
    var hangsOn: Set<LinkPlace> {
        func places(_ indices: UInt32?..., of space: PlanSpace) -> Set<LinkPlace> {
            Set(indices.compactMap { $0.map { LinkPlace(space: space, index: Int32(clamping: $0)) } })
        }
        switch self {
        case .addLink(let space, let link, _), .request(let space, .addLink(let link)):
            return places(link.master, link.link, of: space)
        case .request(let space, let request):
            switch request {
            case .addLink(let link), .setLink(let link), .deleteLink(let link):
                return [LinkPlace(space: space, index: link.index)]
            case .addAddress(let address), .deleteAddress(let address): return places(address.index, of: space)
            case .addRoute(let route), .deleteRoute(let route): return places(route.outInterface, of: space)
            case .setQdisc(let queue), .deleteQdisc(let queue):
                return [LinkPlace(space: space, index: queue.index)]
            }
        case .makeNamespace, .setting, .rules: return []
        }
    }

    /// A step that makes a link, without whether it is switched on.
    var withoutState: PlanStep {
        func cleared(_ link: LinkMessage) -> LinkMessage {
            var copy = link
            (copy.flags, copy.changedFlags) = ([], [])
            return copy
        }
        switch self {
        case .addLink(let space, let link, let other): return .addLink(space, cleared(link), into: other)
        case .request(let space, .addLink(let link)): return .request(space, .addLink(cleared(link)))
        default: return self
        }
    }

    /// For a link that is there: what switches it on or off as a step that makes it would.
    var stateChange: PlanStep? {
        guard let place = makes.first else { return nil }
        switch self {
        case .addLink(_, let link, _), .request(_, .addLink(let link)):
            var change = LinkMessage()
            change.index = place.index
            change.set(up: link.isUp)
            return .request(place.space, .setLink(change))
        default: return nil
        }
    }
}
