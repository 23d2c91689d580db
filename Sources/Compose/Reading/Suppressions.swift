internal import YAML

/// Comments `# netsim-ignore: RULE reason`.
enum Suppressions {
    static func read(_ sources: SourceTable) -> [ComposeProject.Suppression] {
        var found: [ComposeProject.Suppression] = []
        for (file, source) in sources.files.enumerated() where source.bytes.containsMark {
            var number = 0
            for line in source.bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
                number += 1
                guard let comment = comment(of: line) else { continue }
                let isAlone = line[..<comment.startIndex].dropLast().allSatisfy { $0 == 0x20 || $0 == 0x09 }
                let words = comment.split { $0 == 0x20 || $0 == 0x09 || $0 == 0x0d }
                guard let mark = words.first, mark.elementsEqual(Self.mark), words.count > 1 else { continue }
                let place = SourcePlace(file: file, line: isAlone ? number + 1 : number, column: 1)
                let texts = words.dropFirst().map { String(decoding: $0, as: UTF8.self) }
                let reason = texts.dropFirst().joined(separator: " ")
                found.append(.init(rule: texts[0], reason: reason, place: place))
            }
        }
        return found
    }

    fileprivate static let mark = Array("netsim-ignore:".utf8)

    /// What follows a line's `#`, where that begins a comment: at the line's start or after a space, not in quotes.
    private static func comment(of line: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        var quote: UInt8?
        var before = UInt8(ascii: " ")
        for (index, byte) in zip(line.indices, line) {
            switch byte {
            case UInt8(ascii: "'"), UInt8(ascii: "\""):
                if quote == byte {
                    quote = nil
                } else if quote == nil, before == 0x20 || before == 0x09 || Self.opens(before) {
                    quote = byte
                }
            case UInt8(ascii: "#") where quote == nil && (before == 0x20 || before == 0x09):
                return line[(index + 1)...]
            default: break
            }
            before = byte
        }
        return nil
    }

    /// Signs after which a quoted text may begin at once.
    private static func opens(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "[") || byte == UInt8(ascii: "{") || byte == UInt8(ascii: ",")
    }
}

extension [UInt8] {
    /// Whether the word stands anywhere, so that most files need no second look.
    fileprivate var containsMark: Bool {
        let mark = Suppressions.mark
        return indices.contains { self[$0] == mark[0] && self[$0...].starts(with: mark) }
    }
}
