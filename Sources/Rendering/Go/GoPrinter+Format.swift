extension GoPrinter {
    /// `fmt.Sprintf`. Mistakes in the format are printed where they occur, as Go does: `%!d(string=x)`, `%!s(MISSING)`.
    mutating func printf(_ format: String, _ values: [GoValue]) {
        var scanner = FormatScanner(format)
        var next = 0
        var reordered = false
        while !isOverfull, let piece = scanner.literal() {
            write(piece)
            guard scanner.takePercent() else { break }
            flags = scanner.flags()
            var indexIsGood = true
            var afterIndex = scanner.index(&next, of: values.count, &reordered, &indexIsGood)
            width(&scanner, values, &next, &afterIndex, &indexIsGood)
            precision(&scanner, values, &next, &afterIndex, &reordered, &indexIsGood)
            if !afterIndex { _ = scanner.index(&next, of: values.count, &reordered, &indexIsGood) }
            guard let verb = scanner.verb() else {
                write("%!(NOVERB)")
                break
            }
            switch verb {
            case "%": write("%")
            case _ where !indexIsGood: write("%!\(verb)(BADINDEX)")
            case _ where next >= values.count: write("%!\(verb)(MISSING)")
            default:
                if verb == "v" {
                    (flags.sharpV, flags.sharp) = (flags.sharp, false)
                    (flags.plusV, flags.plus) = (flags.plus, false)
                }
                print(values[next], verb: verb)
                next += 1
            }
        }
        if !reordered, next < values.count { extra(values[next...]) }
    }

    private mutating func width(
        _ scanner: inout FormatScanner,
        _ values: [GoValue],
        _ next: inout Int,
        _ afterIndex: inout Bool,
        _ indexIsGood: inout Bool
    ) {
        guard scanner.take("*") else {
            flags.width = scanner.number()
            if afterIndex, flags.width != nil { indexIsGood = false }
            return
        }
        afterIndex = false
        guard let width = Self.integer(values, &next) else {
            write("%!(BADWIDTH)")
            return
        }
        flags.width = abs(width)
        if width < 0 {
            flags.minus = true
            flags.zero = false
        }
    }

    private mutating func precision(
        _ scanner: inout FormatScanner,
        _ values: [GoValue],
        _ next: inout Int,
        _ afterIndex: inout Bool,
        _ reordered: inout Bool,
        _ indexIsGood: inout Bool
    ) {
        // A point at the very end is taken for the verb.
        guard scanner.remaining > 1, scanner.take(".") else { return }
        if afterIndex { indexIsGood = false }
        afterIndex = scanner.index(&next, of: values.count, &reordered, &indexIsGood)
        guard scanner.take("*") else {
            flags.precision = scanner.number() ?? 0
            return
        }
        afterIndex = false
        let precision = Self.integer(values, &next)
        flags.precision = precision.flatMap { $0 < 0 ? nil : $0 }
        if flags.precision == nil { write("%!(BADPREC)") }
    }

    /// The argument of a `*`.
    private static func integer(_ values: [GoValue], _ next: inout Int) -> Int? {
        guard values.indices.contains(next) else { return nil }
        defer { next += 1 }
        guard case .int(let number, _) = values[next].payload, number.magnitude <= FormatScanner.largestNumber else {
            return nil
        }
        return Int(number)
    }

    private mutating func extra(_ values: ArraySlice<GoValue>) {
        flags = Flags()
        write("%!(EXTRA ")
        for (index, value) in values.enumerated() {
            if index > 0 { write(", ") }
            if let type = value.dynamicTypeName { write(type + "=") }
            print(value, verb: "v")
        }
        write(")")
    }
}

/// Walks through a format string.
private struct FormatScanner {
    private let scalars: [Unicode.Scalar]
    private var position = 0

    /// Go refuses larger widths, precisions and indexes.
    static let largestNumber: UInt64 = 1_000_000

    init(_ format: String) { scalars = Array(format.unicodeScalars) }

    var remaining: Int { scalars.count - position }

    /// The text up to the next `%`; `nil` at the end.
    mutating func literal() -> String? {
        guard position < scalars.count else { return nil }
        var text = String.UnicodeScalarView()
        while position < scalars.count, scalars[position] != "%" {
            text.append(scalars[position])
            position += 1
        }
        return String(text)
    }

    mutating func takePercent() -> Bool { take("%") }

    mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard position < scalars.count, scalars[position] == scalar else { return false }
        position += 1
        return true
    }

    mutating func flags() -> GoPrinter.Flags {
        var flags = GoPrinter.Flags()
        while position < scalars.count {
            switch scalars[position] {
            case "#": flags.sharp = true
            case "0": flags.zero = true
            case "+": flags.plus = true
            case "-": flags.minus = true
            case " ": flags.space = true
            default: return flags
            }
            position += 1
        }
        return flags
    }

    /// Decimal digits; `nil` for none, and for a number that is too large, which ends the format.
    mutating func number() -> Int? {
        var value: UInt64?
        while position < scalars.count, ("0"..."9").contains(scalars[position]) {
            if let value, value > Self.largestNumber {
                position = scalars.count
                return nil
            }
            value = (value ?? 0) * 10 + UInt64(scalars[position].value - 0x30)
            position += 1
        }
        return value.map { Int($0) }
    }

    /// Takes an explicit argument index, `[3]`. Returns whether there was one.
    mutating func index(_ next: inout Int, of count: Int, _ reordered: inout Bool, _ isGood: inout Bool) -> Bool {
        guard position < scalars.count, scalars[position] == "[" else { return false }
        reordered = true
        guard remaining >= 3, let close = scalars[position...].firstIndex(of: "]") else {
            isGood = false
            position += 1
            return false
        }
        var inside = FormatScanner(String(String.UnicodeScalarView(scalars[(position + 1)..<close])))
        let number = inside.number()
        let isNumber = number != nil && inside.remaining == 0
        position = close + 1
        if let number, isNumber, number >= 1, number <= count {
            next = number - 1
            return true
        }
        isGood = false
        return isNumber
    }

    mutating func verb() -> Unicode.Scalar? {
        guard position < scalars.count else { return nil }
        defer { position += 1 }
        return scalars[position]
    }
}
