/// Where something stands in the files that were read.
///
/// Lines and columns count from 1; columns count Unicode scalars, as editors do.
public struct SourcePlace: Hashable, Sendable, Comparable {
    /// The file's position in its ``SourceTable``.
    public var file: Int32
    public var line: Int32
    public var column: Int32
    /// Scalars from `column` on that belong to the thing, on its first line; at least 1.
    public var length: Int32

    public init(file: Int, line: Int, column: Int, length: Int = 1) {
        self.file = Int32(clamping: file)
        self.line = Int32(clamping: line)
        self.column = Int32(clamping: column)
        self.length = Int32(clamping: Swift.max(1, length))
    }

    public static func < (a: SourcePlace, b: SourcePlace) -> Bool {
        (a.file, a.line, a.column) < (b.file, b.line, b.column)
    }
}

/// A value and where it was written.
@dynamicMemberLookup
public struct Placed<Value> {
    public var value: Value
    public var place: SourcePlace

    public init(_ value: Value, at place: SourcePlace) {
        self.value = value
        self.place = place
    }

    public func map<Other, Failure>(_ transform: (Value) throws(Failure) -> Other) throws(Failure) -> Placed<Other> {
        Placed<Other>(try transform(value), at: place)
    }

    public subscript<Member>(dynamicMember path: KeyPath<Value, Member>) -> Member { value[keyPath: path] }
}

extension Placed: Sendable where Value: Sendable {}
extension Placed: Equatable where Value: Equatable {}
extension Placed: Hashable where Value: Hashable {}
