internal import Addressing
package import Lab
internal import Text

/// `docker port`: which host addresses lead to a container's ports.
package enum PortLines {
    /// A refusal of the command line itself, without its `Error: `.
    package struct Refusal: Error, Hashable, CustomStringConvertible {
        package let description: String
    }

    /// All published ports, `80/tcp -> 0.0.0.0:8080`, numbers in order; empty while the container is down.
    package static func all(of container: Container, in lab: Lab) -> [String] {
        PortTable(of: container, in: lab).entries
            .flatMap { entry in addresses(entry).map { "\(entry.port) -> \($0)" } }
            .sorted(by: NaturalOrder.precedes)
    }

    /// The host addresses of one port, `0.0.0.0:8080`.
    ///
    /// - Parameters:
    ///   - wanted: `80`, which means TCP, or `80/udp`; the protocol in lower case.
    ///   - name: the container as the user named it, for the refusal.
    /// - Throws: where `wanted` is no port, or not published.
    package static func addresses(
        of wanted: String,
        _ container: Container,
        named name: String,
        in lab: Lab
    ) throws(Refusal) -> [String] {
        let parts = wanted.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let number = parts.first ?? ""
        do throws(GoNumberError) { _ = try GoNumber.port(number) } catch {
            throw Refusal(description: "invalid port (\(number)): \(error)")
        }
        let key = number + "/" + (parts.count == 2 && !parts[1].isEmpty ? parts[1] : "tcp")
        let found = PortTable(of: container, in: lab).entries.first { $0.port.description == key }.map(addresses) ?? []
        if found.isEmpty { throw Refusal(description: "No public port '\(wanted)' published for \(name)") }
        return found.sorted(by: NaturalOrder.precedes)
    }

    private static func addresses(_ entry: PortTable.Entry) -> [String] {
        entry.bindings.map { PortSummary.hostPort("\($0.hostAddress)", PortTable.hostPort($0)) }
    }
}
