package import Addressing

/// What a name comes to for programs at a place: the hosts file, then the resolver, in the order in which they try the
/// addresses.
package enum NameQuestion {
    /// - Returns: the addresses, or the C library's words for there being none.
    package static func addresses(
        of name: String,
        at place: ToolPlace,
        _ context: inout ToolContext
    ) -> (addresses: [IPAddress], failure: String?) {
        guard let seat = ToolSeat(at: place, &context) else { return ([], "it does not run") }
        switch seat.host(named: name, nil, &context) {
        case .success(let host): return (host.addresses, host.addresses.isEmpty ? "no address" : nil)
        case .failure(let failure): return ([], failure.text)
        }
    }
}
