internal import Addressing

/// Images that are known by name: ``ImageTable/text``, read when somebody asks for one.
///
/// The table has a line for each program, and below it, indented, one for each kind of image that holds it:
///
///     Title | role | ports | processes | schemes of URLs
///       names | expose 80 | entrypoint words | cmd words | user name | on base | health | where it can be looked up
///
/// - A port is `5432! SQL $PGPORT -p`, see ``ImagePort``; several have commas between.
/// - Processes are the names of its programs and their subcommands: a command with one of them in it is the service's.
/// - A name is `nginx` for an official image, `owner/name` for another, with `:*word*` behind it only for tags that have
///   the word, and with `~` before it whoever's image it is. Of the latter only the program is known.
/// - `listens` has other ports than the program's. `?` in place of ports says that it listens on what it is told to.
/// - Cells that are missing are not known: nothing is guessed. `none` says that there is none.
package enum ImageTable {
    /// A line of the table: names, and what is known of the images.
    struct Row: Sendable {
        let program: Int
        let names: [Substring]
        let line: Substring
    }

    struct Index: Sendable {
        private(set) var programs: [Substring] = []
        private(set) var rows: [Row] = []
        /// Rows by a name without what it says of tags, in the order of the table.
        private(set) var places: [Substring: [Int]] = [:]

        init(_ text: String) {
            for line in text.utf8.split(separator: UInt8(ascii: "\n")).map(Substring.init) where !line.hasPrefix("#") {
                guard line.hasPrefix(" ") else {
                    programs.append(line)
                    continue
                }
                let cell = line.utf8.prefix { $0 != UInt8(ascii: "|") }
                let names = cell.split(separator: UInt8(ascii: " ")).map(Substring.init)
                for name in names {
                    let key = Substring(name.utf8.prefix { $0 != UInt8(ascii: ":") })
                    if places[key]?.last != rows.count { places[key, default: []].append(rows.count) }
                }
                rows.append(Row(program: programs.count - 1, names: names, line: line))
            }
        }

        /// The first row of a name whose words are in the tag.
        func row(_ key: Substring, tag: String) -> Row? {
            places[key]?.lazy.map { rows[$0] }.first { row in
                row.names.contains { name in
                    guard name.hasPrefix(key) else { return false }
                    let rest = name.dropFirst(key.count)
                    if rest.isEmpty { return true }
                    return rest.hasPrefix(":") && ImageTable.matches(rest.dropFirst(), tag)
                }
            }
        }
    }

    static let index = Index(text)

    /// `*word*` is anywhere in the tag, `word` is all of it.
    static func matches(_ pattern: Substring, _ tag: String) -> Bool {
        guard pattern.hasPrefix("*"), pattern.hasSuffix("*"), pattern.count > 2 else { return pattern == tag }
        return tag.contains(pattern.dropFirst().dropLast())
    }

    static func lookup(_ name: ImageName) -> KnownImage? {
        let tag = name.tag ?? "latest"
        if let row = index.row(Substring(name.key), tag: tag) {
            var image = image(row)
            if let base = ImageBase.of(tag: name.tag) { image?.base = base }
            return image
        }
        // Somebody else's image of the same name: a base says nothing of what was made of it.
        let last = name.last
        if let row = index.row(Substring("~\(last)"), tag: tag) { return named(row, name) }
        guard name.path.count > 1, let row = index.row(Substring(last), tag: tag) else { return nil }
        return named(row, name).flatMap { $0.role == .base ? nil : $0 }
    }

    private static func named(_ row: Row, _ name: ImageName) -> KnownImage? {
        guard let program = program(index.programs[row.program]), let full = image(row) else { return nil }
        var image = KnownImage(program, .name, source: full.source)
        // A row of its own for anybody's image says what such an image listens on; an official one does not.
        if row.names.contains(where: { $0.hasPrefix("~") }) {
            image.ownPorts = full.certainty == .name ? full.ownPorts : nil
            image.knowsPorts = full.knowsPorts
        }
        image.base = ImageBase.of(tag: name.tag)
        return image
    }

    static func speaking(_ scheme: String) -> KnownImage? {
        for (number, line) in index.programs.enumerated() {
            guard let program = program(line), program.schemes.contains(scheme) else { continue }
            let source = index.rows.first { $0.program == number }.flatMap(image)?.source ?? ""
            return KnownImage(program, .name, source: source)
        }
        return nil
    }

    /// Every image that the table names itself, in its order, with the names as they stand there.
    package static var all: [(names: [String], image: KnownImage)] {
        index.rows.compactMap { row in image(row).map { (row.names.map(String.init), $0) } }
    }

    // MARK: - Lines

    static func cells(_ line: Substring) -> [Substring] {
        line.utf8.split(separator: UInt8(ascii: "|"), omittingEmptySubsequences: false).map { cell in
            var cell = Substring(cell)
            while cell.first == " " { cell.removeFirst() }
            while cell.last == " " { cell.removeLast() }
            return cell
        }
    }

    static func program(_ line: Substring) -> KnownImage.Program? {
        let cells = cells(line)
        guard cells.count == 5, let role = KnownImage.Role(rawValue: String(cells[1])),
            let ports = ports(cells[2])
        else { return nil }
        return KnownImage.Program(
            title: String(cells[0]),
            role: role,
            ports: ports,
            knowsPorts: cells[2] != "?",
            processes: Set(cells[3].split(separator: " ").map(String.init)),
            schemes: Set(cells[4].split(separator: " ").map(String.init))
        )
    }

    private static func ports(_ cell: Substring) -> [ImagePort]? {
        if cell.isEmpty || cell == "none" || cell == "?" { return [] }
        let ports = cell.split(separator: ",").map { ImagePort($0) }
        return ports.contains(nil) ? nil : ports.compactMap(\.self)
    }

    static func image(_ row: Row) -> KnownImage? {
        let cells = cells(row.line)
        guard index.programs.indices.contains(row.program), let program = program(index.programs[row.program]),
            let source = cells.last, cells.count > 1
        else { return nil }
        var image = KnownImage(
            program,
            row.names.allSatisfy { $0.hasPrefix("~") } ? .name : .image,
            source: String(source)
        )
        for cell in cells.dropFirst().dropLast() {
            let key = cell.prefix { $0 != " " }
            let value = cell.dropFirst(key.count + 1)
            switch key {
            case "expose":
                let ports = value == "none" ? [] : value.split(separator: " ").map { ContainerPort(String($0)) }
                if ports.contains(nil) { return nil }
                image.exposed = ports.compactMap(\.self)
            case "listens":
                image.knowsPorts = value != "?"
                guard image.knowsPorts else { continue }
                guard let ports = ports(value) else { return nil }
                image.ownPorts = ports
            case "entrypoint": image.entrypoint = words(value)
            case "cmd": image.command = words(value)
            case "user": image.user = String(value)
            case "on":
                guard let base = ImageBase(rawValue: String(value)) else { return nil }
                image.base = base
            case "health": image.hasHealthCheck = true
            case "stop": image.stopSignal = String(value)
            default: return nil
            }
        }
        return image
    }

    /// Words of a command; those in double quotes are one.
    static func words(_ text: Substring) -> [String] {
        if text == "none" { return [] }
        var (words, word, isQuoted, isEmpty) = ([String](), "", false, true)
        for character in text {
            switch character {
            case "\"":
                isQuoted.toggle()
                isEmpty = false
            case " " where !isQuoted:
                if !isEmpty { words.append(word) }
                (word, isEmpty) = ("", true)
            default:
                word.append(character)
                isEmpty = false
            }
        }
        if !isEmpty { words.append(word) }
        return words
    }
}
