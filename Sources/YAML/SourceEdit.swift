/// A stretch of a file that is to read otherwise.
public struct SourceEdit: Hashable, Sendable, Comparable {
    /// The file's position in its ``SourceTable``.
    public let file: Int
    /// In octets; empty where something is put in.
    public let range: Range<Int>
    public let replacement: String

    public init(file: Int, range: Range<Int>, replacement: String) {
        self.file = file
        self.range = range
        self.replacement = replacement
    }

    public static func < (a: SourceEdit, b: SourceEdit) -> Bool {
        (a.file, a.range.lowerBound, a.range.upperBound) < (b.file, b.range.lowerBound, b.range.upperBound)
    }

    /// Whether the two cannot both be made: they have octets in common, or put something in at one place.
    public func collides(with other: SourceEdit) -> Bool {
        guard file == other.file else { return false }
        if range.isEmpty || other.range.isEmpty {
            return range.lowerBound <= other.range.upperBound && other.range.lowerBound <= range.upperBound
        }
        return range.overlaps(other.range)
    }

    /// A file's octets with edits made; those of other files, outside it, and of two that collide the later one, are
    /// left out.
    public static func apply(_ edits: [SourceEdit], to bytes: [UInt8], ofFile file: Int) -> [UInt8] {
        var out: [UInt8] = []
        var position = 0
        for edit in Set(edits).sorted() where edit.file == file {
            guard edit.range.lowerBound >= position, edit.range.upperBound <= bytes.count else { continue }
            out += bytes[position..<edit.range.lowerBound]
            out += edit.replacement.utf8
            position = edit.range.upperBound
        }
        return out + bytes[position...]
    }
}

extension SourceTable {
    /// The octet at which a line and column stand, both counted from 1; nil where the file has no such place.
    public func offset(line: Int, column: Int, of file: Int) -> Int? {
        guard let octets = octets(ofLine: line, of: file), column >= 1 else { return nil }
        let bytes = files[file].bytes
        var position = octets.lowerBound
        // YAML's columns do not count a byte order mark.
        if line == 1, bytes.starts(with: [0xef, 0xbb, 0xbf]) { position += 3 }
        var left = column - 1
        while left > 0 {
            guard position < octets.upperBound else { return nil }
            position += 1
            while position < octets.upperBound, bytes[position] & 0xc0 == 0x80 { position += 1 }
            left -= 1
        }
        return position
    }

    /// The line and column of an octet, both counted from 1.
    public func position(ofOffset offset: Int, of file: Int) -> (line: Int, column: Int) {
        guard files.indices.contains(file) else { return (1, 1) }
        var (low, high) = (0, lineStarts[file].count)
        while low + 1 < high {
            let middle = (low + high) / 2
            if lineStarts[file][middle] <= offset { low = middle } else { high = middle }
        }
        let bytes = files[file].bytes
        let start = lineStarts[file][low]
        let column = bytes[start..<max(start, min(offset, bytes.count))].count { $0 & 0xc0 != 0x80 }
        let mark = start == 0 && offset >= 3 && bytes.starts(with: [0xef, 0xbb, 0xbf]) ? 1 : 0
        return (low + 1, column + 1 - mark)
    }

    /// The octets of the line that an octet is on: its own, and where the next one begins.
    public func lineRange(around offset: Int, of file: Int) -> (text: Range<Int>, next: Int)? {
        let line = position(ofOffset: offset, of: file).line
        guard let text = octets(ofLine: line, of: file) else { return nil }
        let next = line < lineStarts[file].count ? lineStarts[file][line] : files[file].bytes.count
        return (text, next)
    }
}
