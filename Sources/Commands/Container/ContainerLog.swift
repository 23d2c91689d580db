internal import ContainerTools
internal import Lab

/// What the own command of a simulated container printed, line by line, with the moment of each.
struct ContainerLog {
    struct Line: Hashable {
        let moment: Timestamp
        let isError: Bool
        /// With its end.
        let text: String
    }

    private let key: String
    private let session: Session

    /// The latest bytes that are kept.
    private static let most = 1 << 20

    init(_ id: ContainerID, _ session: Session) {
        key = "\(id)/log"
        self.session = session
    }

    func lines() throws -> [Line] { Self.lines(of: try session.lab().kept([key])[key] ?? []) }

    func add(_ result: ToolResult, at moment: Timestamp) throws {
        let added = [(result.stdout, "o"), (result.stderr, "e")].flatMap { text, stream in
            text.split(separator: "\n", omittingEmptySubsequences: false).map {
                "\(moment.nanoseconds) \(stream) \($0)\n"
            }
            // What follows the last line end is a line only if there is something.
            .dropLast(text.hasSuffix("\n") || text.isEmpty ? 1 : 0)
        }
        if added.isEmpty { return }
        let bytes = Array(added.joined().utf8)
        try session.lab().changeKept([key]) { kept in
            var all = (kept[key] ?? []) + bytes
            if all.count > Self.most {
                let cut = all.suffix(Self.most)
                all = Array(cut[(cut.firstIndex(of: 10).map { $0 + 1 } ?? cut.endIndex)...])
            }
            return [key: all]
        }
    }

    private static func lines(of bytes: [UInt8]) -> [Line] {
        String(decoding: bytes, as: UTF8.self).split(separator: "\n").compactMap { line in
            let parts = line.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
            guard parts.count == 3, let moment = Int64(parts[0]) else { return nil }
            return Line(
                moment: Timestamp(nanoseconds: moment),
                isError: parts[1] == "e",
                text: parts[2] + "\n"
            )
        }
    }
}
