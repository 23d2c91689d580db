internal import Addressing
internal import Lab

/// Reads or writes the fields of a record, one after the other.
///
/// One list of fields per type serves both directions and both forms, the compact rows of the store and the JSON of
/// an archive: a coder that writes is given each value and returns it; one that reads is given nothing and returns
/// what stands next. Each list thereby ends by making the value from the fields, whether they were written or read.
///
/// All methods are generic over concrete types, so that the compiler makes one straight function of a list and a coder.
protocol FieldCoder {
    // MARK: Values

    mutating func bool(_ given: Bool?) throws(FieldError) -> Bool
    mutating func integer<T: FixedWidthInteger>(_ given: T?) throws(FieldError) -> T
    mutating func text(_ given: String?) throws(FieldError) -> String
    /// One of a closed set, by its place in `all` or by its name.
    mutating func choice<T: Choice>(_ given: T?) throws(FieldError) -> T
    /// 64 bits without a meaning as a number.
    mutating func word(_ given: UInt64?) throws(FieldError) -> UInt64
    mutating func identifier(_ given: Identifier?) throws(FieldError) -> Identifier
    mutating func address(_ given: IPAddress?) throws(FieldError) -> IPAddress
    mutating func prefix(_ given: IPPrefix?) throws(FieldError) -> IPPrefix
    mutating func mac(_ given: MACAddress?) throws(FieldError) -> MACAddress
    mutating func time(_ given: Timestamp?) throws(FieldError) -> Timestamp
    mutating func port(_ given: ContainerPort?) throws(FieldError) -> ContainerPort
    mutating func ports(_ given: PortRange?) throws(FieldError) -> PortRange
    /// Values in order.
    mutating func elements<T: FieldValue>(_ given: [T]?) throws(FieldError) -> [T]
    /// A value with fields of its own.
    mutating func record<T: Record>(_ given: T?) throws(FieldError) -> T

    // MARK: Fields

    mutating func field<T: FieldValue>(_ name: StaticString, _ given: @autoclosure () -> T?) throws(FieldError) -> T
    /// A field that may have no value. While reading `given` is nil as well.
    mutating func optional<T: FieldValue>(_ name: StaticString, _ given: @autoclosure () -> T?) throws(FieldError) -> T?
    /// A field of several values; an archive leaves it out where there is none.
    mutating func list<T: FieldValue>(_ name: StaticString, _ given: @autoclosure () -> [T]?) throws(FieldError) -> [T]
    /// A field of values by key, written in the byte order of the keys; left out likewise.
    mutating func map<T: FieldValue>(_ name: StaticString, _ given: @autoclosure () -> [String: T]?) throws(FieldError)
        -> [String: T]
    /// A field that records did not always have, with the value that they have without it.
    ///
    /// Such fields stand last in a row's record, and a row ends before the first of those that all have their default:
    /// what is written without using a later version's fields can be read by the former one, and the other way round.
    mutating func added<T: FieldValue & Equatable>(
        _ name: StaticString,
        default standard: T,
        _ given: @autoclosure () -> T?
    ) throws(FieldError) -> T
}

/// What can stand in a field.
protocol FieldValue {
    static func code<C: FieldCoder>(_ given: Self?, with coder: inout C) throws(FieldError) -> Self
}

/// A value with fields of its own.
protocol Record: FieldValue {
    /// The list of fields, in order: part of the format of the store.
    static func fields<C: FieldCoder>(_ given: Self?, with coder: inout C) throws(FieldError) -> Self
}

extension Record {
    static func code<C: FieldCoder>(_ given: Self?, with coder: inout C) throws(FieldError) -> Self {
        try coder.record(given)
    }
}

/// One of a closed set of values that have names.
protocol Choice: FieldValue, RawRepresentable<String>, Equatable {
    /// The values by the number that stands for each in a row: only ever added to, at the end.
    static var numbered: [Self] { get }
}

extension Choice {
    static func code<C: FieldCoder>(_ given: Self?, with coder: inout C) throws(FieldError) -> Self {
        try coder.choice(given)
    }
}

/// Why a record cannot be read, and where in it.
struct FieldError: Error, Hashable {
    let problem: String
    /// From the innermost place outwards.
    private var steps: [String] = []

    init(_ problem: String) { self.problem = problem }

    /// The place, such as `attachments[0].endpoint.mac`; empty for the record itself.
    var path: String {
        var path = ""
        for step in steps.reversed() { path += path.isEmpty || step.hasPrefix("[") ? step : "." + step }
        return path
    }

    func inside(_ field: StaticString) -> FieldError { inside(step: field.description) }
    func inside(member: String) -> FieldError { inside(step: member) }
    func inside(index: Int) -> FieldError { inside(step: "[\(index)]") }
    func inside(key: String) -> FieldError { inside(step: "[\(key.debugDescription)]") }

    private func inside(step: String) -> FieldError {
        var error = self
        error.steps.append(step)
        return error
    }
}
