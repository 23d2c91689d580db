/// A standard input, shared by all that read from it: what one has taken is gone for the next.
package final class ToolInput {
    /// Reads it all, once somebody wants some of it.
    private var source: (() -> [UInt8])?
    private var bytes: [UInt8]
    private var position = 0

    package init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    package init(reading source: @escaping () -> [UInt8]) {
        bytes = []
        self.source = source
    }

    private func fill() {
        guard let source else { return }
        self.source = nil
        bytes = source()
    }

    /// All that is left.
    func rest() -> [UInt8] {
        fill()
        defer { position = bytes.count }
        return Array(bytes[position...])
    }

    func text() -> String { String(decoding: rest(), as: UTF8.self) }

    /// The next line with its end; nil where nothing is left.
    func line() -> String? {
        fill()
        guard position < bytes.count else { return nil }
        let end = bytes[position...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? bytes.count
        defer { position = end }
        return String(decoding: bytes[position..<end], as: UTF8.self)
    }
}
