internal import Rendering

/// The names of members in the JSON and YAML of netsim's own commands: `camelCase`, as their reports have them. Docker's
/// commands keep Docker's, and templates name fields as Docker's do, with a capital.
enum MemberNames {
    /// The same tree, all of whose members are named so.
    static func camel(_ value: JSONValue) -> JSONValue {
        switch value {
        case .object(let object):
            .object(JSONObject(zip(object.memberNames, object.memberValues).map { (camel($0), camel($1)) }))
        case .array(let values): .array(values.map(camel))
        default: value
        }
    }

    /// `ContainerID` to `containerID`, `MTU` to `mtu`, `IPv4` to `ipv4`.
    static func camel(_ name: String) -> String {
        if name.hasPrefix("IPv") { return "ipv" + name.dropFirst(3) }
        let capitals = name.prefix { $0.isUppercase }
        // The last of several capitals begins the next word, where one follows.
        let rest = name.dropFirst(capitals.count)
        let head = capitals.count > 1 && !rest.isEmpty ? capitals.dropLast() : capitals
        return head.lowercased() + name.dropFirst(head.count)
    }
}
