/// How many columns of a terminal a text takes.
package enum DisplayWidth {
    /// Wide East Asian characters and emoji take two columns, combining marks and controls none; a cluster is as wide
    /// as its first visible character, as in the `go-runewidth` that Docker measures with. Unlike there, the escape
    /// sequences of colours take no room.
    package static func of(_ utf8: ArraySlice<UInt8>) -> Int {
        if utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return utf8.count }
        let text = String(decoding: utf8, as: UTF8.self)
        var width = 0
        var escape = EscapeSequence()
        for character in text where !escape.takes(character) {
            width += character.unicodeScalars.lazy.map(Self.of).first { $0 > 0 } ?? 0
        }
        return width
    }

    /// Follows `ESC [ … letter`.
    private struct EscapeSequence {
        private enum State {
            case outside, begun, inside
        }

        private var state = State.outside

        mutating func takes(_ character: Character) -> Bool {
            switch state {
            case .outside:
                if character == "\u{1B}" { state = .begun }
                return character == "\u{1B}"
            case .begun:
                state = character == "[" ? .inside : .outside
                return character == "["
            case .inside:
                if ("@"..."~").contains(character) { state = .outside }
                return true
            }
        }
    }

    private static func of(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.properties.generalCategory {
        case .control, .format, .nonspacingMark, .enclosingMark, .lineSeparator, .paragraphSeparator, .surrogate:
            return 0
        default:
            // A flag, two regional indicators, counts as one column, as Docker counts it.
            if scalar.properties.isEmojiPresentation { return (0x1F1E6...0x1F1FF).contains(scalar.value) ? 1 : 2 }
            let isWide = wideBlocks.contains { $0.contains(scalar.value) }
            return isWide ? 2 : 1
        }
    }

    /// Blocks whose East Asian width is wide or full (Unicode Standard Annex 11), unassigned places included.
    private static let wideBlocks: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0x3247, 0x3250...0x4DBF, 0x4E00...0xA4CF,
        0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6B, 0xFF01...0xFF60,
        0xFFE0...0xFFE6, 0x16FE0...0x18CFF, 0x1AFF0...0x1B2FF, 0x1F200...0x1F265, 0x20000...0x3FFFD,
    ]
}
