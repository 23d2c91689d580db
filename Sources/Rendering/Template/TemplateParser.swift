internal import Text

/// Builds the trees of a template and of the templates defined in it.
///
/// The texts and lines of errors are those of Go's `text/template/parse`. A line is that of the furthest token looked
/// at, so the parser looks ahead no further than Go's does.
struct TemplateParser {
    private let tokens: [TemplateToken]
    var position = 0
    /// One past the furthest token looked at.
    private var furthest = 0
    private var definitions: [String: [TemplateNode]] = [:]

    // What belongs to the template being parsed, set aside while one is defined inside it.
    var variables = ["$"]
    private var rangeDepth = 0
    /// The line of the open left delimiter, for errors inside an action of several lines.
    private var actionLine: Int?

    var depth = 0
    /// How deep blocks, parentheses and `else if` may nest; beyond it is an error, never an overflowing stack.
    private static var depthLimit: Int { 200 }

    private init(_ text: String) {
        tokens = TemplateLexer.tokens(of: text)
    }

    /// - Returns: the trees by name; the template itself is the one without a name.
    static func parse(_ text: String) throws(TemplateError) -> [String: [TemplateNode]] {
        var parser = TemplateParser(text)
        let root = try parser.document()
        try parser.define("", as: root)
        return parser.definitions
    }

    // MARK: Blocks

    private enum Terminator {
        case end, `else`

        var source: String { self == .end ? "{{end}}" : "{{else}}" }
    }

    private enum Item {
        case node(TemplateNode)
        case terminator(Terminator)
    }

    private mutating func document() throws(TemplateError) -> [TemplateNode] {
        var nodes: [TemplateNode] = []
        while peek().kind != .endOfText {
            let start = position
            if peek().kind == .leftDelimiter {
                _ = next()
                if nextNonSpace().kind == .define {
                    try definition()
                    continue
                }
                position = start
            }
            switch try textOrAction() {
            case .node(let node): nodes.append(node)
            case .terminator(let terminator): throw error("unexpected \(terminator.source)")
            }
        }
        return nodes
    }

    private mutating func definition() throws(TemplateError) {
        let context = "define clause"
        let name = try templateName(nextNonSpace(), context)
        try expectRightDelimiter(context)
        let (nodes, terminator) = try subtemplate()
        guard terminator == .end else { throw error("unexpected \(terminator.source) in \(context)") }
        try define(name, as: nodes)
    }

    /// Parses up to the end of a template of its own, which sees none of the variables around it.
    private mutating func subtemplate() throws(TemplateError) -> ([TemplateNode], Terminator) {
        let outside = (variables, rangeDepth, actionLine)
        (variables, rangeDepth, actionLine) = (["$"], 0, nil)
        let list = try itemList()
        (variables, rangeDepth, actionLine) = outside
        return list
    }

    private mutating func define(_ name: String, as nodes: [TemplateNode]) throws(TemplateError) {
        let isBlank = nodes.allSatisfy(\.isBlank)
        if let earlier = definitions[name], !earlier.allSatisfy(\.isBlank) {
            guard isBlank else { throw error("template: multiple definition of template \(GoQuote.quote(name))") }
            return
        }
        definitions[name] = nodes
    }

    private mutating func itemList() throws(TemplateError) -> ([TemplateNode], Terminator) {
        try enter()
        defer { depth -= 1 }
        var nodes: [TemplateNode] = []
        while peekNonSpace().kind != .endOfText {
            switch try textOrAction() {
            case .node(let node): nodes.append(node)
            case .terminator(let terminator): return (nodes, terminator)
            }
        }
        throw error("unexpected EOF")
    }

    private mutating func textOrAction() throws(TemplateError) -> Item {
        let token = nextNonSpace()
        switch token.kind {
        case .text: return .node(.text(token.text, position: token.position))
        case .leftDelimiter:
            actionLine = token.line
            let item = try action()
            actionLine = nil
            return item
        default: throw unexpected(token, "input")
        }
    }

    // MARK: Actions

    private mutating func action() throws(TemplateError) -> Item {
        let start = position
        let token = nextNonSpace()
        switch token.kind {
        case .block: return .node(try block())
        case .break:
            try expectLoop("{{break}}")
            return .node(.break(position: token.position))
        case .continue:
            try expectLoop("{{continue}}")
            return .node(.continue(position: token.position))
        case .else: return try elseClause()
        case .end:
            try expectRightDelimiter("end")
            return .terminator(.end)
        case .if: return .node(.branch(try branch(.if)))
        case .range: return .node(.branch(try branch(.range)))
        case .with: return .node(.branch(try branch(.with)))
        case .template: return .node(try invocation())
        default:
            position = start
            let pipe = try pipeline("command", endingAt: .rightDelimiter)
            return .node(.action(pipe, position: token.position))
        }
    }

    private mutating func expectLoop(_ action: String) throws(TemplateError) {
        let token = nextNonSpace()
        guard token.kind == .rightDelimiter else { throw unexpected(token, action) }
        guard rangeDepth > 0 else { throw error("\(action) outside {{range}}") }
    }

    private mutating func elseClause() throws(TemplateError) -> Item {
        // The "if" of "else if" is left for the branch that the "else" belongs to.
        switch peekNonSpace().kind {
        case .if, .with: break
        default: try expectRightDelimiter("else")
        }
        return .terminator(.else)
    }

    private mutating func branch(_ keyword: TemplateNode.Keyword) throws(TemplateError) -> TemplateNode.Branch {
        let outside = variables
        let pipe = try pipeline(keyword.rawValue, endingAt: .rightDelimiter)
        if keyword == .range { rangeDepth += 1 }
        let (body, terminator) = try itemList()
        if keyword == .range { rangeDepth -= 1 }
        var branch = TemplateNode.Branch(keyword: keyword, pipe: pipe, body: body)
        if terminator == .else { branch.alternative = try alternative(of: keyword) }
        variables = outside
        return branch
    }

    private mutating func alternative(of keyword: TemplateNode.Keyword) throws(TemplateError) -> [TemplateNode] {
        let next = peek().kind
        if keyword == .if && next == .if || keyword == .with && next == .with {
            // {{else if a}}…{{end}} is {{else}}{{if a}}…{{end}}{{end}} with one end.
            position += 1
            try enter()
            defer { depth -= 1 }
            return [.branch(try branch(keyword))]
        }
        let (nodes, terminator) = try itemList()
        guard terminator == .end else { throw error("expected end; found \(terminator.source)") }
        return nodes
    }

    /// `{{block "name" pipeline}}`: a definition, and its invocation in the same place.
    private mutating func block() throws(TemplateError) -> TemplateNode {
        let context = "block clause"
        let token = nextNonSpace()
        let name = try templateName(token, context)
        let pipe = try pipeline(context, endingAt: .rightDelimiter)
        let lastToken = furthest
        let (nodes, terminator) = try subtemplate()
        guard terminator == .end else {
            // Go reports the line of the block, not that of the "else" inside.
            furthest = lastToken
            throw error("unexpected \(terminator.source) in \(context)")
        }
        try define(name, as: nodes)
        return .template(name: name, argument: pipe, position: token.position)
    }

    private mutating func invocation() throws(TemplateError) -> TemplateNode {
        let context = "template clause"
        let token = nextNonSpace()
        let name = try templateName(token, context)
        let start = position
        var argument: TemplatePipe?
        if nextNonSpace().kind != .rightDelimiter {
            position = start
            argument = try pipeline(context, endingAt: .rightDelimiter)
        }
        return .template(name: name, argument: argument, position: token.position)
    }

    private func templateName(_ token: TemplateToken, _ context: String) throws(TemplateError) -> String {
        guard token.kind == .string || token.kind == .rawString else { throw unexpected(token, context) }
        guard let name = GoQuote.unquote(token.text) else { throw error("invalid syntax") }
        return name
    }

    // MARK: Tokens

    mutating func peek() -> TemplateToken {
        furthest = max(furthest, position + 1)
        // Behind the last token there is nothing but the end.
        return position < tokens.count
            ? tokens[position] : TemplateToken(kind: .endOfText, position: 0, line: 1, text: "")
    }

    mutating func next() -> TemplateToken {
        let token = peek()
        position += 1
        return token
    }

    mutating func nextNonSpace() -> TemplateToken {
        var token = next()
        while token.kind == .space { token = next() }
        return token
    }

    /// Looks at the next token that is no blank, and skips the blanks before it, as Go's parser does.
    mutating func peekNonSpace() -> TemplateToken {
        let token = nextNonSpace()
        position -= 1
        return token
    }

    private mutating func expectRightDelimiter(_ context: String) throws(TemplateError) {
        let token = nextNonSpace()
        guard token.kind == .rightDelimiter else { throw unexpected(token, context) }
    }

    mutating func enter() throws(TemplateError) {
        depth += 1
        guard depth <= Self.depthLimit else { throw error("max expression depth exceeded") }
    }

    // MARK: Errors

    func error(_ message: String) -> TemplateError {
        let line = tokens.indices.contains(furthest - 1) ? tokens[furthest - 1].line : tokens.last?.line ?? 1
        return TemplateError(phase: .parsing, description: "template: :\(line): \(message)")
    }

    func unexpected(_ token: TemplateToken, _ context: String) -> TemplateError {
        guard token.kind == .error else { return error("unexpected \(token.description) in \(context)") }
        guard let actionLine, actionLine != token.line else { return error(token.text) }
        // "unclosed action started at", not "unclosed action in action started at".
        let place = (token.text.hasSuffix(" action") ? "" : " in action") + " started at :\(actionLine)"
        return error(token.text + place)
    }
}
