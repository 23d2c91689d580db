/// What is still to come of a request's body (RFC 9112 sections 6 and 7), which is counted and not kept.
struct HTTPBody: Hashable, Sendable {
    private enum State: Hashable {
        /// So many bytes of the body, or of a chunk.
        case bytes(Int)
        /// A chunk's length.
        case chunkHead
        /// The end of the line behind a chunk's data.
        case chunkEnd
        /// Fields behind the last chunk, up to an empty line.
        case trailer
        case done
    }

    struct Fault: Error {}

    private let isChunked: Bool
    private var state: State
    private var line: [UInt8] = []

    private static let longestLine = 8_192

    /// - Parameters:
    ///   - length: the value of `Content-Length`.
    ///   - coding: the value of `Transfer-Encoding`, which goes before it.
    /// - Returns: nil where they make no sense.
    init?(length: String?, coding: String?) {
        if let coding {
            guard coding.lowercased() == "chunked" else { return nil }
            isChunked = true
            state = .chunkHead
            return
        }
        isChunked = false
        guard let length else {
            state = .done
            return
        }
        guard let count = Int(length), count >= 0 else { return nil }
        state = count == 0 ? .done : .bytes(count)
    }

    /// Takes what belongs to the body.
    ///
    /// - Returns: whether the body is whole.
    mutating func take(_ rest: inout ArraySlice<UInt8>) throws(Fault) -> Bool {
        while true {
            switch state {
            case .done: return true
            case .bytes(let count):
                let taken = min(count, rest.count)
                rest = rest.dropFirst(taken)
                guard taken == count else {
                    state = .bytes(count - taken)
                    return false
                }
                state = isChunked ? .chunkEnd : .done
            case .chunkHead:
                guard let text = try nextLine(&rest) else { return false }
                // Extensions follow a semicolon.
                let digits = text.prefix { $0 != ";" && $0 != " " }
                guard let count = Int(digits, radix: 16), count >= 0 else { throw Fault() }
                state = count == 0 ? .trailer : .bytes(count)
            case .chunkEnd:
                guard let text = try nextLine(&rest) else { return false }
                guard text.isEmpty else { throw Fault() }
                state = .chunkHead
            case .trailer:
                guard let text = try nextLine(&rest) else { return false }
                if text.isEmpty { state = .done }
            }
        }
    }

    /// A line without its end; nil while it is not whole.
    private mutating func nextLine(_ rest: inout ArraySlice<UInt8>) throws(Fault) -> String? {
        while let byte = rest.popFirst() {
            if byte == 10 {
                if line.last == 13 { line.removeLast() }
                defer { line = [] }
                return String(decoding: line, as: UTF8.self)
            }
            line.append(byte)
            if line.count > Self.longestLine { throw Fault() }
        }
        return nil
    }
}
