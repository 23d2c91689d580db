internal import Lab
internal import Resolver
internal import YAML

extension ExtensionReader {
    /// `www.example.test A 198.51.100.7`, with a TTL in seconds before the type if wanted, or the same as a mapping.
    mutating func readRecord(_ node: YAMLNode) {
        let before = errors.count
        var name: String?
        var type: String?
        var data: String?
        var ttl = "300"
        if let text = node.string {
            var words = text.split(whereSeparator: \.isWhitespace)[...]
            name = words.popFirst().map(String.init)
            if let word = words.first, word.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
                ttl = String(word)
                words = words.dropFirst()
            }
            type = words.popFirst().map(String.init)
            data = words.isEmpty ? nil : words.joined(separator: " ")
        } else {
            _ = entries(node, "upstream", Keys.record)
            name = self.text(node, "name")?.value
            type = self.text(node, "type")?.value
            data = self.text(node, "data")?.value
            ttl = self.text(node, "ttl")?.value ?? ttl
        }
        guard errors.count == before else { return }
        guard let name, let type, let data else {
            fail("a record has a name, a type and data", node, help: "write: www.example.test A 198.51.100.7")
            return
        }
        // RFC 2181 section 8: 31 bits.
        guard let seconds = UInt32(ttl), seconds <= UInt32(Int32.max) else {
            fail("\(ttl) is no time to live: 0 to \(Int32.max) seconds", node)
            return
        }
        let record = Upstream.Record(
            name: Self.canonical(name),
            type: type.uppercased(),
            ttl: seconds,
            data: data
        )
        do throws(UpstreamRecordError) {
            _ = try SimulatedUpstream.parse(record)
        } catch {
            fail("the record cannot be read: \(error.reason)", node)
            return
        }
        found.upstream.append(Placed(record, at: node.place))
    }

    /// Lower case, without the last dot.
    private static func canonical(_ text: String) -> String {
        let name = text.lowercased()
        return name.count > 1 && name.last == "." ? String(name.dropLast()) : name
    }
}
