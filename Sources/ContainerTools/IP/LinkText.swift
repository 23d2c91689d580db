internal import Addressing
internal import Lab
internal import Rendering

/// An interface as `ip link` shows it.
struct LinkText {
    let interface: StackView.Interface
    /// The number under which the other end's namespace is known here; nil where it is this one.
    let peerNamespace: Int?

    /// The interfaces of a stack. In a container every other end is in one other namespace, the host's; on the host
    /// each veth's is in a container of its own.
    static func all(in stack: StackView) -> [LinkText] {
        var next = 0
        return stack.interfaces.map { interface in
            guard interface.peerIndex != nil else { return LinkText(interface: interface, peerNamespace: nil) }
            defer { if interface.bridge != nil { next += 1 } }
            return LinkText(interface: interface, peerNamespace: interface.bridge == nil ? 0 : next)
        }
    }

    /// `eth0@if12`.
    var fullName: String { interface.name + (interface.peerIndex.map { "@if\($0)" } ?? "") }

    var flags: [String] {
        switch interface.kind {
        case .loopback: ["LOOPBACK", "UP", "LOWER_UP"]
        default:
            interface.isUp
                ? ["BROADCAST", "MULTICAST", "UP", "LOWER_UP"]
                : interface.isEnabled
                    ? ["NO-CARRIER", "BROADCAST", "MULTICAST", "UP"] : ["BROADCAST", "MULTICAST"]
        }
    }

    private var discipline: String { interface.kind == .physical ? "fq_codel" : "noqueue" }

    /// A veth whose other end is down is `DOWN`, not `LOWERLAYERDOWN`, where that end is in another namespace (as Linux
    /// 6.18 does).
    var state: String {
        switch interface.kind {
        case .loopback: "UNKNOWN"
        case .ipvlan: interface.isUp ? "UNKNOWN" : "DOWN"
        default: interface.isUp ? "UP" : "DOWN"
        }
    }

    /// The engine makes its links without a queue.
    var queueLength: Int? { interface.kind == .loopback || interface.kind == .physical ? 1000 : nil }

    private var linkType: String { interface.kind == .loopback ? "loopback" : "ether" }

    private var broadcast: MACAddress {
        interface.kind == .loopback ? MACAddress(rawValue: 0) : .broadcast
    }

    /// The first line, up to the place where the link's address follows.
    ///
    /// - Parameters:
    ///   - hasMode: as `ip link` has it, `ip addr` not.
    ///   - isShort: without what a dump of one family leaves out.
    func head(hasMode: Bool = false, isShort: Bool = false) -> String {
        var text = "\(interface.index): \(fullName): <\(flags.joined(separator: ","))> mtu \(interface.mtu) "
        if !isShort { text += "qdisc \(discipline) " }
        if let bridge = interface.bridge { text += "master \(bridge) " }
        text += "state \(state) "
        if hasMode { text += "mode DEFAULT " }
        if !isShort { text += "group default " }
        if let queueLength { text += "qlen \(queueLength)" }
        return text
    }

    /// `link/ether …`.
    var address: String { "link/\(linkType) \(interface.mac) brd \(broadcast)" + namespace }

    var namespace: String { peerNamespace.map { " link-netnsid \($0)" } ?? "" }

    /// `lo               UNKNOWN        `.
    var brief: String { fullName.padded(to: 16) + " " + state.padded(to: 14) + " " }

    var briefLine: String { brief + "\(interface.mac) <\(flags.joined(separator: ","))> " }

    // MARK: JSON

    func json(hasMode: Bool = false, isShort: Bool = false, hasAddress: Bool = true) -> JSONObject {
        var object: JSONObject = ["ifindex": JSONValue(interface.index)]
        addName(to: &object)
        object["flags"] = JSONValue(flags)
        object["mtu"] = JSONValue(interface.mtu)
        if !isShort { object["qdisc"] = JSONValue(discipline) }
        if let bridge = interface.bridge { object["master"] = JSONValue(bridge) }
        object["operstate"] = JSONValue(state)
        if hasMode { object["linkmode"] = "DEFAULT" }
        if !isShort { object["group"] = "default" }
        if let queueLength { object["txqlen"] = JSONValue(queueLength) }
        if hasAddress {
            object["link_type"] = JSONValue(linkType)
            object["address"] = JSONValue(interface.mac.description)
            object["broadcast"] = JSONValue(broadcast.description)
        }
        if let peerNamespace, !isShort { object["link_netnsid"] = JSONValue(peerNamespace) }
        return object
    }

    func briefJSON(hasAddress: Bool) -> JSONObject {
        var object = JSONObject()
        addName(to: &object)
        object["operstate"] = JSONValue(state)
        if hasAddress {
            object["address"] = JSONValue(interface.mac.description)
            object["flags"] = JSONValue(flags)
        }
        return object
    }

    private func addName(to object: inout JSONObject) {
        if let peer = interface.peerIndex { object["link_index"] = JSONValue(peer) }
        object["ifname"] = JSONValue(interface.name)
    }
}
