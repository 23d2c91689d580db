internal import IPAM
package import Images

/// A host with Docker on it, as a value: networks, containers, endpoints, names and ports.
///
/// Commands are mutating functions that throw ``LabError`` with Docker's own texts and report ``LabEvent``s.
/// Nothing here reads a clock, draws unseeded randomness or does I/O. A command that throws leaves the lab
/// as Docker would leave it: mostly untouched, but a start that fails may, as with the engine, change what
/// is stored of the container.
public struct Lab: Sendable {
    public package(set) var host: HostFacts
    public package(set) var engine: EngineSettings
    /// Records that the simulated upstream name server answers with.
    public package(set) var upstream = Upstream()
    /// What the user broke or slowed down.
    public package(set) var faults = Faults()
    /// What is known of images: what was said for this lab, then what everybody knows.
    package var images = ImageCatalogue()
    /// The user's own rules in DOCKER-USER, in order.
    public package(set) var userRules: [UserRule] = []
    package var entropy: Entropy

    package var networks = Registry<Network>()
    /// Slots of the networks that have a bridge device, by its name.
    package var bridgeSlots: [String: Slab<Network>.Slot] = [:]
    package var addressSpace: AddressSpace

    package var containers = Registry<Container>()
    /// Slots of the containers that own a live namespace, by its tag.
    package var sandboxOwners = SlotIndex()
    /// Slots of the containers whose stack is the host's or another container's: seldom many, and asked for often.
    package private(set) var guests: Set<Slab<Container>.Slot> = []
    /// Slots of the containers that publish ports.
    package private(set) var publishers: Set<Slab<Container>.Slot> = []
    /// `parent/alias` names of legacy links, for lookups.
    package var linkNames: [String: ContainerID] = [:]
    /// Slots of the containers that link to a child.
    package var linkParents: [ContainerID: Set<Slab<Container>.Slot>] = [:]

    package var hostPorts = HostPorts()
    /// The next number for containers and endpoints, in order of creation.
    package var nextSequence: UInt64 = 1

    /// What the commands since the last ``takeEvents()`` caused, oldest first.
    package var events: [LabEvent] = []
    /// What a store has to write to catch up with this lab, but for ``changedContainers``.
    package var changes = LabChanges()
    /// Slots of the containers that a store has to write. Marking one costs nothing beside hashing its identifier.
    package var changedContainers = SlotSet()

    /// A lab with Docker's three predefined networks and nothing else.
    ///
    /// - Parameter configuration: the daemon's; its identity is drawn where it has none.
    public init(
        seed: UInt64 = 0,
        host: HostFacts = HostFacts(),
        engine configuration: EngineSettings = EngineSettings(engineID: ""),
        created: Timestamp
    ) {
        self.init(bareWithSeed: seed, host: host, engine: configuration)
        createPredefinedNetworks(at: created)
        events = []
    }

    /// A lab with settings and neither networks nor containers, for ``LabRestoration`` to fill.
    init(settings: LabSettings) {
        host = settings.host
        engine = settings.engine
        upstream = settings.upstream
        faults = settings.faults
        userRules = settings.userRules
        images = settings.images
        entropy = settings.entropy
        nextSequence = settings.nextSequence
        addressSpace = AddressSpace(plan: settings.engine.addressSpacePlan, reserved: settings.host.reservedPrefixes)
        addressSpace.lastFromPools = settings.lastFromPools
    }

    /// A lab without any network.
    package init(
        bareWithSeed seed: UInt64,
        host: HostFacts,
        engine configuration: EngineSettings = EngineSettings(engineID: "")
    ) {
        entropy = Entropy(seed: seed)
        self.host = host
        let engineID = Self.uuid(drawnFrom: &entropy)
        engine = configuration
        if engine.engineID.isEmpty { engine.engineID = engineID }
        addressSpace = AddressSpace(plan: engine.addressSpacePlan, reserved: host.reservedPrefixes)
        changes.settings = true
    }

    /// Takes up whether a container uses a stack of its own, and whether it publishes ports: after every change of either.
    mutating func noteServices(of slot: Slab<Container>.Slot) {
        switch containers[slot].stack {
        case .host, .joined: guests.insert(slot)
        case .down, .own: guests.remove(slot)
        }
        if containers[slot].published.isEmpty { publishers.remove(slot) } else { publishers.insert(slot) }
    }

    /// Hands over the events of the commands since the last call.
    public mutating func takeEvents() -> [LabEvent] {
        defer { events = [] }
        return events
    }

    /// Hands over what changed since the last call.
    package mutating func takeChanges() -> LabChanges {
        var taken = changes
        changes = LabChanges()
        for slot in changedContainers.takeAll() { taken.containers.insert(containers[slot].id) }
        return taken
    }

    /// The form of an engine's identity (RFC 9562 version 4).
    private static func uuid(drawnFrom entropy: inout Entropy) -> String {
        let high = entropy.next() & ~0xf000 | 0x4000
        let low = entropy.next() & ~(0xc000 << 48) | 0x8000 << 48
        let a = Identifier.hex(high)
        let b = Identifier.hex(low)
        return "\(a.prefix(8))-\(a.dropFirst(8).prefix(4))-\(a.dropFirst(12))-\(b.prefix(4))-\(b.dropFirst(4))"
    }
}

/// What changed in a lab since its store last caught up.
package struct LabChanges: Sendable {
    package var networks: Set<NetworkID> = []
    package var removedNetworks: Set<NetworkID> = []
    package var containers: Set<ContainerID> = []
    package var removedContainers: Set<ContainerID> = []
    /// Host facts, engine settings, upstream records, faults, user rules, entropy, counters and port cursors.
    package var settings = false

    package var isEmpty: Bool {
        !settings && networks.isEmpty && removedNetworks.isEmpty && containers.isEmpty && removedContainers.isEmpty
    }
}
