import Engine
import EngineAPI
import Lab
import TestSupport

/// A lab that lives as long as one input.
private final class MemoryLab: LabAccess {
    var lab = Lab.fresh()
    var values: [String: [UInt8]] = [:]
    func read<Value>(_ body: (Lab) throws -> Value) throws -> Value { try body(lab) }
    func update<Value>(now: Timestamp, _ body: (inout Lab) throws -> Value) throws -> Value { try body(&lab) }
    func replace(with lab: Lab) { self.lab = lab }
    func nextRotation(_ key: String) throws -> UInt64 { 0 }
    func kept(_ keys: [String]) throws -> [String: [UInt8]] { values.filter { keys.contains($0.key) } }
    func changeKept(_ keys: [String], _ change: ([String: [UInt8]]) throws -> [String: [UInt8]]) throws {
        values.merge(try change(kept(keys))) { $1 }
    }
}

/// Calls of the Engine API, one after the other with an empty line between: a method and a target, then the body.
@Sendable func fuzzAPI(_ input: [UInt8]) {
    guard let engine = try? Engine(MemoryLab(), Engine.Configuration { noon }) else { fatalError("no engine") }
    // No command runs: threads outlive an input.
    engine.shutDown()
    let service = EngineService(engine)
    for call in String(decoding: input, as: UTF8.self).split(separator: "\n\n").prefix(8) {
        let parts = call.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
        let words = parts[0].split(separator: " ", maxSplits: 1)
        guard words.count == 2 else { continue }
        let body = parts.count > 1 ? Array(parts[1].utf8) : []
        let request = APIRequest(method: String(words[0]), target: String(words[1]), body: body)
        if case .whole(let status, _, _) = service.respond(to: request), !(200..<600).contains(status) {
            fatalError("status \(status)")
        }
    }
}
