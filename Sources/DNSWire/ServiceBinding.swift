/// The RDATA of SVCB and HTTPS records, RFC 9460 section 2.2.
package struct ServiceBinding: Hashable, Sendable {
    /// 0 for an alias, else lower is better.
    package var priority: UInt16
    package var target: DomainName
    /// The parameters in ascending order of their keys.
    package let parameters: [Parameter]

    /// A key and its value, RFC 9460 section 14.3.
    package struct Parameter: Hashable, Sendable {
        package var key: UInt16
        /// The value's octets, at most 65535 of them.
        package var value: [UInt8]

        package init(key: UInt16, value: [UInt8]) {
            self.key = key
            self.value = value
        }
    }

    /// Creates a binding; `nil` if the keys are not strictly ascending or a value is over 65535 octets.
    package init?(priority: UInt16, target: DomainName, parameters: [Parameter] = []) {
        guard zip(parameters, parameters.dropFirst()).allSatisfy({ $0.key < $1.key }),
            parameters.allSatisfy({ $0.value.count <= Int(UInt16.max) })
        else { return nil }
        self.priority = priority
        self.target = target
        self.parameters = parameters
    }

    /// Reads a binding that reaches to the end of `bytes`.
    ///
    /// Values are kept as they are; only the order of the keys is checked (RFC 9460 section 2.2).
    init(decoding bytes: Span<UInt8>, at offset: inout Int) throws(DNSWireError) {
        priority = try bytes.readUInt16(&offset, .rdata)
        target = try DomainName(decoding: bytes, at: &offset, followsPointers: false)
        var parameters: [Parameter] = []
        while offset < bytes.count {
            let start = offset
            let key = try bytes.readUInt16(&offset, .serviceParameter)
            if let last = parameters.last, last.key >= key { throw .invalid(.serviceParameter, offset: start) }
            let length = Int(try bytes.readUInt16(&offset, .serviceParameter))
            parameters.append(Parameter(key: key, value: try bytes.readBytes(length, &offset, .serviceParameter)))
        }
        self.parameters = parameters
    }

    func encode(into bytes: inout [UInt8]) {
        bytes.append(bigEndian: priority)
        target.encode(into: &bytes)
        for parameter in parameters {
            bytes.append(bigEndian: parameter.key)
            bytes.append(bigEndian: UInt16(truncatingIfNeeded: parameter.value.count))
            bytes.append(contentsOf: parameter.value)
        }
    }
}
