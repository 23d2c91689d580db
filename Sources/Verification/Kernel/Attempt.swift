internal import Addressing
internal import CLinux
internal import DNSWire
internal import Glibc
internal import Netlink

/// One trial under way in the kernel, by a socket of its own. Pings share ``EchoSocket``.
struct Attempt {
    enum State {
        case waiting
        case connecting
        case reading
        case done(Outcome)
    }

    let trial: Trial
    private(set) var state = State.waiting
    /// -1 where there is none.
    private(set) var descriptor: Int32 = -1
    private var answer: [UInt8] = []

    private static let dns: UInt16 = 53

    /// Begins a trial other than a ping, in the namespace of the calling thread.
    init(_ trial: Trial) {
        self.trial = trial
        let family = Int32(trial.address.family == .ipv4 ? AF_INET : AF_INET6)
        let port: UInt16
        let type: Int32
        switch trial.action {
        case .echo: return
        case .tcp(let number): (port, type) = (number, 1)
        case .udp(let number): (port, type) = (number, 2)
        case .lookup: (port, type) = (Self.dns, 2)
        }
        descriptor = netsim_socket(family, type)
        guard descriptor >= 0 else {
            finish(.other("no socket"))
            return
        }
        _ = netsim_keep_errors(descriptor, family)
        var target = netsim_address()
        let octets = trial.address.bytes
        netsim_address_set(&target, octets, Int32(octets.count), port)
        let status = netsim_connect(descriptor, &target)
        if status < 0, status != -EINPROGRESS {
            finish(.of(errno: -status))
            return
        }
        if type == 1 {
            state = .connecting
            return
        }
        state = .reading
        send(payload)
    }

    /// A ping, which ``EchoSocket`` has sent.
    init(echo trial: Trial, failure: Outcome?) {
        self.trial = trial
        if let failure { state = .done(failure) }
    }

    private var payload: [UInt8] {
        if case .lookup(let name, let type) = trial.action { return SimulatedTrials.query(trial, name, type) ?? [] }
        return trial.payload
    }

    private mutating func send(_ octets: [UInt8]) {
        let count = octets.withUnsafeBytes { netsim_send(descriptor, $0.baseAddress, $0.count) }
        if count < 0 { finish(error(Int32(clamping: -count))) }
    }

    var outcome: Outcome? { if case .done(let outcome) = state { outcome } else { nil } }

    /// Bit 0: waits to read, bit 1: to write.
    var interest: UInt8 {
        switch state {
        case .connecting: 2
        case .reading: 1
        case .waiting, .done: 0
        }
    }

    mutating func finish(_ outcome: Outcome) {
        state = .done(outcome)
        close()
    }

    mutating func close() {
        if descriptor >= 0 { _ = netsim_close(descriptor) }
        descriptor = -1
    }

    /// Goes on with what is ready.
    mutating func proceed() {
        switch state {
        case .waiting, .done: break
        case .connecting:
            let number = netsim_pending_error(descriptor)
            guard number == 0 else {
                finish(.of(errno: number))
                return
            }
            state = .reading
            send(payload)
        case .reading: read()
        }
    }

    private mutating func read() {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = buffer.withUnsafeMutableBytes { netsim_receive(descriptor, $0.baseAddress, $0.count) }
        if count == -Int(EAGAIN) || count == -Int(EINTR) {
            // An error that waits makes a socket ready as well.
            let number = netsim_pending_error(descriptor)
            if number != 0 { finish(error(number)) }
            return
        }
        guard count >= 0 else {
            finish(error(Int32(clamping: -count)))
            return
        }
        let octets = Array(buffer.prefix(count))
        switch trial.action {
        case .lookup: finish(.of(response: octets))
        case .udp: finish(.reached(Outcome.name(in: octets)))
        case .echo: break
        case .tcp:
            answer += octets
            // A proxy that found nobody ends the connection without a word.
            if count == 0 { finish(answer.isEmpty ? .refused : .reached(Outcome.name(in: answer))) }
        }
    }

    /// What an error of the socket means: an ICMP message says more than its number.
    private func error(_ number: Int32) -> Outcome {
        guard case .udp = trial.action else { return .of(errno: number) }
        var (type, code): (UInt8, UInt8) = (0, 0)
        var octets = [UInt8](repeating: 0, count: 16)
        let count = netsim_socket_error(descriptor, &type, &code, &octets)
        return count > 0 ? .of(type: type, code: code, trial.address.family) : .of(errno: number)
    }
}
