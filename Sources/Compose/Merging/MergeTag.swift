/// Compose's tags for values that are not merged.
enum MergeTag {
    /// The key is taken away, whatever earlier files gave.
    static let reset = "!reset"
    /// The value takes the place of what earlier files gave.
    static let override = "!override"
}
