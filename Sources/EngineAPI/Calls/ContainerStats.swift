internal import Lab
internal import Rendering

/// `stats` of a container: a lab has neither processors nor memory, so that these stand still.
struct ContainerStats: Sendable {
    private let container: Container

    init(_ container: Container) { self.container = container }

    func json(at now: Timestamp, isUp: Bool) -> JSONValue {
        let cpu: JSONValue = [
            "cpu_usage": ["total_usage": 0, "usage_in_kernelmode": 0, "usage_in_usermode": 0],
            "system_cpu_usage": 0, "online_cpus": 1,
            "throttling_data": ["periods": 0, "throttled_periods": 0, "throttled_time": 0],
        ]
        let networks = isUp ? container.attachments.filter { $0.endpoint != nil } : []
        let counters: JSONValue = [
            "rx_bytes": 0, "rx_packets": 0, "rx_errors": 0, "rx_dropped": 0, "tx_bytes": 0, "tx_packets": 0,
            "tx_errors": 0, "tx_dropped": 0,
        ]
        let named = networks.indices.map { ("eth\($0)", counters) }
        return [
            "id": .string("\(container.id)"), "name": .string("/" + container.name), "os_type": "linux",
            "read": .string("\(now)"), "preread": "0001-01-01T00:00:00Z", "cpu_stats": cpu, "precpu_stats": cpu,
            "memory_stats": isUp ? ["usage": 0, "limit": 0, "stats": [:]] : [:],
            "pids_stats": isUp ? ["current": 1] : [:], "blkio_stats": [:], "num_procs": 0, "storage_stats": [:],
            "networks": .object(JSONObject(named)),
        ]
    }
}
