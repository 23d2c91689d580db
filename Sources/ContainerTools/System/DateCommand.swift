internal import Lab

/// GNU date, as far as it shows the time, in UTC.
enum DateCommand {
    static func run(_ arguments: [String], in container: Container, _ context: inout ToolContext) -> ToolResult {
        let options: [OptionScanner.Option] = [
            .init("u", "utc"), .init("R", "rfc-email"), .init("d", "date", takesValue: true),
            .init("s", "set", takesValue: true), .init("r", "reference", takesValue: true), .init("u", "universal"),
        ]
        var format = "%a %b %e %H:%M:%S %Z %Y"
        var words: [String] = []
        for argument in arguments {
            // The precision is joined to the letter, and may be left out.
            if argument.hasPrefix("-I") || argument.hasPrefix("--iso-8601") {
                switch argument.drop(while: { $0 != "=" }).dropFirst().isEmpty
                    ? argument.dropFirst(2) : argument.drop(while: { $0 != "=" }).dropFirst()
                {
                case "hours": format = "%Y-%m-%dT%H+00:00"
                case "minutes": format = "%Y-%m-%dT%H:%M+00:00"
                case "seconds": format = "%Y-%m-%dT%H:%M:%S+00:00"
                case "ns": format = "%Y-%m-%dT%H:%M:%S,%N+00:00"
                default: format = "%Y-%m-%d"
                }
            } else {
                words.append(argument)
            }
        }
        let scanned: OptionScanner.Scanned
        switch Coreutils.scan("date", options, words) {
        case .success(let read): scanned = read
        case .failure(let refusal): return refusal.result
        }
        var moment = context.moment
        for option in scanned.options {
            switch option.letter {
            case "R": format = "%a, %d %b %Y %H:%M:%S %z"
            case "d":
                guard let given = self.moment(option.value, context.moment) else {
                    return .failure("date: invalid date ‘\(option.value)’")
                }
                moment = given
            case "s": return .failure("date: cannot set date: Operation not permitted")
            case "r":
                let tree = FileTree(of: container, context)
                guard tree.node(at: option.value, from: context.folder) != nil else {
                    return .failure("date: \(option.value): No such file or directory")
                }
                moment = tree.changed(option.value, from: context.folder) ?? container.startedAt
            default: break
            }
        }
        if let operand = scanned.operands.first {
            guard operand.hasPrefix("+") else { return .failure("date: invalid date ‘\(operand)’") }
            if scanned.operands.count > 1 { return Coreutils.extraOperand("date", scanned.operands[1]) }
            format = String(operand.dropFirst())
        }
        return ToolResult(stdout: CalendarText(moment).formatted(format) + "\n")
    }

    private static func moment(_ text: String, _ now: Timestamp) -> Timestamp? {
        if text.hasPrefix("@") { return Int64(text.dropFirst()).map(Timestamp.init(seconds:)) }
        if text.isEmpty || text == "now" { return now }
        return Timestamp(rfc3339: text) ?? Timestamp(rfc3339: text + "Z") ?? Timestamp(rfc3339: text + "T00:00:00Z")
            ?? Timestamp(rfc3339: text.replacing(" ", with: "T") + "Z")
    }
}

extension CalendarText {
    /// As strftime(3) formats, with GNU date's additions.
    func formatted(_ format: String) -> String {
        var text = ""
        var rest = format[...]
        while let character = rest.popFirst() {
            guard character == "%", var letter = rest.popFirst() else {
                text.append(character)
                continue
            }
            var (isUnpadded, isBlank) = (false, false)
            if letter == "-" || letter == "_", let next = rest.popFirst() {
                (isUnpadded, isBlank) = (letter == "-", letter == "_")
                letter = next
            }
            let value = part(letter)
            if isUnpadded || isBlank, let value, let number = Int(value) {
                text += isUnpadded ? "\(number)" : "\(number)".padded(from: value.count)
            } else {
                text += value ?? "%\(letter)"
            }
        }
        return text
    }

    private func part(_ letter: Character) -> String? {
        let hour = Int(time.prefix(2)) ?? 0
        switch letter {
        case "Y": return String(year)
        case "C": return String(year.prefix(2))
        case "y": return String(year.suffix(2))
        case "m": return number(month)
        case "d": return String(day)
        case "e": return (day.hasPrefix("0") ? " " + day.dropFirst() : String(day))
        case "H": return String(time.prefix(2))
        case "I": return number((hour + 11) % 12 + 1)
        case "M": return String(time.dropFirst(3).prefix(2))
        case "S": return String(time.suffix(2))
        case "N": return String(String(nanosecond + 1_000_000_000).dropFirst())
        case "p": return hour < 12 ? "AM" : "PM"
        case "P": return hour < 12 ? "am" : "pm"
        case "s": return String(second)
        case "F": return "\(year)-\(number(month))-\(day)"
        case "D", "x": return "\(number(month))/\(day)/\(year.suffix(2))"
        case "T", "X": return String(time)
        case "R": return String(time.prefix(5))
        case "r": return formatted("%I:%M:%S %p")
        case "c": return formatted("%a %b %e %H:%M:%S %Y")
        case "Z": return "UTC"
        case "z": return "+0000"
        case "a": return weekdayName
        case "A": return longWeekday
        case "b", "h": return monthName
        case "B": return longMonth
        case "j": return String(String(dayOfYear + 1000).dropFirst())
        case "u": return String(weekday == 0 ? 7 : weekday)
        case "w": return String(weekday)
        case "n": return "\n"
        case "t": return "\t"
        case "%": return "%"
        default: return nil
        }
    }

    private func number(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
}
