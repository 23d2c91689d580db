/// Why something cannot be imported: which file (or answer of an engine), which part of it, and what is wrong.
package struct ImportError: Error, Hashable, Sendable, CustomStringConvertible {
    package let source: String
    /// Such as `[0].NetworkSettings.Networks.web.IPAddress`, or `3:14`; empty for the whole.
    package let place: String
    package let problem: String

    package init(_ source: String, place: String = "", _ problem: String) {
        self.source = source
        self.place = place
        self.problem = problem
    }

    package var description: String { ([source, place].filter { !$0.isEmpty } + [problem]).joined(separator: ": ") }
}
