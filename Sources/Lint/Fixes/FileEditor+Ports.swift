internal import YAML

extension FileEditor {
    /// Has a line of `ports` publish on the host's own address alone.
    ///
    /// - Parameter hasAddress: whether the line names an address, such as 0.0.0.0.
    mutating func publishOnLoopback(at place: SourcePlace, hasAddress: Bool) -> [SourceEdit]? {
        // The long form; its first key stands at the same place.
        if !hasAddress, let edits = insert("host_ip", "127.0.0.1", intoMappingAt: place) { return edits }
        guard let text = text(at: place) else { return nil }
        // What a variable holds is not known here.
        guard !text.contains("$"), !text.contains("[") else { return nil }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        let ports: String
        switch parts.count {
        case 1: ports = ":\(text)"
        case 2: ports = text
        case 3: ports = parts.dropFirst().joined(separator: ":")
        default: return nil
        }
        return replace(text, at: place, with: "127.0.0.1:\(ports)")
    }
}
