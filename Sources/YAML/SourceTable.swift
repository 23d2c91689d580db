/// A text file that was read.
public struct SourceFile: Hashable, Sendable {
    /// As the user would write it, for messages.
    public let path: String
    public let bytes: [UInt8]
}

/// The files that were read, so that a ``SourcePlace`` can be shown with its line.
public struct SourceTable: Sendable {
    public private(set) var files: [SourceFile] = []
    /// Offsets where each file's lines begin.
    private var lineStarts: [[Int]] = []

    public init() {}

    /// Enters a file and gives its position.
    public mutating func add(path: String, bytes: [UInt8]) -> Int {
        files.append(SourceFile(path: path, bytes: bytes))
        lineStarts.append(Self.lineStarts(of: bytes))
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
        guard files.indices.contains(file), number >= 1, number <= lineStarts[file].count else { return nil }
        let bytes = files[file].bytes
        let start = lineStarts[file][number - 1]
        var end = number < lineStarts[file].count ? lineStarts[file][number] : bytes.count
        while end > start, bytes[end - 1] == 0x0a || bytes[end - 1] == 0x0d { end -= 1 }
        return String(decoding: bytes[start..<end], as: UTF8.self)
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
