internal import Addressing
internal import Images
internal import Lab

/// Services that nobody should open to the world to make something work.
enum Database {
    /// By port: SQL servers, key-value stores, search engines, coordination.
    private static let ports: Set<UInt16> = [
        1433, 1521, 2379, 3050, 3306, 5432, 5433, 5984, 6379, 7000, 7474, 7687, 8086, 8123, 8529, 9042, 9200, 9300,
        11211,
        26257, 27017, 27018, 27019, 28015, 33060, 50000,
    ]

    /// By the image first; where that is not known, by the port.
    static func isOne(_ container: Container, _ port: ContainerPort, in lab: Lab) -> Bool {
        guard let image = lab.image(of: container) else { return ports.contains(port.number) }
        return (image.role == .store || image.role == .broker) && image.isSensitive(port)
            || image.role == .base && ports.contains(port.number)
    }
}
