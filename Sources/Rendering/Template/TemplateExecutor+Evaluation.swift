internal import Text

extension TemplateExecutor {
    // MARK: Pipelines and commands

    /// The value of the last stage; variables declared by the pipeline are set to it.
    mutating func evaluate(_ pipe: TemplatePipe, dot: GoValue) throws(Failure) -> GoValue {
        at = .pipe(pipe)
        var value: GoValue?
        for command in pipe.commands {
            try charge()
            // What comes out of an interface is known by its own type from here on.
            value = try evaluate(command, dot: dot, piped: value).unboxed
        }
        let result = value ?? .nothing
        for name in pipe.variables {
            if pipe.isAssignment {
                try assign(name, result)
            } else {
                variables.append((name, result))
            }
        }
        return result
    }

    /// - Parameter piped: the value of the stage before, which becomes the last argument.
    private mutating func evaluate(
        _ command: TemplateCommand,
        dot: GoValue,
        piped: GoValue?
    ) throws(Failure) -> GoValue {
        let first = command.first
        switch first.term {
        case .field(let names):
            at = .operand(first)
            return try fields(names, of: dot, in: first, command.arguments, piped, dot: dot)
        case .chain(let operand, let names):
            let receiver = try chainReceiver(operand, in: first, dot: dot)
            return try fields(names, of: receiver, in: first, command.arguments, piped, dot: dot)
        case .variable(let name, let names):
            at = .operand(first)
            let value = try self.value(of: name)
            if names.isEmpty {
                try expectNoArguments(command, piped)
                return value
            }
            return try fields(names, of: value, in: first, command.arguments, piped, dot: dot)
        case .function(let function):
            return try call(function, in: first, .command(command), command.arguments, piped, dot: dot)
        case .pipe(let pipe):
            try expectNoArguments(command, piped)
            return try evaluate(pipe, dot: dot)
        case .bool, .dot, .nil, .number, .string:
            at = .operand(first)
            try expectNoArguments(command, piped)
            if case .nil = first.term { throw Failure("nil is not a command") }
            return try constant(first, dot: dot)
        }
    }

    private func expectNoArguments(_ command: TemplateCommand, _ piped: GoValue?) throws(Failure) {
        guard command.arguments.isEmpty, piped == nil else {
            throw Failure("can't give argument to non-function \(command.first.source)")
        }
    }

    private mutating func constant(_ operand: TemplateOperand, dot: GoValue) throws(Failure) -> GoValue {
        switch operand.term {
        case .bool(let value): return .bool(value)
        case .number(let number):
            at = .operand(operand)
            if number.isFloat, let value = number.float { return .float(value) }
            guard let value = number.integer else { throw Failure("\(number.source) overflows int") }
            return .int(value)
        case .string(let value, _): return .string(value)
        default: return dot
        }
    }

    // MARK: Fields

    private mutating func chainReceiver(
        _ operand: TemplateOperand,
        in chain: TemplateOperand,
        dot: GoValue
    ) throws(Failure) -> GoValue {
        at = .operand(chain)
        if case .nil = operand.term { throw Failure("indirection through explicit nil in \(chain.source)") }
        return try argument(operand, as: nil, dot: dot)
    }

    /// Follows `.A.B.C`; the arguments belong to the last name.
    private mutating func fields(
        _ names: [String],
        of receiver: GoValue,
        in node: TemplateOperand,
        _ arguments: [TemplateOperand],
        _ piped: GoValue?,
        dot: GoValue
    ) throws(Failure) -> GoValue {
        var value = receiver
        for name in names.dropLast() { value = try field(name, of: value, in: node, [], nil, dot: dot) }
        guard let last = names.last else { return value }
        return try field(last, of: value, in: node, arguments, piped, dot: dot)
    }

    private mutating func field(
        _ name: String,
        of receiver: GoValue,
        in node: TemplateOperand,
        _ arguments: [TemplateOperand],
        _ piped: GoValue?,
        dot: GoValue
    ) throws(Failure) -> GoValue {
        try charge()
        let hasArguments = !arguments.isEmpty || piped != nil
        switch receiver.payload {
        case .nothing where receiver.isBoxed:
            throw Failure("nil pointer evaluating interface {}.\(name)")
        case .nothing:
            if missingKey == .error { throw Failure("nil data; no entry for key \(GoQuote.quote(name))") }
            return .nothing
        case .map(let members, let map):
            if let method = map.methods[name] {
                return try call(method, name, in: node, arguments, piped, dot: dot)
            }
            if hasArguments { throw Failure("\(name) is not a method but has arguments") }
            if let member = members?[name] { return GoValue(member, shape: map.element) }
            if missingKey == .error { throw Failure("map has no entry for key \(GoQuote.quote(name))") }
            return .nothing
        case .structure(let members, let type), .pointer(let members?, let type):
            if let method = type.methods[name] {
                return try call(method, name, in: node, arguments, piped, dot: dot)
            }
            guard let field = type.field(named: name) else { break }
            if hasArguments {
                guard type.fieldsAreMethods else {
                    throw Failure("\(name) has arguments but cannot be invoked as function")
                }
                let count = arguments.count + (piped == nil ? 0 : 1)
                throw Failure("wrong number of args for \(name): want 0 got \(count)")
            }
            let value = GoValue(members[field.key], shape: field.shape)
            // What a method returns is known by its own type.
            return type.fieldsAreMethods ? value.unboxed : value
        case .pointer(nil, let type):
            if type.field(named: name) == nil { break }
            throw Failure("nil pointer evaluating *\(type.name).\(name)")
        default: break
        }
        throw Failure("can't evaluate field \(name) in type \(receiver.typeName ?? "<nil>")")
    }

    private mutating func call(
        _ method: GoStruct.Method,
        _ name: String,
        in node: TemplateOperand,
        _ arguments: [TemplateOperand],
        _ piped: GoValue?,
        dot: GoValue
    ) throws(Failure) -> GoValue {
        let count = arguments.count + (piped == nil ? 0 : 1)
        guard count == 1 else { throw Failure("wrong number of args for \(name): want 1 got \(count)") }
        var argument = piped ?? .nothing
        if let operand = arguments.first {
            argument = try self.argument(operand, as: .string, dot: dot)
        } else {
            argument = try check(argument, .string)
        }
        guard case .string(let text, _) = argument.payload else { return .nothing }
        let result = method(text)
        try charge(result.utf8.count)
        return .string(result)
    }

    // MARK: Functions

    /// - Parameter whole: what an error inside the function is blamed on.
    private mutating func call(
        _ function: TemplateFunction,
        in operand: TemplateOperand,
        _ whole: Place,
        _ operands: [TemplateOperand],
        _ piped: GoValue?,
        dot: GoValue
    ) throws(Failure) -> GoValue {
        at = .operand(operand)
        let signature = isHeader ? function.headerSignature : function.signature
        let name = function.rawValue
        let count = operands.count + (piped == nil ? 0 : 1)
        if signature.variadic == nil {
            guard count == signature.fixed.count else {
                throw Failure("wrong number of args for \(name): want \(signature.fixed.count) got \(count)")
            }
        } else if count < signature.fixed.count {
            throw Failure(
                "wrong number of args for \(name): want at least \(signature.fixed.count) got \(operands.count)"
            )
        }
        if function == .and || function == .or {
            return try shortCircuit(function, operands, piped, dot: dot)
        }

        var arguments: [GoValue] = []
        for (index, operand) in operands.enumerated() {
            arguments.append(try argument(operand, as: signature.parameter(at: index), dot: dot))
        }
        if let piped { arguments.append(try check(piped, signature.parameter(at: arguments.count))) }
        try charge()
        if function == .call {
            at = whole
            guard let type = arguments.first?.dynamicTypeName else { throw Failure("error calling call: call of nil") }
            let callee = operands.first?.source ?? arguments.first?.reflectedText ?? ""
            throw Failure("error calling call: non-function \(callee) of type \(type)")
        }
        if isHeader, function.returnsTitleInHeader { return arguments.first ?? .nothing }
        let result: GoValue
        do throws(TemplateFunction.Failure) {
            result = try function(arguments, limit: Self.textLimit)
        } catch {
            at = whole
            throw Failure("error calling \(name): \(error.message)")
        }
        if case .string(let text, _) = result.payload { try charge(text.utf8.count) }
        return result
    }

    /// `and` and `or` stop at the first argument that decides.
    private mutating func shortCircuit(
        _ function: TemplateFunction,
        _ operands: [TemplateOperand],
        _ piped: GoValue?,
        dot: GoValue
    ) throws(Failure) -> GoValue {
        var value = GoValue.nothing
        for operand in operands {
            value = try argument(operand, as: .value, dot: dot)
            if value.isTrue == (function == .or) { return value }
        }
        return piped ?? value
    }

    // MARK: Arguments

    /// - Parameter parameter: what the function wants; `nil` in front of a field, where anything will do.
    private mutating func argument(
        _ operand: TemplateOperand,
        as parameter: TemplateFunction.Parameter?,
        dot: GoValue
    ) throws(Failure) -> GoValue {
        try charge()
        at = .operand(operand)
        switch operand.term {
        case .dot: return try check(dot, parameter)
        case .nil:
            guard parameter?.acceptsNil != false else {
                throw Failure("cannot assign nil to \(parameter?.rawValue ?? "")")
            }
            return parameter == .strings ? GoValue(nil, shape: .strings) : .nothing
        case .field(let names):
            return try check(try fields(names, of: dot, in: operand, [], nil, dot: dot), parameter)
        case .variable(let name, let names):
            return try check(
                try fields(names, of: try value(of: name), in: operand, [], nil, dot: dot),
                parameter
            )
        case .pipe(let pipe): return try check(try evaluate(pipe, dot: dot), parameter)
        case .function(let function):
            return try check(
                try call(function, in: operand, .operand(operand), [], nil, dot: dot),
                parameter
            )
        case .chain(let receiver, let names):
            let value = try chainReceiver(receiver, in: operand, dot: dot)
            return try check(try fields(names, of: value, in: operand, [], nil, dot: dot), parameter)
        case .bool, .number, .string: return try literal(operand, as: parameter, dot: dot)
        }
    }

    private mutating func literal(
        _ operand: TemplateOperand,
        as parameter: TemplateFunction.Parameter?,
        dot: GoValue
    ) throws(Failure) -> GoValue {
        switch (parameter, operand.term) {
        case (.string, .string(let value, _)): return .string(value)
        case (.string, _): throw Failure("expected string; found \(operand.source)")
        case (.int, .number(let number)) where number.integer != nil: return .int(number.integer ?? 0)
        case (.int, _): throw Failure("expected integer; found \(operand.source)")
        case (.strings, _): throw Failure("can't handle \(operand.source) for arg of type []string")
        default: return try constant(operand, dot: dot)
        }
    }

    /// Whether a value fits a parameter.
    private func check(
        _ value: GoValue,
        _ parameter: TemplateFunction.Parameter?
    ) throws(Failure) -> GoValue {
        guard let parameter, parameter != .any, parameter != .value else { return value }
        guard value.isSomething || value.isBoxed else {
            guard parameter == .strings else { throw Failure("invalid value; expected \(parameter.rawValue)") }
            return GoValue(nil, shape: .strings)
        }
        switch (parameter, value.payload) {
        case (.string, .string(_, "string")), (.int, .int(_, "int")): return value.unboxed
        case (.strings, .slice(_, .string("string"))): return value.unboxed
        case (.strings, .slice(let elements?, .any)) where elements.allSatisfy(\.isString):
            // Without a shape a list of strings is taken for what it most likely is in Docker.
            return value.unboxed
        default:
            let type = value.isSomething ? value.dynamicTypeName : value.typeName
            throw Failure("wrong type for value; expected \(parameter.rawValue); got \(type ?? "")")
        }
    }
}

extension JSONValue {
    fileprivate var isString: Bool { stringValue != nil }
}
