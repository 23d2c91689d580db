import Addressing
import Dataplane
import Lab
import PacketWire
import TestSupport
import Testing

/// Where a probe starts.
enum Prober: Hashable, Sendable, ExpressibleByStringLiteral {
    case container(String)
    case host
    case outside

    init(stringLiteral name: String) {
        self = name == "host" ? .host : name == "outside" ? .outside : .container(name)
    }
}

/// What a probe found.
enum Outcome: Hashable, Sendable {
    case open
    case refused
    case timeout
    case unreachable
}

/// Questions to a plane in few words.
struct PlaneProbe {
    var plane: Dataplane

    init(_ lab: Lab, seed: UInt64 = 1) {
        plane = Dataplane(lab, seed: seed)
    }

    mutating func stack(_ prober: Prober) throws -> StackID {
        switch prober {
        case .host: return plane.hostStack()
        case .outside: return plane.outsideStack()
        case .container(let name):
            let container = try plane.lab.container(matching: name)
            let stack = plane.stack(of: container)
            return try #require(stack)
        }
    }

    /// One echo request; waits a second for the answer.
    mutating func ping(_ prober: Prober, _ address: String, size: Int = 56) throws -> Outcome {
        let stack = try stack(prober)
        let target = try IPAddress(parsing: address)
        let socket = plane.openEcho(in: stack)
        defer { plane.close(socket) }
        do throws(SocketError) {
            try plane.sendEcho(socket, to: target, sequence: 1, payloadCount: size)
        } catch {
            return .unreachable
        }
        switch plane.receive(socket, until: plane.now.advanced(by: 1_000_000_000)) {
        case .echoReply: return .open
        case .error: return .unreachable
        case .datagram, nil: return .timeout
        }
    }

    mutating func tcp(_ prober: Prober, _ address: String, _ port: UInt16) throws -> Outcome {
        let stack = try stack(prober)
        let target = try IPAddress(parsing: address)
        do throws(SocketError) {
            let deadline = plane.now.advanced(by: 1_500_000_000)
            let socket = try plane.connect(in: stack, to: target, port: port, until: deadline)
            plane.close(socket)
            return .open
        } catch {
            switch error {
            case .connectionRefused: return .refused
            case .timedOut: return .timeout
            default: return .unreachable
            }
        }
    }

    /// One datagram; services answer with their name.
    mutating func udp(_ prober: Prober, _ address: String, _ port: UInt16) throws -> Outcome {
        let stack = try stack(prober)
        let target = try IPAddress(parsing: address)
        do throws(SocketError) {
            let socket = try plane.openUDP(in: stack)
            try plane.send([1], on: socket, to: target, port: port)
            switch plane.receive(socket, until: plane.now.advanced(by: 1_000_000_000)) {
            case .datagram: return .open
            case .error(let error): return error.kind == .unreachable(.port) ? .refused : .unreachable
            case .echoReply, nil: return .timeout
            }
        } catch {
            return .unreachable
        }
    }

    /// The body of `GET /`.
    mutating func get(_ prober: Prober, _ address: String, _ port: UInt16) throws -> String {
        let stack = try stack(prober)
        let target = try IPAddress(parsing: address)
        let deadline = plane.now.advanced(by: 2_000_000_000)
        let socket = try plane.connect(in: stack, to: target, port: port, until: deadline)
        try plane.write(Array("GET / HTTP/1.0\r\n\r\n".utf8), to: socket)
        var text: [UInt8] = []
        for _ in 0..<100 {
            guard case .bytes(let bytes) = plane.read(socket, until: deadline) else { break }
            text += bytes
        }
        let lines = String(decoding: text, as: UTF8.self).split(separator: "\r\n", omittingEmptySubsequences: false)
        return lines.last.map { String($0.filter { $0 != "\n" }) } ?? ""
    }

    /// What has been recorded, with what is still under way.
    mutating func recorded() throws -> Recording {
        plane.run(until: plane.now.advanced(by: 5_000_000_000))
        let recording = plane.endRecording()
        return try #require(recording)
    }
}

extension Recording {
    /// Who has sent ICMP errors of unreachability.
    var unreachableSources: Set<String> {
        Set(
            entries.compactMap { entry in
                guard case .ip(let packet) = entry.frame.payload, case .icmp(.unreachable) = packet.payload else {
                    return nil
                }
                return packet.source.description
            }
        )
    }
}
