internal import Text

/// The functions a template may call: Go's own, and Docker's (docker/cli `templates/templates.go`).
enum TemplateFunction: String, Sendable {
    case and, or, not
    case eq, ne, lt, le, gt, ge
    case index, slice, len, call
    case print, printf, println
    case html, js, urlquery
    case json, split, join, title, lower, upper, pad, truncate

    /// What Go type an argument must have.
    enum Parameter: String {
        case any = "interface {}"
        /// The argument as reflection sees it.
        case value = "reflect.Value"
        case string
        case int
        case strings = "[]string"

        /// Whether the constant `nil` may stand for it.
        var acceptsNil: Bool { self == .any || self == .value || self == .strings }
    }

    struct Signature {
        var fixed: [Parameter]
        /// The type of any number of further arguments.
        var variadic: Parameter?

        func parameter(at index: Int) -> Parameter? {
            fixed.indices.contains(index) ? fixed[index] : variadic
        }
    }

    var signature: Signature {
        switch self {
        case .and, .or, .index, .slice, .eq, .call: Signature(fixed: [.value], variadic: .value)
        case .not, .len: Signature(fixed: [.value])
        case .ne, .lt, .le, .gt, .ge: Signature(fixed: [.value, .value])
        case .print, .println, .html, .js, .urlquery: Signature(fixed: [], variadic: .any)
        case .printf: Signature(fixed: [.string], variadic: .any)
        case .json: Signature(fixed: [.any])
        case .split: Signature(fixed: [.string, .string])
        case .join: Signature(fixed: [.strings, .string])
        case .title, .lower, .upper: Signature(fixed: [.string])
        case .pad: Signature(fixed: [.string, .int, .int])
        case .truncate: Signature(fixed: [.string, .int])
        }
    }

    /// The signature while the header of a table is made: most of Docker's functions then return the column's title
    /// as it is.
    var headerSignature: Signature {
        switch self {
        case .json: Signature(fixed: [.string])
        case .join: Signature(fixed: [.string, .string])
        default: signature
        }
    }

    var returnsTitleInHeader: Bool {
        switch self {
        case .json, .split, .join, .title, .lower, .upper, .truncate: true
        default: false
        }
    }

    /// Why a call failed: what stands behind `error calling name: `.
    struct Failure: Error {
        var message: String
        init(_ message: String) { self.message = message }
    }
}

extension TemplateFunction {
    /// Calls the function with checked arguments.
    ///
    /// ``and`` and ``or`` do not get here, for they evaluate their arguments one by one; nor does ``call``, for no
    /// value is a function.
    ///
    /// - Parameter limit: bytes that a text may have.
    func callAsFunction(_ arguments: [GoValue], limit: Int) throws(Failure) -> GoValue {
        let first = arguments.first ?? .nothing
        switch self {
        case .and, .or, .call: return first
        case .not: return .bool(!first.isTrue)
        case .eq, .ne, .lt, .le, .gt, .ge: return .bool(try compare(first, Array(arguments.dropFirst())))
        case .index: return try Self.index(first, Array(arguments.dropFirst()))
        case .slice: return try Self.slice(first, Array(arguments.dropFirst()))
        case .len: return .int(Int64(try Self.length(first)))
        case .print, .println, .printf, .html, .js, .urlquery: return .string(try formatted(arguments, limit: limit))
        case .json: return .string(try Self.json(first, limit: limit))
        case .split: return .strings(GoText.split(first.text, by: arguments[1].text))
        case .join: return .string(try Self.join(first, arguments[1].text, limit: limit))
        case .title: return .string(GoUnicode.titled(first.text))
        case .lower: return .string(GoUnicode.lowercased(first.text))
        case .upper: return .string(GoUnicode.uppercased(first.text))
        case .pad: return .string(try Self.pad(first.text, arguments[1].integer, arguments[2].integer, limit: limit))
        case .truncate: return .string(try Self.truncate(first.text, arguments[1].integer))
        }
    }

    // MARK: Texts

    private func formatted(_ arguments: [GoValue], limit: Int) throws(Failure) -> String {
        var printer = GoPrinter(limit: limit)
        switch self {
        case .printf: printer.printf(arguments.first?.text ?? "", Array(arguments.dropFirst()))
        case .println: printer.printLine(arguments)
        case .print: printer.print(arguments)
        default: printer.print(arguments.map { $0.isSomething ? $0 : .string("<no value>") }.map(\.printable))
        }
        guard !printer.isOverfull else { throw .tooLong(limit) }
        switch self {
        case .html: return GoText.escapedHTML(printer.output)
        case .js: return GoText.escapedJavaScript(printer.output)
        case .urlquery: return GoText.escapedQuery(printer.output)
        default: return printer.output
        }
    }

    private static func json(_ value: GoValue, limit: Int) throws(Failure) -> String {
        let text = value.templateJSON
        guard text.utf8.count <= limit else { throw .tooLong(limit) }
        return text
    }

    private static func join(_ value: GoValue, _ separator: String, limit: Int) throws(Failure) -> String {
        guard case .slice(let elements, _) = value.payload else { return "" }
        let texts = (elements ?? []).map { $0.stringValue ?? "" }
        let length = texts.reduce(separator.utf8.count * max(0, texts.count - 1)) { $0 + $1.utf8.count }
        guard length <= limit else { throw .tooLong(limit) }
        return texts.joined(separator: separator)
    }

    private static func pad(_ text: String, _ left: Int64, _ right: Int64, limit: Int) throws(Failure) -> String {
        guard !text.isEmpty else { return text }
        guard left >= 0, right >= 0 else { throw Failure("strings: negative Repeat count") }
        guard left <= limit, right <= limit else { throw .tooLong(limit) }
        return String(repeating: " ", count: Int(left)) + text + String(repeating: " ", count: Int(right))
    }

    /// Cuts by bytes, as Docker does: a character cut in half is shown as `U+FFFD`.
    private static func truncate(_ text: String, _ length: Int64) throws(Failure) -> String {
        if text.utf8.count < length { return text }
        guard length >= 0 else { throw Failure("runtime error: slice bounds out of range [:\(length)]") }
        return String(decoding: text.utf8.prefix(Int(length)), as: UTF8.self)
    }
}

extension TemplateFunction.Failure {
    fileprivate static func tooLong(_ limit: Int) -> Self { Self("text longer than \(limit) bytes") }
}

extension GoValue {
    /// The text of an argument already checked to be a string.
    fileprivate var text: String {
        if case .string(let text, _) = payload { text } else { "" }
    }

    /// The number of an argument already checked to be an integer.
    fileprivate var integer: Int64 {
        if case .int(let value, _) = payload { value } else { 0 }
    }

    /// The value as an action prints it: a pointer's struct instead of the pointer.
    var printable: GoValue {
        if case .pointer(let members?, let type) = payload {
            GoValue(.object(members), shape: .structure(type))
        } else {
            self
        }
    }

    /// What `{{json .}}` prints.
    fileprivate var templateJSON: String {
        switch payload {
        case .structure(let members, let type) where type.fieldsAreMethods,
            .pointer(let members?, let type) where type.fieldsAreMethods:
            // A row collects its columns in a map and marshals that, so keys are sorted and <>& escaped.
            let columns = JSONObject(type.fields.map { ($0.name, members[$0.key] ?? .null) })
            return JSONValue.object(columns.sortedByKey()).json(.marshal)
        default: return json.json(.compact)
        }
    }
}
