internal import Addressing
internal import Lab

/// Tools that only the host itself has: what shows its bridges.
enum HostTools {
    /// - Returns: nil for a tool that is no tool of the host alone.
    static func run(_ argv: [String], _ context: inout ToolContext) -> ToolResult? {
        switch argv.first {
        case "brctl": brctl(Array(argv.dropFirst()), context.lab)
        case "hostname": argv.count == 1 ? ToolResult(stdout: context.lab.host.hostname + "\n") : nil
        default: nil
        }
    }

    /// bridge-utils' brctl, as far as it shows: bridges with their ports, one to a line.
    private static func brctl(_ arguments: [String], _ lab: Lab) -> ToolResult {
        guard arguments.first == "show" else {
            return .failure("brctl: netsim makes no bridges by hand: brctl show lists those of the lab's networks")
        }
        let interfaces = lab.hostStackView().interfaces
        let wanted = arguments.dropFirst()
        var result = ToolResult(stdout: "bridge name\tbridge id\t\tSTP enabled\tinterfaces\n")
        for bridge in interfaces.filter({ $0.kind == .bridge }).sorted(by: { $0.name < $1.name })
        where wanted.isEmpty || wanted.contains(bridge.name) {
            let ports = interfaces.filter { $0.bridge == bridge.name }.map(\.name).sorted()
            let digits = "\(bridge.mac)".replacing(":", with: "")
            result.stdout += "\(bridge.name)\t\t8000.\(digits)\tno\t\t\(ports.first ?? "")\n"
            for port in ports.dropFirst() { result.stdout += "\t\t\t\t\t\t\t\(port)\n" }
        }
        for name in wanted where !interfaces.contains(where: { $0.kind == .bridge && $0.name == name }) {
            result.complain("bridge \(name) does not exist!")
            result.exitCode = 1
        }
        return result
    }
}
