import Rendering

/// What SARIF 2.1.0 (OASIS, with errata 01) asks of the objects that a report of a check has: from its JSON schema, the
/// properties that each object may and must have and their kinds; from its text, what no schema can say.
struct SARIFRules {
    /// Breaches, each with a JSON pointer (RFC 6901).
    private(set) var breaches: [String] = []

    static func breaches(of document: JSONValue) -> [String] {
        var rules = SARIFRules()
        rules.check(document, is: .object(log), at: "")
        for (number, run) in (document["runs"]?.arrayValue ?? []).enumerated() {
            rules.checkRun(run, "/runs/\(number)")
        }
        return rules.breaches
    }

    private indirect enum Kind: Sendable {
        case text(minimum: Int = 0)
        /// A message string: 3.11.5 has its braces doubled, where it has no placeholders.
        case message
        case uri
        case whole(from: Int64)
        case flag
        case one(of: [String])
        case list(Kind, minimum: Int = 0)
        /// Properties by name; those that must be there have an exclamation mark behind it.
        case object([String: Kind])
        case strings
        /// A property bag (3.8): anything.
        case bag
    }

    private static let message: Kind = .object(["text!": .message])
    private static let region: Kind = .object([
        "startLine!": .whole(from: 1), "startColumn": .whole(from: 1), "endLine": .whole(from: 1),
        "endColumn": .whole(from: 1),
    ])
    private static let physicalLocation: Kind = .object([
        "artifactLocation!": .object(["uri!": .uri]), "region": region,
    ])
    private static let location: Kind = .object([
        "id": .whole(from: 0), "message": message, "physicalLocation": physicalLocation,
    ])
    private static let level: Kind = .one(of: ["none", "note", "warning", "error"])
    private static let rule: Kind = .object([
        "id!": .text(minimum: 1), "shortDescription": message, "fullDescription": message, "help": message,
        "defaultConfiguration": .object(["level": level]),
    ])
    private static let suppression: Kind = .object([
        "kind!": .one(of: ["inSource", "external"]), "justification": .text(),
    ])
    private static let fix: Kind = .object([
        "description": message,
        "artifactChanges!": .list(
            .object([
                "artifactLocation!": .object(["uri!": .uri]),
                "replacements!": .list(
                    .object(["deletedRegion!": region, "insertedContent": .object(["text": .text()])]),
                    minimum: 1
                ),
            ]),
            minimum: 1
        ),
    ])
    private static let result: Kind = .object([
        "ruleId": .text(minimum: 1), "ruleIndex": .whole(from: -1), "level": level, "message!": message,
        "locations": .list(location), "relatedLocations": .list(location), "partialFingerprints": .strings,
        "suppressions": .list(suppression), "fixes": .list(fix, minimum: 1), "properties": .bag,
    ])
    private static let driver: Kind = .object([
        "name!": .text(minimum: 1), "semanticVersion": .text(minimum: 1), "rules": .list(rule),
    ])
    private static let run: Kind = .object([
        "tool!": .object(["driver!": driver]),
        "columnKind": .one(of: ["utf16CodeUnits", "unicodeCodePoints"]),
        "invocations": .list(
            .object([
                "executionSuccessful!": .flag,
                "toolExecutionNotifications": .list(
                    .object([
                        "descriptor": .object(["id": .text(minimum: 1)]), "level": .one(of: ["note"]),
                        "message!": message, "locations": .list(location),
                    ])
                ),
            ])
        ),
        "results": .list(result), "properties": .bag,
    ])
    private static let log: [String: Kind] = [
        "$schema": .uri, "version!": .one(of: ["2.1.0"]), "runs!": .list(run),
    ]

    private mutating func check(_ value: JSONValue, is kind: Kind, at path: String) {
        switch kind {
        case .text(let minimum):
            guard let text = value.stringValue else { return add("is no text", path) }
            if text.utf8.count < minimum { add("is empty", path) }
        case .message:
            guard let text = value.stringValue, !text.isEmpty else { return add("is no message", path) }
            let rest = text.replacing("{{", with: "").replacing("}}", with: "")
            if rest.contains("{") || rest.contains("}") { add("has a placeholder", path) }
            if text.contains("](") { add("has an embedded link", path) }
        case .uri:
            guard let text = value.stringValue else { return add("is no text", path) }
            if text.wholeMatch(of: /(?:[A-Za-z0-9\-._~:\/?#\[\]@!$&'()*+,;=]|%[0-9A-F]{2})+/) == nil {
                add("is no URI reference", path)
            }
            // RFC 3986, section 4.2: no colon in the first segment of a relative reference.
            if text.prefix(while: { $0 != "/" }).contains(":"), text.wholeMatch(of: /[a-z]+:\/\/.*/) == nil {
                add("has a colon before its first slash", path)
            }
        case .whole(let least):
            guard let number = value.intValue else { return add("is no whole number", path) }
            if number < least { add("is below \(least)", path) }
        case .flag: if value.boolValue == nil { add("is no boolean", path) }
        case .one(let words):
            if !words.contains(value.stringValue ?? "") { add("is none of \(words)", path) }
        case .list(let kind, let minimum):
            guard let items = value.arrayValue else { return add("is no array", path) }
            if items.count < minimum { add("has fewer than \(minimum)", path) }
            for (number, item) in items.enumerated() { check(item, is: kind, at: "\(path)/\(number)") }
        case .strings:
            guard let object = value.objectValue else { return add("is no object", path) }
            for member in object where member.value.stringValue == nil { add("is no text", "\(path)/\(member.key)") }
        case .bag: if value.objectValue == nil { add("is no object", path) }
        case .object(let kinds):
            guard let object = value.objectValue else { return add("is no object", path) }
            for member in object {
                guard let kind = kinds[member.key] ?? kinds[member.key + "!"] else {
                    add("is no property here", "\(path)/\(member.key)")
                    continue
                }
                check(member.value, is: kind, at: "\(path)/\(member.key)")
            }
            for name in kinds.keys where name.hasSuffix("!") && object[String(name.dropLast())] == nil {
                add("lacks \(name.dropLast())", path)
            }
        }
    }

    private mutating func checkRun(_ run: JSONValue, _ path: String) {
        let rules = run["tool"]?["driver"]?["rules"]?.arrayValue ?? []
        let version = run["tool"]?["driver"]?["semanticVersion"]?.stringValue ?? "0.0.0"
        // Semantic Versioning 2.0.0, as 3.19.12 asks.
        if version.wholeMatch(of: /\d+\.\d+\.\d+(?:-[0-9A-Za-z.\-]+)?(?:\+[0-9A-Za-z.\-]+)?/) == nil {
            add("is no semantic version", path + "/tool/driver/semanticVersion")
        }
        let names = rules.compactMap { $0["id"]?.stringValue }
        if Set(names).count != names.count { add("have an identifier twice", path + "/tool/driver/rules") }
        for (number, result) in (run["results"]?.arrayValue ?? []).enumerated() {
            let path = "\(path)/results/\(number)"
            if let index = result["ruleIndex"]?.intValue, index >= 0 {
                // 3.27.6: the two name the same rule.
                if Int(index) >= rules.count || rules[Int(index)]["id"] != result["ruleId"] {
                    add("is not that of ruleId", path + "/ruleIndex")
                }
            }
            let related = result["relatedLocations"]?.arrayValue ?? []
            let all = (result["locations"]?.arrayValue ?? []) + related
            // 3.28.2: unique among all locations of the result.
            let ids = all.compactMap { $0["id"]?.intValue }
            if Set(ids).count != ids.count { add("have an id twice", path + "/relatedLocations") }
            for location in all {
                let region = location["physicalLocation"]?["region"]
                guard let start = region?["startColumn"]?.intValue, let end = region?["endColumn"]?.intValue else {
                    continue
                }
                // 3.30.8: one behind the last character.
                if end < start, region?["endLine"] == nil { add("ends before it starts", path + "/locations") }
            }
            // 3.27.17: keys are versioned hierarchical strings.
            for name in result["partialFingerprints"]?.objectValue?.memberNames ?? []
            where name.wholeMatch(of: /[^\/]+(?:\/[^\/]+)*\/v\d+/) == nil {
                add("is not versioned", path + "/partialFingerprints/" + name)
            }
        }
    }

    private mutating func add(_ what: String, _ path: String) {
        breaches.append("\(path.isEmpty ? "/" : path) \(what)")
    }
}
