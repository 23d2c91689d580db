/// A text file that was read.
public struct SourceFile: Hashable, Sendable {
    /// As the user would write it, for messages.
    public let path: String
    public let bytes: [UInt8]
    /// Where it was read from, for what writes it again; the same as `path` unless that is seen from another folder.
    public let location: String
}

/// The files that were read, so that a ``SourcePlace`` can be shown with its line.
public struct SourceTable: Sendable {
    public private(set) var files: [SourceFile] = []
    /// Offsets where each file's lines begin.
    private(set) var lineStarts: [[Int]] = []
    /// Of each file's long lines, by number: the offsets of every so many scalars, so that a place far out is found
    /// without reading the line.
    private var marks: [[Int: [Int]]] = []

    private static let scalarsPerMark = 1_024

    public init() {}

    /// Enters a file and gives its position.
    public mutating func add(path: String, bytes: [UInt8], location: String? = nil) -> Int {
        files.append(SourceFile(path: path, bytes: bytes, location: location ?? path))
        let starts = Self.lineStarts(of: bytes)
        lineStarts.append(starts)
        marks.append(Self.marks(of: bytes, starts))
        return files.count - 1
    }

    public func path(of place: SourcePlace) -> String {
        files.indices.contains(Int(place.file)) ? files[Int(place.file)].path : "?"
    }

    /// `path:line:column`.
    public func text(of place: SourcePlace) -> String {
        "\(path(of: place)):\(place.line):\(place.column)"
    }

    /// A line without its end, counted from 1; nil where the file has no such line.
    public func line(_ number: Int, of file: Int) -> String? {
        octets(ofLine: number, of: file).map { String(decoding: files[file].bytes[$0], as: UTF8.self) }
    }

    /// At most so many scalars of a line, from a position on, counted from 0; nil where the file has no such line.
    ///
    /// What it costs does not depend on the line's length.
    public func scalars(ofLine number: Int, of file: Int, from position: Int, count: Int) -> [Unicode.Scalar]? {
        guard position >= 0, count >= 0, let octets = octets(ofLine: number, of: file) else { return nil }
        let lineMarks = marks[file][number] ?? []
        let mark = min(position / Self.scalarsPerMark, lineMarks.count - 1)
        let start = mark >= 0 ? lineMarks[mark] : octets.lowerBound
        let skipped = position - max(mark, 0) * Self.scalarsPerMark
        let left = max(0, octets.upperBound - start)
        // A scalar has four octets at most.
        let (scalars, isTooMany) = skipped.addingReportingOverflow(count)
        let length = isTooMany || scalars > left / 4 ? left : scalars * 4
        let text = String(decoding: files[file].bytes[start..<(start + length)], as: UTF8.self)
        return Array(text.unicodeScalars.dropFirst(skipped).prefix(count))
    }

    func octets(ofLine number: Int, of file: Int) -> Range<Int>? {
        guard files.indices.contains(file), number >= 1, number <= lineStarts[file].count else { return nil }
        let bytes = files[file].bytes
        let start = lineStarts[file][number - 1]
        var end = number < lineStarts[file].count ? lineStarts[file][number] : bytes.count
        while end > start, bytes[end - 1] == 0x0a || bytes[end - 1] == 0x0d { end -= 1 }
        return start..<end
    }

    private static func marks(of bytes: [UInt8], _ starts: [Int]) -> [Int: [Int]] {
        var marks: [Int: [Int]] = [:]
        for (index, start) in starts.enumerated() {
            let end = index + 1 < starts.count ? starts[index + 1] : bytes.count
            guard end - start > scalarsPerMark else { continue }
            var (offsets, count) = ([Int](), 0)
            for offset in start..<end where bytes[offset] & 0xc0 != 0x80 {
                if count.isMultiple(of: scalarsPerMark) { offsets.append(offset) }
                count += 1
            }
            marks[index + 1] = offsets
        }
        return marks
    }

    /// Lines end where YAML 1.1 ends them (and libyaml counts them): at LF, CR, CR LF, NEL, LS and PS.
    private static func lineStarts(of bytes: [UInt8]) -> [Int] {
        var starts = [0]
        for (offset, byte) in bytes.enumerated() {
            switch byte {
            case 0x0a: starts.append(offset + 1)
            case 0x0d where offset + 1 == bytes.count || bytes[offset + 1] != 0x0a: starts.append(offset + 1)
            case 0x85 where offset > 0 && bytes[offset - 1] == 0xc2: starts.append(offset + 1)
            case 0xa8, 0xa9:
                if offset > 1, bytes[offset - 1] == 0x80, bytes[offset - 2] == 0xe2 { starts.append(offset + 1) }
            default: break
            }
        }
        return starts
    }
}

/// A file that cannot be read as what it should be: what is wrong, and where.
public struct SourceError: Error, Hashable, Sendable {
    public let message: String
    /// nil where no place in a file can be named, such as a file that is missing.
    public let place: SourcePlace?
    /// What to do about it.
    public var help: String?
    /// Other places that belong to it, such as a key's first appearance, each with what stands there.
    public var related: [Placed<String>]

    public init(
        _ message: String,
        at place: SourcePlace? = nil,
        help: String? = nil,
        related: [Placed<String>] = []
    ) {
        self.message = message
        self.place = place
        self.help = help
        self.related = related
    }
}
