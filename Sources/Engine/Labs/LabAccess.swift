package import Lab
package import LabStore

/// The lab that verbs work on: the store, or what stands in for it.
package protocol LabAccess: AnyObject {
    /// Gives `body` a snapshot.
    func read<Value>(_ body: (Lab) throws -> Value) throws -> Value

    /// Lets `body` change the lab, alone among all processes. What it changed is kept, also when it throws.
    func update<Value>(now: Timestamp, _ body: (inout Lab) throws -> Value) throws -> Value

    /// Puts another lab in the place of this one.
    func replace(with lab: Lab) throws

    /// How often this was asked for `key` before: a count that outlives the process.
    func nextRotation(_ key: String) throws -> UInt64

    /// The values that are kept beside the lab under some keys: what tools left behind.
    func kept(_ keys: [String]) throws -> [String: [UInt8]]

    /// Changes such values, alone among all processes; an empty one is forgotten.
    func changeKept(_ keys: [String], _ change: ([String: [UInt8]]) throws -> [String: [UInt8]]) throws

    /// What happened to the lab after some place among its events.
    func events(after sequence: Int64) throws -> [KeptEvent]

    /// How often the lab has been changed; always 0 where nobody else sees it.
    func generation() throws -> Int64
}

extension LabAccess {
    package func generation() throws -> Int64 { 0 }

    /// Where a lab is not kept, nothing beside it is.
    package func events(after sequence: Int64) throws -> [KeptEvent] { [] }

    package func kept(_ keys: [String]) throws -> [String: [UInt8]] { [:] }

    package func changeKept(_ keys: [String], _ change: ([String: [UInt8]]) throws -> [String: [UInt8]]) throws {}
}

extension LabStore: LabAccess {}
