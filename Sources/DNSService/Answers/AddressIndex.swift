internal import Addressing
internal import Lab

/// Which running container has an address, on any network: for the client-subnet option of the shared port.
struct AddressIndex {
    enum Finding: Hashable {
        case container(ContainerID)
        /// Several have it, on networks that know nothing of each other.
        case several
    }

    private var holders: [IPAddress: Finding] = [:]

    init(_ lab: Lab) {
        for slot in lab.containers.slots where lab.containers[slot].isRunning {
            let id = lab.containers[slot].id
            for attachment in lab.containers[slot].attachments {
                if let address = attachment.endpoint?.ipv4?.address { add(address, of: id) }
                if let address = attachment.endpoint?.ipv6?.address { add(address, of: id) }
            }
        }
    }

    init() {}

    mutating func add(_ address: IPAddress, of id: ContainerID) {
        let known = holders[address]
        holders[address] = known == nil || known == .container(id) ? .container(id) : .several
    }

    subscript(address: IPAddress) -> Finding? { holders[address] }
}
