internal import Rendering

extension JSONObject {
    /// Adds a member before another one, or at the end where that is not there.
    mutating func insert(_ key: String, _ value: JSONValue, before next: String) {
        var made = JSONObject(minimumCapacity: count + 1)
        for member in self {
            if member.key == next { made[key] = value }
            made[member.key] = member.value
        }
        if made[key] == nil { made[key] = value }
        self = made
    }
}
