public import Addressing
internal import Compose
internal import IPAM
internal import Lab
public import Projects
internal import Text
internal import YAML

/// Subnets for new networks that collide with nothing that is known: networks of the files and of the host, what the
/// host's own links and name servers are on, and whatever is to be avoided.
///
/// IPv4 is taken from private space (RFC 1918): first what the default pools leave alone, so that networks without a
/// subnet of their own do not meet it either, then what they have not given out yet. IPv6 is taken from a /48 of unique
/// local addresses (RFC 4193) that is derived from the projects' names.
public enum FreeSubnets {
    /// - Parameters:
    ///   - count: how many.
    ///   - length: the prefix length of each; above 32 asks for IPv6.
    /// - Returns: fewer than asked for where there are no more, lowest first.
    public static func find(
        _ count: Int,
        length: Int,
        family: AddressFamily,
        in realisation: Realisation,
        avoiding avoided: [IPPrefix] = []
    ) -> [IPPrefix] {
        let lab = realisation.lab
        var taken = PrefixSet(lab.host.reservedPrefixes.map(\.masked) + avoided.map(\.masked))
        for network in lab.allNetworks { for subnet in network.subnets { taken.insert(subnet.prefix) } }
        // What was refused is still meant to be there some day.
        for project in realisation.projects {
            for network in project.networks {
                for prefix in network.subnets.compactMap(\.prefix?.value) { taken.insert(prefix.masked) }
            }
        }
        let bases = family == .ipv4 ? privateBlocks : uniqueLocalBlock(of: realisation)
        var clear = taken
        for pool in lab.engine.addressSpacePlan.pools { clear.insert(pool.base) }
        var found: [IPPrefix] = []
        for isClear in [true, false] {
            for base in bases {
                while found.count < count,
                    let free = (isClear ? clear : taken).lowestFree(length: length, within: base)
                {
                    found.append(free)
                    taken.insert(free)
                    clear.insert(free)
                }
            }
        }
        return found
    }

    private static var privateBlocks: [IPPrefix] {
        ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"].compactMap { IPPrefix($0) }
    }

    private static func uniqueLocalBlock(of realisation: Realisation) -> [IPPrefix] {
        let names = realisation.projects.map(\.name.value).joined(separator: "\n")
        let digest = SHA256.digest(of: Array(names.utf8)).prefix(5).reduce(0 as UInt128) { $0 << 8 | UInt128($1) }
        let number = (0xfd << 120 as UInt128) | digest << 80
        return [IPPrefix(address: .v6(IPv6Address(rawValue: number)), length: 48)].compactMap { $0 }
    }
}
