internal import Lab

/// net-tools' route and netstat, as far as they show routes and interfaces.
enum RouteCommand {
    private static let options: [OptionScanner.Option] = [
        .init("A", takesValue: true), .init("4", "inet"), .init("6", "inet6"), .init("n", "numeric"),
        .init("N", "symbolic"), .init("e", "extend"), .init("F", "fib"), .init("C", "cache"), .init("v", "verbose"),
        .init("V", "version"), .init("h", "help"),
    ]

    static func run(_ arguments: [String], in container: Container, _ context: inout ToolContext) -> ToolResult {
        let scanned: OptionScanner.Scanned
        do {
            scanned = try OptionScanner(options).scan(arguments)
        } catch {
            return ToolResult(stdout: usage, stderr: "route: \(error.text)\n")
        }
        let letters = Set(scanned.options.map(\.letter))
        if letters.contains("V") { return ToolResult(stdout: "net-tools 2.10\n") }
        if letters.contains("h") { return ToolResult(stdout: usage) }
        switch scanned.operands.first {
        case "add": return .failure("SIOCADDRT: Operation not permitted", exitCode: 7)
        case "del", "delete", "flush": return .failure("SIOCDELRT: Operation not permitted", exitCode: 7)
        case nil: break
        default: return ToolResult(stdout: usage)
        }
        let table = RouteTable(lookup: HostLookup(in: container, context.lab), isNumeric: letters.contains("n"))
        let isIPv6 = letters.contains("6") || scanned.options.contains { $0.letter == "A" && $0.value == "inet6" }
        if isIPv6 { return ToolResult(stdout: table.ipv6(&context)) }
        // `-e` shows netstat's columns, `-ee` both.
        return ToolResult(stdout: table.ipv4(letters.contains("e") ? .window : .metric, &context))
    }

    private static let usage = """
        Usage: route [-nNvee] [-FC] [<AF>]           List kernel routing tables
               route [-v] [-FC] {add|del|flush} ...  Modify routing table for AF.

               route {-h|--help} [<AF>]              Detailed usage syntax for specified AF.
               route {-V|--version}                  Display version/author and exit.

                -v, --verbose            be verbose
                -n, --numeric            don't resolve names
                -e, --extend             display other/more information
                -F, --fib                display Forwarding Information Base (default)
                -C, --cache              display routing cache instead of FIB

          <AF>=Use -4, -6, '-A <af>' or '--<af>'; default: inet

        """

    // MARK: netstat

    private static let netstatOptions: [OptionScanner.Option] = [
        .init("r", "route"), .init("i", "interfaces"), .init("n", "numeric"), .init("4", "inet"), .init("6", "inet6"),
        .init("A", takesValue: true), .init("e", "extend"), .init("v", "verbose"), .init("W", "wide"),
        .init("a", "all"),
        .init("l", "listening"), .init("t", "tcp"), .init("u", "udp"), .init("w", "raw"), .init("x", "unix"),
        .init("p", "programs"), .init("s", "statistics"), .init("c", "continuous"), .init("g", "groups"),
        .init("V", "version"), .init("o", "timers"),
    ]

    static func netstat(_ arguments: [String], in container: Container, _ context: inout ToolContext) -> ToolResult {
        let scanned: OptionScanner.Scanned
        do {
            scanned = try OptionScanner(netstatOptions).scan(arguments)
        } catch {
            return .failure("netstat: \(error.text)", exitCode: 4)
        }
        let letters = Set(scanned.options.map(\.letter))
        if letters.contains("V") { return ToolResult(stdout: "net-tools 2.10\n") }
        if letters.contains("i") {
            let interfaces = context.lab.stackView(of: container).interfaces
                .filter { $0.isEnabled || letters.contains("a") }.sorted { $0.name < $1.name }
            let head = "Kernel Interface table\nIface             MTU    " + InterfaceTable.counters
            return ToolResult(
                stdout: head + InterfaceTable.rows(interfaces, context.tallies(at: .container(container)))
            )
        }
        guard letters.contains("r") else { return SocketTable.run(letters, at: .container(container), &context) }
        let table = RouteTable(lookup: HostLookup(in: container, context.lab), isNumeric: letters.contains("n"))
        let isIPv6 = letters.contains("6") || scanned.options.contains { $0.letter == "A" && $0.value == "inet6" }
        return ToolResult(stdout: isIPv6 ? table.ipv6(&context) : table.ipv4(.window, &context))
    }
}
