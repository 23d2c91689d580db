internal import Addressing
internal import DNSWire
package import Dataplane
package import Lab
internal import PacketWire
internal import Resolver

/// The trials in the simulation: one after the other in one plane, whose frames are recorded.
package struct SimulatedTrials {
    /// How soon an outcome is known, which decides how the kernel is asked.
    package enum Pace: Hashable, Sendable {
        /// At once.
        case prompt
        /// Nothing comes: silence has to be waited for.
        case silent
        /// After a neighbour was asked for in vain.
        case slow
    }

    private var plane: Dataplane
    private var names: NameService
    private var sequencer = AnswerSequencer(order: .fixed, seed: 0)
    private var taken = 0

    /// How long is waited for an answer: in simulated nanoseconds.
    private static let patience: Int64 = 4_000_000_000
    /// What comes later than this is not prompt.
    private static let prompt: Int64 = 500_000_000
    /// How long silence is listened to: links take microseconds.
    private static let silence: Int64 = 20_000_000
    /// What is under way when a trial ends arrives within this time.
    private static let linger: Int64 = 10_000_000

    package init(_ lab: Lab, seed: UInt64, records: Bool) {
        plane = Dataplane(lab, seed: seed)
        plane.namesRules = false
        names = NameService(lab)
        if records { plane.beginRecording() }
    }

    /// Finds out how soon each trial ends.
    package mutating func pace(of trial: Trial) -> Pace {
        let start = plane.now
        let outcome = outcome(of: trial, patience: Self.patience)
        if outcome == .dropped { return .silent }
        return plane.now.since(start) < Self.prompt ? .prompt : .slow
    }

    /// Runs a trial.
    ///
    /// - Returns: its outcome, and the frames that crossed links meanwhile.
    package mutating func run(_ trial: Trial, _ pace: Pace) -> (Outcome, [Shot]) {
        let outcome = outcome(of: trial, patience: pace == .silent ? Self.silence : Self.patience)
        plane.run(until: plane.now.advanced(by: Self.linger))
        return (outcome, shots(trial.number))
    }

    /// Lets time pass until nothing is under way any more: neighbours that do not answer are given up.
    package mutating func settle() -> [Shot] {
        plane.run(until: plane.now.advanced(by: Self.patience))
        return shots(nil)
    }

    /// All that was recorded.
    package mutating func finish() -> Recording? { plane.endRecording() }

    private mutating func shots(_ trial: Int?) -> [Shot] {
        guard plane.isRecording else { return [] }
        let (entries, taps) = plane.recorded(from: taken)
        taken += entries.count
        return entries.map { entry in
            Shot(link: taps[entry.tap].name, isInbound: entry.isInbound, frame: entry.frame, trial: trial)
        }
    }

    // MARK: Trials

    private mutating func stack(of party: Trial.Party) -> StackID? {
        switch party {
        case .host: plane.hostStack()
        case .outside: plane.outsideStack()
        case .container(let id): plane.lab.container(id).flatMap { plane.stack(of: $0) }
        }
    }

    private mutating func outcome(of trial: Trial, patience: Int64) -> Outcome {
        guard let stack = stack(of: trial.from) else { return .other("not running") }
        let deadline = plane.now.advanced(by: patience)
        do throws(SocketError) {
            switch trial.action {
            case .echo:
                let socket = plane.openEcho(in: stack)
                defer { plane.close(socket) }
                try plane.sendEcho(socket, to: trial.address, sequence: 1, payloadCount: Trial.echoLength)
                return Self.reading(plane.receive(socket, until: deadline))
            case .udp(let port):
                let socket = try plane.openUDP(in: stack)
                defer { plane.close(socket) }
                try plane.send(trial.payload, on: socket, to: trial.address, port: port)
                return Self.reading(plane.receive(socket, until: deadline))
            case .tcp(let port): return try connection(trial, port, stack, deadline)
            case .lookup(let name, let type): return lookup(trial, name, type)
            }
        } catch {
            return .of(error)
        }
    }

    private mutating func connection(
        _ trial: Trial,
        _ port: UInt16,
        _ stack: StackID,
        _ deadline: SimulatedTime
    ) throws(SocketError) -> Outcome {
        let socket = try plane.connect(in: stack, to: trial.address, port: port, until: deadline)
        defer { plane.close(socket) }
        try plane.write(trial.payload, to: socket)
        var answer: [UInt8] = []
        while true {
            switch plane.read(socket, until: deadline) {
            case .bytes(let bytes): answer += bytes
            // A proxy that found nobody ends the connection without a word.
            case .end: return answer.isEmpty ? .refused : .reached(Outcome.name(in: answer))
            case .reset: return .refused
            case .timeout: return .dropped
            }
        }
    }

    private static func reading(_ reception: Reception?) -> Outcome {
        switch reception {
        case .echoReply: .reached("")
        case .datagram(let datagram): .reached(Outcome.name(in: datagram.payload))
        case .error(let error): .of(error.kind)
        case nil: .dropped
        }
    }

    private mutating func lookup(_ trial: Trial, _ name: DomainName, _ type: RecordType) -> Outcome {
        guard case .container(let id) = trial.from, let container = plane.lab.container(id),
            let query = Self.query(trial, name, type)
        else { return .other("no query") }
        let asked: Asked
        if trial.address == IPAddress.embeddedResolver {
            asked = names.ask(query, from: container, sequencer: &sequencer)
        } else {
            // Another server's packets cross the links.
            var world = QueryWorld(plane)
            asked = names.ask(query, from: container, server: trial.address, sequencer: &sequencer, in: &world)
            plane = world.carrier
        }
        switch asked.result {
        case .response(let response): return .of(response: response)
        case .timeout: return .dropped
        case .unreachable: return .unreachable(.network)
        case .hostUnreachable: return .unreachable(.host)
        case .refused: return .refused
        }
    }

    /// A query with recursion desired, as tools send it.
    static func query(_ trial: Trial, _ name: DomainName, _ type: RecordType) -> [UInt8]? {
        let id = UInt16(truncatingIfNeeded: trial.number)
        let message = Message(header: Header(id: id, flags: .rd), questions: [Question(name: name, type: type)])
        var bytes: [UInt8] = []
        do {
            try message.encode(into: &bytes)
        } catch {
            return nil
        }
        return bytes
    }
}
