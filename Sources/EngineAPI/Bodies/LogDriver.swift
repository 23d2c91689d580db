internal import Lab

/// The log driver of a container's request: what a lab keeps can be read whichever it is.
enum LogDriver {
    /// Those of a Linux engine.
    private static let known: Set<String> = [
        "", "awslogs", "fluentd", "gcplogs", "gelf", "journald", "json-file", "local", "none", "splunk", "syslog",
    ]

    /// - Throws: the engine's refusal of one that it does not have (Docker Engine: `ValidateLogOpts`).
    static func check(_ body: BodyObject) throws(LabError) {
        let name = try body.object("HostConfig").object("LogConfig").text("Type")
        if !known.contains(name) {
            throw LabError(.invalidParameter, "logger: no log driver named '\(name)' is registered")
        }
    }
}
