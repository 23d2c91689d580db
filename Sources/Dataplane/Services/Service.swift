internal import Addressing
internal import Lab

/// Something that listens on a port without a tool having opened it.
enum Service: Sendable {
    /// A container's own service.
    case container(Int32)
    /// The engine's userland proxy for a published port.
    case proxy(container: Int32, PublishedPort)
    /// A program of the simulated host.
    case host
    /// Whatever answers outside.
    case world
    /// The embedded DNS at 127.0.0.11.
    case embeddedDNS
}
