internal import Addressing

extension NetworkSpec {
    /// Checks the addresses of the request against each other, as the engine does before anything is allocated.
    ///
    /// - Throws: `invalidParameter`, naming every problem (Docker Engine: `networktypes.ValidateIPAM`).
    package func validateAddresses() throws(LabError) {
        var problems: [String] = []
        for subnet in subnets {
            guard let prefix = subnet.prefix else { continue }
            if prefix.family == .ipv6, enableIPv6 != true { continue }
            if prefix.hasHostBits { problems.append("invalid subnet \(prefix): it should be \(prefix.masked)") }
            if let range = subnet.range { problems += Self.problems(ofRange: range, in: prefix) }
            if let gateway = subnet.gateway, let problem = Self.problem(of: gateway, in: prefix) {
                problems.append("invalid gateway \(gateway): \(problem)")
            }
            for (name, address) in subnet.auxiliary.sorted(by: { $0.key < $1.key }) {
                if let problem = Self.problem(of: address, in: prefix) {
                    problems.append("invalid auxiliary address \(name): \(problem)")
                }
            }
        }
        if !problems.isEmpty {
            throw LabError(.invalidParameter, "invalid network config:\n" + LabError.joined(problems))
        }
    }

    private static func problems(ofRange range: IPPrefix, in subnet: IPPrefix) -> [String] {
        guard range.family == subnet.family else {
            return ["invalid ip-range \(range): parent subnet is an \(familyName(subnet)) block"]
        }
        var problems: [String] = []
        if range.length < subnet.length {
            problems.append("invalid ip-range \(range): CIDR block is bigger than its parent subnet \(subnet)")
        }
        if range.hasHostBits {
            problems.append("invalid ip-range \(range): it should be \(range.masked)")
        }
        if !subnet.overlaps(range) {
            problems.append("invalid ip-range \(range): parent subnet \(subnet) doesn't contain ip-range")
        }
        return problems
    }

    private static func problem(of address: IPAddress, in subnet: IPPrefix) -> String? {
        if address.family != subnet.family { return "parent subnet is an \(familyName(subnet)) block" }
        return subnet.contains(address) ? nil : "parent subnet \(subnet) doesn't contain this address"
    }

    private static func familyName(_ prefix: IPPrefix) -> String {
        prefix.family == .ipv4 ? "IPv4" : "IPv6"
    }
}

extension LabError {
    /// Several problems as the engine lists them: one alone as it is, more as lines that start with an asterisk.
    package static func joined(_ problems: [String]) -> String {
        problems.count == 1 ? problems[0] : problems.map { "* \($0)" }.joined(separator: "\n")
    }
}
