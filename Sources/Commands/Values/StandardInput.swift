internal import DockerValues
internal import Glibc

/// The process's standard input, by lines or whole, in pieces of bounded size: it may have no end.
final class StandardInput {
    /// Octets of a line; what is longer comes in several.
    private static let mostOfLine = 1 << 16

    private let descriptor: Int32
    private var buffer: [UInt8] = []
    private var position = 0

    init(_ descriptor: Int32 = STDIN_FILENO) {
        self.descriptor = descriptor
    }

    /// The next line without its line feed; nil at the end.
    func line() -> String? {
        var line: [UInt8] = []
        while line.count < Self.mostOfLine, position < buffer.count || fill() {
            let end = min(buffer.count, position + Self.mostOfLine - line.count)
            if let feed = buffer[position..<end].firstIndex(of: UInt8(ascii: "\n")) {
                line += buffer[position..<feed]
                position = feed + 1
                return String(decoding: line, as: UTF8.self)
            }
            line += buffer[position..<end]
            position = end
        }
        return line.isEmpty ? nil : String(decoding: line, as: UTF8.self)
    }

    /// All that is left, or a little more than `limit` octets where there are more than those.
    func rest(atMost limit: Int) -> [UInt8] {
        var all = Array(buffer[position...])
        position = buffer.count
        while all.count <= limit, fill() {
            all += buffer
            position = buffer.count
        }
        return all
    }

    private func fill() -> Bool {
        var piece = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(descriptor, &piece, piece.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            buffer = Array(piece[..<count])
            position = 0
            return true
        }
    }
}

extension Session {
    /// The whole of a file that a command names, `-` being standard input.
    ///
    /// - Throws: why it cannot be read, or that it is longer than the limit.
    func input(_ file: String, atMost limit: Int = TextFile.mostOctets) throws(ValueError) -> [UInt8] {
        guard file == "-" else { return try TextFile.read(file, atMost: limit) }
        let bytes = surroundings.readAll()
        guard bytes.count <= limit else { throw TextFile.tooLong("standard input", nil, limit) }
        return bytes
    }
}
