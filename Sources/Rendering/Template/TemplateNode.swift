internal import Text

/// One step of a parsed template.
indirect enum TemplateNode: Sendable {
    case text(String, position: Int)
    case action(TemplatePipe, position: Int)
    case branch(Branch)
    case template(name: String, argument: TemplatePipe?, position: Int)
    case `break`(position: Int)
    case `continue`(position: Int)

    enum Keyword: String, Sendable {
        case `if`, range, with
    }

    struct Branch: Sendable {
        var keyword: Keyword
        var pipe: TemplatePipe
        var body: [TemplateNode]
        var alternative: [TemplateNode]?
    }

    var position: Int {
        switch self {
        case .text(_, let position), .action(_, let position), .template(_, _, let position), .break(let position),
            .continue(let position):
            position
        case .branch(let branch): branch.pipe.position
        }
    }

    /// Whether the node is nothing but blanks, so that a definition of the same name may replace it.
    var isBlank: Bool {
        if case .text(let text, _) = self { text.unicodeScalars.allSatisfy(GoUnicode.isSpace) } else { false }
    }

    /// The node as Go prints it back in errors.
    var source: String {
        switch self {
        case .text(let text, _): text
        case .action(let pipe, _): "{{\(pipe.source)}}"
        case .branch(let branch): branch.source
        case .template(let name, nil, _): "{{template \(GoQuote.quote(name))}}"
        case .template(let name, let argument?, _): "{{template \(GoQuote.quote(name)) \(argument.source)}}"
        case .break: "{{break}}"
        case .continue: "{{continue}}"
        }
    }
}

extension TemplateNode.Branch {
    fileprivate var source: String {
        var text = "{{\(keyword.rawValue) \(pipe.source)}}"
        for node in body { text += node.source }
        if let alternative {
            text += "{{else}}"
            for node in alternative { text += node.source }
        }
        return text + "{{end}}"
    }
}

/// `$x, $y := command | command`.
struct TemplatePipe: Sendable {
    var position: Int
    var variables: [String] = []
    /// `=` instead of `:=`.
    var isAssignment = false
    var commands: [TemplateCommand] = []

    var source: String {
        let stages = commands.map(\.source).joined(separator: " | ")
        guard !variables.isEmpty else { return stages }
        return variables.joined(separator: ", ") + (isAssignment ? " = " : " := ") + stages
    }
}

/// A function, field or value with its arguments. There is always a first operand.
struct TemplateCommand: Sendable {
    var first: TemplateOperand
    var arguments: [TemplateOperand] = []

    var position: Int { first.position }

    var source: String {
        ([first] + arguments).map(\.sourceInCommand).joined(separator: " ")
    }
}

/// A term with its position, and fields behind it.
struct TemplateOperand: Sendable {
    indirect enum Term: Sendable {
        case dot
        case `nil`
        case bool(Bool)
        case number(TemplateNumber)
        case string(value: String, source: String)
        /// `.A.B`.
        case field([String])
        /// `$x.A.B`; the name carries its `$`.
        case variable(String, fields: [String])
        case function(TemplateFunction)
        case pipe(TemplatePipe)
        /// `(…).A.B` and `function.A.B`.
        case chain(TemplateOperand, fields: [String])
    }

    var term: Term
    var position: Int

    var source: String {
        switch term {
        case .dot: "."
        case .nil: "nil"
        case .bool(let value): value ? "true" : "false"
        case .number(let number): number.source
        case .string(_, let source): source
        case .field(let names): "." + names.joined(separator: ".")
        case .variable(let name, let fields): ([name] + fields).joined(separator: ".")
        case .function(let function): function.rawValue
        case .pipe(let pipe): pipe.source
        case .chain(let operand, let fields): ([operand.sourceInCommand] + fields).joined(separator: ".")
        }
    }

    /// Parentheses are printed only around a pipeline inside a command or in front of a field.
    var sourceInCommand: String {
        if case .pipe = term { "(\(source))" } else { source }
    }
}
