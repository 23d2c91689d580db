internal import Engine
internal import Lab
internal import Rendering
internal import Synchronization

/// What the API keeps beside the lab: containers' requests as they came, volumes, images.
///
/// Everything is on the disk before a call is answered.
final class ServiceRecords: Sendable {
    private let lab: SharedLab
    /// Requests that were read: none changes but by ``keep(_:of:)``.
    private let known = Mutex<[ContainerID: JSONObject?]>([:])

    init(_ lab: SharedLab) { self.lab = lab }

    /// The request that a container was created with; nil where the command line made it.
    func request(of id: ContainerID) throws -> JSONObject? {
        if let request = known.withLock({ $0[id] }) { return request }
        let key = "\(id)/request"
        let bytes = try lab.kept([key])[key] ?? []
        let request = bytes.isEmpty ? nil : try JSONValue(parsing: bytes).objectValue
        known.withLock { $0[id] = .some(request) }
        return request
    }

    /// Forgets what was read of a container that is gone.
    func forget(_ id: ContainerID) { known.withLock { _ = $0.removeValue(forKey: id) } }

    func keep(_ request: JSONObject, of id: ContainerID) throws {
        try lab.changeKept(["\(id)/request"]) { _ in ["\(id)/request": Self.bytes(request)] }
        known.withLock { $0[id] = .some(request) }
    }

    /// Changes a table that is kept under a key: objects by name.
    func change<Value>(_ table: Table, _ body: (inout JSONObject) throws -> Value) throws -> Value {
        var outcome: Value?
        try lab.changeKept([table.key]) { kept in
            var members = try kept[table.key].flatMap { try JSONValue(parsing: $0).objectValue } ?? [:]
            outcome = try body(&members)
            return [table.key: Self.bytes(members)]
        }
        guard let outcome else { throw CallFailure(500, "the lab is gone") }
        return outcome
    }

    func read(_ table: Table) throws -> JSONObject {
        guard let bytes = try lab.kept([table.key])[table.key], !bytes.isEmpty else { return [:] }
        return try JSONValue(parsing: bytes).objectValue ?? [:]
    }

    enum Table: String {
        case volumes, images

        var key: String { "engine/\(rawValue)" }
    }

    private static func bytes(_ members: JSONObject) -> [UInt8] {
        if members.isEmpty { return [] }
        var bytes: [UInt8] = []
        JSONValue.object(members).writeJSON(into: &bytes)
        return bytes
    }
}
