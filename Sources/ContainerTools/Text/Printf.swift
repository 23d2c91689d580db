internal import Lab

/// `printf` (POSIX.1-2024): the format again and again, as long as there are arguments.
enum Printf {
    static func run(_ arguments: [String], in container: Container, _ context: inout ToolContext) -> ToolResult {
        run(arguments, prefix: "printf: ", isDash: false)
    }

    /// - Parameter prefix: what complaints begin with.
    static func run(_ arguments: [String], prefix: String, isDash: Bool) -> ToolResult {
        var words = arguments[...]
        if words.first == "--" { words.removeFirst() }
        guard let format = words.popFirst() else {
            return ToolResult(stderr: "\(prefix)usage: printf format [arguments]\n", exitCode: 2)
        }
        var result = ToolResult()
        let parts = Array(format)
        repeat {
            let before = words.count
            guard append(parts, &words, &result, prefix, isDash) else { break }
            if words.count == before { break }
        } while !words.isEmpty
        return result
    }

    /// - Returns: false where `\c` ends it all.
    private static func append(
        _ format: [Character],
        _ words: inout ArraySlice<String>,
        _ result: inout ToolResult,
        _ prefix: String,
        _ isDash: Bool
    ) -> Bool {
        var index = 0
        while index < format.count {
            let character = format[index]
            index += 1
            if character == "\\" {
                var escape = "\\"
                // Octal digits belong to it.
                while index < format.count, escape.count < 4 {
                    let next = format[index]
                    let isOctal = "01234567".contains(next)
                    if escape.count > 1, !(isOctal && escape.dropFirst().allSatisfy { "01234567".contains($0) }) {
                        break
                    }
                    escape.append(next)
                    index += 1
                    if !isOctal { break }
                }
                if escape == "\\\"" {
                    result.stdout += "\""
                    continue
                }
                if escape.dropFirst().first?.isNumber == true { escape = "\\0" + escape.dropFirst() }
                let (text, isCut) = EchoEscapes.replaced(in: escape)
                result.stdout += text
                if isCut { return false }
                continue
            }
            guard character == "%" else {
                result.stdout.append(character)
                continue
            }
            var flags = ""
            while index < format.count, "-+ 0#".contains(format[index]) {
                flags.append(format[index])
                index += 1
            }
            var width = number(format, &index, &words)
            var precision: Int?
            if index < format.count, format[index] == "." {
                index += 1
                precision = number(format, &index, &words) ?? 0
            }
            guard index < format.count else {
                result.stdout += "%"
                break
            }
            let conversion = format[index]
            index += 1
            if let given = width, given < 0 {
                flags += "-"
                width = -given
            }
            guard conversion != "%" else {
                result.stdout += "%"
                continue
            }
            let argument = words.popFirst() ?? ""
            var text: String
            switch conversion {
            case "s": text = precision.map { String(argument.prefix(max(0, $0))) } ?? argument
            case "b":
                let (unescaped, isCut) = EchoEscapes.replaced(in: argument)
                text = unescaped
                if isCut {
                    result.stdout += text
                    return false
                }
            case "c": text = String(argument.prefix(1))
            case "d", "i", "u", "x", "X", "o":
                let (value, isWhole) = integer(argument)
                if !isWhole {
                    let what = isDash ? "expected numeric value" : "invalid number"
                    result.complain("\(prefix)\(argument): \(what)")
                    result.exitCode = 1
                }
                text =
                    conversion == "d" || conversion == "i" || conversion == "u"
                    ? "\(value)"
                    : String(
                        UInt64(bitPattern: value),
                        radix: conversion == "o" ? 8 : 16,
                        uppercase: conversion == "X"
                    )
                if let precision, text.count < precision {
                    text = String(repeating: "0", count: min(precision, 4096) - text.count) + text
                }
                if flags.contains("+"), value >= 0 { text = "+" + text }
                if flags.contains("0"), !flags.contains("-"), let width, text.count < width {
                    let sign = text.hasPrefix("-") ? "-" : ""
                    let digits = text.dropFirst(sign.count)
                    text = sign + String(repeating: "0", count: min(width, 4096) - text.count) + digits
                }
            default:
                result.complain("\(prefix)%\(conversion): invalid directive")
                result.exitCode = 1
                return false
            }
            let padded = min(width ?? 0, 4096)
            result.stdout += flags.contains("-") ? text.padded(to: padded) : text.padded(from: padded)
        }
        return true
    }

    private static func number(_ format: [Character], _ index: inout Int, _ words: inout ArraySlice<String>) -> Int? {
        if index < format.count, format[index] == "*" {
            index += 1
            return words.popFirst().flatMap { Int($0) }.map { max(-4096, min($0, 4096)) } ?? 0
        }
        var digits = ""
        while index < format.count, format[index].isASCII, format[index].isNumber {
            digits.append(format[index])
            index += 1
        }
        return digits.isEmpty ? nil : min(Int(digits) ?? 4096, 4096)
    }

    /// The number that an argument begins with, and whether it is nothing else.
    private static func integer(_ text: String) -> (Int64, isWhole: Bool) {
        if text.isEmpty { return (0, true) }
        if let quote = text.first, quote == "'" || quote == "\"" {
            return (text.dropFirst().unicodeScalars.first.map { Int64($0.value) } ?? 0, true)
        }
        let sign: Int64 = text.hasPrefix("-") ? -1 : 1
        let digits = text.drop { $0 == "-" || $0 == "+" }
        if digits.hasPrefix("0x") || digits.hasPrefix("0X") {
            return Int64(digits.dropFirst(2), radix: 16).map { (sign &* $0, true) } ?? (0, false)
        }
        if digits.count > 1, digits.hasPrefix("0"), let octal = Int64(digits, radix: 8) { return (sign &* octal, true) }
        let number = digits.prefix { $0.isASCII && $0.isNumber }
        guard let value = Int64(number) else { return (0, false) }
        return (sign &* value, number.count == digits.count)
    }
}
