internal import CLinux
internal import Glibc
internal import NetlinkWire

/// A socket to the kernel's routing tables, in the network namespace of the thread that made it, wherever it is used.
///
/// Not for several threads at once.
package final class NetlinkSocket {
    private let descriptor: Int32
    private var sequence: UInt32 = 0
    /// Not filled: of most sockets a page or two is ever touched.
    private var buffer = [UInt8](unsafeUninitializedCapacity: 65536) { _, count in count = 65536 }
    private var outgoing: [UInt8] = []
    /// How long an answer may take, in milliseconds.
    private let patience: Int

    /// How many requests go in one send: so many answers fit into any socket's buffer.
    package static let batch = 64

    /// - Throws: ``NetlinkError`` where the process may have no socket.
    package init(patience: Int = 10_000) throws(NetlinkError) {
        let result = netsim_netlink_open()
        guard result >= 0 else { throw .system(attempt: "open a netlink socket", number: -result) }
        descriptor = result
        self.patience = patience
        // An answer to each of a batch, and the pieces of a list.
        _ = netsim_set_receive_buffer(descriptor, 1 << 20)
    }

    deinit {
        _ = netsim_close(descriptor)
    }

    // MARK: Changes

    /// Asks for changes in order, many at once. One that is refused does not keep the kernel from those behind it in the
    /// same send, which are no transaction.
    ///
    /// - Returns: for each request, nil where it was done, or how it was refused.
    /// - Throws: where the kernel cannot be asked, or does not answer. What was done by then is not known.
    package func perform(_ requests: [NetlinkRequest]) throws(NetlinkError) -> [NetlinkRefusal?] {
        var outcomes: [NetlinkRefusal?] = []
        outcomes.reserveCapacity(requests.count)
        var start = 0
        while start < requests.count {
            let end = min(requests.count, start + Self.batch)
            outcomes += try performBatch(requests[start..<end])
            start = end
        }
        return outcomes
    }

    /// Asks for changes, and stops after the batch in which one is refused.
    ///
    /// - Throws: ``NetlinkError/refused(_:)`` for the first that was.
    package func performAll(_ requests: [NetlinkRequest]) throws(NetlinkError) {
        var start = 0
        while start < requests.count {
            let end = min(requests.count, start + Self.batch)
            for case let refusal? in try performBatch(requests[start..<end]) { throw .refused(refusal) }
            start = end
        }
    }

    private func performBatch(_ requests: ArraySlice<NetlinkRequest>) throws(NetlinkError) -> [NetlinkRefusal?] {
        outgoing.removeAll(keepingCapacity: true)
        let first = sequence &+ 1
        var starts: [Int] = []
        for request in requests {
            sequence &+= 1
            var header = request.header
            header.sequence = sequence
            // Refusals are told all the same, and the kernel answers in order: the last answer stands for those before.
            if starts.count < requests.count - 1 { header.flags.remove(.acknowledge) }
            starts.append(outgoing.count)
            do throws(NetlinkEncodingError) {
                try outgoing.appendNetlinkMessage(header, request.encode)
            } catch {
                throw .unwritable(attempt: request.attempt, error)
            }
        }
        guard let last = requests.last else { return [] }
        try send("ask to \(last.attempt)")
        var outcomes = [NetlinkRefusal?](repeating: nil, count: requests.count)
        var isDone = false
        let deadline = deadline
        while !isDone {
            let datagram = try receive("hear whether netsim could \(last.attempt)", by: deadline)
            let bytes = datagram.span
            do throws(NetlinkDecodingError) {
                var offset = 0
                while let (header, body) = try bytes.nextNetlinkMessage(&offset) {
                    // Answers to a list that was given up may still come.
                    let index = Int(header.sequence &- first)
                    guard header.type == .error, outcomes.indices.contains(index) else { continue }
                    if index == outcomes.count - 1 { isDone = true }
                    let answer = try NetlinkAcknowledgement(decoding: bytes, in: body, header)
                    if answer.error == 0 { continue }
                    let request = requests[requests.startIndex + index]
                    outcomes[index] = NetlinkRefusal(
                        request,
                        number: answer.error,
                        message: answer.message,
                        attribute: attribute(answer, request, from: starts[index])
                    )
                }
            } catch {
                throw .unreadable(error)
            }
        }
        return outcomes
    }

    /// What attribute an answer is about.
    private func attribute(_ answer: NetlinkAcknowledgement, _ request: NetlinkRequest, from start: Int) -> String? {
        let type = request.header.type
        if let missing = answer.missingType { return AttributeNames.name([UInt16(clamping: missing)], type) }
        guard let offset = answer.offendingOffset else { return nil }
        let sent = Array(outgoing[start...])
        let message = sent.span
        var next = 0
        guard let (_, body) = try? message.nextNetlinkMessage(&next) else { return nil }
        let path = message.extracting(..<body.upperBound).attributePath(
            toOffset: Int(offset),
            from: NetlinkHeader.length + AttributeNames.headerLength(type)
        ) { AttributeNames.nested($0, type) }
        return AttributeNames.name(path, type)
    }

    // MARK: Lists

    /// Reads a whole list, again where it changed meanwhile.
    ///
    /// - Parameter element: reads the contents of one answer; nil to pass it over.
    func list<Element>(
        _ attempt: String,
        _ type: NetlinkMessageType,
        _ request: (inout [UInt8]) throws(NetlinkEncodingError) -> Void,
        _ element: (Span<UInt8>, Range<Int>) throws(NetlinkDecodingError) -> Element?
    ) throws(NetlinkError) -> [Element] {
        let attempts = 16
        for _ in 0..<attempts {
            if let whole = try listOnce(attempt, type, request, element) { return whole }
        }
        throw .neverStill(attempt: attempt, attempts: attempts)
    }

    /// - Returns: nil where the list changed while it was read.
    private func listOnce<Element>(
        _ attempt: String,
        _ type: NetlinkMessageType,
        _ request: (inout [UInt8]) throws(NetlinkEncodingError) -> Void,
        _ element: (Span<UInt8>, Range<Int>) throws(NetlinkDecodingError) -> Element?
    ) throws(NetlinkError) -> [Element]? {
        sequence &+= 1
        outgoing.removeAll(keepingCapacity: true)
        do throws(NetlinkEncodingError) {
            try outgoing.appendNetlinkMessage(
                NetlinkHeader(type, [.request, .dump], sequence: sequence),
                request
            )
        } catch {
            throw .unwritable(attempt: attempt, error)
        }
        try send(attempt)
        var elements: [Element] = []
        var (isDone, isWhole) = (false, true)
        var number: Int32 = 0
        let deadline = deadline
        while !isDone {
            let datagram = try receive(attempt, by: deadline)
            let bytes = datagram.span
            do throws(NetlinkDecodingError) {
                var offset = 0
                while let (header, body) = try bytes.nextNetlinkMessage(&offset) {
                    guard header.sequence == sequence else { continue }
                    if header.flags.contains(.dumpInterrupted) { isWhole = false }
                    if header.type == .done || header.type == .error {
                        isDone = true
                        number = try NetlinkAcknowledgement(decoding: bytes, in: body, header).error
                    } else if let element = try element(bytes, body) {
                        elements.append(element)
                    }
                }
            } catch {
                throw .unreadable(error)
            }
        }
        if number == EINTR { return nil }
        guard number == 0 else { throw .system(attempt: attempt, number: number) }
        return isWhole ? elements : nil
    }

    // MARK: Octets

    /// Nanoseconds of the clock that never jumps.
    private var deadline: UInt64 { netsim_monotonic() &+ UInt64(max(0, patience)) &* 1_000_000 }

    private func send(_ attempt: String) throws(NetlinkError) {
        while true {
            let sent = outgoing.withUnsafeBytes { netsim_send(descriptor, $0.baseAddress, $0.count) }
            if sent == outgoing.count { return }
            if sent == -Int(EINTR) { continue }
            throw .system(attempt: attempt, number: sent < 0 ? Int32(clamping: -sent) : EMSGSIZE)
        }
    }

    private func receive(_ attempt: String, by deadline: UInt64) throws(NetlinkError) -> [UInt8] {
        while true {
            let (buffered, limit) = (descriptor, buffer.count)
            let count = buffer.withUnsafeMutableBytes { netsim_netlink_receive(buffered, $0.baseAddress, limit) }
            if count > limit { throw .system(attempt: attempt, number: EMSGSIZE) }
            if count >= 0 { return Array(buffer[..<count]) }
            if count == -Int(EINTR) { continue }
            guard count == -Int(EAGAIN) else { throw .system(attempt: attempt, number: Int32(clamping: -count)) }
            let now = netsim_monotonic()
            guard now < deadline else { throw .timeout(attempt: attempt, milliseconds: patience) }
            let left = Int32(clamping: (deadline - now + 999_999) / 1_000_000)
            let ready = netsim_wait_readable(descriptor, left)
            if ready < 0, ready != -EINTR { throw .system(attempt: attempt, number: -ready) }
        }
    }
}
