internal import Lab
internal import YAML

/// What Compose cannot make a value of, in its words (compose-go through mapstructure).
enum DecodingFault {
    /// - Parameter path: the keys and positions from the top of the file.
    static func error(
        at path: [String],
        _ reason: String,
        _ place: SourcePlace,
        help: String? = nil
    ) -> SourceError {
        SourceError(
            "decoding failed due to the following error(s):\n\n'\(text(of: path))' \(reason)",
            at: place,
            help: help
        )
    }

    /// `services[web].ports[0].target`
    private static func text(of path: [String]) -> String {
        var text = ""
        for (index, part) in path.enumerated() {
            if index == 1 || (index > 1 && Int(part) != nil) {
                text += "[\(part)]"
            } else {
                text += index == 0 ? part : ".\(part)"
            }
        }
        return text
    }
}
