internal import Lab

/// GNU cat over the files that are known.
enum Cat {
    private struct Style {
        var numbersAll = false
        var numbersFilled = false
        var squeezes = false
        var marksEnds = false
        var marksTabs = false

        var isPlain: Bool { !(numbersAll || numbersFilled || squeezes || marksEnds || marksTabs) }
    }

    private static let options: [OptionScanner.Option] = [
        .init("A", "show-all"), .init("b", "number-nonblank"), .init("e"), .init("E", "show-ends"),
        .init("n", "number"),
        .init("s", "squeeze-blank"), .init("t"), .init("T", "show-tabs"), .init("u"), .init("v", "show-nonprinting"),
    ]

    static func run(_ arguments: [String], in container: Container, _ context: inout ToolContext) -> ToolResult {
        let scanned: OptionScanner.Scanned
        switch Coreutils.scan("cat", options, arguments) {
        case .success(let read): scanned = read
        case .failure(let refusal): return refusal.result
        }
        var style = Style()
        for option in scanned.options {
            switch option.letter {
            case "A":
                style.marksEnds = true
                style.marksTabs = true
            case "b": style.numbersFilled = true
            case "e", "E": style.marksEnds = true
            case "n": style.numbersAll = true
            case "s": style.squeezes = true
            case "t", "T": style.marksTabs = true
            default: break
            }
        }
        var result = ToolResult()
        if scanned.operands.isEmpty, context.terminal != nil, style.isPlain {
            // Line by line, as somebody types them.
            while !context.isInterrupted, let line = context.standardInput.line() {
                result.stdout = line
                context.show(&result)
            }
            return result
        }
        let sources = TextSource.read(scanned.operands, "cat", in: container, &context, into: &result)
        let text = sources.map(\.text).joined()
        result.stdout = style.isPlain ? text : styled(text, style)
        return result
    }

    private static func styled(_ text: String, _ style: Style) -> String {
        var out = ""
        var number = 0
        var wasBlank = false
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        // The file's last line end begins no line.
        if lines.last?.isEmpty == true { lines.removeLast() }
        for line in lines {
            if style.squeezes, wasBlank, line.isEmpty { continue }
            wasBlank = line.isEmpty
            if style.numbersFilled ? !line.isEmpty : style.numbersAll {
                number += 1
                out += String(number).padded(from: 6) + "\t"
            }
            out +=
                style.marksTabs
                ? line.split(separator: "\t", omittingEmptySubsequences: false).joined(separator: "^I") : String(line)
            out += style.marksEnds ? "$\n" : "\n"
        }
        return out
    }
}
