import Addressing
import DNSWire
import DockerViews
import Rendering

/// Text of any kind, to every parser of text; what has a canonical spelling reads the same from it.
@Sendable func fuzzText(_ input: [UInt8]) {
    let text = String(decoding: input, as: UTF8.self)
    if let address = IPAddress(text), IPAddress(address.description) != address { fatalError("address \(address)") }
    if let prefix = IPPrefix(text), IPPrefix(prefix.description) != prefix { fatalError("prefix \(prefix)") }
    if let mac = MACAddress(text), MACAddress(mac.description) != mac { fatalError("MAC address \(mac)") }
    if let ports = PortRange(text), PortRange(ports.description) != ports { fatalError("ports \(ports)") }
    _ = try? CIDRAddress(parsing: text)
    _ = IPAddress(netParseIP: text)
    _ = IPAddress(reverseName: text)
    do {
        _ = try IPAddress(parsing: text)
    } catch {
        _ = error.description
    }
    if let name = try? DomainName(parsing: text) {
        guard let again = try? DomainName(parsing: name.description), again.isIdentical(to: name) else {
            fatalError("name \(name)")
        }
    }
    _ = RecordType(parsing: text)
    _ = try? FilterSet(parsing: [text])
    if let json = try? JSONValue(parsing: input) {
        // 1.0 is written as Go writes it, 1, and so the text is what has to stay.
        let text = json.json()
        guard let again = try? JSONValue(parsing: text), again.json() == text else { fatalError("JSON \(text)") }
        _ = json.yaml()
    }
    if let template = try? GoTemplate.parse(text) {
        _ = try? template.render(["Name": "web", "List": [1, 2, 3], "Map": ["a": ["b": "c"]]])
    }
}
