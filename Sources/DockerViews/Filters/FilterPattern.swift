/// A regular expression of a `name` or `id` filter, in the syntax of Go's `regexp`.
///
/// Matching runs all alternatives side by side (Thompson's construction), so its time is bounded by the length of the
/// text times that of the pattern, whatever the pattern. Left out of Go's syntax: Unicode classes (`\p{…}`), `\Q…\E`
/// and flags other than a leading `(?i)`; a pattern with these counts as unreadable.
struct FilterPattern: Sendable {
    /// A step of the compiled pattern.
    enum Step: Sendable {
        case scalar(ScalarClass)
        /// Goes on at both places.
        case fork(Int, Int)
        case jump(Int)
        case check(Assertion)
        case accept
    }

    enum Assertion: Sendable {
        case start, end, wordBoundary, noWordBoundary
    }

    private let steps: [Step]

    /// Reads a pattern; `nil` if it is none, which the engine takes for a pattern that nothing fits.
    init?(_ pattern: String) {
        guard let steps = FilterPatternCompiler.compile(pattern) else { return nil }
        self.steps = steps
    }

    /// Whether the pattern fits some part of `text`.
    func occurs(in text: String) -> Bool {
        let scalars = Array(text.unicodeScalars)
        var current = Threads(capacity: steps.count)
        var next = Threads(capacity: steps.count)
        for position in 0...scalars.count {
            // A match may begin anywhere.
            if add(0, to: &current, scalars, position) { return true }
            guard position < scalars.count else { return false }
            for place in current.places {
                guard case .scalar(let wanted) = steps[place], wanted.contains(scalars[position]) else { continue }
                if add(place + 1, to: &next, scalars, position + 1) { return true }
            }
            swap(&current, &next)
            next.removeAll()
        }
        return false
    }

    /// Adds a place and all that is reached from it without taking a character; true where the pattern is done.
    private func add(_ place: Int, to threads: inout Threads, _ text: [Unicode.Scalar], _ position: Int) -> Bool {
        var pending = [place]
        while let place = pending.popLast() {
            guard threads.insert(place) else { continue }
            switch steps[place] {
            case .scalar: break
            case .accept: return true
            case .jump(let target): pending.append(target)
            case .fork(let first, let second): pending += [second, first]
            case .check(let assertion):
                if Self.holds(assertion, text, position) { pending.append(place + 1) }
            }
        }
        return false
    }

    private static func holds(_ assertion: Assertion, _ text: [Unicode.Scalar], _ position: Int) -> Bool {
        let isWordBefore = position > 0 && ScalarClass.word.contains(text[position - 1])
        let isWordAfter = position < text.count && ScalarClass.word.contains(text[position])
        return switch assertion {
        case .start: position == 0
        case .end: position == text.count
        case .wordBoundary: isWordBefore != isWordAfter
        case .noWordBoundary: isWordBefore == isWordAfter
        }
    }

    /// The places that are being looked at, each once.
    private struct Threads {
        private(set) var places: [Int] = []
        private var isPresent: [Bool]

        init(capacity: Int) {
            isPresent = Array(repeating: false, count: capacity)
        }

        mutating func insert(_ place: Int) -> Bool {
            if isPresent[place] { return false }
            isPresent[place] = true
            places.append(place)
            return true
        }

        mutating func removeAll() {
            for place in places { isPresent[place] = false }
            places.removeAll(keepingCapacity: true)
        }
    }
}

/// A set of characters: ranges of them, or all others.
struct ScalarClass: Hashable, Sendable {
    var ranges: [ClosedRange<UInt32>]
    var isNegated = false
    /// Whether letters of ASCII stand for both cases.
    var ignoresCase = false

    static let word = ScalarClass(ranges: [0x30...0x39, 0x41...0x5a, 0x5f...0x5f, 0x61...0x7a])
    static let digit = ScalarClass(ranges: [0x30...0x39])
    static let space = ScalarClass(ranges: [0x09...0x0a, 0x0c...0x0d, 0x20...0x20])
    /// `.`: anything but the end of a line.
    static let any = ScalarClass(ranges: [0x0a...0x0a], isNegated: true)

    var negated: ScalarClass { ScalarClass(ranges: ranges, isNegated: !isNegated, ignoresCase: ignoresCase) }

    func contains(_ scalar: Unicode.Scalar) -> Bool {
        let value = scalar.value
        var isMember = ranges.contains { $0.contains(value) }
        if ignoresCase, !isMember, scalar.isASCII, scalar.properties.isAlphabetic {
            isMember = ranges.contains { $0.contains(value ^ 0x20) }
        }
        return isMember != isNegated
    }
}
