extension TemplateFunction {
    // MARK: Comparison

    /// Whether the comparison named by the function holds.
    func compare(_ first: GoValue, _ others: [GoValue]) throws(Failure) -> Bool {
        guard let second = others.first else { throw Failure("missing argument for comparison") }
        switch self {
        case .eq: return try Self.isEqual(first, toAnyOf: others)
        case .ne: return try !Self.isEqual(first, second)
        case .lt: return try Self.isLess(first, second)
        case .ge: return try !Self.isLess(first, second)
        case .le: return try Self.isLessOrEqual(first, second)
        default: return try !Self.isLessOrEqual(first, second)
        }
    }

    private static func isLessOrEqual(_ left: GoValue, _ right: GoValue) throws(Failure) -> Bool {
        if try isLess(left, right) { return true }
        return try isEqual(left, right)
    }

    private static func isEqual(_ first: GoValue, toAnyOf others: [GoValue]) throws(Failure) -> Bool {
        for other in others where try isEqual(first, other) { return true }
        return false
    }

    private static func isEqual(_ left: GoValue, _ right: GoValue) throws(Failure) -> Bool {
        switch (left.payload, right.payload) {
        case (.bool(let left), .bool(let right)): return left == right
        case (.int(let left, _), .int(let right, _)): return left == right
        case (.float(let left), .float(let right)): return left == right
        case (.string(let left, _), .string(let right, _)): return left.utf8.elementsEqual(right.utf8)
        case (.nothing, _), (_, .nothing): return left.isNil && right.isNil
        case _ where left.isBasic || right.isBasic: throw Failure("incompatible types for comparison")
        default: break
        }
        guard left.kind == right.kind else {
            throw Failure(
                "non-comparable types \(printed(left)): \(left.typeText), \(right.typeText): \(printed(right, verb: "v"))"
            )
        }
        if left.isNil || right.isNil { return left.isNil && right.isNil }
        switch right.payload {
        case .slice, .map: throw Failure("non-comparable type \(printed(right)): \(right.typeText)")
        default: return left.dynamicTypeName == right.dynamicTypeName && left.json == right.json
        }
    }

    private static func isLess(_ left: GoValue, _ right: GoValue) throws(Failure) -> Bool {
        switch (left.payload, right.payload) {
        case (.int(let left, _), .int(let right, _)): return left < right
        case (.float(let left), .float(let right)): return left < right
        case (.string(let left, _), .string(let right, _)): return left.utf8.lexicographicallyPrecedes(right.utf8)
        case (.bool, .bool): throw Failure("invalid type for comparison")
        case _ where !left.isBasic || !right.isBasic: throw Failure("invalid type for comparison")
        default: throw Failure("incompatible types for comparison")
        }
    }

    private static func printed(_ value: GoValue, verb: Unicode.Scalar = "s") -> String {
        var printer = GoPrinter(limit: 4096)
        printer.print(value, verb: verb)
        return printer.output
    }

    // MARK: Elements

    static func index(_ item: GoValue, _ indexes: [GoValue]) throws(Failure) -> GoValue {
        guard item.isSomething else { throw Failure("index of untyped nil") }
        var item = item
        for index in indexes {
            guard item.isSomething else { throw Failure("index of nil pointer") }
            item = try element(of: item, at: index)
        }
        return item
    }

    private static func element(of item: GoValue, at index: GoValue) throws(Failure) -> GoValue {
        switch item.payload {
        case .slice(let elements, let shape):
            let elements = elements ?? []
            let position = try self.position(index, within: elements.count)
            guard position < elements.count else { throw Failure("reflect: slice index out of range") }
            return GoValue(elements[position], shape: shape)
        case .string(let text, _):
            let bytes = Array(text.utf8)
            let position = try self.position(index, within: bytes.count)
            guard position < bytes.count else { throw Failure("reflect: string index out of range") }
            return GoValue(.int(Int64(bytes[position])), shape: .int(type: "uint8"))
        case .map(let members, let map):
            guard index.isSomething else { throw Failure("value is nil; should be of type string") }
            guard case .string(let key, "string") = index.payload else {
                throw Failure("value has type \(index.typeText); should be string")
            }
            return GoValue(members?[key], shape: map.element)
        case .pointer(nil, _): throw Failure("index of nil pointer")
        case .pointer(_, let type): throw Failure("can't index item of type \(type.name)")
        default: throw Failure("can't index item of type \(item.typeText)")
        }
    }

    /// The position that an index names: up to the end itself.
    private static func position(_ index: GoValue, within count: Int) throws(Failure) -> Int {
        guard index.isSomething else { throw Failure("cannot index slice/array with nil") }
        guard case .int(let position, _) = index.payload else {
            throw Failure("cannot index slice/array with type \(index.typeText)")
        }
        guard (0...Int64(count)).contains(position) else { throw Failure("index out of range: \(position)") }
        return Int(position)
    }

    static func slice(_ item: GoValue, _ indexes: [GoValue]) throws(Failure) -> GoValue {
        guard item.isSomething else { throw Failure("slice of untyped nil") }
        guard indexes.count <= 3 else { throw Failure("too many slice indexes: \(indexes.count)") }
        let count: Int
        switch item.payload {
        case .string(let text, _):
            guard indexes.count < 3 else { throw Failure("cannot 3-index slice a string") }
            count = text.utf8.count
        case .slice(let elements, _): count = elements?.count ?? 0
        default: throw Failure("can't slice item of type \(item.typeText)")
        }
        var bounds = [0, count]
        for (place, index) in indexes.enumerated() {
            // Unlike "index", Go's "slice" does not look into interfaces.
            if index.isBoxed { throw Failure("cannot index slice/array with type interface {}") }
            let position = try position(index, within: count)
            if place < 2 { bounds[place] = position } else { bounds.append(position) }
        }
        for (low, high) in zip(bounds, bounds.dropFirst()) where low > high {
            throw Failure("invalid slice index: \(low) > \(high)")
        }
        switch item.payload {
        case .string(let text, let type):
            let bytes = Array(text.utf8)[bounds[0]..<bounds[1]]
            return GoValue(.string(String(decoding: bytes, as: UTF8.self)), shape: .string(type: type))
        case .slice(let elements, let shape):
            let part = elements.map { JSONValue.array(Array($0[bounds[0]..<bounds[1]])) }
            return GoValue(part, shape: .slice(shape))
        default: return item
        }
    }

    static func length(_ item: GoValue) throws(Failure) -> Int {
        switch item.payload {
        case .slice(let elements, _): return elements?.count ?? 0
        case .map(let members, _): return members?.count ?? 0
        case .string(let text, _): return text.utf8.count
        case .nothing where item.isBoxed: throw Failure("len of nil pointer")
        case .nothing: throw Failure("reflect: call of reflect.Value.Type on zero Value")
        case .pointer(nil, _): throw Failure("len of nil pointer")
        case .pointer(_, let type): throw Failure("len of type \(type.name)")
        default: throw Failure("len of type \(item.typeText)")
        }
    }
}

extension GoValue {
    /// Go's kind of the value, as far as comparison tells kinds apart.
    fileprivate var kind: Int {
        switch payload {
        case .nothing: 0
        case .bool: 1
        case .int: 2
        case .float: 3
        case .string: 4
        case .slice: 5
        case .map: 6
        case .structure, .address: 7
        case .pointer: 8
        }
    }

    /// Booleans, numbers and strings.
    fileprivate var isBasic: Bool { (1...4).contains(kind) }

    fileprivate var typeText: String { dynamicTypeName ?? "<nil>" }
}
