internal import DockerValues
internal import Lab
internal import Resolver

/// Labels that netsim reads: what cannot be read would be passed over in silence.
enum OwnLabel {
    static func check(_ labels: [String: String]) throws(ValueError) {
        if let text = labels[Lab.listenLabel] {
            for part in text.split(separator: ",") where ListeningPort(part) == nil {
                throw ValueError(
                    "label \(Lab.listenLabel): \"\(part)\" is no port: write 8080, 53/udp or 127.0.0.1:5432"
                )
            }
        }
        guard let text = labels[Lab.zoneLabel] else { return }
        do throws(UpstreamRecordError) {
            _ = try Zone(label: text)
        } catch {
            throw ValueError("label \(Lab.zoneLabel): \(error): write NAME ADDRESS, or NAME TYPE DATA, with ; between")
        }
    }
}
