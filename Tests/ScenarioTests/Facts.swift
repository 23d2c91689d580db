import Rendering

/// What one step of a scenario shows: facts, not text. Identifiers, MAC addresses, times and ephemeral ports are left
/// out, as in the recorded transcripts.
struct Facts {
    let argv: [String]
    let status: Int
    let output: String
    let errors: String

    var value: JSONValue {
        if argv.first == "exec" {
            var start = 1
            while start < argv.count, argv[start].hasPrefix("-") { start += 1 }
            return execFacts(Array(argv.dropFirst(start + 1)))
        }
        let words = argv.filter { !$0.hasPrefix("-") }
        var facts = JSONObject()
        facts["exit"] = .int(Int64(status))
        facts["wording"] = .string(status == 0 ? "" : Self.clean(errors))
        switch (words.first ?? "", words.dropFirst().first ?? "") {
        case ("network", "inspect"):
            facts["networks"] = .array(objects().map(Self.network))
        case ("inspect", _), ("container", "inspect"):
            facts["items"] = .array(
                objects().map { $0["NetworkSettings"] == nil ? Self.network($0) : Self.container($0) }
            )
        case ("network", "ls"):
            facts["rows"] = Self.sorted(lines().dropFirst().map { .array(Self.fields($0)[1..<4].map { .string($0) }) })
        case ("port", _):
            facts["rows"] = Self.sorted(lines().map { .string(Self.hidingEphemeral($0)) })
        case ("ps", _):
            facts["names"] = Self.sorted(lines().dropFirst().compactMap { Self.fields($0).last.map { .string($0) } })
        case ("network", "prune"):
            facts["rows"] = Self.sorted(lines().dropFirst().filter { !$0.isEmpty }.map { .string($0) })
        default: break
        }
        return .object(facts)
    }

    // MARK: - Objects

    private func objects() -> [JSONValue] {
        guard let value = try? JSONValue(parsing: output.isEmpty ? "[]" : output) else { return [] }
        return value.arrayValue ?? []
    }

    private static func pick(_ value: JSONValue, _ keys: String...) -> JSONObject {
        var picked = JSONObject()
        for key in keys { picked[key] = value[key] ?? .null }
        return picked
    }

    private static func network(_ network: JSONValue) -> JSONValue {
        var facts = pick(network, "Name", "Driver", "Scope", "EnableIPv6", "Internal", "Attachable")
        facts["IPAM"] = .array(
            (network["IPAM"]?["Config"]?.arrayValue ?? []).map { config in
                var kept = JSONObject()
                for (key, value) in config.objectValue ?? [:]
                where ["Subnet", "IPRange", "Gateway", "AuxiliaryAddresses"].contains(key) && !isEmpty(value) {
                    kept[key] = value
                }
                return .object(kept)
            }
        )
        let labels = network["Labels"] ?? .null
        facts["Labels"] = isEmpty(labels) ? .object(JSONObject()) : labels
        var members = JSONObject()
        for (_, member) in network["Containers"]?.objectValue ?? [:] {
            members[member["Name"]?.stringValue ?? ""] = [
                member["IPv4Address"] ?? "", .bool(!(member["IPv6Address"]?.stringValue ?? "").isEmpty),
            ]
        }
        facts["Members"] = .object(members)
        var options = JSONObject()
        for (key, value) in network["Options"]?.objectValue ?? [:] where !key.hasSuffix("bridge.name") {
            options[key] = value
        }
        facts["Options"] = .object(options)
        return .object(facts)
    }

    private static func container(_ container: JSONValue) -> JSONValue {
        var networks = JSONObject()
        for (name, endpoint) in container["NetworkSettings"]?["Networks"]?.objectValue ?? [:] {
            var facts = pick(endpoint, "IPAddress", "IPPrefixLen", "Gateway")
            facts["HasMAC"] = .bool(!(endpoint["MacAddress"]?.stringValue ?? "").isEmpty)
            facts["HasIPv6"] = .bool(!(endpoint["GlobalIPv6Address"]?.stringValue ?? "").isEmpty)
            func names(_ key: String) -> [String] {
                (endpoint[key]?.arrayValue ?? []).compactMap(\.stringValue).filter { !isShortIdentifier($0) }
            }
            facts["Aliases"] = .init(names("Aliases").sorted())
            facts["DNSNames"] = .init(Set(names("DNSNames")).sorted())
            facts["Links"] = .init((endpoint["Links"]?.arrayValue ?? []).compactMap(\.stringValue).sorted())
            networks[name] = .object(facts)
        }
        var ports = JSONObject()
        for (port, bindings) in container["NetworkSettings"]?["Ports"]?.objectValue ?? [:] {
            ports[port] = sorted(
                (bindings.arrayValue ?? []).map { binding in
                    let number = binding["HostPort"]?.stringValue ?? ""
                    return [binding["HostIp"] ?? "", .string((Int(number) ?? 0) >= 32768 ? "<port>" : number)]
                }
            )
        }
        var facts = JSONObject()
        let name = container["Name"]?.stringValue ?? ""
        facts["Name"] = .string(name.hasPrefix("/") ? String(name.dropFirst()) : name)
        facts["Status"] = container["State"]?["Status"] ?? .null
        facts["Running"] = container["State"]?["Running"] ?? .null
        facts["NetworkMode"] = .string(hidingIdentifiers(container["HostConfig"]?["NetworkMode"]?.stringValue ?? ""))
        facts["Networks"] = .object(networks)
        facts["Ports"] = .object(ports)
        return .object(facts)
    }

    // MARK: - Tools

    private func execFacts(_ command: [String]) -> JSONValue {
        let tool = command.first ?? ""
        let whole = command.joined(separator: " ")
        switch tool {
        case "dig": return digFacts()
        case "ip" where whole.contains("addr"):
            let rows = lines().filter { $0.contains(" inet ") }.map { line -> JSONValue in
                let fields = Self.fields(line)
                return [.string(String(fields[1].prefix { $0 != "@" })), .string(fields[3])]
            }
            return ["addr": Self.sorted(rows)]
        case "ip" where whole.contains("route"):
            return ["route": Self.sorted(lines().map { .string(Self.fields($0).joined(separator: " ")) })]
        case "getent":
            let hosts = lines().map { JSONValue.string(Self.fields(Self.hidingShort($0)).joined(separator: " ")) }
            return ["exit": .int(Int64(status)), "hosts": Self.sorted(hosts)]
        case "cat":
            let kept = lines().filter { !$0.hasPrefix("#") && !Self.fields($0).isEmpty }
            let shown = kept.map { JSONValue.string(Self.hidingShort(Self.fields($0).joined(separator: " "))) }
            return ["exit": .int(Int64(status)), "lines": .array(shown)]
        case "ls": return ["exit": .int(Int64(status))]
        case "ping": return pingFacts()
        case "nc": return ["tcp": .string(connection())]
        default:
            let text = Self.hidingShort(Self.hidingIdentifiers(output)).trimmed
            return ["exit": .int(Int64(status)), "out": .string(text)]
        }
    }

    /// Whether the name was found, at which address, and whether it answered. `many` is judged by the whole scenario.
    private func pingFacts() -> JSONValue {
        var address: JSONValue = .null
        // `PING NAME (ADDRESS): ...`
        if let start = output.firstRange(of: "PING "), let open = output[start.upperBound...].firstRange(of: " ("),
            !output[start.upperBound..<open.lowerBound].contains(where: \.isWhitespace),
            let close = output[open.upperBound...].firstIndex(of: ")")
        {
            address = .string(String(output[open.upperBound..<close]))
        }
        return [
            "exit": .int(Int64(status)), "replied": .bool(status == 0), "resolved": .bool(address != .null),
            "many": .null, "address": address,
        ]
    }

    /// What came of a connection.
    private func connection() -> String {
        let text = output + errors
        if status == 0 { return "open" }
        if text.contains("refused") { return "refused" }
        if text.contains("timed out") { return "timeout" }
        let folded = text.lowercased()
        if folded.contains("name") || folded.contains("resol") { return "name" }
        return text.contains("nreach") ? "unreachable" : "closed"
    }

    private func digFacts() -> JSONValue {
        var rcode: String?
        var flags: String?
        var answers: [JSONValue] = []
        var section = ""
        for line in lines() {
            if let range = line.firstRange(of: "status: ") {
                rcode = String(line[range.upperBound...].prefix { $0.isLetter })
            }
            if line.hasPrefix(";; flags: "), let end = line.firstIndex(of: ";", after: 3) {
                flags = Self.fields(String(line[line.index(line.startIndex, offsetBy: 10)..<end])).sorted().joined(
                    separator: " "
                )
            }
            if line.hasPrefix(";;"), line.contains("SECTION") {
                section = Self.fields(line)[1]
            } else if section == "ANSWER", !line.isEmpty, !line.hasPrefix(";") {
                let parts = line.split(maxSplits: 4, whereSeparator: \.isWhitespace).map(String.init)
                answers.append([
                    .string(Self.hidingShort(parts[0].lowercased())), .int(Int64(parts[1]) ?? -1), .string(parts[3]),
                    .string(Self.hidingShort(parts[4])),
                ])
            }
        }
        let isKnown = !answers.isEmpty || rcode == "NOERROR"
        return [
            "status": .init(rcode), "flags": isKnown ? .init(flags) : .null, "answers": Self.sorted(answers),
        ]
    }

    // MARK: - Text

    private func lines() -> [String] {
        var lines = output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if lines.last == "" { lines.removeLast() }
        return lines
    }

    static func fields(_ line: String) -> [String] { line.split(whereSeparator: \.isWhitespace).map(String.init) }

    private static func sorted(_ values: [JSONValue]) -> JSONValue {
        .array(values.sorted { $0.json() < $1.json() })
    }

    private static func isEmpty(_ value: JSONValue) -> Bool {
        switch value {
        case .null: true
        case .string(let text): text.isEmpty
        case .array(let values): values.isEmpty
        case .object(let object): object.isEmpty
        default: false
        }
    }

    /// An engine's error text without the program's own prefix, identifiers and hints.
    static func clean(_ text: String) -> String {
        let lines = text.split(separator: "\n").map { String($0).trimmed }.filter { line in
            !line.isEmpty && !["Run 'docker", "See 'docker", "WARNING"].contains { line.hasPrefix($0) }
        }
        return lines.prefix(3).map { line in
            var line = line
            if let range = line.firstRange(of: "Error response from daemon: ") {
                line = String(line[range.upperBound...])
            }
            for prefix in ["docker: ", "netsim: ", "error: ", "Error: "] where line.hasPrefix(prefix) {
                line = String(line.dropFirst(prefix.count))
                break
            }
            line = hidingShort(hidingIdentifiers(line))
            line = line.replacing("br-<id>", with: "<bridge>")
            return orderedEndpoints(line)
        }
        .joined(separator: "\n")
    }

    /// The list of active endpoints in a refusal, sorted, without their identifiers.
    private static func orderedEndpoints(_ line: String) -> String {
        guard let start = line.firstRange(of: "(name:\""), line.hasSuffix(")") else { return line }
        let names = line[start.lowerBound...].split(separator: "name:\"").dropFirst().compactMap { part in
            part.split(separator: "\"", omittingEmptySubsequences: false).first
        }
        let list = names.map { "name:\"\($0)\"" }.sorted().joined(separator: ", ")
        return line[..<start.lowerBound] + "(" + list + ")"
    }

    static func hidingIdentifiers(_ text: String) -> String { hiding(text, digits: 64) }
    static func hidingShort(_ text: String) -> String { hiding(text, digits: 12) }

    /// Replaces words of exactly so many hexadecimal digits.
    private static func hiding(_ text: String, digits: Int) -> String {
        var out = ""
        var word = ""
        func close() {
            let isIdentifier = word.utf8.count == digits && word.allSatisfy { "0123456789abcdef".contains($0) }
            out += isIdentifier ? "<id>" : word
            word = ""
        }
        for character in text {
            if character.isLetter || character.isNumber || character == "_" {
                word.append(character)
            } else {
                close()
                out.append(character)
            }
        }
        close()
        return out
    }

    private static func isShortIdentifier(_ text: String) -> Bool { hidingShort(text) == "<id>" }

    private static func hidingEphemeral(_ line: String) -> String {
        guard let colon = line.lastIndex(of: ":"), let port = Int(line[line.index(after: colon)...]), port >= 32768
        else {
            return line
        }
        return line[...colon] + "<port>"
    }
}

extension String {
    var trimmed: String {
        var text = self[...]
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }

    func firstIndex(of character: Character, after offset: Int) -> Index? {
        self[index(startIndex, offsetBy: offset)...].firstIndex(of: character)
    }
}
