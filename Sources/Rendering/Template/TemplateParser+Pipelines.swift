internal import Text

extension TemplateParser {
    /// Parses up to and with the token that ends the pipeline.
    mutating func pipeline(
        _ context: String,
        endingAt end: TemplateToken.Kind
    ) throws(TemplateError) -> TemplatePipe {
        try enter()
        defer { depth -= 1 }
        var pipe = TemplatePipe(position: peekNonSpace().position)
        try declarations(&pipe, context)
        while true {
            let start = position
            let token = nextNonSpace()
            switch token.kind {
            case end:
                try check(pipe, context)
                return pipe
            case .bool, .characterConstant, .complexNumber, .dot, .field, .identifier, .number, .nil, .rawString,
                .string, .variable, .leftParenthesis:
                position = start
                pipe.commands.append(try command())
            default: throw unexpected(token, context)
            }
        }
    }

    private mutating func declarations(_ pipe: inout TemplatePipe, _ context: String) throws(TemplateError) {
        while peekNonSpace().kind == .variable {
            let start = position
            let variable = nextNonSpace()
            _ = peek()
            let next = peekNonSpace()
            if next.kind == .assign || next.kind == .declare {
                pipe.isAssignment = next.kind == .assign
                _ = nextNonSpace()
                declare(variable, &pipe)
                return
            }
            guard next.kind == .character, next.text == "," else {
                // A variable that begins a command after all.
                position = start
                return
            }
            _ = nextNonSpace()
            declare(variable, &pipe)
            guard context == "range", pipe.variables.count < 2 else {
                throw error("too many declarations in \(context)")
            }
            switch peekNonSpace().kind {
            case .variable, .rightDelimiter, .rightParenthesis: break
            default: throw error("range can only initialize variables")
            }
        }
    }

    private mutating func declare(_ variable: TemplateToken, _ pipe: inout TemplatePipe) {
        pipe.variables.append(variable.text)
        variables.append(variable.text)
    }

    private func check(_ pipe: TemplatePipe, _ context: String) throws(TemplateError) {
        guard !pipe.commands.isEmpty else { throw error("missing value for \(context)") }
        for (index, command) in pipe.commands.enumerated().dropFirst() {
            switch command.first.term {
            case .bool, .dot, .nil, .number, .string:
                throw error("non executable command in pipeline stage \(index + 1)")
            default: break
            }
        }
    }

    private mutating func command() throws(TemplateError) -> TemplateCommand {
        var operands: [TemplateOperand] = []
        loop: while true {
            _ = peekNonSpace()
            if let operand = try operand() { operands.append(operand) }
            let token = next()
            switch token.kind {
            case .space: continue
            case .rightDelimiter, .rightParenthesis: position -= 1
            case .pipe: break
            default: throw unexpected(token, "operand")
            }
            break loop
        }
        guard let first = operands.first else { throw error("empty command") }
        return TemplateCommand(first: first, arguments: Array(operands.dropFirst()))
    }

    /// A term with the fields behind it; `nil` if no term comes next.
    private mutating func operand() throws(TemplateError) -> TemplateOperand? {
        guard let operand = try term() else { return nil }
        guard peek().kind == .field else { return operand }
        let chainPosition = peek().position
        var fields: [String] = []
        while peek().kind == .field { fields.append(String(next().text.dropFirst())) }
        switch operand.term {
        case .field(let names): return TemplateOperand(term: .field(names + fields), position: chainPosition)
        case .variable(let name, let names):
            return TemplateOperand(term: .variable(name, fields: names + fields), position: chainPosition)
        case .bool, .string, .number, .nil, .dot:
            throw error("unexpected . after term \(GoQuote.quote(operand.source))")
        default: return TemplateOperand(term: .chain(operand, fields: fields), position: chainPosition)
        }
    }

    private mutating func term() throws(TemplateError) -> TemplateOperand? {
        let start = position
        let token = nextNonSpace()
        let term: TemplateOperand.Term
        switch token.kind {
        case .identifier:
            guard let function = TemplateFunction(rawValue: token.text) else {
                throw error("function \(GoQuote.quote(token.text)) not defined")
            }
            term = .function(function)
        case .dot: term = .dot
        case .nil: term = .nil
        case .variable:
            guard variables.contains(token.text) else {
                throw error("undefined variable \(GoQuote.quote(token.text))")
            }
            term = .variable(token.text, fields: [])
        case .field: term = .field([String(token.text.dropFirst())])
        case .bool: term = .bool(token.text == "true")
        case .characterConstant, .complexNumber, .number: term = .number(try number(token))
        case .leftParenthesis:
            let pipe = try pipeline("parenthesized pipeline", endingAt: .rightParenthesis)
            return TemplateOperand(term: .pipe(pipe), position: pipe.position)
        case .string, .rawString:
            guard let value = GoQuote.unquote(token.text) else { throw error("invalid syntax") }
            term = .string(value: value, source: token.text)
        default:
            position = start
            return nil
        }
        return TemplateOperand(term: term, position: token.position)
    }

    private func number(_ token: TemplateToken) throws(TemplateError) -> TemplateNumber {
        do throws(TemplateNumber.Failure) {
            if token.kind == .characterConstant { return try TemplateNumber(character: token.text) }
            return try TemplateNumber(token.text)
        } catch {
            switch error {
            case .illegalSyntax: throw self.error("illegal number syntax: \(GoQuote.quote(token.text))")
            case .overflow: throw self.error("integer overflow: \(GoQuote.quote(token.text))")
            case .malformedCharacter: throw self.error("malformed character constant: \(token.text)")
            case .invalidCharacter: throw self.error("invalid syntax")
            case .complex: throw self.error("complex numbers are not supported: \(GoQuote.quote(token.text))")
            }
        }
    }
}
