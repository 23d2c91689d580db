/// A report, free of the form that it is written in.
struct ReportPage {
    /// What a cell or line says of itself.
    enum Mood: String, Hashable, Sendable {
        case plain
        case good
        case bad
        case warning
        case quiet
    }

    struct Cell: Hashable, Sendable {
        var text: String
        var mood = Mood.plain
        /// Whether it is what a machine would read: an address, a port, a rule.
        var isCode = false

        init(_ text: String, _ mood: Mood = .plain, code: Bool = false) {
            self.text = text
            self.mood = mood
            isCode = code
        }
    }

    struct Note: Hashable, Sendable {
        var label: String
        var mood: Mood
        var title: String
        var lines: [String] = []
        /// Lines to be read one below the other, such as the stations of a packet.
        var codeLines: [String] = []
    }

    enum Block: Sendable {
        case paragraph(String)
        case list([String])
        case table([String], [[Cell]])
        /// Who stands in the rows finds in the cells what it reaches of who stands in the columns.
        case matrix([String], [(name: String, cells: [Cell])])
        case notes([Note])
        /// A picture as SVG, with its width in pixels, and its text for those who see none.
        case picture(svg: String, width: Int, text: String)
    }

    struct Section: Sendable {
        let title: String
        /// A name for links within the page.
        let anchor: String
        let blocks: [Block]
    }

    var title: String
    /// What came of it all, a word or two each.
    var badges: [Cell]
    var summary: String
    var sections: [Section]
    /// The last line.
    var footer: String
}
