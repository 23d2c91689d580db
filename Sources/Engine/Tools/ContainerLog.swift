package import ContainerTools
package import Lab

/// What the own command of a simulated container printed, line by line, with the moment of each.
package struct ContainerLog {
    package struct Line: Hashable, Sendable {
        package let moment: Timestamp
        package let isError: Bool
        /// With its end, if it has come to it.
        package let text: String
    }

    private let key: String
    private let lab: any LabAccess

    /// The latest bytes that are kept.
    private static let most = 1 << 20

    package init(_ id: ContainerID, in lab: any LabAccess) {
        key = "\(id)/log"
        self.lab = lab
    }

    package func lines() throws -> [Line] { Self.lines(of: try lab.kept([key])[key] ?? []) }

    package func add(_ result: ToolResult, at moment: Timestamp) throws {
        try add([
            (Array(result.stdout.utf8), isError: false, moment), (Array(result.stderr.utf8), isError: true, moment),
        ])
    }

    /// Adds what was written, piece by piece. The end of a piece ends no line.
    package func add(_ pieces: [(bytes: [UInt8], isError: Bool, moment: Timestamp)]) throws {
        var added: [UInt8] = []
        for (bytes, isError, moment) in pieces where !bytes.isEmpty {
            let text = String(decoding: bytes, as: UTF8.self)
            var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            let last = lines.popLast() ?? ""
            for line in lines { added += "\(moment.nanoseconds) \(isError ? "e" : "o") \(line)\n".utf8 }
            // A line that is not at its end yet.
            if !last.isEmpty { added += "\(moment.nanoseconds) \(isError ? "E" : "O") \(last)\n".utf8 }
        }
        if added.isEmpty { return }
        try lab.changeKept([key]) { kept in
            var all = (kept[key] ?? []) + added
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
                isError: parts[1].lowercased() == "e",
                text: parts[2] + (parts[1].first?.isUppercase == true ? "" : "\n")
            )
        }
    }
}
