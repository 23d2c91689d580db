internal import Text

/// Prints values as Go's `fmt` does.
///
/// Output is bounded: a width or precision beyond a million is refused as Go refuses it, and what is printed beyond
/// ``limit`` bytes is dropped, with ``isOverfull`` set.
struct GoPrinter {
    /// What stands between `%` and the verb.
    struct Flags {
        var width: Int?
        var precision: Int?
        var minus = false
        var plus = false
        var sharp = false
        var space = false
        var zero = false
        /// `%+v`.
        var plusV = false
        /// `%#v`.
        var sharpV = false
    }

    private(set) var output = ""
    private(set) var isOverfull = false
    private let limit: Int
    var flags = Flags()
    /// Inside `%!d(type=…)` a value is printed plainly.
    private var isReportingBadVerb = false

    init(limit: Int) { self.limit = limit }

    // MARK: Print, Println

    /// `fmt.Sprint`: a space between two operands when neither is a string.
    mutating func print(_ values: [GoValue]) {
        var previousIsString = false
        for (index, value) in values.enumerated() {
            let isString = if case .string = value.payload { true } else { false }
            if index > 0, !isString, !previousIsString { write(" ") }
            print(value, verb: "v")
            previousIsString = isString
        }
    }

    /// `fmt.Sprintln`: always a space between operands, a newline behind them.
    mutating func printLine(_ values: [GoValue]) {
        for (index, value) in values.enumerated() {
            if index > 0 { write(" ") }
            print(value, verb: "v")
        }
        write("\n")
    }

    mutating func write(_ text: String) {
        guard output.utf8.count + text.utf8.count <= limit else {
            isOverfull = true
            return
        }
        output += text
    }

    // MARK: One value

    /// Prints an argument under a verb with the ``flags``.
    mutating func print(_ value: GoValue, verb: Unicode.Scalar) {
        if verb == "T" {
            pad(truncated(value.dynamicTypeName ?? "<nil>"))
            return
        }
        guard value.isSomething else {
            if verb == "v" { pad("<nil>") } else { badVerb(verb, value) }
            return
        }
        if case .pointer(let members?, let type) = value.payload, verb != "p" {
            write("&")
            printStructure(members, type, verb: verb)
            return
        }
        printNested(value, verb: verb)
    }

    private mutating func printNested(_ value: GoValue, verb: Unicode.Scalar) {
        switch value.payload {
        case .nothing:
            if flags.sharpV {
                write("interface {}(nil)")
            } else {
                write("<nil>")
            }
        case .bool(let truth):
            if verb == "t" || verb == "v" { pad(truth ? "true" : "false") } else { badVerb(verb, value) }
        case .int(let number, _): print(number, verb: verb, value)
        case .float(let number): print(number, verb: verb, value)
        case .string(let text, _): print(text, verb: verb, value)
        case .address(let text, let type): print(text.isEmpty ? type.zeroText : text, verb: verb, value)
        case .slice(let elements, let element): printSlice(elements, element, verb: verb)
        case .map(let members, let map): printMap(members, map, verb: verb)
        case .structure(let members, let type): printStructure(members, type, verb: verb)
        case .pointer(let members, let type):
            guard "vbodxX".unicodeScalars.contains(verb) else { return badVerb(verb, value) }
            if let members {
                // Go prints an address here; what stands at the address says more, and is the same in each run.
                write("&")
                printStructure(members, type, verb: verb)
            } else if verb != "v" {
                print(Int64(0), verb: verb, value)
            } else if flags.sharpV {
                write("(*\(type.name))(nil)")
            } else {
                pad("<nil>")
            }
        }
    }

    private mutating func printSlice(_ elements: [JSONValue]?, _ shape: GoShape, verb: Unicode.Scalar) {
        if flags.sharpV {
            write("[]\(shape.typeName)" + (elements == nil ? "(nil)" : ""))
            if elements == nil { return }
        }
        write(flags.sharpV ? "{" : "[")
        for (index, element) in (elements ?? []).enumerated() {
            if index > 0 { write(flags.sharpV ? ", " : " ") }
            printNested(GoValue(element, shape: shape), verb: verb)
            if isOverfull { return }
        }
        write(flags.sharpV ? "}" : "]")
    }

    private mutating func printMap(_ members: JSONObject?, _ map: GoMap, verb: Unicode.Scalar) {
        if flags.sharpV {
            write(map.typeName + (members == nil ? "(nil)" : "{"))
            if members == nil { return }
        } else {
            write("map[")
        }
        for (index, member) in (members ?? JSONObject()).sortedByKey().enumerated() {
            if index > 0 { write(flags.sharpV ? ", " : " ") }
            printNested(.string(member.key), verb: verb)
            write(":")
            printNested(GoValue(member.value, shape: map.element), verb: verb)
            if isOverfull { return }
        }
        write(flags.sharpV ? "}" : "]")
    }

    private mutating func printStructure(_ members: JSONObject, _ type: GoStruct, verb: Unicode.Scalar) {
        write(flags.sharpV ? type.name + "{" : "{")
        for (index, field) in type.fields.enumerated() {
            if index > 0 { write(flags.sharpV ? ", " : " ") }
            if flags.plusV || flags.sharpV { write(field.name + ":") }
            printNested(GoValue(members[field.key], shape: field.shape), verb: verb)
            if isOverfull { return }
        }
        write("}")
    }

    /// `%!d(string=text)`.
    mutating func badVerb(_ verb: Unicode.Scalar, _ value: GoValue) {
        write("%!\(verb)(")
        if let type = value.dynamicTypeName, !isReportingBadVerb {
            isReportingBadVerb = true
            write(type + "=")
            print(value, verb: "v")
            isReportingBadVerb = false
        } else {
            write("<nil>")
        }
        write(")")
    }

    // MARK: Strings

    private mutating func print(_ text: String, verb: Unicode.Scalar, _ value: GoValue) {
        switch verb {
        case "v" where !flags.sharpV, "s": pad(truncated(text))
        case "q", "v":
            let text = truncated(text)
            let isRaw = flags.sharp && GoQuote.canBackquote(text)
            pad(isRaw ? "`\(text)`" : GoQuote.quote(text, ascii: flags.plus))
        case "x", "X": printHexadecimal(text, uppercase: verb == "X")
        default: badVerb(verb, value)
        }
    }

    private mutating func printHexadecimal(_ text: String, uppercase: Bool) {
        let prefix = flags.sharp ? (uppercase ? "0X" : "0x") : ""
        let bytes = text.utf8.prefix(flags.precision ?? .max).map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: uppercase)
        }
        guard !bytes.isEmpty else {
            pad("")
            return
        }
        pad(prefix + bytes.joined(separator: flags.space ? " " + prefix : ""))
    }

    private func truncated(_ text: String) -> String {
        guard let precision = flags.precision else { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.prefix(precision)))
    }

    /// Fills up to the width: with blanks, or with zeros on the left where `0` was given.
    mutating func pad(_ text: String) {
        let missing = (flags.width ?? 0) - text.unicodeScalars.count
        guard missing > 0 else {
            write(text)
            return
        }
        // Far faster than String(repeating:count:) for the widths that hostile formats ask for.
        let byte = flags.zero && !flags.minus ? UInt8(ascii: "0") : UInt8(ascii: " ")
        let filling = String(unsafeUninitializedCapacity: missing) { buffer in
            buffer.initialize(repeating: byte)
            return missing
        }
        if flags.minus {
            write(text)
            write(filling)
        } else {
            write(filling)
            write(text)
        }
    }
}
