internal import Rendering

extension Session {
    /// Prints a listing in the format that `--format` asks for.
    ///
    /// - Parameter refusal: what to say of a template that cannot be used.
    /// - Throws: a failure with that text; nothing is printed then.
    func show(
        _ rows: [Listing.Row],
        in listing: Listing,
        format: String,
        refusal: (TemplateError) -> String = \.dockerMessage
    ) throws(CommandFailure) {
        let format = OutputFormat(format)
        do throws(TemplateError) {
            let text = try listing.render(rows, as: format)
            if case .table = format { write(table: text) } else { write(text) }
        } catch {
            throw CommandFailure(refusal(error))
        }
    }

    /// Adds a table to standard output; on a terminal that shows colour its headings stand out.
    func write(table: String) {
        guard wantsColour else { return write(table) }
        let headings = table.prefix { $0 != "\n" }
        write(style(String(headings), .bold) + table[headings.endIndex...])
    }

    /// Colours for standard output, where it may carry them.
    var style: TerminalStyle { TerminalStyle(isEnabled: wantsColour) }

    /// Whether standard output may carry colour (no-color.org).
    private var wantsColour: Bool { mayColour(.output) }

    /// Whether standard error may.
    var wantsColourOnErrors: Bool { mayColour(.errors) }

    private func mayColour(_ stream: Surroundings.Stream) -> Bool {
        (surroundings.environment("NO_COLOR") ?? "").isEmpty && surroundings.isTerminal(stream)
            && surroundings.environment("TERM") != "dumb"
    }
}
