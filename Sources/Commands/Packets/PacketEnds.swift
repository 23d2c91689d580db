internal import Addressing
internal import ContainerTools
internal import Lab

/// Who sends and who is meant, in the words of `netsim ping` and `netsim probe`: a container, `host` or `outside`.
struct PacketEnds {
    let place: ToolPlace
    /// What the tool is told to reach: a name that it looks up itself, or an address.
    var target: String

    private static let host = "host"
    private static let outside = "outside"

    /// - Parameter wantsIPv6: whether words become IPv6 addresses.
    /// - Throws: `LabError` where a container is unknown or does not run.
    init(
        from name: String,
        to target: String,
        wantsIPv6: Bool = false,
        _ lab: Lab,
        _ context: inout ToolContext,
        _ session: Session
    ) throws {
        if let container = Self.reserved(name, lab, session) {
            place = container
        } else {
            let container = try lab.checkExec(in: name)
            place = .container(container)
            if name == Self.host || name == Self.outside {
                session.hint("\"\(name)\" is the container of that name, not the simulated \(name)")
            }
        }
        self.target = target
        self.target = try address(of: target, wantsIPv6 ? .ipv6 : .ipv4, lab, &context, session) ?? target
    }

    /// Whose place in a rotation of answers is moved on: the container's, as for tools that run in it.
    static func asker(_ name: String, _ session: Session) throws -> String {
        try session.read { lab in (try? lab.container(matching: name)).map { "\($0.id)" } ?? name }
    }

    /// The place that a word stands for, unless a container has the word for its name.
    private static func reserved(_ name: String, _ lab: Lab, _ session: Session) -> ToolPlace? {
        guard name == host || name == outside, !isContainer(name, lab) else { return nil }
        return name == host ? .host : .outside
    }

    private static func isContainer(_ name: String, _ lab: Lab) -> Bool {
        (try? lab.container(matching: name))?.name == name
    }

    /// The container that a word means; nil where it means none.
    ///
    /// - Throws: where it might mean several.
    private static func container(_ word: String, _ lab: Lab) throws(LabError) -> Container? {
        do throws(LabError) {
            return try lab.container(matching: word)
        } catch {
            if error.kind == .invalidParameter { throw error }
            return nil
        }
    }

    /// The address of a word, or of a container whose name means nothing where the packet starts.
    private func address(
        of word: String,
        _ family: AddressFamily,
        _ lab: Lab,
        _ context: inout ToolContext,
        _ session: Session
    ) throws -> String? {
        if !Self.isContainer(word, lab) {
            if word == Self.host {
                return lab.host.uplinkAddresses.map(\.address).first { $0.family == family }.map { "\($0)" }
            }
            if word == Self.outside { return context.outsideAddress(family).map { "\($0)" } }
        }
        if case .container = place { return nil }
        guard IPAddress(word) == nil, let container = try Self.container(word, lab) else { return nil }
        let view = lab.stackView(of: container)
        let gateway = view.routes.first { $0.destination == nil && $0.family == family }?.interface
        let interfaces = view.interfaces.filter { $0.name == gateway } + view.interfaces.filter { $0.name != gateway }
        let address = interfaces.flatMap(\.addresses).map(\.address).first {
            $0.family == family && !$0.isLoopback && !$0.isLinkLocalUnicast
        }
        if let address { session.hint("\"\(word)\" is known by name only in containers; its address is \(address)") }
        return address.map { "\($0)" }
    }
}
