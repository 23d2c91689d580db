internal import Addressing
internal import Lab
internal import Text

/// The values of the `publish` and `expose` filters: `80`, `80/udp`, `8000-8010/tcp` (Docker Engine: `portOp`).
enum PortFilter {
    /// All ports that the values of a key name, as `80/tcp`. The protocol can be any word.
    static func ports(_ filters: FilterSet, _ key: String) throws(LabError) -> Set<String> {
        var ports: Set<String> = []
        for value in filters.values(key) {
            if value.contains(":") {
                throw LabError(.system, "filter for '\(key)' should not contain ':': \(value)")
            }
            let (range, transport) = split(value)
            for port in try read(range, key, value) { ports.insert("\(port)/\(transport)") }
        }
        return ports
    }

    private static func split(_ value: String) -> (range: String, transport: String) {
        let parts = value.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard let range = parts.first, !range.isEmpty else { return ("", "") }
        return (range, parts.count > 1 && !parts[1].isEmpty ? parts[1] : "tcp")
    }

    private static func read(_ range: String, _ key: String, _ value: String) throws(LabError) -> ClosedRange<UInt16> {
        func refuse(_ reason: String) -> LabError {
            LabError(.system, "error while looking up for \(key) \(value): \(reason)")
        }
        if range.isEmpty { throw refuse("empty string specified for ports") }
        var ends: [UInt16] = []
        for text in range.split(separator: "-", omittingEmptySubsequences: false).prefix(2).map(String.init) {
            do throws(GoNumberError) { ends.append(try GoNumber.port(text)) } catch { throw refuse("\(error)") }
        }
        guard let first = ends.first, let last = ends.last, first <= last else {
            throw refuse("invalid range specified for port: \(range)")
        }
        return first...last
    }
}
