/// A diagram with its places: what both layouts make, and what SVG, HTML and draw.io show. Whole pixels, the origin at
/// the top left.
struct Drawing: Hashable, Sendable {
    struct Point: Hashable, Sendable {
        var x: Int
        var y: Int
    }

    struct Frame: Hashable, Sendable {
        var x: Int
        var y: Int
        var width: Int
        var height: Int

        var right: Int { x + width }
        var bottom: Int { y + height }
        var middle: Int { x + width / 2 }
    }

    /// What a text says of itself by its look.
    enum TextStyle: String, Hashable, Sendable, CaseIterable {
        /// Names.
        case title
        /// Names in a box of several.
        case member
        case plain
        /// Addresses and ports.
        case address
        /// What deserves attention: faults.
        case fault
        /// What is not as usual.
        case flag
        /// On the host's bar.
        case host

        var size: Int {
            switch self {
            case .title, .host: 14
            case .member: 13
            case .plain, .flag, .fault, .address: 12
            }
        }

        var isBold: Bool { self == .title || self == .member || self == .host }
        var isMono: Bool { self == .address }
        /// From one baseline to the next.
        var lineHeight: Int { self == .title || self == .member ? 18 : 15 }

        func width(_ text: String) -> Int { TextWidth.of(text, size: size, isBold: isBold, isMono: isMono) }
    }

    /// A line of text that begins at `x` and stands on the baseline `y`.
    struct Text: Hashable, Sendable {
        var text: String
        var style: TextStyle
        var x: Int
        var y: Int
    }

    /// A network: a bus, in one or several lines, or a box where Graphviz laid it out.
    struct Bus: Hashable, Sendable {
        var network: Int
        /// Each from its left end to its right end.
        var lines: [Frame]
        /// The box around the texts, where it is one.
        var box: Frame?
        var texts: [Text]
    }

    struct Box: Hashable, Sendable {
        var node: Int
        var frame: Frame
        /// Around each member, where there are several.
        var insets: [Frame]
        var texts: [Text]
    }

    struct Line: Hashable, Sendable {
        enum Kind: Hashable, Sendable {
            /// A container's link to a network, by position.
            case leg(network: Int)
            case port
            /// A network's way out by the host.
            case wayOut(network: Int)
            case cut
        }

        enum Condition: Hashable, Sendable {
            case live
            /// Its container does not run.
            case idle
            case faulty
        }

        var kind: Kind
        var condition = Condition.live
        /// The node at its end; nil for a network's own.
        var node: Int?
        /// Corners, from the network or host to the container.
        var points: [Point]
        /// Where it crosses a bus without joining it: heights on the first vertical stretch.
        var hops: [Int] = []
        /// Whether the points are those of Bézier curves: one, and then three for each.
        var isCurved = false
        var texts: [Text] = []

        /// Whether its first point is marked: where it joins a bus.
        var hasDot: Bool {
            switch kind {
            case .leg(let network): network >= 0 && !isCurved
            case .wayOut: !isCurved
            case .port, .cut: false
            }
        }
    }

    var width = 0
    var height = 0
    /// The host's bar, and what is written on it; nil where there is none.
    var host: Frame?
    var hostTexts: [Text] = []
    var buses: [Bus] = []
    var boxes: [Box] = []
    var lines: [Line] = []
    /// Texts that belong to nothing.
    var notes: [Text] = []
}
