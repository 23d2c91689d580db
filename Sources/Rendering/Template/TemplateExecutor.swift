internal import Text

/// Walks a template's nodes and writes what they print.
///
/// Errors name the place that Go names: the node most recently come to, see ``at``.
struct TemplateExecutor {
    private(set) var output = ""

    let missingKey: GoTemplate.MissingKey
    /// Column titles are printed: functions leave them alone.
    let isHeader: Bool

    /// The place for error texts.
    var at: Place

    private let template: GoTemplate
    private var templateName = ""
    var variables: [(name: String, value: GoValue)]
    private var depth = 0
    private var workLeft = Self.workLimit

    /// What an error text quotes.
    enum Place {
        case node(TemplateNode)
        case pipe(TemplatePipe)
        case command(TemplateCommand)
        case operand(TemplateOperand)
        case nothing
    }

    /// A failure under way to ``run()``, which adds the place.
    struct Failure: Error {
        var message: String
        init(_ message: String) { self.message = message }

        static let tooDeep = Failure("exceeded maximum template depth (\(depthLimit))")
    }

    private enum Flow {
        case normal, `break`, `continue`
    }

    /// Bytes that one text, and the whole output, may have.
    static let textLimit = 1 << 26
    /// Steps, and bytes of texts made, that one execution may take: far more than any listing needs.
    private static let workLimit = 1 << 26
    private static let workPerStep = 32
    /// Templates and blocks inside each other. Go allows 100,000, on a stack that grows.
    private static let depthLimit = 500

    init(
        _ template: GoTemplate,
        data: GoValue,
        missingKey: GoTemplate.MissingKey,
        isHeader: Bool = false
    ) {
        self.template = template
        self.missingKey = missingKey
        self.isHeader = isHeader
        at = .nothing
        variables = [("$", data)]
    }

    /// Executes the whole template. What was printed before an error stays in ``output``.
    mutating func run() -> TemplateError? {
        do throws(Failure) {
            _ = try walk(template.definitions[""] ?? [], dot: variables[0].value)
            return nil
        } catch {
            return TemplateError(phase: .executing, description: describe(error))
        }
    }

    // MARK: Nodes

    private mutating func walk(_ nodes: [TemplateNode], dot: GoValue) throws(Failure) -> Flow {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.depthLimit else { throw .tooDeep }
        for node in nodes {
            let flow = try walk(node, dot: dot)
            if flow != .normal { return flow }
        }
        return .normal
    }

    private mutating func walk(_ node: TemplateNode, dot: GoValue) throws(Failure) -> Flow {
        at = .node(node)
        try charge()
        switch node {
        case .text(let text, _): try write(text)
        case .action(let pipe, _):
            let value = try evaluate(pipe, dot: dot)
            if pipe.variables.isEmpty {
                at = .node(node)
                try print(value)
            }
        case .branch(let branch) where branch.keyword == .range: return try range(branch, dot: dot)
        case .branch(let branch): return try choose(branch, dot: dot)
        case .template(let name, let argument, _): try call(name, argument, dot: dot)
        case .break: return .break
        case .continue: return .continue
        }
        return .normal
    }

    private mutating func choose(_ branch: TemplateNode.Branch, dot: GoValue) throws(Failure) -> Flow {
        let outside = variables.count
        let value = try evaluate(branch.pipe, dot: dot)
        var flow = Flow.normal
        if value.isTrue {
            flow = try walk(branch.body, dot: branch.keyword == .with ? value : dot)
        } else if let alternative = branch.alternative {
            flow = try walk(alternative, dot: dot)
        }
        forgetVariables(beyond: outside)
        return flow
    }

    private mutating func range(_ branch: TemplateNode.Branch, dot: GoValue) throws(Failure) -> Flow {
        let outside = variables.count
        let isEmpty = try iterate(branch, over: try evaluate(branch.pipe, dot: dot))
        var flow = Flow.normal
        if isEmpty, let alternative = branch.alternative { flow = try walk(alternative, dot: dot) }
        forgetVariables(beyond: outside)
        return flow
    }

    /// Returns whether there was nothing to iterate over.
    private mutating func iterate(_ branch: TemplateNode.Branch, over value: GoValue) throws(Failure) -> Bool {
        var isEmpty = true
        switch value.payload {
        case .int(let count, let type):
            guard branch.pipe.variables.count < 2 else {
                throw Failure("can't use \(printed(value)) to iterate over more than one variable")
            }
            var number: Int64 = 0
            while number < count {
                isEmpty = false
                let element = GoValue(.int(number), shape: .int(type: type))
                if try iterate(branch, index: .nothing, element: element) == .break { break }
                number += 1
            }
        case .slice(let elements, let shape):
            for (index, element) in (elements ?? []).enumerated() {
                isEmpty = false
                let element = GoValue(element, shape: shape)
                if try iterate(branch, index: .int(Int64(index)), element: element) == .break { break }
            }
        case .map(let members, let map):
            for (key, member) in (members ?? JSONObject()).sortedByKey() {
                isEmpty = false
                let element = GoValue(member, shape: map.element)
                if try iterate(branch, index: .string(key), element: element) == .break { break }
            }
        case .nothing: break
        default: throw Failure("range can't iterate over \(printed(value.printable))")
        }
        return isEmpty
    }

    private mutating func iterate(
        _ branch: TemplateNode.Branch,
        index: GoValue,
        element: GoValue
    ) throws(Failure) -> Flow {
        let names = branch.pipe.variables
        // With one variable it is the element, with two the index comes first.
        let values = names.count > 1 ? [index, element] : [element]
        for (place, (name, value)) in zip(names, values).enumerated() {
            if branch.pipe.isAssignment {
                try assign(name, value)
            } else {
                variables[variables.count - names.count + place].value = value
            }
        }
        let outside = variables.count
        try charge()
        let flow = try walk(branch.body, dot: element)
        forgetVariables(beyond: outside)
        return flow
    }

    private mutating func call(_ name: String, _ argument: TemplatePipe?, dot: GoValue) throws(Failure) {
        guard let nodes = template.definitions[name] else {
            throw Failure("template \(GoQuote.quote(name)) not defined")
        }
        guard depth < Self.depthLimit else { throw .tooDeep }
        let dot = if let argument { try evaluate(argument, dot: dot) } else { GoValue.nothing }
        // A template sees none of its caller's variables. After an error the names stay as they are, for its text.
        let caller = (templateName, variables)
        (templateName, variables) = (name, [("$", dot)])
        _ = try walk(nodes, dot: dot)
        (templateName, variables) = caller
    }

    // MARK: Variables

    private mutating func forgetVariables(beyond count: Int) {
        variables.removeLast(max(0, variables.count - count))
    }

    mutating func assign(_ name: String, _ value: GoValue) throws(Failure) {
        guard let index = variables.lastIndex(where: { $0.name == name }) else {
            throw Failure("undefined variable: \(name)")
        }
        variables[index].value = value
    }

    func value(of variable: String) throws(Failure) -> GoValue {
        guard let found = variables.last(where: { $0.name == variable }) else {
            throw Failure("undefined variable: \(variable)")
        }
        return found.value
    }

    // MARK: Output and its bounds

    private mutating func print(_ value: GoValue) throws(Failure) {
        guard value.isSomething else { return try write("<no value>") }
        if case .string(let text, _) = value.payload { return try write(text) }
        try write(printed(value.printable))
    }

    private func printed(_ value: GoValue) -> String {
        var printer = GoPrinter(limit: Self.textLimit)
        printer.print(value, verb: "v")
        return printer.output
    }

    private mutating func write(_ text: String) throws(Failure) {
        try charge(text.utf8.count)
        guard output.utf8.count + text.utf8.count <= Self.textLimit else {
            throw Failure("output longer than \(Self.textLimit) bytes")
        }
        output += text
    }

    /// Pays for one step, and for the bytes of a text made in it.
    mutating func charge(_ bytes: Int = 0) throws(Failure) {
        workLeft -= Self.workPerStep + bytes
        guard workLeft >= 0 else { throw Failure("too much work for one template") }
    }

    // MARK: Errors

    private func describe(_ failure: Failure) -> String {
        let (position, source) =
            switch at {
            case .node(let node): (node.position, node.source)
            case .pipe(let pipe): (pipe.position, pipe.source)
            case .command(let command): (command.position, command.source)
            case .operand(let operand): (operand.position, operand.source)
            case .nothing: (0, "")
            }
        let (line, column) = template.location(of: position)
        return
            "template: :\(line):\(column): executing \(GoQuote.quote(templateName)) at <\(source)>: \(failure.message)"
    }
}
