internal import Addressing
internal import Lab
internal import Rendering

/// Reads records from the JSON that ``ArchiveWriter`` writes.
///
/// A record must have all the fields of its list but empty ones, and no others.
struct ArchiveReader: FieldCoder {
    /// What the next method reads.
    private var source: JSONValue
    /// The record that is being read, and the fields of it that were asked for.
    private var members = JSONObject()
    private var asked: [StaticString] = []

    private init(_ source: JSONValue) {
        self.source = source
    }

    static func read<T: Record>(_ type: T.Type, from json: JSONValue) throws(FieldError) -> T {
        var reader = ArchiveReader(json)
        return try reader.record(nil)
    }

    // MARK: Values

    mutating func bool(_ given: Bool?) throws(FieldError) -> Bool {
        guard let value = source.boolValue else { throw expected("a boolean") }
        return value
    }

    mutating func integer<T: FixedWidthInteger>(_ given: T?) throws(FieldError) -> T {
        let exact: T?
        switch source {
        case .int(let value): exact = T(exactly: value)
        case .unsigned(let value): exact = T(exactly: value)
        default: throw expected("an integer")
        }
        guard let exact else { throw FieldError("\(source.json()) is out of range (\(T.min) to \(T.max))") }
        return exact
    }

    mutating func text(_ given: String?) throws(FieldError) -> String {
        guard let value = source.stringValue else { throw expected("a string") }
        return try Self.sayable(value)
    }

    mutating func choice<T: Choice>(_ given: T?) throws(FieldError) -> T {
        try parse("one of \(T.numbered.map { $0.rawValue }.joined(separator: ", "))") { text in
            T.numbered.first { $0.rawValue == text }
        }
    }

    mutating func word(_ given: UInt64?) throws(FieldError) -> UInt64 {
        try parse("16 hexadecimal digits") {
            $0.utf8.count == 16 && !$0.hasPrefix("+") && !$0.hasPrefix("-") ? UInt64($0, radix: 16) : nil
        }
    }

    mutating func identifier(_ given: Identifier?) throws(FieldError) -> Identifier {
        try parse("an identifier of 64 hexadecimal digits") { Identifier($0) }
    }

    mutating func address(_ given: IPAddress?) throws(FieldError) -> IPAddress {
        try parse("an IP address") { IPAddress($0) }
    }

    mutating func prefix(_ given: IPPrefix?) throws(FieldError) -> IPPrefix {
        try parse("an address with a prefix length") { IPPrefix($0) }
    }

    mutating func mac(_ given: MACAddress?) throws(FieldError) -> MACAddress {
        try parse("a MAC address") { MACAddress($0) }
    }

    mutating func time(_ given: Timestamp?) throws(FieldError) -> Timestamp {
        try parse("a time of RFC 3339") { Timestamp(rfc3339: $0) }
    }

    mutating func port(_ given: ContainerPort?) throws(FieldError) -> ContainerPort {
        try parse("a port with its protocol") { text in
            guard let slash = text.firstIndex(of: "/"), let ports = PortRange(String(text[..<slash])), ports.count == 1,
                let transport = TransportProtocol(rawValue: String(text[text.index(after: slash)...]))
            else { return nil }
            return ContainerPort(ports.first, transport)
        }
    }

    mutating func ports(_ given: PortRange?) throws(FieldError) -> PortRange {
        try parse("a port or range of ports") { PortRange($0) }
    }

    mutating func elements<T: FieldValue>(_ given: [T]?) throws(FieldError) -> [T] {
        guard let array = source.arrayValue else { throw expected("an array") }
        var values: [T] = []
        values.reserveCapacity(array.count)
        for (index, element) in array.enumerated() {
            source = element
            do throws(FieldError) {
                values.append(try T.code(nil, with: &self))
            } catch {
                throw error.inside(index: index)
            }
        }
        return values
    }

    mutating func record<T: Record>(_ given: T?) throws(FieldError) -> T {
        guard let object = source.objectValue else { throw expected("an object") }
        let (outerMembers, outerAsked) = (members, asked)
        (members, asked) = (object, [])
        let record = try T.fields(nil, with: &self)
        for name in object.memberNames where !asked.contains(where: { $0.description == name }) {
            throw FieldError("there is no such field").inside(member: name)
        }
        (members, asked) = (outerMembers, outerAsked)
        return record
    }

    // MARK: Fields

    mutating func field<T: FieldValue>(_ name: StaticString, _ given: @autoclosure () -> T?) throws(FieldError) -> T {
        guard let value = try optional(name, given()) else { throw FieldError("the field is missing").inside(name) }
        return value
    }

    mutating func optional<T: FieldValue>(_ name: StaticString, _ given: @autoclosure () -> T?) throws(FieldError) -> T?
    {
        guard let member = take(name) else { return nil }
        source = member
        do throws(FieldError) {
            return try T.code(nil, with: &self)
        } catch {
            throw error.inside(name)
        }
    }

    mutating func list<T: FieldValue>(_ name: StaticString, _ given: @autoclosure () -> [T]?) throws(FieldError) -> [T]
    {
        try optional(name, given()) ?? []
    }

    mutating func map<T: FieldValue>(_ name: StaticString, _ given: @autoclosure () -> [String: T]?) throws(FieldError)
        -> [String: T]
    {
        guard let member = take(name) else { return [:] }
        source = member
        guard let object = source.objectValue else { throw expected("an object").inside(name) }
        var values: [String: T] = [:]
        for (key, element) in object {
            do throws(FieldError) {
                _ = try Self.sayable(key)
            } catch {
                throw error.inside(name)
            }
            source = element
            do throws(FieldError) {
                guard values.updateValue(try T.code(nil, with: &self), forKey: key) == nil else {
                    throw FieldError("the key is there in another spelling")
                }
            } catch {
                throw error.inside(key: key).inside(name)
            }
        }
        return values
    }

    mutating func added<T: FieldValue & Equatable>(
        _ name: StaticString,
        default standard: T,
        _ given: @autoclosure () -> T?
    ) throws(FieldError) -> T {
        try optional(name, given()) ?? standard
    }

    // MARK: -

    private mutating func take(_ name: StaticString) -> JSONValue? {
        asked.append(name)
        return members[name.description]
    }

    /// Refuses what no command line can say, and no name that the kernel or DNS takes can hold.
    private static func sayable(_ text: String) throws(FieldError) -> String {
        guard !text.utf8.contains(0) else { throw FieldError("\(text.debugDescription) has a NUL character") }
        return text
    }

    private func parse<T>(_ what: String, _ read: (String) -> T?) throws(FieldError) -> T {
        guard let text = source.stringValue else { throw expected(what) }
        guard let value = read(text) else { throw FieldError("expected \(what), found \(text.debugDescription)") }
        return value
    }

    private func expected(_ what: String) -> FieldError {
        FieldError("expected \(what), found \(source.kindName)")
    }
}
