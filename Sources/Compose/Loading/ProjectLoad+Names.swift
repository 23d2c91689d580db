internal import Lab
internal import Text
internal import YAML

extension ProjectLoad {
    /// `-p`, `COMPOSE_PROJECT_NAME`, the last `name` of the files, or the folder's name.
    mutating func projectName(
        of parsed: [ParsedFile],
        directory: String,
        _ environment: ProjectEnvironment
    ) -> Placed<String>? {
        let start = SourcePlace(file: parsed.first?.index ?? 0, line: 1, column: 1)
        if let name = options.projectName ?? environment["COMPOSE_PROJECT_NAME"], !name.isEmpty {
            guard ProjectName.normalised(name) == name else {
                log.errors.append(SourceError(ProjectName.complaint(of: name)))
                return nil
            }
            return Placed(name, at: start)
        }
        if let written = writtenName(in: parsed, environment) {
            let name = ProjectName.normalised(written.value)
            guard name.isEmpty else { return Placed(name, at: written.place) }
            log.errors.append(
                SourceError(
                    "project name must not be empty",
                    at: written.place,
                    help: "a name has letters, digits, \"_\" and \"-\", and begins with a letter or a digit"
                )
            )
            return nil
        }
        let name = ProjectName.normalised(FilePath.name(of: files.absolute(directory)))
        guard !name.isEmpty else {
            log.errors.append(
                SourceError("project name must not be empty", help: "give one with -p, or as name in the file")
            )
            return nil
        }
        return Placed(name, at: start)
    }

    /// What a project is called whose name Compose refuses.
    func nameless(_ parsed: [ParsedFile]) -> Placed<String> {
        Placed("project", at: SourcePlace(file: parsed.first?.index ?? 0, line: 1, column: 1))
    }

    private func writtenName(in parsed: [ParsedFile], _ environment: ProjectEnvironment) -> Placed<String>? {
        let nodes = parsed.flatMap(\.documents).compactMap { $0["name"] }
        guard var node = nodes.last(where: { $0.string?.isEmpty == false }) else { return nil }
        // Complaints come with the document itself.
        var interpolator = Interpolator(budget: log.expansionLeft) { environment[$0] }
        interpolator.interpolate(&node)
        return node.string.map { Placed($0, at: node.place) }
    }
}

enum ProjectName {
    /// Lower case, without what is no letter, digit, `_` or `-`, and without such signs in front (compose-go's
    /// `NormalizeProjectName`).
    static func normalised(_ text: String) -> String {
        let kept = text.lowercased().utf8.filter { byte in
            switch byte {
            case 0x30...0x39, 0x61...0x7a, UInt8(ascii: "_"), UInt8(ascii: "-"): true
            default: false
            }
        }
        return String(decoding: kept.drop { $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-") }, as: UTF8.self)
    }

    static func complaint(of name: String) -> String {
        "invalid project name \(GoQuote.quote(name)): must consist only of lowercase alphanumeric characters, "
            + "hyphens, and underscores as well as start with a letter or number"
    }
}
