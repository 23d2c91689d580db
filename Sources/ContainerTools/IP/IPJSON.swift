internal import Rendering

/// JSON as iproute2 prints it: on one line, or with `-p` in its own layout.
enum IPJSON {
    static func result(_ objects: [JSONObject], _ options: IPOptions) -> ToolResult {
        let value = JSONValue(objects.map { JSONValue($0) })
        return ToolResult(stdout: (options.isPretty ? pretty(value, 0) : value.json()) + "\n")
    }

    /// Lists open on the line of their key, and objects within them share a line where one ends and the next begins.
    private static func pretty(_ value: JSONValue, _ level: Int) -> String {
        switch value {
        case .array(let elements):
            guard !elements.isEmpty else { return "[ ]" }
            guard elements.contains(where: { $0.objectValue != nil }) else {
                return "[ " + elements.map { $0.json() }.joined(separator: ",") + " ]"
            }
            return "[ " + elements.map { pretty($0, level + 1) }.joined(separator: ",") + " ]"
        case .object(let object):
            let indent = String(repeating: " ", count: 4 * (level + 1))
            let members = zip(object.memberNames, object.memberValues).map { name, member in
                "\(indent)\(JSONValue(name).json()): \(pretty(member, level + 1))"
            }
            let end = String(repeating: " ", count: 4 * level)
            return "{\n" + members.joined(separator: ",\n") + "\n\(end)}"
        default: return value.json()
        }
    }
}
