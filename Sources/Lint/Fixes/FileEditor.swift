internal import YAML

/// Finds the edits that change one thing in a file and leave comments, order and layout as they are.
///
/// Where the text is not what the caller takes it for (a variable, an anchor that others use, several lines) there is no
/// edit: nothing is guessed.
struct FileEditor {
    private let sources: SourceTable
    private var outlines: [Int: YAMLOutline?] = [:]

    init(_ sources: SourceTable) {
        self.sources = sources
    }

    /// Writes another value in place of one that stands there as it is, in the same quotes.
    mutating func replace(_ value: String, at place: SourcePlace, with new: String) -> [SourceEdit]? {
        guard let outline = outline(of: place), let number = outline.node(at: place, isScalar: true) else { return nil }
        let node = outline.nodes[number]
        guard case .scalar(value, let style) = node.kind, !node.hasProperties else { return nil }
        let quote: String
        switch style {
        case .plain: quote = ""
        case .single: quote = "'"
        case .double: quote = "\""
        case .block: return nil
        }
        // Without escapes, the text between the quotes is the value.
        guard node.range.count == value.utf8.count + 2 * quote.utf8.count else { return nil }
        return [SourceEdit(file: Int(place.file), range: node.range, replacement: quote + new + quote)]
    }

    /// Puts quotes around a value that stands there without, so that it is the text that it looks like.
    mutating func quote(at place: SourcePlace) -> [SourceEdit]? {
        guard let outline = outline(of: place), let number = outline.node(at: place, isScalar: true) else { return nil }
        let node = outline.nodes[number]
        guard case .scalar(let value, .plain) = node.kind, !node.hasProperties, !value.isEmpty,
            node.range.count == value.utf8.count, !value.contains(where: { "\"\\$\n".contains($0) })
        else { return nil }
        return [SourceEdit(file: Int(place.file), range: node.range, replacement: "\"\(value)\"")]
    }

    /// The text of a scalar as its author wrote it, without quotes; nil where it is none, or has an anchor.
    mutating func text(at place: SourcePlace) -> String? {
        guard let outline = outline(of: place), let number = outline.node(at: place, isScalar: true) else { return nil }
        let node = outline.nodes[number]
        guard case .scalar(let value, let style) = node.kind, style != .block, !node.hasProperties else { return nil }
        return value
    }

    /// Puts an entry before the others of a mapping.
    mutating func insert(_ key: String, _ value: String, intoMappingAt place: SourcePlace) -> [SourceEdit]? {
        guard let outline = outline(of: place), let number = outline.node(at: place, isScalar: false),
            case .mapping(let isFlow) = outline.nodes[number].kind, !outline.nodes[number].hasProperties,
            let first = outline.nodes[number].children.first
        else { return nil }
        let file = Int(place.file)
        let start = outline.nodes[first].range.lowerBound
        guard !isFlow else { return [SourceEdit(file: file, range: start..<start, replacement: "\(key): \(value), ")] }
        guard let line = sources.lineRange(around: start, of: file) else { return nil }
        // Below `- ` keys go on under the first one.
        let indent = String(repeating: " ", count: sources.position(ofOffset: start, of: file).column - 1)
        let text = "\(key): \(value)\(lineEnd(line, of: file))\(indent)"
        return [SourceEdit(file: file, range: start..<start, replacement: text)]
    }

    // MARK: - Removing

    /// Takes an item out of a list that keeps others.
    mutating func removeItem(at place: SourcePlace) -> [SourceEdit]? {
        guard let outline = outline(of: place), let number = itemNumber(at: place, outline),
            let parent = outline.nodes[number].parent
        else { return nil }
        let siblings = outline.nodes[parent].children
        guard siblings.count > 1, let position = siblings.firstIndex(of: number) else { return nil }
        let range = outline.nodes[number].range
        guard case .sequence(let isFlow) = outline.nodes[parent].kind else { return nil }
        if isFlow { return removal(of: position, siblings, outline, Int(place.file)).map { [$0] } }
        return removeLines(of: range, of: Int(place.file), leading: [UInt8(ascii: "-")]).map { [$0] }
    }

    /// Whether two items stand in one list.
    mutating func areSiblings(_ a: SourcePlace, _ b: SourcePlace) -> Bool {
        guard a.file == b.file, let outline = outline(of: a), let one = itemNumber(at: a, outline),
            let other = itemNumber(at: b, outline)
        else { return false }
        return outline.nodes[one].parent == outline.nodes[other].parent
    }

    /// An item without an anchor: whoever refers to it would lose it.
    private func itemNumber(at place: SourcePlace, _ outline: YAMLOutline) -> Int? {
        for isScalar in [false, true] {
            guard let number = outline.node(at: place, isScalar: isScalar), let parent = outline.nodes[number].parent,
                case .sequence = outline.nodes[parent].kind, !outline.nodes[number].hasProperties
            else { continue }
            if case .scalar(_, .block) = outline.nodes[number].kind { return nil }
            return number
        }
        return nil
    }

    /// Takes a key and its value, a scalar on the same line, out of a block mapping that keeps others.
    mutating func removeEntry(atKey place: SourcePlace) -> [SourceEdit]? {
        guard let outline = outline(of: place), let key = outline.node(at: place, isScalar: true),
            let parent = outline.nodes[key].parent, case .mapping(isFlow: false) = outline.nodes[parent].kind
        else { return nil }
        let children = outline.nodes[parent].children
        guard children.count > 2, let position = children.firstIndex(of: key), position.isMultiple(of: 2),
            position + 1 < children.count
        else { return nil }
        let value = outline.nodes[children[position + 1]]
        guard case .scalar(_, let style) = value.kind, style != .block, !value.hasProperties, !value.range.isEmpty
        else {
            return nil
        }
        guard outline.nodes[key].range.upperBound <= value.range.lowerBound else { return nil }
        let range = outline.nodes[key].range.lowerBound..<value.range.upperBound
        return removeLines(of: range, of: Int(place.file), leading: []).map { [$0] }
    }

    /// One of several between commas; nil where anything but blanks and a comma stands between it and its neighbor.
    private func removal(of position: Int, _ siblings: [Int], _ outline: YAMLOutline, _ file: Int) -> SourceEdit? {
        let own = outline.nodes[siblings[position]].range
        let neighbor = outline.nodes[siblings[position > 0 ? position - 1 : 1]].range
        let (first, second) = position > 0 ? (neighbor, own) : (own, neighbor)
        guard first.upperBound <= second.lowerBound else { return nil }
        let gap = first.upperBound..<second.lowerBound
        let range = position > 0 ? gap.lowerBound..<own.upperBound : own.lowerBound..<gap.upperBound
        let isPlain = sources.files[file].bytes[gap].allSatisfy { $0 == UInt8(ascii: ",") || Self.isBlank($0) }
        return isPlain ? SourceEdit(file: file, range: range, replacement: "") : nil
    }

    /// The lines of a stretch with nothing else on them but a comment behind it, and signs that lead to it.
    private func removeLines(of range: Range<Int>, of file: Int, leading signs: [UInt8]) -> SourceEdit? {
        let bytes = sources.files[file].bytes
        guard let first = sources.lineRange(around: range.lowerBound, of: file),
            let last = sources.lineRange(around: max(range.lowerBound, range.upperBound - 1), of: file)
        else { return nil }
        let lead = bytes[first.text.lowerBound..<range.lowerBound].filter { !Self.isBlank($0) }
        guard lead == signs else { return nil }
        let rest = bytes[range.upperBound..<max(range.upperBound, last.text.upperBound)]
        let trail = rest.drop(while: Self.isBlank)
        // A comment begins after a blank.
        guard trail.isEmpty || trail.first == UInt8(ascii: "#") && trail.startIndex > range.upperBound else {
            return nil
        }
        var (start, end) = (first.text.lowerBound, last.next)
        if last.next == last.text.upperBound {
            // The last line, without an end of its own: the one before keeps none either.
            guard let before = lineBefore(start, of: file) else { return nil }
            start = before.text.upperBound
        } else if isBlankLine(end, of: file), lineBefore(start, of: file).map({ $0.text.isEmpty }) ?? true,
            let next = sources.lineRange(around: end, of: file), next.next > end
        {
            // What stood between two blank lines, or before one at the file's top, takes one with it.
            end = next.next
        }
        return SourceEdit(file: file, range: start..<end, replacement: "")
    }

    private func isBlankLine(_ start: Int, of file: Int) -> Bool {
        guard start < sources.files[file].bytes.count, let line = sources.lineRange(around: start, of: file) else {
            return false
        }
        return sources.files[file].bytes[line.text].allSatisfy(Self.isBlank)
    }

    private func lineBefore(_ start: Int, of file: Int) -> (text: Range<Int>, next: Int)? {
        start > 0 ? sources.lineRange(around: start - 1, of: file) : nil
    }

    // MARK: - Old forms

    /// `external: {name: NAME}` as `external: true` and `name: NAME`, by the place of the mapping.
    mutating func modernize(externalAt place: SourcePlace) -> [SourceEdit]? {
        guard let outline = outline(of: place), let number = outline.node(at: place, isScalar: false),
            case .mapping = outline.nodes[number].kind, !outline.nodes[number].hasProperties,
            outline.nodes[number].children.count == 2, let parent = outline.nodes[number].parent,
            case .mapping(let isFlow) = outline.nodes[parent].kind,
            let position = outline.nodes[parent].children.firstIndex(of: number), position > 0
        else { return nil }
        let file = Int(place.file)
        let key = outline.nodes[outline.nodes[parent].children[position - 1]]
        let (inner, value) = (
            outline.nodes[outline.nodes[number].children[0]], outline.nodes[outline.nodes[number].children[1]]
        )
        guard case .scalar("external", _) = key.kind, case .scalar("name", _) = inner.kind,
            case .scalar(_, let style) = value.kind, style != .block, !value.range.isEmpty, !value.hasProperties
        else { return nil }
        let bytes = sources.files[file].bytes
        guard key.range.upperBound <= outline.nodes[number].range.lowerBound else { return nil }
        let gap = key.range.upperBound..<outline.nodes[number].range.lowerBound
        guard bytes[gap].allSatisfy({ $0 == UInt8(ascii: ":") || Self.isBlank($0) || $0 == 0x0a || $0 == 0x0d }),
            let line = sources.lineRange(around: key.range.lowerBound, of: file)
        else { return nil }
        let names = outline.nodes[parent].children.enumerated().filter { $0.offset.isMultiple(of: 2) }
            .map { outline.nodes[$0.element].kind }
        let hasName = names.contains {
            if case .scalar("name", _) = $0 { return true }
            return false
        }
        let name = "name: " + String(decoding: bytes[value.range], as: UTF8.self)
        let indent = String(
            repeating: " ",
            count: sources.position(ofOffset: key.range.lowerBound, of: file).column - 1
        )
        let text = hasName ? "" : isFlow ? ", \(name)" : "\(lineEnd(line, of: file))\(indent)\(name)"
        let range = key.range.upperBound..<outline.nodes[number].range.upperBound
        return [SourceEdit(file: file, range: range, replacement: ": true" + text)]
    }

    // MARK: -

    private mutating func outline(of place: SourcePlace) -> YAMLOutline? {
        let file = Int(place.file)
        if let known = outlines[file] { return known }
        let made = YAMLOutline(file: file, in: sources)
        outlines[file] = .some(made)
        return made
    }

    /// How a line ends; as the file's others where it has no end.
    private func lineEnd(_ line: (text: Range<Int>, next: Int), of file: Int) -> String {
        let end = String(decoding: sources.files[file].bytes[line.text.upperBound..<line.next], as: UTF8.self)
        return end.isEmpty ? "\n" : end
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}
