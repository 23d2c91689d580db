internal import DockerValues
internal import Lab
internal import Text

/// Checks sizes such as `512m` and `1.5GiB` as `docker/go-units` reads them.
enum ByteSize {
    static func check(_ text: String) throws(FlagValueError) {
        let invalid = FlagValueError("invalid size: '\(text)'")
        // The number ends at the last digit, point or blank; one blank may part it from the unit.
        guard let last = text.lastIndex(where: { "0123456789. ".contains($0) }) else { throw invalid }
        let isBlank = text[last] == " "
        let number = text[..<(isBlank ? last : text.index(after: last))]
        guard let size = Double(number) else {
            throw FlagValueError("strconv.ParseFloat: parsing \(GoQuote.quote(String(number))): invalid syntax")
        }
        if size < 0 { throw invalid }
        let unit = text[text.index(after: last)...]
        let folded = unit.lowercased()
        if folded.isEmpty || folded == "b" { return }
        guard unit.utf8.count <= 3, let prefix = folded.first, "kmgtp".contains(prefix),
            ["", "b", "ib"].contains(folded.dropFirst())
        else { throw FlagValueError("invalid suffix: '\(unit.utf8.count > 3 ? String(unit) : folded)'") }
    }
}
