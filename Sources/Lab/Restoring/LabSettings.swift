package import Addressing
package import Images

/// What a lab is beside its networks and containers: the part that a store keeps as one record.
package struct LabSettings: Sendable {
    /// How far the search for a host port has got in a range.
    package struct PortCursor: Hashable, Sendable {
        package var range: HostPorts.Cursor
        /// The port that the range gave out last.
        package var last: UInt16

        package init(range: HostPorts.Cursor, last: UInt16) {
            self.range = range
            self.last = last
        }
    }

    package var host: HostFacts
    package var engine: EngineSettings
    package var upstream: Upstream
    package var entropy: Entropy
    /// The next number for containers and endpoints.
    package var nextSequence: UInt64
    /// In a fixed order, so that equal labs have equal records.
    package var portCursors: [PortCursor]
    package var faults: Faults
    package var userRules: [UserRule]
    /// The chunk of the default pools that was given last, where that decides about the next one.
    package var lastFromPools: IPPrefix?
    /// What was said of images for this lab.
    package var images = ImageCatalogue()

    package init(
        host: HostFacts,
        engine: EngineSettings,
        upstream: Upstream,
        entropy: Entropy,
        nextSequence: UInt64,
        portCursors: [PortCursor],
        faults: Faults,
        userRules: [UserRule]
    ) {
        self.host = host
        self.engine = engine
        self.upstream = upstream
        self.entropy = entropy
        self.nextSequence = nextSequence
        self.portCursors = portCursors
        self.faults = faults
        self.userRules = userRules
    }
}

extension Lab {
    /// The lab's settings as they stand.
    package var settings: LabSettings {
        var settings = LabSettings(
            host: host,
            engine: engine,
            upstream: upstream,
            entropy: entropy,
            nextSequence: nextSequence,
            portCursors: hostPorts.cursors.map { LabSettings.PortCursor(range: $0.key, last: $0.value) }.sorted {
                let (a, b) = ($0.range, $1.range)
                return (a.transport, a.address, a.first, a.last) < (b.transport, b.address, b.first, b.last)
            },
            faults: faults,
            userRules: userRules
        )
        settings.images = images
        settings.lastFromPools = addressSpace.lastFromPools
        return settings
    }
}

extension LabChanges {
    /// All that a store has to write of a lab that it does not have yet.
    package init(everythingIn lab: Lab) {
        networks = Set(lab.networks.elements.map(\.id))
        containers = Set(lab.containers.elements.map(\.id))
        settings = true
    }
}
