internal import DockerViews
internal import Lab
internal import Rendering
internal import Text

/// `netsim inspect`: a container or, where there is none of the name, a network.
struct Inspect: Command {
    static let synopsis = Synopsis(
        "[OPTIONS] NAME|ID [NAME|ID...]",
        .atLeast(1),
        "Return low-level information on containers and networks",
        operands: [.networksAndContainers]
    )

    private var format = ""
    private var type = ""
    private var withSize = false

    static var flags: [Flag<Inspect>] {
        [
            .inspectFormat { $0.format = $1 },
            .bool("size", short: "s", "Display total file sizes if the type is container") { $0.withSize = $1 },
            .string("type", "Only inspect objects of the given type") { $0.type = $1 }
                .completing(.words(["container", "network"])),
        ]
    }

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        let known = [
            "config", "container", "image", "network", "node", "plugin", "secret", "service", "task", "volume",
        ]
        guard type.isEmpty || known.contains(type) else {
            let list = known.map { "\"\($0)\"" }.joined(separator: ", ")
            throw CommandFailure("unknown type: \(GoQuote.quote(type)): must be one of \(list)")
        }
        return try session.inspect(operands, format: format) { lab, name in
            switch type {
            case "": return try either(name, lab)
            case "container":
                try EmptyName.refuseContainer(name)
                return ContainerView.inspect(try lab.container(matching: name), in: lab, withSize: withSize)
            case "network":
                try EmptyName.refuseNetwork(name)
                return NetworkView.inspect(try lab.network(matching: name), in: lab)
            default:
                // Docker knows such objects; a lab has none.
                throw LabError(.notFound, "No such \(type): \(name)")
            }
        }
    }

    private func either(_ name: String, _ lab: Lab) throws -> JSONValue {
        try EmptyName.refuseContainer(name)
        let hint: String?
        do throws(LabError) {
            return ContainerView.inspect(try lab.container(matching: name), in: lab, withSize: withSize)
        } catch {
            guard error.kind == .notFound else { throw error }
            hint = error.hint
        }
        do throws(LabError) {
            return NetworkView.inspect(try lab.network(matching: name), in: lab)
        } catch {
            guard error.kind == .notFound else { throw error }
            throw CommandFailure("Error: No such object: \(name)", hint: hint ?? error.hint)
        }
    }
}
