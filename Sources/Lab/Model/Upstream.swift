public import Addressing

/// What answers the queries that no container answers: records of the lab, a real server, or nobody.
public struct Upstream: Hashable, Sendable {
    /// A record in presentation format. The resolver reads `data` by `type`.
    public struct Record: Hashable, Sendable {
        /// Lower case, without the trailing dot.
        public let name: String
        /// The type's mnemonic in upper case, such as `A`.
        public let type: String
        /// Seconds.
        public let ttl: UInt32
        public let data: String

        public init(name: String, type: String, ttl: UInt32, data: String) {
            self.name = name
            self.type = type
            self.ttl = ttl
            self.data = data
        }
    }

    /// A real name server that queries are passed on to.
    public struct Server: Hashable, Sendable {
        public let address: IPAddress
        public let port: UInt16

        public init(address: IPAddress, port: UInt16) {
            self.address = address
            self.port = port
        }
    }

    /// In the order added; several of one name and type make an RRset.
    public internal(set) var records: [Record] = []
    /// nil: the simulated upstream answers from `records`, and NXDOMAIN for the rest.
    public internal(set) var server: Server?

    package init(records: [Record] = [], server: Server? = nil) {
        self.records = records
        self.server = server
    }
}

extension Lab {
    /// Adds a record to the simulated upstream; adding it again changes its TTL.
    public mutating func addUpstreamRecord(_ record: Upstream.Record) {
        upstream.records.removeAll { $0.name == record.name && $0.type == record.type && $0.data == record.data }
        upstream.records.append(record)
        changes.settings = true
    }

    /// Removes the records of `name`, of one type or value where given.
    ///
    /// - Throws: `notFound` when there is none.
    public mutating func removeUpstreamRecords(
        name: String,
        type: String? = nil,
        data: String? = nil
    ) throws(LabError) -> Int {
        let before = upstream.records.count
        upstream.records.removeAll {
            $0.name == name && (type == nil || $0.type == type) && (data == nil || $0.data == data)
        }
        let removed = before - upstream.records.count
        guard removed > 0 else {
            let what = [name, type, data].compactMap { $0 }.joined(separator: " ")
            throw LabError(.notFound, "upstream record \(what) not found")
        }
        changes.settings = true
        return removed
    }

    /// Passes queries on to a real server, or, with nil, answers them from the lab's records again.
    public mutating func setUpstreamServer(_ server: Upstream.Server?) {
        upstream.server = server
        changes.settings = true
    }
}
