import Compose
import Foundation
import Rendering
import Testing
import YAML

@testable import Lint

@Suite("Excerpts of files")
struct SourceExcerptTests {
    @Test
    func `what cannot be read is shown with its line`() {
        var sources = SourceTable()
        let file = sources.add(path: "compose.yaml", bytes: Array("services:\n\tweb: {}\n".utf8))
        let failure = ComposeFailure([
            SourceError(
                "tabs",
                at: SourcePlace(file: file, line: 2, column: 1),
                help: "use spaces",
                related: [Placed("here", at: SourcePlace(file: file, line: 1, column: 1))]
            ), SourceError("open x: no such file or directory"),
        ])
        #expect(
            FailureReport.text(failure, in: sources, style: TerminalStyle(isEnabled: false)) == """
                error: tabs
                 --> compose.yaml:2:1
                  |
                2 |  web: {}
                  | ^
                 ::: compose.yaml:1:1: here
                  = use spaces

                error: open x: no such file or directory

                """
        )
    }

    @Test
    func `long lines are cut around the place, wide characters are as wide as they look`() {
        var sources = SourceTable()
        let long = String(repeating: "a", count: 300) + "XYZ" + String(repeating: "b", count: 300)
        let file = sources.add(path: "f", bytes: Array("名前: x\n\(long)\n".utf8))
        let excerpt = SourceExcerpt(sources: sources, style: TerminalStyle(isEnabled: false))
        let wide = excerpt.lines(SourcePlace(file: file, line: 1, column: 5), margin: 1, color: .red)
        #expect(wide[2] == "  |       ^")
        let cut = excerpt.lines(SourcePlace(file: file, line: 2, column: 301, length: 3), margin: 1, color: .red)
        let column = cut[1].range(of: "XYZ").map { cut[1].distance(from: cut[1].startIndex, to: $0.lowerBound) }
        let caret = cut[2].range(of: "^^^").map { cut[2].distance(from: cut[2].startIndex, to: $0.lowerBound) }
        #expect(column == caret)
        #expect(cut[1].count < 140)
        // A place that the file does not have is no reason to fail.
        #expect(excerpt.lines(SourcePlace(file: file, line: 99, column: 1), margin: 1, color: .red).isEmpty)
        #expect(excerpt.lines(SourcePlace(file: file, line: 1, column: 99), margin: 1, color: .red).count == 3)
    }
}
