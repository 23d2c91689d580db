internal import Lab

/// The variables of a command in a container (Docker Engine: `CreateDaemonEnvironment`; `HOME` is runc's).
enum ContainerEnvironment {
    static let path = "PATH=" + ToolRunner.path.joined(separator: ":")

    /// `NAME=value`, in the order in which the engine sets them.
    static func variables(of container: Container, _ context: ToolContext) -> [String] {
        if let variables = context.variables { return variables }
        var variables = [path, "HOSTNAME=" + context.lab.visibleHostname(of: container)]
        if context.hasTerminal { variables.append("TERM=xterm") }
        for setting in container.config.environment + context.environment { set(setting, in: &variables) }
        if value("HOME", in: variables) == nil { variables.append("HOME=\(context.user.home)") }
        return variables
    }

    static func name(_ setting: String) -> Substring { setting.prefix { $0 != "=" } }

    static func value(_ name: String, in variables: [String]) -> String? {
        variables.first { Self.name($0) == name }.map { String($0.dropFirst(name.count + 1)) }
    }

    /// Puts a setting in the place of one of the same name, else at the end; without `=` it removes the variable.
    static func set(_ setting: String, in variables: inout [String]) {
        let name = name(setting)
        let place = variables.firstIndex { Self.name($0) == name }
        guard name.count < setting.count else {
            if let place { variables.remove(at: place) }
            return
        }
        if let place { variables[place] = setting } else { variables.append(setting) }
    }
}
