/// Cells that several of Docker's tables share.
enum TableText {
    /// `a=b,c=d`, by key.
    static func labels(_ labels: [String: String]) -> String {
        // Most things have none, and the first use of a generic function of the library takes the time of several rows.
        labels.isEmpty
            ? "" : labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ",")
    }

    /// `text` in at most `width` characters, the last of them an ellipsis where something was cut
    /// (docker/cli `formatter.Ellipsis`).
    static func ellipsis(_ text: String, width: Int) -> String {
        let scalars = text.unicodeScalars
        guard scalars.count > width else { return text }
        return String(String.UnicodeScalarView(scalars.prefix(width - 1))) + "…"
    }
}
