/// Numbers with their nouns, for messages.
package enum Count {
    package static func of(_ count: Int, _ singular: String, _ plural: String? = nil) -> String {
        "\(count) \(count == 1 ? singular : plural ?? singular + "s")"
    }

    package static func containers(_ count: Int) -> String { of(count, "container") }

    /// `a`, `a and b`, `a, b and c`; of more than `limit` the rest is counted.
    package static func list(_ words: [String], limit: Int = 5) -> String {
        if words.count > limit {
            return words.prefix(limit - 1).joined(separator: ", ") + " and \(words.count - limit + 1) more"
        }
        guard words.count > 1, let last = words.last else { return words.first ?? "" }
        return words.dropLast().joined(separator: ", ") + " and \(last)"
    }
}
