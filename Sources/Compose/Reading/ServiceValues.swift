internal import Lab
internal import Text
internal import YAML

/// Values of a service that are of no matter to networks, but that Compose must be able to read: durations, sizes, numbers
/// of processors, limits (compose-go's types, through mapstructure).
struct ServiceValues {
    private(set) var errors: [SourceError] = []
    private let service: String
    private let node: YAMLNode

    init(of node: YAMLNode, named service: String) {
        self.service = service
        self.node = node
    }

    mutating func check() {
        durations()
        sizes()
        truths()
        if let limits = value("deploy.resources.limits.cpus") {
            check(limits, "deploy.resources.limits.cpus") { Self.complaintOfProcessors($0) }
        }
        for key in ["secrets", "configs"] {
            for (mount, position) in mappings(key) {
                numeral(mount["mode"], "\(key).\(position).mode", radix: 8)
            }
        }
        for (position, item) in (node["group_add"]?.sequence ?? []).enumerated() {
            if case .number? = item.value {
                refuse("group_add.\(position)", "expected type 'string', got unconvertible type 'float64'", item)
            }
        }
        requests("gpus")
        requests("deploy.resources.reservations.devices")
        blockIO()
        environment()
    }

    // MARK: - Kinds of values

    private mutating func durations() {
        for path in [
            "stop_grace_period", "healthcheck.interval", "healthcheck.timeout", "healthcheck.start_period",
            "healthcheck.start_interval", "deploy.restart_policy.delay", "deploy.restart_policy.window",
            "deploy.update_config.delay", "deploy.update_config.monitor", "deploy.rollback_config.delay",
            "deploy.rollback_config.monitor",
        ] {
            guard let found = value(path) else { continue }
            check(found, path) { GoDuration.complaint(of: $0) }
        }
        if let retries = value("healthcheck.retries"), let number = retries.int, number < 0 {
            refuse("healthcheck.retries", "cannot parse value as 'uint64': \(number) overflows uint", retries)
        }
    }

    private mutating func sizes() {
        for path in [
            "mem_limit", "mem_reservation", "memswap_limit", "mem_swappiness", "shm_size", "build.shm_size",
            "deploy.resources.limits.memory", "deploy.resources.reservations.memory",
        ] {
            guard let found = value(path) else { continue }
            check(found, path) { ByteSize.complaint(of: $0) }
        }
        for (mount, position) in mappings("volumes") {
            if let size = mount["tmpfs"]?["size"] {
                check(size, "volumes.\(position).tmpfs.size") { ByteSize.complaint(of: $0) }
            }
            if let mode = mount["tmpfs"]?["mode"], mode.value == .text {
                let reason = "expected type 'uint32', got unconvertible type 'string'"
                refuse("volumes.\(position).tmpfs.mode", reason, mode)
            }
        }
    }

    private mutating func truths() {
        for path in ["attach", "build.pull", "build.no_cache", "build.privileged"] {
            guard let found = value(path), found.value == .text else { continue }
            check(found, path) {
                if case .complaint(let reason) = TypeCast.boolean.value(of: $0) { reason } else { nil }
            }
        }
    }

    private mutating func numeral(_ node: YAMLNode?, _ path: String, radix: Int) {
        guard let node, node.value == .text, let text = node.string, Int(text, radix: radix) == nil else { return }
        refuse(path, "strconv.ParseInt: parsing \(GoQuote.quote(text)): invalid syntax", node)
    }

    private mutating func requests(_ path: String) {
        for (position, request) in (value(path)?.sequence ?? []).enumerated() {
            if let count = request["count"], request["device_ids"] != nil {
                errors.append(
                    SourceError(
                        "services.\(service).\(path).[]: \"count\" and \"device_ids\" attributes are exclusive",
                        at: count.place
                    )
                )
            }
            guard let count = request["count"], let text = count.string, text != "all", Int(text) == nil else {
                continue
            }
            refuse(
                "\(path).\(position).count",
                "invalid value \(GoQuote.quote(text)), the only value allowed is 'all' or a number",
                count
            )
        }
    }

    private mutating func blockIO() {
        if let weight = value("blkio_config.weight"), weight.value == .text {
            let reason = "expected type 'uint16', got unconvertible type 'string'"
            refuse("blkio_config.weight", reason, weight)
        }
        for key in ["device_read_bps", "device_read_iops", "device_write_bps", "device_write_iops"] {
            for (position, limit) in (value("blkio_config.\(key)")?.sequence ?? []).enumerated() {
                guard let rate = limit["rate"] else { continue }
                check(rate, "blkio_config.\(key).\(position).Rate") { ByteSize.complaint(of: $0) }
            }
        }
    }

    private mutating func environment() {
        for item in node["environment"]?.sequence ?? [] {
            guard let text = item.string else { continue }
            let key = text.prefix { $0 != "=" }
            if let last = key.unicodeScalars.last, last.properties.isWhitespace {
                refuse("environment", "environment variable \(key) is declared with a trailing space", item)
            }
        }
    }

    // MARK: - Looking and saying

    private func value(_ path: String) -> YAMLNode? {
        var found: YAMLNode? = node
        for key in path.split(separator: ".") { found = found?[String(key)] }
        guard let found, !found.isNull else { return nil }
        return found
    }

    private func mappings(_ key: String) -> [(YAMLNode, Int)] {
        (node[key]?.sequence ?? []).enumerated().filter { $0.element.mapping != nil }.map { ($0.element, $0.offset) }
    }

    private mutating func check(_ node: YAMLNode, _ path: String, _ complaint: (String) -> String?) {
        guard node.value == .text, let text = node.string, let reason = complaint(text) else { return }
        refuse(path, reason, node)
    }

    private mutating func refuse(_ path: String, _ reason: String, _ node: YAMLNode) {
        guard errors.count < LoadLog.maximumComplaints else { return }
        let whole = ["services", service] + path.split(separator: ".").map(String.init)
        errors.append(DecodingFault.error(at: whole, reason, node.place))
    }

    private static func complaintOfProcessors(_ text: String) -> String? {
        Double(text) == nil ? "strconv.ParseFloat: parsing \(GoQuote.quote(text)): invalid syntax" : nil
    }
}

/// Durations as Compose reads them: Go's, with days and weeks (`xhit/go-str2duration`).
enum GoDuration {
    /// Go's complaint; nil for a duration.
    static func complaint(of text: String) -> String? {
        var rest = Array(text.utf8)[...]
        if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
        if rest.elementsEqual("0".utf8) { return nil }
        let invalid = "time: invalid duration \(GoQuote.quote(text))"
        guard !rest.isEmpty else { return invalid }
        while !rest.isEmpty {
            let digits = rest.prefix { (0x30...0x39).contains($0) }
            rest = rest.dropFirst(digits.count)
            var count = digits.count
            if rest.first == UInt8(ascii: ".") {
                let fraction = rest.dropFirst().prefix { (0x30...0x39).contains($0) }
                rest = rest.dropFirst(fraction.count + 1)
                count += fraction.count
            }
            guard count > 0 else { return invalid }
            let unit = rest.prefix { !(0x30...0x39).contains($0) && $0 != UInt8(ascii: ".") }
            rest = rest.dropFirst(unit.count)
            let name = String(decoding: unit, as: UTF8.self)
            if name.isEmpty { return "time: missing unit in duration \(GoQuote.quote(text))" }
            guard ["ns", "us", "µs", "μs", "ms", "s", "m", "h", "d", "w"].contains(name) else {
                return "time: unknown unit \(GoQuote.quote(name)) in duration \(GoQuote.quote(text))"
            }
        }
        return nil
    }
}

/// Sizes as Docker reads them (`docker/go-units`, `RAMInBytes`).
enum ByteSize {
    /// Bytes; nil for what is no size.
    static func bytes(of text: String) -> Double? {
        complaint(of: text) == nil ? parts(of: text).map { $0.0 * $0.1 } : nil
    }

    /// go-units' complaint; nil for a size.
    static func complaint(of text: String) -> String? {
        if Int(text) != nil { return nil }
        guard let last = text.utf8.lastIndex(where: { (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }) else {
            return "invalid size: '\(text)'"
        }
        let number = text[...last]
        guard let value = Double(number.hasSuffix(".") ? number.dropLast() : number), value >= 0 else {
            return "invalid size: '\(text)'"
        }
        return parts(of: text) == nil ? "invalid suffix: '\(suffix(of: text))'" : nil
    }

    private static func suffix(of text: String) -> String {
        guard let last = text.utf8.lastIndex(where: { (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }) else {
            return text
        }
        var suffix = text[text.utf8.index(after: last)...]
        if suffix.first == " " { suffix = suffix.dropFirst() }
        return suffix.lowercased()
    }

    private static func parts(of text: String) -> (Double, Double)? {
        if let number = Int(text) { return (Double(number), 1) }
        let name = suffix(of: text)
        let digits = text.utf8.prefix { (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }
        guard let value = Double(String(decoding: digits, as: UTF8.self)) else { return nil }
        let units: [Character: Double] = [
            "b": 1, "k": 0x1p10, "m": 0x1p20, "g": 0x1p30, "t": 0x1p40, "p": 0x1p50,
        ]
        guard let first = name.first else { return (value, 1) }
        guard let unit = units[first] else { return nil }
        let rest = name.dropFirst()
        let isKnown = first == "b" ? rest.isEmpty : ["", "b", "ib"].contains(rest)
        return isKnown ? (value, unit) : nil
    }
}
