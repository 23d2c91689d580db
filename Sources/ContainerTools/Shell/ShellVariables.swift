/// The variables of a shell: its own, and those that it hands on.
extension Shell {
    mutating func assign(_ setting: String, _ context: inout ToolContext) {
        let name = String(ContainerEnvironment.name(setting))
        var variables = context.variables ?? []
        if ContainerEnvironment.value(name, in: variables) != nil {
            ContainerEnvironment.set(setting, in: &variables)
            context.variables = variables
        } else {
            ContainerEnvironment.set(setting, in: &locals)
        }
    }

    mutating func remove(_ name: String, _ context: inout ToolContext) {
        locals.removeAll { ContainerEnvironment.name($0) == name }
        context.variables?.removeAll { ContainerEnvironment.name($0) == name }
    }

    /// A variable's value; nil where it is not set.
    func value(of name: String, _ context: ToolContext) -> String? {
        switch name {
        case "?": return String(status)
        case "#": return String(parameters.count - 1)
        case "@", "*": return parameters.count > 1 ? parameters.dropFirst().joined(separator: " ") : nil
        // A process of its own, and nothing else in the container but its first one.
        case "$": return "7"
        case "!": return nil
        case "-":
            return (settings.stopsOnFailure ? "e" : "") + (settings.refusesUnset ? "u" : "")
                + (settings.traces ? "x" : "")
        case "PPID": return "0"
        default: break
        }
        if let number = Int(name) { return parameters.indices.contains(number) ? parameters[number] : nil }
        return ContainerEnvironment.value(name, in: locals)
            ?? ContainerEnvironment.value(name, in: context.variables ?? [])
    }
}
