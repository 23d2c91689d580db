package import Lab
package import Netlink
internal import Synchronization

/// The layers of a lab's containers, each made when its first program is, and gone with its container.
package final class ContainerLayers: Sendable {
    /// Whose files they are.
    package enum Owner: Hashable, Sendable {
        case container(ContainerID)
        /// The host, or the router or client outside.
        case place(String)

        package var text: String {
            switch self {
            case .container(let id): "\(id)"
            case .place(let name): name
            }
        }
    }

    private struct State {
        var layers: [Owner: ContainerLayer] = [:]
        /// Those that the kernel may still take.
        var kinds = ContainerLayer.Kind.allCases
    }

    private let state = Mutex(State())
    private let home: String

    /// - Parameter home: netsim's home folder.
    package init(home: String) { self.home = home }

    /// Where an owner's layer is, made where there is none yet.
    ///
    /// - Throws: why the kernel takes none of any kind.
    package func address(of owner: Owner) throws -> LayerAddress {
        try state.withLock { state in
            if let layer = state.layers[owner] { return try layer.address() }
            let layer = try ContainerLayer.make(state.kinds, home: home)
            state.kinds = Array(state.kinds.drop { $0 != layer.kind })
            state.layers[owner] = layer
            return try layer.address()
        }
    }

    /// Gives up the layers of containers that a lab has not any more.
    package func follow(_ lab: Lab) {
        state.withLock { state in
            state.layers = state.layers.filter { owner, _ in
                if case .container(let id) = owner { lab.container(id) != nil } else { true }
            }
        }
    }
}

extension KernelRegistry {
    /// Asks the lab's keeper for the files of a container's programs.
    package func layer(of owner: ContainerLayers.Owner) throws(NetlinkError) -> LayerAnswer {
        let lines = try ask("layer \(owner.text)")
        if let address = lines.lazy.compactMap({ LayerAddress(text: $0) }).first { return .there(address) }
        return .refused(lines.first ?? "the keeper does not answer")
    }

    package enum LayerAnswer: Hashable, Sendable {
        case there(LayerAddress)
        /// In the keeper's words.
        case refused(String)
    }
}
