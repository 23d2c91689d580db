internal import Lab

/// What tools read that go through files, or through standard input where none is named.
struct TextSource {
    let name: String
    let text: String

    /// The lines, without their ends; what follows the last line end is a line if there is something.
    var lines: [Substring] {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }

    /// Reads files; those that cannot be read are complained of in `result`.
    ///
    /// - Parameter complaint: how a file that cannot be read is spoken of, before the reason.
    static func read(
        _ operands: [String],
        _ tool: String,
        in container: Container,
        _ context: inout ToolContext,
        into result: inout ToolResult,
        exitCode: Int = 1,
        complaint: (String) -> String = { $0 }
    ) -> [TextSource] {
        if operands.isEmpty { return [TextSource(name: "-", text: context.standardInput.text())] }
        var sources: [TextSource] = []
        for path in operands {
            if path == "-" || FileTree.normalized(path, from: context.folder) == "/dev/stdin" {
                sources.append(TextSource(name: path, text: context.standardInput.text()))
                continue
            }
            let problem: FileProblem
            switch FileTree(of: container, context).node(at: path, from: context.folder) {
            case .file(let text)?:
                sources.append(TextSource(name: path, text: text))
                continue
            case .folder?: problem = .isFolder
            case nil: problem = .notFound
            }
            result.complain("\(tool): \(complaint(path)): \(problem.text)")
            result.exitCode = exitCode
        }
        return sources
    }
}
