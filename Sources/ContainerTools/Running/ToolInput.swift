/// A standard input, shared by all that read from it: what one has taken is gone for the next.
package final class ToolInput {
    /// Gives more of it, waiting where there is none yet; nil at its end.
    private var source: (() -> [UInt8]?)?
    private var bytes: [UInt8]
    private var position = 0

    package init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// - Parameter source: gives it all, once somebody wants some of it.
    package init(reading source: @escaping () -> [UInt8]) {
        bytes = []
        var isRead = false
        self.source = {
            if isRead { return nil }
            isRead = true
            return source()
        }
    }

    /// - Parameter pieces: gives the next piece, waiting for it; nil at the end.
    package init(pieces: @escaping () -> [UInt8]?) {
        bytes = []
        source = pieces
    }

    /// Takes up one more piece.
    ///
    /// - Returns: whether there was one.
    private func fill() -> Bool {
        guard let source else { return false }
        guard let piece = source() else {
            self.source = nil
            return false
        }
        if position == bytes.count {
            bytes = piece
            position = 0
        } else {
            bytes += piece
        }
        return true
    }

    /// All that is left.
    func rest() -> [UInt8] {
        while fill() {}
        defer { position = bytes.count }
        return Array(bytes[position...])
    }

    func text() -> String { String(decoding: rest(), as: UTF8.self) }

    /// The next line with its end; nil where nothing is left.
    func line() -> String? {
        var searched = position
        var end: Int?
        while true {
            end = bytes[searched...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 }
            if end != nil { break }
            let unread = bytes.count - position
            guard fill() else { break }
            searched = position + unread
        }
        guard position < bytes.count else { return nil }
        let last = end ?? bytes.count
        defer { position = last }
        return String(decoding: bytes[position..<last], as: UTF8.self)
    }
}
