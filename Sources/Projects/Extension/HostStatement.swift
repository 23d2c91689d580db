public import Addressing
public import YAML

/// What a project says of the host that it is for, under `x-netsim.host`. What is listed is all that there is of its
/// kind; of a kind that is not listed nothing is known, and what the project needs is assumed.
public struct HostStatement: Hashable, Sendable {
    /// A network that is there before the project.
    public struct Network: Hashable, Sendable {
        public let name: Placed<String>
        public let subnets: [Placed<IPPrefix>]
        /// nil: bridge.
        public let driver: String?
    }

    /// Addresses of the host, each with the length of its subnet where that is given.
    public var addresses: [Placed<IPPrefix>]?
    public var interfaces: [Placed<String>]?
    public var networks: [Network]?
    /// Containers that others have made, by name.
    public var containers: [Placed<String>]?
    /// Drivers that plugins bring.
    public var drivers: [Placed<String>]?

    public init() {}

    /// Whether nothing is said.
    var isEmpty: Bool {
        addresses == nil && interfaces == nil && networks == nil && containers == nil && drivers == nil
    }

    /// What several projects say of one host.
    package static func union(_ statements: [HostStatement]) -> HostStatement {
        var all = HostStatement()
        func join<T>(_ path: KeyPath<HostStatement, [T]?>) -> [T]? {
            let said = statements.compactMap { $0[keyPath: path] }
            return said.isEmpty ? nil : said.flatMap { $0 }
        }
        all.addresses = join(\.addresses)
        all.interfaces = join(\.interfaces)
        all.networks = join(\.networks)
        all.containers = join(\.containers)
        all.drivers = join(\.drivers)
        return all
    }
}
