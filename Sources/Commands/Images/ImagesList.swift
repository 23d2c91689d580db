internal import Addressing
internal import Images
internal import Lab
internal import Rendering

/// `netsim images ls`.
struct ImagesList: Command {
    static let synopsis = Synopsis(
        "[OPTIONS] [WORD]",
        .between(0, 1),
        "List the images that are known, with the ports that they listen on",
        refusals: .own,
        aliases: ["images ls", "images list"],
        details: """
            What the lab was told comes first, then netsim's own table. WORD keeps those whose
            name or program has it. A name with ~ before it is anybody's image of that name: of
            such an image only the program is known.

            For example: netsim images ls postgres
            """
    )

    private var format = ""
    private var quiet = false

    static var flags: [Flag<ImagesList>] {
        [
            .ownFormat { $0.format = $1 },
            .bool("quiet", short: "q", "Only display the names of images") { $0.quiet = $1 },
        ]
    }

    private static let listing = Listing(
        columns: [
            .init("Base", title: "BASE"), .init("Exposes", title: "EXPOSES"), .init("Image", title: "IMAGE"),
            .init("Listens", title: "LISTENS ON"), .init("Program", title: "PROGRAM"),
            .init("Source", title: "SOURCE"),
        ],
        typeName: "images.Summary",
        defaultTemplate: #"{{.Image}}\t{{.Program}}\t{{.Listens}}\t{{.Exposes}}\t{{.Base}}"#
    )

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        let word = operands.first?.lowercased() ?? ""
        let stated = try session.readIfThere { $0.images.entries } ?? []
        let all = stated.map { (names: [$0.name], image: $0.image()) } + ImageTable.all
        var rows: [(name: String, row: Listing.Row)] = []
        for (names, image) in all {
            for name in names where Self.fits(word, name, image) { rows.append((name, Self.row(name, image))) }
        }
        if quiet, OutputFormat(format) == .table(template: nil) {
            for row in rows { session.print(row.name) }
            return 0
        }
        try session.show(own: rows.map(\.row), in: Self.listing, format: format)
        return 0
    }

    private static func fits(_ word: String, _ name: String, _ image: KnownImage) -> Bool {
        word.isEmpty || name.lowercased().contains(word) || image.title.lowercased().contains(word)
    }

    private static func row(_ name: String, _ image: KnownImage) -> Listing.Row {
        Listing.Row([
            "Base": .string(image.base?.rawValue ?? ""),
            "Exposes": .string(image.exposed.map(ImageText.ports) ?? ""),
            "Image": .string(name),
            "Listens": .string(ImageText.listens(image)),
            "Program": .string(image.title),
            "Source": .string(image.source),
        ])
    }
}
