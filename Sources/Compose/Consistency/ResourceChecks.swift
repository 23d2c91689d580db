internal import Lab
internal import Text
internal import YAML

/// What a project's volumes, secrets, configs and models must be, and that services name none that is not there
/// (compose-go, `checkConsistency` and its package `validation`).
struct ResourceChecks {
    private(set) var errors: [SourceError] = []
    private let model: YAMLNode

    init(_ model: YAMLNode) {
        self.model = model
    }

    // MARK: - The project's

    mutating func checkSections() {
        for entry in model["volumes"]?.mapping ?? [] where isTrue(entry.value["external"]) {
            for other in entry.value.mapping ?? [] where !["name", "external"].contains(other.key) {
                if other.key.hasPrefix("x-") { continue }
                refuse(
                    "volumes.\(entry.key): conflicting parameters \"external\" and \"\(other.key)\" specified",
                    at: other.keyPlace
                )
            }
        }
        checkContents("secrets", ["file", "environment"])
        checkContents("configs", ["file", "environment", "content"])
        for entry in model["secrets"]?.mapping ?? [] where !isTrue(entry.value["external"]) {
            let contents = ["file", "environment"].compactMap { entry.value[$0]?.string }
            guard contents.allSatisfy(\.isEmpty), !errors.contains(where: { $0.place == entry.keyPlace }) else {
                continue
            }
            refuse(
                "secret \(GoQuote.quote(entry.key)) must declare either `file` or `environment`: "
                    + "invalid compose project",
                at: entry.keyPlace
            )
        }
    }

    private mutating func checkContents(_ section: String, _ keys: [String]) {
        for entry in model[section]?.mapping ?? [] {
            let count = keys.count { entry.value[$0] != nil }
            let names = keys.joined(separator: "|")
            if count > 1 {
                refuse("\(section).\(entry.key): \(names) attributes are mutually exclusive", at: entry.keyPlace)
            } else if count == 0, entry.value["driver"] == nil, entry.value["external"] == nil {
                refuse("\(section).\(entry.key): one of \(names) must be set", at: entry.keyPlace)
            }
        }
    }

    // MARK: - A service's

    mutating func check(_ service: YAMLNode, named name: String, _ mounts: [ServiceMount]) {
        let quoted = GoQuote.quote(name)
        for mount in mounts where mount.kind == .volume && !mount.source.isEmpty {
            require(mount.source, in: "volumes", "service \(quoted) refers to undefined volume", at: mount.place)
        }
        for (key, kind) in [("secrets", "secret"), ("configs", "config")] {
            for item in service[key]?.sequence ?? [] {
                let source = item.string ?? item["source"]?.string ?? ""
                require(source, in: key, "service \(quoted) refers to undefined \(kind)", at: item.place)
            }
        }
        for item in service["build"]?["secrets"]?.sequence ?? [] {
            let source = item.string ?? item["source"]?.string ?? ""
            require(source, in: "secrets", "service \(quoted) refers to undefined build secret", at: item.place)
        }
        for entry in service["models"].map(Merger.names)?.mapping ?? [] {
            require(entry.key, in: "models", "service \(quoted) refers to undefined model", at: entry.keyPlace)
        }
        checkMountPoints(service, name, mounts)
        checkBuild(service, name)
        checkHealth(service)
        checkWatches(service, name)
        checkLimits(service, name)
        for item in service["devices"]?.sequence ?? [] {
            if let text = item.string, text.utf8.count(where: { $0 == UInt8(ascii: ":") }) > 2 {
                refuse("confusing device mapping, please use long syntax: \(text)", at: item.place)
            }
        }
        for (index, item) in (service["devices"]?.sequence ?? []).enumerated()
        where item.mapping != nil && item["target"]?.string == nil {
            refuse("service device services.\(name).devices.[\(index)] is missing a mount target", at: item.place)
        }
    }

    private mutating func require(_ key: String, in section: String, _ complaint: String, at place: SourcePlace) {
        let known = model[section]?.mapping ?? []
        guard !known.contains(where: { $0.key == key }) else { return }
        let help = errors.count < LoadLog.maximumHints ? NearName.hint(for: key, among: known.map(\.key)) : nil
        refuse(
            "\(complaint) \(key): invalid compose project",
            at: place,
            help: help ?? "declare it under the top-level \(section)"
        )
    }

    private mutating func checkMountPoints(_ service: YAMLNode, _ name: String, _ mounts: [ServiceMount]) {
        var known: [String: String] = [:]
        let tmpfs = service["tmpfs"].map { $0.sequence ?? [$0] } ?? []
        // Options are no part of what makes two of them one; see `ListRules`.
        var seen: Set<String> = []
        let distinct = tmpfs.filter { item in
            guard let text = item.string else { return false }
            return seen.insert(String(text.prefix { $0 != "=" })).inserted
        }
        for (index, item) in distinct.enumerated() {
            let target = String((item.string ?? "").prefix { $0 != ":" })
            mount(target, "services.\(name).tmpfs[\(index)]", at: item.place, &known)
        }
        for (index, item) in mounts.enumerated() {
            mount(item.target, "services.\(name).volumes[\(index)]", at: item.place, &known)
        }
    }

    private mutating func mount(
        _ target: String,
        _ path: String,
        at place: SourcePlace,
        _ known: inout [String: String]
    ) {
        if let first = known[target] { refuse("\(path): target \(target) already mounted as \(first)", at: place) }
        known[target] = path
    }

    private mutating func checkBuild(_ service: YAMLNode, _ name: String) {
        guard let build = service["build"], build.mapping != nil else { return }
        let quoted = GoQuote.quote(name)
        if let inline = build["dockerfile_inline"]?.string, !inline.isEmpty,
            build["dockerfile"]?.string?.isEmpty == false
        {
            refuse(
                "service \(quoted) declares mutualy exclusive dockerfile and dockerfile_inline: invalid compose project",
                at: build["dockerfile_inline"]?.place ?? build.place
            )
        }
        for entry in build["additional_contexts"].map(Merger.keyValues)?.mapping ?? [] {
            guard let text = entry.value.string, text.hasPrefix("service:") else { continue }
            let target = String(text.dropFirst("service:".count))
            let found = model["services"]?[target]
            guard found?["build"] == nil else { continue }
            let what = found == nil ? "unknown" : "non-buildable"
            refuse(
                "service \(quoted) declares \(what) service \(GoQuote.quote(target)) as additional contexts \(entry.key)",
                at: entry.keyPlace
            )
        }
        if let platform = service["platform"]?.string, let platforms = build["platforms"]?.sequence, !platforms.isEmpty,
            !platforms.contains(where: { $0.string == platform })
        {
            refuse(
                "service.build.platforms MUST include service.platform \(GoQuote.quote(platform)): "
                    + "invalid compose project",
                at: build["platforms"]?.place ?? build.place
            )
        }
    }

    private mutating func checkHealth(_ service: YAMLNode) {
        guard let test = service["healthcheck"]?["test"], let first = test.sequence?.first?.string,
            !["CMD", "CMD-SHELL", "NONE"].contains(first)
        else { return }
        refuse(
            "healthcheck.test must start either by \"CMD\", \"CMD-SHELL\" or \"NONE\"",
            at: test.place,
            help: "a text without brackets is run by a shell"
        )
    }

    private mutating func checkWatches(_ service: YAMLNode, _ name: String) {
        for watch in service["develop"]?["watch"]?.sequence ?? [] {
            if watch["path"]?.string?.isEmpty == true {
                refuse("services.\(name).develop.watch.[].path: value can't be blank", at: watch.place)
            }
            guard watch["target"]?.string?.isEmpty != false,
                !["rebuild", "restart"].contains(watch["action"]?.string ?? "")
            else { continue }
            refuse(
                "services.\(name).develop.watch: target is required for non-rebuild actions: invalid compose project",
                at: watch.place
            )
        }
    }

    /// What `deploy` says must not differ from what the service itself says.
    private mutating func checkLimits(_ service: YAMLNode, _ name: String) {
        let resources = service["deploy"]?["resources"]
        let pairs: [(key: String, section: String, inner: String, (String) -> Double?)] = [
            ("cpus", "limits", "cpus", { Double($0) }), ("mem_limit", "limits", "memory", ByteSize.bytes),
            ("mem_reservation", "reservations", "memory", ByteSize.bytes),
            ("pids_limit", "limits", "pids", { Double($0) }),
        ]
        for (key, section, inner, read) in pairs {
            guard let own = service[key], let value = own.string.flatMap(read), value != 0,
                let limits = resources?[section], limits.mapping != nil
            else { continue }
            guard limits[inner]?.string.flatMap(read) ?? 0 != value else { continue }
            refuse(
                "services.\(name): can't set distinct values on '\(key)' and 'deploy.resources.\(section).\(inner)': "
                    + "invalid compose project",
                at: own.place
            )
        }
    }

    private func isTrue(_ node: YAMLNode?) -> Bool {
        guard let node, !node.isNull else { return false }
        return node.mapping != nil || node.bool == true
    }

    private mutating func refuse(_ text: String, at place: SourcePlace, help: String? = nil) {
        guard errors.count < LoadLog.maximumComplaints else { return }
        errors.append(SourceError(text, at: place, help: help))
    }
}
