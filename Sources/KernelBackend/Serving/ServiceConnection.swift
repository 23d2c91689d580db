internal import Addressing
internal import CLinux
internal import DNSWire
internal import Dataplane
internal import Lab

/// A client's connection to a service.
struct ServiceConnection {
    private enum Speech {
        case http(HTTPResponder)
        /// Either of the two: the first octet tells.
        case any(HTTPResponder)
        /// DNS over TCP: what is not yet a whole message.
        case names([UInt8])
    }

    let socket: Int32
    let place: KernelService.Place
    private let identity: KernelService.Identity
    private var speech: Speech
    var output: [UInt8] = []
    var closes = false
    var isEnded = false
    /// Whether who serves it is.
    var isPaused = false

    /// What a client that reads nothing may have waiting for it.
    private static let mostOutput = 1 << 20

    /// - Parameter name: what a service says that has no name of its own.
    init(_ socket: Int32, of service: KernelService, name: String) {
        self.socket = socket
        place = service.place
        identity = service.identity
        switch service.identity {
        case .named(let own): speech = .http(HTTPResponder(name: own))
        case .nameServer(let own, _): speech = .any(HTTPResponder(name: own))
        case .world where Lab.nameServerPorts.contains(service.place.port): speech = .names([])
        case .world: speech = .http(HTTPResponder(name: name))
        }
    }

    /// Whether more is to be read: not while the client leaves lying what it was answered.
    var wantsMore: Bool { !isEnded && !closes && output.count < Self.mostOutput }

    /// What it waits for. What is not to be read yet would be told of for ever.
    var interest: UInt32 {
        isPaused ? 0 : (wantsMore ? netsim_readable : 0) | (output.isEmpty ? 0 : netsim_writable)
    }

    /// Takes what the client has sent.
    mutating func take(_ bytes: [UInt8], _ names: inout ServiceNames) {
        if case .any(let responder) = speech, let first = bytes.first {
            // A method, which is letters, or the length of a message, which none has that begins so.
            speech = first >= UInt8(ascii: "A") ? .http(responder) : .names([])
        }
        switch speech {
        case .any: break
        case .http(var responder):
            let answer = responder.receive(bytes)
            speech = .http(responder)
            output += answer.bytes
            if answer.closes { closes = true }
        case .names(var stream):
            // Not held twice, so that what is appended does not copy it.
            speech = .names([])
            stream += bytes
            answer(&stream, &names)
            speech = .names(stream)
        }
    }

    /// DNS over TCP: messages with their lengths before them (RFC 1035 section 4.2.2).
    private mutating func answer(_ stream: inout [UInt8], _ names: inout ServiceNames) {
        var position = 0
        defer { stream.removeFirst(position) }
        while stream.count - position >= 2 {
            let start = position + 2
            let length = Int(stream[position]) << 8 | Int(stream[position + 1])
            guard stream.count >= start + length else { return }
            position = start + length
            guard let response = response(to: Array(stream[start..<position]), &names) else {
                closes = true
                return
            }
            output += [UInt8(response.count >> 8), UInt8(truncatingIfNeeded: response.count)] + response
        }
    }

    private func response(to bytes: [UInt8], _ names: inout ServiceNames) -> [UInt8]? {
        guard let query = ServiceNames.query(bytes) else { return nil }
        if case .nameServer(_, let container) = identity {
            return names.answer(query, by: container, port: place.port.number, isTCP: true)
        }
        return names.answerOutside(query, isTCP: true)
    }
}
