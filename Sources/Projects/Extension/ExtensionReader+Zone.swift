internal import Compose
internal import Lab
internal import Resolver
internal import YAML

extension ExtensionReader {
    /// `app.lan: 10.0.0.5`, `www.lan: CNAME app.lan`, or several of them in a list: what a name server knows by itself.
    mutating func readZone(_ node: YAMLNode, _ service: String, _ place: SourcePlace) {
        var records: [Placed<Upstream.Record>] = []
        for name in entries(node, "zone") {
            for item in name.value.sequence ?? [name.value] {
                guard let text = item.string else {
                    fail("a record is a text, not \(item.kind)", item, help: "write 10.0.0.5, or CNAME app.lan")
                    continue
                }
                do throws(UpstreamRecordError) {
                    let record = try Resolver.Zone.record(named: name.key, text)
                    _ = try SimulatedUpstream.parse(record)
                    records.append(Placed(record, at: item.place))
                } catch {
                    fail("the record cannot be read: \(error.reason)", item, help: "write 10.0.0.5, or CNAME app.lan")
                }
            }
        }
        if let first = found.zones.first(where: { $0.service == service }) {
            errors.append(
                SourceError(
                    "the zone of \(service) is given twice",
                    at: place,
                    related: [Placed("first given here", at: first.place)]
                )
            )
            return
        }
        found.zones.append(Extension.Zone(service: service, records: records, place: place))
    }
}
