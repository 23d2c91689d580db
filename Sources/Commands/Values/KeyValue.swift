internal import DockerValues

/// Values of the form `key=value`: labels, environment variables and options (docker/cli `opts`).
enum KeyValue {
    /// A label, `key` or `key=value`.
    static func label(_ text: String) throws(FlagValueError) -> String {
        let key = text.prefix { $0 != "=" }.trimmingWhitespace
        if key.isEmpty { throw FlagValueError("invalid label '\(text)': empty name") }
        if key.contains(where: \.isWhitespace) { throw FlagValueError("label '\(key)' contains whitespaces") }
        return text
    }

    /// An environment variable, `NAME=value`, or `NAME` for the value that netsim's own environment has.
    static func variable(_ text: String) throws(FlagValueError) -> String {
        if text.isEmpty || text.first == "=" { throw FlagValueError("invalid environment variable: \(text)") }
        return text
    }

    /// A kernel parameter that a container may set.
    static func sysctl(_ text: String) throws(FlagValueError) -> String {
        let kernel: Set<Substring> = [
            "kernel.msgmax", "kernel.msgmnb", "kernel.msgmni", "kernel.sem", "kernel.shmall", "kernel.shmmax",
            "kernel.shmmni", "kernel.shm_rmid_forced",
        ]
        let key = text.prefix { $0 != "=" }
        guard key.endIndex != text.endIndex,
            kernel.contains(key) || key.hasPrefix("net.") || key.hasPrefix("fs.mqueue.")
        else { throw FlagValueError("sysctl '\(text)' is not allowed") }
        return text
    }

    /// The pairs of a list of `key=value`; a key alone has an empty value, and the last of equal keys counts.
    static func map(_ pairs: [String]) -> [String: String] {
        var map: [String: String] = [:]
        for pair in pairs {
            guard let equals = pair.firstIndex(of: "=") else {
                map[pair] = ""
                continue
            }
            map[String(pair[..<equals])] = String(pair[pair.index(after: equals)...])
        }
        return map
    }

    /// The variables of a file of lines `NAME=value` (`--env-file`, `--label-file`).
    ///
    /// - Parameter lookup: the value of a variable that is named without one; nil leaves it out.
    static func lines(
        of bytes: [UInt8],
        file: String,
        lookup: (String) -> String?
    ) throws(ValueError) -> [String] {
        var pairs: [String] = []
        var content = bytes[...]
        if content.starts(with: [0xef, 0xbb, 0xbf]) { content = content.dropFirst(3) }
        for (number, line) in content.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .enumerated()
        {
            func fail(_ reason: String) -> ValueError { ValueError("invalid env file (\(file)): \(reason)") }
            guard let text = String(validating: line, as: UTF8.self) else {
                let list = line.map(String.init).joined(separator: " ")
                throw fail("invalid utf8 bytes at line \(number + 1): [\(list)]")
            }
            let entry = text.drop(while: \.isWhitespace)
            if entry.isEmpty || entry.first == "#" { continue }
            let name = entry.prefix { $0 != "=" }
            if name.isEmpty { throw fail("no variable name on line '\(entry)'") }
            if name.contains(where: \.isWhitespace) { throw fail("variable '\(name)' contains whitespaces") }
            if name.endIndex != entry.endIndex {
                pairs.append(String(entry.last == "\r" ? entry.dropLast() : entry))
            } else if let value = lookup(String(name)) {
                pairs.append("\(name)=\(value)")
            }
        }
        return pairs
    }
}
