public import Addressing

extension HostFacts {
    /// Where the client outside is: on the uplink's LAN, at the hundredth address of each of its prefixes, or the next
    /// one that neither the host nor its gateways and name servers have. A prefix without such an address has none.
    public var outsideClientAddresses: [IPPrefix] {
        let taken = Set(uplinkAddresses.map(\.address) + gateways + nameservers)
        return uplinkAddresses.compactMap { prefix in
            var candidate = prefix.first.advanced(by: 100)
            while let address = candidate, prefix.contains(address), taken.contains(address) {
                candidate = address.advanced(by: 1)
            }
            guard let address = candidate, prefix.contains(address), address != prefix.last else { return nil }
            return IPPrefix(address: address, length: prefix.length)
        }
    }
}
