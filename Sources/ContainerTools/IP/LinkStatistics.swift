internal import Dataplane
internal import Rendering

/// What `ip -s` adds to a link (iproute2: `print_stats64`). Nothing but frames and bytes is counted.
struct LinkStatistics {
    let tally: InterfaceTally

    /// Heads and numbers, each line behind four blanks.
    var lines: [String] {
        let widths = [10, 7, 6, 7, 7, 7]
        func block(_ name: String, _ heads: [String], _ bytes: UInt64, _ packets: UInt64) -> [String] {
            var columns = widths
            columns[0] = max(columns[0], "\(bytes)".count)
            columns[1] = max(columns[1], "\(packets)".count)
            let head = zip(heads, [columns[0] - 4] + columns[1...]).map { $0.padded(from: $1) }.joined(separator: " ")
            let values = ["\(bytes)", "\(packets)", "0", "0", "0", "0"]
            let numbers = zip(values, columns).map { $0.padded(from: $1) }.joined(separator: " ")
            return ["    \(name): \(head) " + String(repeating: " ", count: 10), "    \(numbers) "]
        }
        let received = ["bytes", "packets", "errors", "dropped", "missed", "mcast"]
        let sent = ["bytes", "packets", "errors", "dropped", "carrier", "collsns"]
        return block("RX", received, tally.receivedBytes, tally.receivedPackets)
            + block("TX", sent, tally.sentBytes, tally.sentPackets)
    }

    var json: JSONValue {
        [
            "rx": [
                "bytes": JSONValue(tally.receivedBytes), "packets": JSONValue(tally.receivedPackets), "errors": 0,
                "dropped": 0, "over_errors": 0, "multicast": 0,
            ],
            "tx": [
                "bytes": JSONValue(tally.sentBytes), "packets": JSONValue(tally.sentPackets), "errors": 0, "dropped": 0,
                "carrier_errors": 0, "collisions": 0,
            ],
        ]
    }

    /// A number of bytes as net-tools' ifconfig adds it: `(10.8 MiB)`.
    static func rounded(_ bytes: UInt64) -> String {
        var (unit, divisor): (String, UInt64) = ("B", 1)
        for (name, size) in [("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30), ("TiB", 1 << 40)]
            as [(String, UInt64)]
        where bytes >= size {
            (unit, divisor) = (name, size)
        }
        let tenths = bytes &* 10 / divisor
        return "(\(tenths / 10).\(tenths % 10) \(unit))"
    }
}
