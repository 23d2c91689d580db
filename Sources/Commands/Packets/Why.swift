internal import Addressing
internal import ContainerTools
internal import DNSWire
internal import Diagnosis
internal import Engine
internal import Exchange
internal import Lab
internal import Rendering
internal import Resolver

/// `netsim why`.
struct WhyCommand: Command {
    static let synopsis = Synopsis(
        "[OPTIONS] FROM TO[:PORT[/tcp|/udp]]",
        .exactly(2),
        "Follow one packet there and back, and say what decided",
        details: """
            FROM is a container, "host" or "outside"; TO a name or address as seen from there,
            or one of those words. Without a port an echo request is sent. Shown are the name's
            resolution, routes, ARP, each rule that decided with the Docker option that put it
            there, NAT, and the verdict; where it fails, the smallest changes that make it work,
            each tried on a copy of the lab. The exit status is 0 if it arrives, 1 if not. The lab
            is asked about, the Compose files of -f, or the folder's where there is no lab.
            """,
        operands: [.containers, .none]
    )

    private var format = ""
    private var request = ProjectRequest()

    static var flags: [Flag<WhyCommand>] {
        let own: [Flag<WhyCommand>] = [.ownFormat(["table", "json", "yaml"], default: "\"table\"") { $0.format = $1 }]
        return (own + DesignRequest.flags().map { $0.within(\.request) }).sorted { $0.spec.name < $1.spec.name }
    }

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        let target = try ProbeTarget(operands[1])
        let format = OutputFormat(format)
        try EmptyName.refuseContainer(operands[0])
        try session.useDesign(request)
        try session.tellFilterDoubt()
        let now = try session.now()
        let answer = try session.execution().perform { lab, context in
            // Nothing else is looked up.
            context.names = NameService(lab, about: target.host)
            return try Investigation(from: operands[0], target, lab, now: now, session).answer(&context)
        }
        let text = WhyText(answer: answer, style: session.style)
        switch format {
        case .json: session.write(document: text.object(), asYAML: false)
        case .yaml: session.write(document: text.object(), asYAML: true)
        default: session.write(text.text())
        }
        return answer.isReached ? 0 : 1
    }
}

/// One question of `why`, from the words on the command line to the answer.
private struct Investigation {
    let name: String
    let target: ProbeTarget
    let lab: Lab
    let now: Timestamp
    let sender: Sender
    let container: Container?
    let seed: UInt64

    init(from name: String, _ target: ProbeTarget, _ lab: Lab, now: Timestamp, _ session: Session) throws {
        self.name = name
        self.target = target
        self.lab = lab
        self.now = now
        seed = session.options.seed ?? 0
        let isWord = name == "host" || name == "outside"
        if isWord, (try? lab.container(matching: name))?.name != name {
            sender = name == "host" ? .host : .outside
            container = nil
            try Self.refuseAmbiguous(target.host, lab)
        } else {
            let found = try lab.container(matching: name)
            sender = .container(found.id)
            container = found
        }
    }

    /// From outside of the containers a name is that of one container.
    private static func refuseAmbiguous(_ name: String, _ lab: Lab) throws(LabError) {
        if IPAddress(name) != nil { return }
        do throws(LabError) {
            _ = try lab.container(matching: name)
        } catch {
            if error.kind == .invalidParameter { throw error }
        }
    }

    func answer(_ context: inout ToolContext) throws -> WhyAnswer {
        var answer = WhyAnswer(from: name, to: target)
        let owner = meant()
        if let container, !container.isRunning {
            answer.obstacle = "\(container.name) does not run (\(container.status.rawValue))"
            answer.remedies = Remedies(inquiry(owner, nil), failed: nil).find()
            return answer
        }
        resolve(&answer, owner, &context)
        guard let address = answer.address else {
            if answer.obstacle == nil { answer.isUnresolved = true }
            diagnose(&answer, inquiry(owner, nil))
            return answer
        }
        answer.result = ProbeResult.run(lab, from: sender, to: address, target.kind, seed: seed)
        if let result = answer.result { answer.path = PathLine.lines(of: result, in: lab, from: name) }
        answer.doubt = doubt(about: answer.result)
        if !answer.isReached {
            diagnose(&answer, inquiry(owner ?? holder(of: address), answer.isUnresolved ? nil : address))
        }
        return answer
    }

    /// What is not known of whoever took the packet: whether anything listens there.
    private func doubt(about result: ProbeResult?) -> String? {
        guard let result, result.verdict == .reached, let port = target.port, let name = result.servedBy,
            let slot = lab.knownContainerSlot(matching: name)
        else { return nil }
        return lab.doubt(about: lab.containers[slot], on: port)
    }

    private func diagnose(_ answer: inout WhyAnswer, _ inquiry: Inquiry) {
        var inquiry = inquiry
        inquiry.writer = RemakeCommands.writer
        answer.causes = Causes(inquiry, failed: answer.result).find()
        answer.remedies = Remedies(inquiry, failed: answer.result).find()
    }

    private func inquiry(_ owner: ContainerID?, _ address: IPAddress?) -> Inquiry {
        Inquiry(lab, from: sender, to: owner, host: target.host, at: address, target.kind, seed: seed, now: now) {
            changed in
            if let address = IPAddress(target.host) {
                // The container that had the address may have another now.
                guard let owner, holder(of: address) == owner else { return address }
                return changed.container(owner).flatMap { Self.address(of: $0, in: changed) } ?? address
            }
            let found = place(in: changed).flatMap { Self.lookUp(target.host, at: $0, changed, seed: seed, now: now) }
            if let found { return found }
            if isWord { return wordAddress }
            // Only containers know names: beyond them the container itself is meant.
            guard container == nil, let owner else { return nil }
            return changed.container(owner).flatMap { Self.address(of: $0, in: changed) }
        }
    }

    // MARK: Names

    /// `host` or `outside`, and no container of that name.
    private var isWord: Bool {
        (target.host == "host" || target.host == "outside") && (try? lab.container(matching: target.host)) == nil
    }

    private var wordAddress: IPAddress? {
        let prefixes = target.host == "host" ? lab.host.uplinkAddresses : lab.host.outsideClientAddresses
        return prefixes.first { $0.family == .ipv4 }?.address
    }

    private func place(in lab: Lab) -> ToolPlace? {
        switch sender {
        case .host: .host
        case .outside: .outside
        case .container(let id): lab.container(id).map { .container($0) }
        }
    }

    private static func lookUp(
        _ name: String,
        at place: ToolPlace,
        _ lab: Lab,
        seed: UInt64,
        now: Timestamp
    ) -> IPAddress? {
        var context = ToolContext(names: NameService(lab, about: name), entropy: Entropy(seed: seed), now: now)
        return NameQuestion.addresses(of: name, at: place, &context).addresses.first
    }

    private func resolve(_ answer: inout WhyAnswer, _ owner: ContainerID?, _ context: inout ToolContext) {
        if let address = IPAddress(target.host) {
            answer.address = address
            return
        }
        if isWord {
            answer.address = wordAddress
            return
        }
        guard let place = place(in: lab) else { return }
        if let container {
            answer.names = explain(from: container, &context)
        } else if let owner, let found = lab.container(owner) {
            // Docker's host knows no container names; its address is meant.
            answer.address = Self.address(of: found, in: lab)
            answer.names = [
                "\(name) knows no container names; \(found.name) has \(answer.address.map { "\($0)" } ?? "no address")"
            ]
            if answer.address == nil { answer.obstacle = "\(found.name) has no address" }
            return
        }
        let found = NameQuestion.addresses(of: target.host, at: place, &context)
        if let first = found.addresses.first {
            let all = found.addresses.map { "\($0)" }.joined(separator: ", ")
            answer.names.append("\(target.host) is \(all)\(found.addresses.count > 1 ? "; the first is tried" : "")")
            answer.address = first
            return
        }
        answer.names.append("\(target.host): \(found.failure ?? "no address")")
        answer.isUnresolved = true
        if let owner, let container = lab.container(owner) { answer.address = Self.address(of: container, in: lab) }
    }

    private func explain(from container: Container, _ context: inout ToolContext) -> [String] {
        guard (try? DomainName(parsing: target.host)) != nil else { return ["\(target.host) is no domain name"] }
        return NameQuestion.explain(target.host, in: container, &context)
    }

    // MARK: Who is meant

    /// The container that the target names: by name, by alias on any network, or by address.
    private func meant() -> ContainerID? {
        if let address = IPAddress(target.host) { return holder(of: address) }
        if let slot = lab.knownContainerSlot(matching: target.host) { return lab.containers[slot].id }
        let first = target.host.split(separator: ".").first.map(String.init) ?? target.host
        let oldest = lab.containers.slots
            .filter { lab.containers[$0].attachments.contains { $0.hasAlias(target.host, or: first) } }
            .min { lab.containers[$0].sequence < lab.containers[$1].sequence }
        return (oldest ?? lab.knownContainerSlot(matching: first)).map { lab.containers[$0].id }
    }

    private func holder(of address: IPAddress) -> ContainerID? {
        lab.endpointOwner(of: address)
    }

    /// A container's first address in gateway order, IPv4 first; of the stack that it uses.
    private static func address(of container: Container, in lab: Lab) -> IPAddress? {
        guard let owner = lab.stackOwner(of: container) else { return nil }
        if owner.stack == .host { return lab.host.uplinkAddresses.first { $0.family == .ipv4 }?.address }
        let endpoints = lab.gatewayOrder(of: owner).compactMap { owner.attachments[$0].endpoint }
        return endpoints.lazy.compactMap { $0.ipv4?.address }.first
            ?? endpoints.lazy.compactMap { $0.ipv6?.address }.first
    }
}

extension Attachment {
    fileprivate func hasAlias(_ name: String, or other: String) -> Bool {
        aliases.contains { $0 == name || $0 == other }
    }
}
