internal import Lab

/// The processes of a simulated container: its own, and the command that asks.
struct ProcessList {
    struct Process {
        let pid: Int
        let parent: Int
        let user: String
        let arguments: [String]
        let started: Timestamp

        var name: String { ProcessList.name(of: arguments) }
        var command: String { arguments.joined(separator: " ") }
    }

    /// What a container's first process runs. Where nobody knows what an image runs by itself its name stands for it.
    static func firstCommand(of container: Container, in lab: Lab) -> [String] {
        let words = lab.processArguments(of: container)
        if !words.isEmpty { return words }
        let image = container.config.image.split(separator: "/").last ?? "init"
        return [String(image.prefix { $0 != ":" && $0 != "@" })]
    }

    static func name(of arguments: [String]) -> String {
        String((arguments.first ?? "").split(separator: "/").last?.prefix(15) ?? "")
    }

    static func all(in container: Container, _ context: ToolContext) -> [Process] {
        var all = [
            Process(
                pid: 1,
                parent: 0,
                user: "root",
                arguments: firstCommand(of: container, in: context.lab),
                started: container.startedAt
            )
        ]
        let user = context.user.name ?? "\(context.user.uid)"
        // The shell that is asked, and the command in it.
        for (index, arguments) in context.commandLines.enumerated() {
            all.append(
                Process(
                    pid: 7 + index,
                    parent: index == 0 ? 0 : 6 + index,
                    user: user,
                    arguments: arguments,
                    started: context.moment
                )
            )
        }
        return all
    }

    // MARK: ps

    static func run(_ arguments: [String], in container: Container, _ context: inout ToolContext) -> ToolResult {
        let processes = all(in: container, context)
        return ToolFlavor(at: .container(container), context) == .busybox
            ? busybox(arguments, processes) : procps(arguments, processes, context)
    }

    private static func busybox(_ arguments: [String], _ processes: [Process]) -> ToolResult {
        let scanned: OptionScanner.Scanned
        do {
            scanned = try OptionScanner([.init("o", takesValue: true), .init("T")]).scan(arguments)
        } catch {
            return Busybox.usage(
                """
                ps [-o COL1,COL2=HEADER] [-T]

                Show list of processes

                \t-o COL1,COL2=HEADER\tSelect columns for display
                \t-T\t\t\tShow threads
                """,
                of: "ps",
                error
            )
        }
        let columns = scanned.options.filter { $0.letter == "o" }.map(\.value).joined(separator: ",")
        guard columns.isEmpty else { return table(columns, processes, tool: "ps") }
        var result = ToolResult()
        result.print("PID   USER     COMMAND")
        for process in processes {
            result.print("\("\(process.pid)".padded(from: 5)) \(process.user.padded(to: 8)) \(process.command)")
        }
        return result
    }

    private static let headings: [String: (head: String, width: Int)] = [
        "pid": ("PID", 5), "ppid": ("PPID", 5), "user": ("USER", 8), "comm": ("COMMAND", 15), "args": ("COMMAND", 0),
        "cmd": ("CMD", 0), "command": ("COMMAND", 0), "uid": ("UID", 5), "tty": ("TT", 8), "stat": ("STAT", 4),
        "time": ("TIME", 8), "ucmd": ("CMD", 15), "pgid": ("PGID", 5), "ruser": ("RUSER", 8),
    ]

    private static func table(_ text: String, _ processes: [Process], tool: String) -> ToolResult {
        var columns: [(name: String, head: String, width: Int)] = []
        for item in text.split(whereSeparator: { $0 == "," || $0 == " " }) {
            let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard let known = headings[parts[0]] else {
                return .failure(
                    "ps: bad -o argument '\(parts[0])', supported arguments: \(headings.keys.sorted().joined(separator: ","))"
                )
            }
            columns.append((parts[0], parts.count > 1 ? parts[1] : known.head, known.width))
        }
        func cell(_ text: String, _ index: Int, isNumber: Bool) -> String {
            if isNumber { return text.padded(from: columns[index].width) }
            return index == columns.count - 1 ? text : text.padded(to: columns[index].width)
        }
        func line(_ value: (String) -> String) -> String {
            columns.indices.map { index in
                cell(value(columns[index].name), index, isNumber: columns[index].name.hasSuffix("id"))
            }.joined(separator: " ")
        }
        var result = ToolResult()
        if columns.contains(where: { !$0.head.isEmpty }) {
            result.print(
                columns.indices.map { cell(columns[$0].head, $0, isNumber: columns[$0].name.hasSuffix("id")) }
                    .joined(separator: " ")
            )
        }
        for process in processes {
            result.print(
                line { name in
                    switch name {
                    case "pid": "\(process.pid)"
                    case "ppid": "\(process.parent)"
                    case "pgid": "\(process.pid)"
                    case "uid": "\(ContainerUser.named(process.user)?.uid ?? Int(process.user) ?? 0)"
                    case "user", "ruser": process.user
                    case "comm", "ucmd": process.name
                    case "tty": "?"
                    case "stat": "S"
                    case "time": "00:00:00"
                    default: process.command
                    }
                }
            )
        }
        return result
    }

    private static func procps(_ arguments: [String], _ processes: [Process], _ context: ToolContext) -> ToolResult {
        var (isFull, isUser, columns, only) = (false, false, "", Set<Int>())
        var index = 0
        while index < arguments.count {
            let argument = arguments[index]
            index += 1
            let letters = argument.drop { $0 == "-" }
            if let number = Int(argument) {
                only.insert(number)
                continue
            }
            if argument.hasPrefix("--") {
                guard ["--forest", "--no-headers", "--no-heading"].contains(argument) else {
                    return .failure("error: unknown gnu long option\n\nUsage:\n ps [options]\n")
                }
                continue
            }
            for (place, letter) in letters.enumerated() {
                switch letter {
                case "o", "p":
                    let rest = letters.dropFirst(place + 1)
                    let value = rest.isEmpty ? (index < arguments.count ? arguments[index] : "") : String(rest)
                    if rest.isEmpty { index += 1 }
                    if letter == "o" {
                        columns += (columns.isEmpty ? "" : ",") + value
                    } else {
                        only.formUnion(value.split(separator: ",").compactMap { Int($0) })
                    }
                case "f": isFull = true
                case "u": isUser = true
                case "a", "A", "e", "x", "w", "T", "l", "H", "h": continue
                default: return .failure("error: unsupported SysV option\n\nUsage:\n ps [options]\n")
                }
                if letter == "o" || letter == "p" { break }
            }
        }
        let shown = only.isEmpty ? processes : processes.filter { only.contains($0.pid) }
        if !columns.isEmpty { return table(columns, shown, tool: "ps") }
        var result = ToolResult(exitCode: shown.isEmpty ? 1 : 0)
        func time(_ process: Process) -> String { String(CalendarText(process.started).listing.suffix(5)) }
        if isUser {
            result.print("USER         PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND")
            for process in shown {
                let state = process.pid == 1 ? "Ss" : process.pid == 6 + context.commandLines.count ? "R" : "S"
                result.print(
                    "\(process.user.padded(to: 8)) \("\(process.pid)".padded(from: 7))  0.0  0.0      0     0 ?        "
                        + "\(state.padded(to: 4)) \(time(process))   0:00 \(process.command)"
                )
            }
        } else if isFull {
            result.print("UID          PID    PPID  C STIME TTY          TIME CMD")
            for process in shown {
                result.print(
                    "\(process.user.padded(to: 8)) \("\(process.pid)".padded(from: 7)) "
                        + "\("\(process.parent)".padded(from: 7))  0 \(time(process)) ?        00:00:00 \(process.command)"
                )
            }
        } else {
            result.print("    PID TTY          TIME CMD")
            for process in shown {
                result.print("\("\(process.pid)".padded(from: 7)) ?        00:00:00 \(process.name)")
            }
        }
        return result
    }

    // MARK: kill

    static func kill(_ arguments: [String], in container: Container, _ context: inout ToolContext) -> ToolResult {
        kill(arguments, in: container, context as ToolContext, isBuiltin: false)
    }

    private static let signals = [
        "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE", "ALRM",
        "TERM",
        "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH",
        "POLL",
        "PWR", "SYS",
    ]

    /// - Parameter isBuiltin: in the words of bash's own.
    static func kill(
        _ arguments: [String],
        in container: Container,
        _ context: ToolContext,
        isBuiltin: Bool
    ) -> ToolResult {
        var words = arguments[...]
        var signal = "TERM"
        if words.first == "-l" || words.first == "-L" {
            if let text = words.dropFirst().first, let number = Int(text), signals.indices.contains(number % 128 - 1) {
                return ToolResult(stdout: signals[number % 128 - 1] + "\n")
            }
            let rows = stride(from: 0, to: signals.count, by: 16).map { signals[$0..<min($0 + 16, signals.count)] }
            return ToolResult(stdout: rows.map { $0.joined(separator: " ") + "\n" }.joined())
        }
        if let first = words.first, first.hasPrefix("-"), first != "--" {
            words.removeFirst()
            signal = first == "-s" || first == "-n" ? words.popFirst() ?? "" : String(first.dropFirst())
        }
        if words.first == "--" { words.removeFirst() }
        if signal.uppercased().hasPrefix("SIG") { signal = String(signal.dropFirst(3)) }
        guard
            signal == "0" || signals.contains(signal.uppercased()) || Int(signal).map({ (1...64).contains($0) }) == true
        else { return .failure("kill: unknown signal \(signal)") }
        guard !words.isEmpty else { return .failure("kill: you need to specify whom to kill") }
        var result = ToolResult()
        let processes = all(in: container, context)
        for word in words {
            guard let pid = Int(word) else {
                result.complain("kill: failed to parse argument: '\(word)'")
                result.exitCode = 1
                continue
            }
            guard processes.contains(where: { $0.pid == pid }) else {
                result.complain(isBuiltin ? "kill: (\(pid)) - No such process" : "kill: (\(pid)): No such process")
                result.exitCode = 1
                continue
            }
            if signal == "0" { continue }
            result.complain("kill: netsim sends no signals from within: netsim kill \(container.name) does")
            result.exitCode = 1
        }
        return result
    }
}
