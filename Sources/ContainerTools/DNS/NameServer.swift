internal import Addressing

/// A name server as a command line names it.
struct NameServer: Hashable {
    let address: IPAddress
    /// As the user wrote it; the address for the container's own servers.
    let text: String
}
