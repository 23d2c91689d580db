/// `$(( … ))`: 64-bit numbers that wrap around, with C's operators.
struct ShellArithmetic {
    enum Fault: Error {
        case expectingPrimary(String)
        case expectingEnd(String)
        case division
        case illegalNumber(String)
        case tooDeep

        var dash: String {
            switch self {
            case .expectingPrimary: "expecting primary"
            case .expectingEnd: "expecting EOF"
            case .division: "division by zero"
            case .illegalNumber(let text): "Illegal number: \(text)"
            case .tooDeep: "nested too deeply"
            }
        }

        var bash: String {
            switch self {
            case .expectingPrimary(let rest):
                "syntax error: operand expected (error token is \"\(rest.isEmpty ? "+" : rest)\")"
            case .expectingEnd(let rest): "syntax error in expression (error token is \"\(rest)\")"
            case .division: "division by 0 (error token is \"0\")"
            case .illegalNumber(let text): "value too great for base (error token is \"\(text)\")"
            case .tooDeep: "expression recursion level exceeded"
            }
        }
    }

    private let characters: [Character]
    private var index = 0
    private var depth = 0
    private let value: (String) -> String?
    /// What the expression set, in order.
    private(set) var assigned: [(name: String, value: Int64)] = []

    init(_ text: String, value: @escaping (String) -> String?) {
        characters = Array(text)
        self.value = value
    }

    mutating func evaluate() throws(Fault) -> Int64 {
        skipBlanks()
        if index == characters.count { return 0 }
        let result = try choice()
        skipBlanks()
        guard index == characters.count else { throw .expectingEnd(String(characters[index...])) }
        return result
    }

    private mutating func skipBlanks() {
        while index < characters.count, characters[index].isWhitespace { index += 1 }
    }

    private mutating func takes(_ sign: String, notBefore others: String = "") -> Bool {
        skipBlanks()
        let wanted = Array(sign)
        guard characters[index...].starts(with: wanted) else { return false }
        let next = index + wanted.count
        if next < characters.count, others.contains(characters[next]) { return false }
        index = next
        return true
    }

    private mutating func choice() throws(Fault) -> Int64 {
        depth += 1
        defer { depth -= 1 }
        guard depth < 50 else { throw .tooDeep }
        if let result = try assignment() { return result }
        let condition = try binary(0)
        guard takes("?") else { return condition }
        let yes = try choice()
        guard takes(":") else { throw .expectingEnd(String(characters[index...])) }
        let no = try choice()
        return condition != 0 ? yes : no
    }

    private static let assignments = ["=", "+=", "-=", "*=", "/=", "%="]

    private mutating func assignment() throws(Fault) -> Int64? {
        let start = index
        guard let name = name() else { return nil }
        for sign in Self.assignments where takes(sign, notBefore: sign == "=" ? "=" : "") {
            let right = try choice()
            let left = sign == "=" ? 0 : try number(of: name)
            let result: Int64
            switch sign {
            case "+=": result = left &+ right
            case "-=": result = left &- right
            case "*=": result = left &* right
            case "/=": result = try quotient(left, right).quotient
            case "%=": result = try quotient(left, right).remainder
            default: result = right
            }
            assigned.append((name, result))
            return result
        }
        index = start
        return nil
    }

    private static let levels: [[(sign: String, notBefore: String)]] = [
        [("||", "")], [("&&", "")], [("|", "|")], [("^", "")], [("&", "&")], [("==", ""), ("!=", "")],
        [("<=", ""), (">=", ""), ("<", "<"), (">", ">")], [("<<", ""), (">>", "")], [("+", "="), ("-", "=")],
        [("*", "="), ("/", "="), ("%", "=")],
    ]

    private mutating func binary(_ level: Int) throws(Fault) -> Int64 {
        guard level < Self.levels.count else { return try unary() }
        var left = try binary(level + 1)
        scanning: while true {
            for (sign, others) in Self.levels[level] where takes(sign, notBefore: others) {
                let right = try binary(level + 1)
                left = try apply(sign, left, right)
                continue scanning
            }
            return left
        }
    }

    private func quotient(_ left: Int64, _ right: Int64) throws(Fault) -> (quotient: Int64, remainder: Int64) {
        guard right != 0 else { throw .division }
        let quotient = left.dividedReportingOverflow(by: right)
        let remainder = left.remainderReportingOverflow(dividingBy: right)
        return (quotient.partialValue, remainder.partialValue)
    }

    private func apply(_ sign: String, _ left: Int64, _ right: Int64) throws(Fault) -> Int64 {
        switch sign {
        case "||": return left != 0 || right != 0 ? 1 : 0
        case "&&": return left != 0 && right != 0 ? 1 : 0
        case "|": return left | right
        case "^": return left ^ right
        case "&": return left & right
        case "==": return left == right ? 1 : 0
        case "!=": return left != right ? 1 : 0
        case "<=": return left <= right ? 1 : 0
        case ">=": return left >= right ? 1 : 0
        case "<": return left < right ? 1 : 0
        case ">": return left > right ? 1 : 0
        case "<<": return left &<< right
        case ">>": return left &>> right
        case "+": return left &+ right
        case "-": return left &- right
        case "*": return left &* right
        case "/": return try quotient(left, right).quotient
        default: return try quotient(left, right).remainder
        }
    }

    private mutating func unary() throws(Fault) -> Int64 {
        depth += 1
        defer { depth -= 1 }
        guard depth < 50 else { throw .tooDeep }
        if takes("!", notBefore: "=") { return try unary() == 0 ? 1 : 0 }
        if takes("~") { return ~(try unary()) }
        if takes("-") { return 0 &- (try unary()) }
        if takes("+") { return try unary() }
        if takes("(") {
            let result = try choice()
            guard takes(")") else { throw .expectingEnd(String(characters[index...])) }
            return result
        }
        skipBlanks()
        let rest = String(characters[index...])
        if let name = name() { return try number(of: name) }
        var digits = ""
        while index < characters.count, characters[index].isLetter || characters[index].isNumber {
            digits.append(characters[index])
            index += 1
        }
        guard !digits.isEmpty else { throw .expectingPrimary(rest) }
        return try Self.number(digits)
    }

    private mutating func name() -> String? {
        skipBlanks()
        var name = ""
        while index < characters.count, characters[index].isASCII,
            characters[index].isLetter || characters[index] == "_" || (!name.isEmpty && characters[index].isNumber)
        {
            name.append(characters[index])
            index += 1
        }
        return name.isEmpty ? nil : name
    }

    private func number(of name: String) throws(Fault) -> Int64 {
        if let known = assigned.last(where: { $0.name == name }) { return known.value }
        guard let text = value(name), !text.isEmpty else { return 0 }
        let sign: Int64 = text.hasPrefix("-") ? -1 : 1
        return sign &* (try Self.number(String(text.drop { $0 == "-" || $0 == "+" || $0 == " " })))
    }

    private static func number(_ digits: String) throws(Fault) -> Int64 {
        let isHexadecimal = digits.hasPrefix("0x") || digits.hasPrefix("0X")
        let isOctal = !isHexadecimal && digits.count > 1 && digits.hasPrefix("0")
        let text = isHexadecimal ? String(digits.dropFirst(2)) : digits
        guard let number = Int64(text, radix: isHexadecimal ? 16 : isOctal ? 8 : 10) else {
            throw .illegalNumber(digits)
        }
        return number
    }
}
