import Lab
import Rendering

/// JSON with the words for what is drawn at random, so that expectations can be written by hand.
///
/// `<web>` is the container's identifier, `<web short>` its first 12 digits; `<net front>`, `<endpoint web front>`,
/// `<mac web front>` and `<sandbox web>` likewise.
func readable(_ value: JSONValue, _ lab: Lab, style: JSONStyle = .compact) -> String {
    readable(value.json(style), lab)
}

func readable(_ text: String, _ lab: Lab) -> String {
    var text = text
    for container in lab.allContainers {
        for attachment in container.attachments {
            guard let endpoint = attachment.endpoint else { continue }
            let place = "\(container.name) \(attachment.network)"
            text = text.replacing("\(endpoint.id)", with: "<endpoint \(place)>")
            if let mac = endpoint.mac { text = text.replacing("\(mac)", with: "<mac \(place)>") }
        }
        if let sandbox = container.ownSandbox {
            text = text.replacing("\(sandbox)", with: "<sandbox \(container.name)>")
                .replacing(sandbox.short, with: "<sandbox \(container.name) short>")
        }
        text = text.replacing("\(container.id)", with: "<\(container.name)>")
            .replacing(container.id.short, with: "<\(container.name) short>")
    }
    for network in lab.allNetworks { text = text.replacing("\(network.id)", with: "<net \(network.name)>") }
    return text
}

/// A moment so many seconds after another.
func seconds(_ count: Int64, after moment: Timestamp) -> Timestamp {
    Timestamp(nanoseconds: moment.nanoseconds + count * 1_000_000_000)
}
