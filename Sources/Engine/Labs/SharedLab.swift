package import Lab
package import LabStore
internal import Synchronization

/// One lab for many threads: each use of it waits for the one before.
package final class SharedLab: LabAccess, @unchecked Sendable {
    private let store: any LabAccess
    private let turn = Mutex<Void>(())

    package init(_ store: any LabAccess) { self.store = store }

    package func read<Value>(_ body: (Lab) throws -> Value) throws -> Value {
        // The lab is a value: only fetching it takes a turn.
        let lab = try inTurn { try store.read { $0 } }
        return try body(lab)
    }

    package func update<Value>(now: Timestamp, _ body: (inout Lab) throws -> Value) throws -> Value {
        try inTurn { try store.update(now: now, body) }
    }

    package func replace(with lab: Lab) throws { try inTurn { try store.replace(with: lab) } }

    package func nextRotation(_ key: String) throws -> UInt64 { try inTurn { try store.nextRotation(key) } }

    package func kept(_ keys: [String]) throws -> [String: [UInt8]] { try inTurn { try store.kept(keys) } }

    package func changeKept(
        _ keys: [String],
        _ change: ([String: [UInt8]]) throws -> [String: [UInt8]]
    ) throws {
        try inTurn { try store.changeKept(keys, change) }
    }

    package func events(after sequence: Int64) throws -> [KeptEvent] {
        try inTurn { try store.events(after: sequence) }
    }

    package func generation() throws -> Int64 { try inTurn { try store.generation() } }

    private func inTurn<Value>(_ body: () throws -> Value) throws -> Value {
        var outcome: Result<Value, any Error>?
        turn.withLock { _ in outcome = Result { try body() } }
        guard let outcome else { preconditionFailure("a turn has an outcome") }
        return try outcome.get()
    }
}
