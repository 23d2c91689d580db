internal import Addressing
internal import DockerValues
internal import Lab

/// One subnet of `network create` with the range, gateway and auxiliary addresses that belong to it.
struct SubnetRequest: Hashable, Sendable {
    let subnet: String
    var range = ""
    var gateway = ""
    var auxiliary: [String: String] = [:]

    init(subnet: String) {
        self.subnet = subnet
    }

    /// Sorts ranges, gateways and auxiliary addresses to their subnets, with the checks of Docker's command line in
    /// its order (docker/cli `network.createIPAMConfig`).
    ///
    /// A single subnet on its own is not read here: only the engine looks at it.
    static func consolidated(
        subnets: [String],
        ranges: [String],
        gateways: [String],
        auxiliary: [String: String]
    ) throws(ValueError) -> [SubnetRequest] {
        if ranges.count > subnets.count || gateways.count > subnets.count {
            throw ValueError("every ip-range or gateway must have a corresponding subnet")
        }
        var requests: [SubnetRequest] = []
        for subnet in subnets {
            for other in requests {
                // Both are read whatever the first comparison says, so that either may be the one refused.
                let isInside = try matches(subnet, other.subnet)
                let contains = try matches(other.subnet, subnet)
                if isInside || contains {
                    throw ValueError("multiple overlapping subnet configuration is not supported")
                }
            }
            requests.append(SubnetRequest(subnet: subnet))
        }
        for range in ranges {
            // Unlike a gateway, a range has to be a prefix.
            do throws(AddressParseError) {
                _ = try CIDRAddress(parsing: range)
            } catch {
                throw ValueError("\(error)")
            }
            try assign(range, to: &requests, else: "no matching subnet for range \(range)") {
                request throws(ValueError) in
                if !request.range.isEmpty {
                    throw ValueError(
                        "cannot configure multiple ranges (\(range), \(request.range)) on the same subnet (\(request.subnet))"
                    )
                }
                request.range = range
            }
        }
        for gateway in gateways {
            try assign(gateway, to: &requests, else: "no matching subnet for gateway \(gateway)") {
                request throws(ValueError) in
                if !request.gateway.isEmpty {
                    throw ValueError(
                        """
                        cannot configure multiple gateways (\(gateway), \(request.gateway)) for the same subnet \
                        (\(request.subnet))
                        """
                    )
                }
                request.gateway = gateway
            }
        }
        // Docker goes through a map here, in no order; by name, the same command is refused for the same reason.
        for (name, address) in auxiliary.sorted(by: { $0.key < $1.key }) {
            try assign(address, to: &requests, else: "no matching subnet for aux-address \(address)") { request in
                request.auxiliary[name] = address
            }
        }
        return requests
    }

    /// The request as the engine decodes it.
    func decoded(by engine: EngineVersion) throws(LabError) -> NetworkSpec.Subnet {
        var decoded = NetworkSpec.Subnet(
            prefix: try EngineText.prefix(subnet, "subnet", as: engine),
            range: try EngineText.prefix(range, "ip-range", as: engine),
            gateway: try EngineText.address(gateway)
        )
        for (name, address) in auxiliary.sorted(by: { $0.key < $1.key }) {
            decoded.auxiliary[name] = try EngineText.address(address)
        }
        return decoded
    }

    private static func assign(
        _ text: String,
        to requests: inout [SubnetRequest],
        else refusal: String,
        _ body: (inout SubnetRequest) throws(ValueError) -> Void
    ) throws(ValueError) {
        var isMatched = false
        for index in requests.indices where try matches(requests[index].subnet, text) {
            try body(&requests[index])
            isMatched = true
        }
        if !isMatched { throw ValueError(refusal) }
    }

    /// Whether the address of `text`, a prefix or a bare address, lies in `subnet`. What is no address lies nowhere.
    private static func matches(_ subnet: String, _ text: String) throws(ValueError) -> Bool {
        let network: IPPrefix
        do throws(AddressParseError) {
            network = try CIDRAddress(parsing: subnet).network
        } catch {
            throw ValueError("invalid subnet: \(error)")
        }
        guard text.contains("/") else {
            return IPAddress(netParseIP: text).map { network.contains($0) } ?? false
        }
        do throws(AddressParseError) {
            return network.contains(try CIDRAddress(parsing: text).address)
        } catch {
            throw ValueError("\(error)")
        }
    }
}
