import Engine
import Glibc
import Lab
import LabStore
import Rendering
import Synchronization
import TestSupport

@testable import EngineAPI

/// A service of the API with a lab of its own, in an empty home, at one moment.
final class Daemon: Sendable {
    static let moment = Timestamp(seconds: 1_780_000_000)

    private let home: Mutex<TemporaryFolder>
    let engine: Engine
    let service: EngineService

    init() throws {
        let folder = try TemporaryFolder()
        var options = LabStore.Options()
        options.seed = 1
        options.created = Self.moment
        let store = try LabStore(home: folder.path, lab: "default", options: options)
        try store.create(now: Self.moment)
        engine = try Engine(store, Engine.Configuration { Self.moment })
        service = EngineService(engine)
        home = Mutex(folder)
    }

    deinit { engine.shutDown() }

    func respond(_ method: String, _ target: String, _ body: String = "") -> APIResponse {
        service.respond(to: APIRequest(method: method, target: target, body: Array(body.utf8)))
    }

    /// A call that is answered at once.
    func ask(_ method: String, _ target: String, _ body: String = "") -> Answer {
        switch respond(method, target, body) {
        case .whole(let status, _, let bytes):
            return Answer(status: status, text: String(decoding: bytes, as: UTF8.self))
        case .stream(_, let begin):
            let recorder = Recorder()
            begin(recorder)
            return Answer(status: 200, text: recorder.text)
        case .hijack: return Answer(status: 101, text: "")
        }
    }

    /// Makes a container, and gives its identifier.
    @discardableResult
    func create(_ name: String, _ body: String = #"{"Image": "ubuntu"}"#) -> String {
        ask("POST", "/containers/create?name=\(name)", body)["Id"]?.stringValue ?? ""
    }

    /// Goes on until something is so, for a few seconds at most.
    func wait(_ isSo: () -> Bool) -> Bool {
        for _ in 0..<2_000 {
            try? engine.tick()
            if isSo() { return true }
            usleep(1_000)
        }
        return false
    }
}

struct Answer: Hashable {
    let status: Int
    let text: String

    var json: JSONValue { (try? JSONValue(parsing: text)) ?? .null }
    subscript(key: String) -> JSONValue? { json[key] }
    /// What a refusal says.
    var message: String? { json["message"]?.stringValue }
}

/// What a stream's client would see.
final class Recorder: DuplexStream {
    private struct State {
        var bytes: [UInt8] = []
        var isOver = false
        var closers: [@Sendable () -> Void] = []
        var input: (@Sendable ([UInt8]) -> Void)?
        var inputEnd: (@Sendable () -> Void)?
    }

    private let state = Mutex(State())

    var bytes: [UInt8] { state.withLock { $0.bytes } }
    var text: String { String(decoding: bytes, as: UTF8.self) }
    var isOver: Bool { state.withLock { $0.isOver } }

    func write(_ bytes: [UInt8]) { state.withLock { if !$0.isOver { $0.bytes += bytes } } }

    func end() {
        let closers = state.withLock { state in
            state.isOver = true
            defer { state.closers = [] }
            return state.closers
        }
        for closer in closers { closer() }
    }

    func whenClosed(_ body: @escaping @Sendable () -> Void) { state.withLock { $0.closers.append(body) } }

    func begin(input: @escaping @Sendable ([UInt8]) -> Void, inputEnd: @escaping @Sendable () -> Void) {
        state.withLock { ($0.input, $0.inputEnd) = (input, inputEnd) }
    }

    func type(_ text: String) { state.withLock { $0.input }?(Array(text.utf8)) }
    func closeInput() { state.withLock { $0.inputEnd }?() }
}
