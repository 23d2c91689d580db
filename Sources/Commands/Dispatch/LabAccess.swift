package import Lab

/// The lab that a command works on: the store, or a stand-in.
package protocol LabAccess: AnyObject {
    /// Gives `body` a snapshot.
    func read<Value>(_ body: (Lab) throws -> Value) throws -> Value

    /// Lets `body` change the lab, alone among all processes. What it changed is kept, also when it throws.
    func update<Value>(now: Timestamp, _ body: (inout Lab) throws -> Value) throws -> Value

    /// How often this was asked for `key` before: a count that outlives the process.
    func nextRotation(_ key: String) throws -> UInt64
}
