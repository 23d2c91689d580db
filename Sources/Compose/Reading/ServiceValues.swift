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
        for path in ["deploy.resources.limits.cpus", "deploy.resources.reservations.cpus"] {
            if let share = value(path) { check(share, path) { Self.complaintOfProcessors($0) } }
        }
        numeral(value("deploy.resources.limits.pids"), "deploy.resources.limits.pids", radix: 10)
        for key in ["secrets", "configs", "build.secrets"] {
            for (mount, position) in mappings(key) { mode(mount["mode"], "\(key).\(position).mode") }
        }
        options()
        limits()
        numbersOfProcessors()
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
        for path in [
            "healthcheck.retries", "deploy.restart_policy.max_attempts", "deploy.update_config.parallelism",
            "deploy.rollback_config.parallelism",
        ] {
            guard let found = value(path), let number = found.int, number < 0 else { continue }
            refuse(path, "cannot parse value as 'uint64': \(number) overflows uint", found)
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
        for path in ["attach", "build.pull", "build.no_cache", "build.privileged"] { truth(value(path), path) }
        for (list, key) in [("env_file", "required"), ("post_start", "privileged"), ("pre_stop", "privileged")] {
            for (item, position) in mappings(list) { truth(item[key], "\(list).\(position).\(key)") }
        }
    }

    private mutating func truth(_ node: YAMLNode?, _ path: String) {
        guard let node, !node.isNull else { return }
        check(node, path) {
            if case .complaint(let reason) = TypeCast.boolean.value(of: $0) { reason } else { nil }
        }
    }

    /// Permissions of a file: digits to base 8, or an integer.
    private mutating func mode(_ node: YAMLNode?, _ path: String) {
        numeral(node, path, radix: 8)
        if let node, case .number? = node.value {
            refuse(path, "unexpected value type float64 for mode", node)
        }
    }

    private mutating func options() {
        for entry in value("storage_opt")?.mapping ?? [] where entry.value.string == nil && !entry.value.isNull {
            let kind = entry.value.mapping == nil ? "[]interface {}" : "map[string]interface {}"
            errors.append(
                DecodingFault.error(
                    at: ["services", "\(service)].storage_opt[\(entry.key)"],
                    "expected type 'string', got unconvertible type '\(kind)'",
                    entry.value.place
                )
            )
        }
        for key in ["ssh", "additional_contexts"] {
            for item in value("build.\(key)")?.sequence ?? [] {
                guard let text = item.string, !text.contains("="), key != "ssh" || text != "default" else { continue }
                let complaint =
                    key == "ssh"
                    ? "invalid ssh key \(GoQuote.quote(text))"
                    : "services.\(service).build.\(key): invalid value \(text), expected key=value"
                errors.append(SourceError(complaint, at: item.place))
            }
        }
    }

    /// What is no integer: a text only where no variable could stand, for values there are not cast.
    private mutating func limits() {
        for (path, takesText) in [("ulimits", true), ("build.ulimits", false)] {
            for entry in value(path)?.mapping ?? [] {
                let kind: String
                switch entry.value.value {
                case .text? where !takesText: kind = "string"
                case .number?: kind = "float64"
                default: continue
                }
                errors.append(
                    SourceError(
                        "services.\(service).\(path).\(entry.key): invalid type \(kind) for ulimits",
                        at: entry.value.place
                    )
                )
            }
        }
    }

    /// The schema's bounds of numbers; what is a text is read as it stands.
    private mutating func numbersOfProcessors() {
        for (key, most) in [("cpu_count", Double.infinity), ("cpu_percent", 100)] {
            guard let found = value(key), found.value != .text, let text = found.string,
                let number = Double(text), !(0...most).contains(number)
            else { continue }
            errors.append(SourceError("services.\(service).\(key) must be a string", at: found.place))
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
            if let count = request["count"], case .number? = count.value {
                refuse("\(path).\(position).count", "invalid type float64 for device count", count)
                continue
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
        let noWeight = "expected type 'uint16', got unconvertible type 'string'"
        if let weight = value("blkio_config.weight"), weight.value == .text {
            refuse("blkio_config.weight", noWeight, weight)
        }
        for (device, position) in mappings("blkio_config.weight_device") {
            guard let weight = device["weight"], weight.value == .text else { continue }
            refuse("blkio_config.weight_device.\(position).Weight", noWeight, weight)
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
        (value(key)?.sequence ?? []).enumerated().filter { $0.element.mapping != nil }.map { ($0.element, $0.offset) }
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
