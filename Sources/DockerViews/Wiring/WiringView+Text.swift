internal import Addressing
internal import Lab
internal import Rendering

extension WiringView {
    /// The bridges as `brctl show` prints them, tabs included; interfaces by name.
    package var bridgeText: String {
        var text = "bridge name\tbridge id\t\tSTP enabled\tinterfaces\n"
        for bridge in bridges {
            let interfaces = bridge.ports.map(\.hostInterface).sorted()
            text += "\(bridge.name)\t\t\(bridge.bridgeID)\tno\t\t"
            text += interfaces.joined(separator: "\n\t\t\t\t\t\t\t") + "\n"
        }
        return text
    }

    /// The headings of ``linkRows``.
    package static let linkHeadings = ["LINK", "STATE", "MASTER", "PEER", "MAC", "ADDRESSES", "NETWORK"]

    /// One row for each link, in the manner of `ip -brief link`: the host's end, its state, the bridge or parent that
    /// it belongs to, the container's end, and that end's addresses.
    ///
    /// A bridge has a row of its own before its ports', with the host's addresses on it.
    package var linkRows: [[String]] {
        bridges.flatMap(\.rows) + parents.flatMap(\.rows)
    }

    /// The rows as a table.
    package var linkText: String {
        var table = TextTable(Self.linkHeadings)
        for row in linkRows { table.append(row) }
        return table.rendered
    }

    /// A sentence on each impaired link and each partition.
    package var faultText: [String] {
        let ends = bridges.flatMap { $0.ports.map(\.end) } + parents.flatMap(\.children)
        return ends.filter { !$0.impairment.isNone }.map { "\($0.container):\($0.interface): \($0.impairment)" }
            + partitions.map { "\($0.first) and \($0.second): cut off from each other" }
    }

    /// A sentence on each running container that has no link of its own.
    package var linklessText: [String] {
        linkless.map { item in
            switch item.reason {
            case .host: "\(item.container): uses the host's own interfaces"
            case .none: "\(item.container): has no network, only lo"
            case .joined: "\(item.container): shares the interfaces of \(item.owner ?? "another container")"
            case .orphaned:
                "\(item.container): has only lo, for \(item.owner ?? "the container") whose interfaces it shared stopped"
            }
        }
    }
}

extension WiringView.Bridge {
    fileprivate var rows: [[String]] {
        let own = addresses.map(\.description).joined(separator: " ")
        let device = [name, isUp ? "UP" : "DOWN", "", "", "\(mac)", own, network]
        return [device]
            + ports.map { ["\($0.hostInterface)@if\($0.peerIndex)", $0.end.state, name] + $0.end.cells + [network] }
    }
}

extension WiringView.Parent {
    fileprivate var rows: [[String]] {
        let master = "\(driver.rawValue) \(mode)" + (isDummy ? ", dummy" : "")
        guard !children.isEmpty else { return [[name, "UP", master, "", "", "", network]] }
        return children.map { [name, $0.state, master] + $0.cells + [network] }
    }
}

extension WiringView.End {
    fileprivate var state: String { isUp ? "UP" : "DOWN" }

    /// Peer, MAC address and addresses.
    fileprivate var cells: [String] {
        let shared = sharedWith.isEmpty ? "" : " (shared with \(sharedWith.joined(separator: ", ")))"
        return [
            "\(container):\(interface)\(shared)", mac.map(\.description) ?? "",
            addresses.map(\.description).joined(separator: " "),
        ]
    }
}
