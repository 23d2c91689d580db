internal import Compose
internal import Lab
internal import Projects
internal import Rendering
internal import Text
internal import YAML

/// What a service's files say beside networks, as flags of `docker create`; and what no flag can say.
struct ServiceFlags {
    private(set) var words: [String] = []
    /// Keys of the service that are not said.
    private(set) var unsaid: [String] = []
    private let project: ComposeProject

    /// Keys that the lab itself knows, so that they are said from there.
    static let known: Set<String> = [
        "image", "command", "entrypoint", "networks", "ports", "expose", "dns", "dns_search", "dns_opt", "environment",
        "env_file", "labels", "restart", "tty", "stdin_open", "hostname", "container_name", "domainname", "extra_hosts",
        "mac_address", "network_mode", "links", "external_links", "profiles", "scale", "extends",
    ]

    init(of service: ComposeService, in project: ComposeProject) {
        self.project = project
        for entry in service.written.mapping ?? []
        where !Self.known.contains(entry.key) && !entry.key.hasPrefix("x-") && !entry.value.isNull {
            if let flags = flags(entry.key, entry.value) { words += flags } else { unsaid.append(entry.key) }
        }
    }

    /// nil where no flag says it.
    private func flags(_ key: String, _ node: YAMLNode) -> [String]? {
        let single = [
            "user": "--user", "working_dir": "--workdir", "shm_size": "--shm-size", "mem_limit": "--memory",
            "mem_reservation": "--memory-reservation", "memswap_limit": "--memory-swap", "cpus": "--cpus",
            "cpuset": "--cpuset-cpus", "cpu_shares": "--cpu-shares", "cpu_quota": "--cpu-quota",
            "cpu_period": "--cpu-period", "pids_limit": "--pids-limit", "runtime": "--runtime",
            "platform": "--platform", "cgroup_parent": "--cgroup-parent", "userns_mode": "--userns", "uts": "--uts",
            "oom_score_adj": "--oom-score-adj", "isolation": "--isolation", "stop_signal": "--stop-signal",
        ]
        let many = [
            "cap_add": "--cap-add", "cap_drop": "--cap-drop", "security_opt": "--security-opt",
            "group_add": "--group-add", "tmpfs": "--tmpfs", "device_cgroup_rules": "--device-cgroup-rule",
        ]
        let truths = ["privileged": "--privileged", "read_only": "--read-only", "init": "--init"]
        let pairs = ["sysctls": "--sysctl", "annotations": "--annotation", "storage_opt": "--storage-opt"]
        if let flag = single[key] { return node.string.map { [flag, $0] } }
        if let flag = many[key] {
            let items = node.sequence ?? [node]
            let texts = items.compactMap(\.string)
            return texts.count == items.count ? texts.flatMap { [flag, $0] } : nil
        }
        if let flag = truths[key] { return node.bool.map { $0 ? [flag] : ["\(flag)=false"] } }
        if let flag = pairs[key] {
            if let items = node.sequence { return items.compactMap(\.string).flatMap { [flag, $0] } }
            return node.mapping?.flatMap { [flag, "\($0.key)=\($0.value.string ?? "")"] }
        }
        switch key {
        case "volumes": return volumes(node)
        case "devices": return all(node) { $0.string.map { ["--device", $0] } }
        case "ulimits": return ulimits(node)
        case "healthcheck": return health(node)
        case "logging": return logging(node)
        case "gpus": return node.string.map { ["--gpus", $0] }
        case "ipc", "pid", "cgroup":
            guard let mode = node.string, !mode.hasPrefix("service:") else { return nil }
            return [key == "cgroup" ? "--cgroupns" : "--\(key)", mode]
        case "depends_on":
            // The order of the commands says who waits for whom; nothing says for what.
            let entries = node.mapping ?? []
            let isPlain = entries.allSatisfy {
                $0.value["condition"]?.string ?? "service_started" == "service_started"
                    && $0.value["restart"]?.bool != true
            }
            return isPlain ? [] : nil
        case "deploy":
            let keys = (node.mapping ?? []).map(\.key)
            return keys.allSatisfy { $0 == "replicas" } ? [] : nil
        default: return nil
        }
    }

    private func all(_ node: YAMLNode, _ flags: (YAMLNode) -> [String]?) -> [String]? {
        var words: [String] = []
        for item in node.sequence ?? [] {
            guard let more = flags(item) else { return nil }
            words += more
        }
        return words
    }

    /// A volume's name on the host.
    private func volumeName(_ key: String) -> String {
        let written = project.resources.first { $0.section == "volumes" }?.written[key]
        if let name = written?["name"]?.string { return name }
        return written?["external"]?.bool == true ? key : "\(project.name.value)_\(key)"
    }

    private func volumes(_ node: YAMLNode) -> [String]? {
        all(node) { item in
            if let text = item.string {
                let colon = text.firstIndex(of: ":")
                let source = colon.map { String(text[..<$0]) } ?? ""
                let isVolume =
                    colon != nil
                    && project.resources.contains {
                        $0.section == "volumes" && $0.written.entry(source) != nil
                    }
                return ["--volume", isVolume ? volumeName(source) + text[(colon ?? text.endIndex)...] : text]
            }
            guard let type = item["type"]?.string, let target = item["target"]?.string else { return nil }
            var fields = ["type=\(type)", "target=\(target)"]
            if let source = item["source"]?.string {
                fields.append("source=\(type == "volume" ? volumeName(source) : source)")
            }
            if item["read_only"]?.bool == true { fields.append("readonly") }
            if let size = item["tmpfs"]?["size"]?.string { fields.append("tmpfs-size=\(size)") }
            if let mode = item["bind"]?["propagation"]?.string { fields.append("bind-propagation=\(mode)") }
            if item["volume"]?["nocopy"]?.bool == true { fields.append("volume-nocopy") }
            return ["--mount", fields.joined(separator: ",")]
        }
    }

    private func ulimits(_ node: YAMLNode) -> [String]? {
        (node.mapping ?? []).flatMap { entry -> [String] in
            let both = [entry.value["soft"]?.string, entry.value["hard"]?.string].compactMap { $0 }
            return ["--ulimit", "\(entry.key)=\(entry.value.string ?? both.joined(separator: ":"))"]
        }
    }

    private func health(_ node: YAMLNode) -> [String]? {
        if node["disable"]?.bool == true { return ["--no-healthcheck"] }
        var words: [String] = []
        if let test = node["test"] {
            if let text = test.string {
                words += ["--health-cmd", text]
            } else {
                let parts = (test.sequence ?? []).compactMap(\.string)
                switch parts.first {
                case "NONE"?: return ["--no-healthcheck"]
                case "CMD-SHELL"?: words += ["--health-cmd", parts.dropFirst().joined(separator: " ")]
                // A flag has only the shell's form.
                case "CMD"?: words += ["--health-cmd", ShellWord.line(Array(parts.dropFirst()))]
                default: break
                }
            }
        }
        for (key, flag) in [
            ("interval", "--health-interval"), ("timeout", "--health-timeout"), ("retries", "--health-retries"),
            ("start_period", "--health-start-period"), ("start_interval", "--health-start-interval"),
        ] {
            if let value = node[key]?.string { words += [flag, value] }
        }
        return words
    }

    private func logging(_ node: YAMLNode) -> [String]? {
        var words = node["driver"]?.string.map { ["--log-driver", $0] } ?? []
        for option in node["options"]?.mapping ?? [] {
            words += ["--log-opt", "\(option.key)=\(option.value.string ?? "")"]
        }
        return words
    }
}

extension Realisation {
    /// By name of the container: flags of `docker create` for what the lab does not hold of its service.
    package var dockerFlags: [String: [String]] {
        var flags: [String: [String]] = [:]
        for container in containers {
            guard let service = projects[container.project].service(container.service) else { continue }
            flags[container.name] = ServiceFlags(of: service, in: projects[container.project]).words
        }
        return flags
    }

    /// What the files say and a form does not, in comments.
    package func unsaid(in format: DesignFormat) -> String {
        projects.flatMap { project in
            project.services.compactMap { service -> String? in
                let flags = ServiceFlags(of: service, in: project)
                let keys: [String]
                switch format {
                case .docker: keys = flags.unsaid
                default:
                    keys = (service.written.mapping ?? []).map(\.key).filter {
                        !ServiceFlags.known.contains($0) && !$0.hasPrefix("x-") && $0 != "depends_on"
                    }
                }
                if keys.isEmpty { return nil }
                return ShellWord.comment("Not said here of service \(service.name): \(keys.joined(separator: ", "))")
                    + "\n"
            }
        }
        .joined()
    }
}
