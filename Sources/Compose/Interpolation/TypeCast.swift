internal import Lab
internal import Text

/// The type that Compose gives a text at some places of a file, be it in quotes or a variable's value (compose-go,
/// `interpolateTypeCastMapping`).
enum TypeCast: Hashable, Sendable {
    case integer
    /// The same, with the name that Go's complaint has.
    case wideInteger
    case number
    case boolean

    enum Outcome: Hashable {
        case value(String)
        case complaint(String)
    }

    /// The type at a path; `*` is any key, `[]` any item.
    private static let places: [[String]: TypeCast] = {
        let service: [String: TypeCast] = [
            "cpu_count": .wideInteger, "cpu_percent": .number, "cpu_period": .wideInteger, "cpu_quota": .wideInteger,
            "cpu_rt_period": .wideInteger, "cpu_rt_runtime": .wideInteger, "cpus": .number, "cpu_shares": .wideInteger,
            "init": .boolean, "depends_on.*.required": .boolean, "depends_on.*.restart": .boolean,
            "deploy.replicas": .integer, "deploy.update_config.parallelism": .integer,
            "deploy.update_config.max_failure_ratio": .number, "deploy.rollback_config.parallelism": .integer,
            "deploy.rollback_config.max_failure_ratio": .number, "deploy.restart_policy.max_attempts": .integer,
            "deploy.placement.max_replicas_per_node": .integer, "healthcheck.retries": .integer,
            "healthcheck.disable": .boolean, "oom_kill_disable": .boolean, "oom_score_adj": .wideInteger,
            "pids_limit": .wideInteger, "ports.[].target": .integer, "privileged": .boolean, "read_only": .boolean,
            "scale": .integer, "stdin_open": .boolean, "tty": .boolean, "ulimits.*": .integer,
            "ulimits.*.hard": .integer, "ulimits.*.soft": .integer, "volumes.[].read_only": .boolean,
            "volumes.[].volume.nocopy": .boolean,
        ]
        let top: [String: TypeCast] = [
            "networks.*.external": .boolean, "networks.*.internal": .boolean, "networks.*.attachable": .boolean,
            "networks.*.enable_ipv4": .boolean, "networks.*.enable_ipv6": .boolean, "volumes.*.external": .boolean,
            "secrets.*.external": .boolean, "configs.*.external": .boolean,
        ]
        var all: [[String]: TypeCast] = [:]
        for (path, cast) in service { all[["services", "*"] + path.split(separator: ".").map(String.init)] = cast }
        for (path, cast) in top { all[path.split(separator: ".").map(String.init)] = cast }
        return all
    }()

    /// Last parts of the paths above: most values are told by them.
    private static let lasts = Set(places.keys.compactMap(\.last))

    static func of(_ path: [String]) -> TypeCast? {
        guard (3...6).contains(path.count), let last = path.last, let first = path.first,
            lasts.contains(last) || lasts.contains("*") && path.count == 4
        else { return nil }
        switch first {
        case "services":
            var pattern = path
            pattern[1] = "*"
            if let cast = places[pattern] { return cast }
            // Only these have names of the user's within.
            guard path.count >= 4, ["depends_on", "ulimits"].contains(path[2]) else { return nil }
            pattern[3] = "*"
            return places[pattern]
        case "networks", "volumes", "secrets", "configs":
            guard path.count == 3 else { return nil }
            return places[[first, "*", last]]
        default: return nil
        }
    }

    /// The value as YAML writes it without quotes, or Go's complaint.
    func value(of text: String) -> Outcome {
        switch self {
        case .boolean:
            switch text.lowercased() {
            case "true", "y", "yes", "on": return .value("true")
            case "false", "n", "no", "off": return .value("false")
            default: return .complaint("invalid boolean: \(text)")
            }
        case .integer, .wideInteger:
            if let number = Int(text) { return .value("\(number)") }
            let function = self == .integer ? "Atoi" : "ParseInt"
            let digits = text.utf8.dropFirst(text.hasPrefix("-") || text.hasPrefix("+") ? 1 : 0)
            let isNumber = !digits.isEmpty && digits.allSatisfy { (0x30...0x39).contains($0) }
            let reason = isNumber ? "value out of range" : "invalid syntax"
            return .complaint("strconv.\(function): parsing \(GoQuote.quote(text)): \(reason)")
        case .number:
            guard let number = Double(text), number.isFinite else {
                return .complaint("strconv.ParseFloat: parsing \(GoQuote.quote(text)): invalid syntax")
            }
            return .value(text)
        }
    }
}
