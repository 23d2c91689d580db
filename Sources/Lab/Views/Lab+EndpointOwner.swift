public import Addressing

extension Lab {
    /// The container with a live endpoint that has an address: looked for on the networks whose subnets have it.
    public func endpointOwner(of address: IPAddress) -> ContainerID? {
        for network in networks.slots where networks[network].subnets.contains(where: { $0.prefix.contains(address) }) {
            let id = networks[network].id
            for slot in networks[network].members {
                let isOwner = containers[slot].attachments.contains {
                    $0.networkID == id && $0.endpoint?.address(address.family)?.address == address
                }
                if isOwner { return containers[slot].id }
            }
        }
        return nil
    }
}
