internal import Addressing
internal import Dataplane
internal import Lab

/// Collects what commands write.
final class ShellSink {
    var text = ""
    /// Whether somebody watches: what is written then goes to the terminal at once.
    let isLive: Bool

    init(isLive: Bool = false) { self.isLive = isLive }
}

/// Where one of a shell's descriptors leads.
enum ShellOutput {
    case sink(ShellSink)
    /// What is written goes to the file's end.
    case file(String)
    case null
    /// Open for reading alone, or closed.
    case closed
}

extension Shell {
    /// Writes to a descriptor.
    mutating func write(_ text: String, to descriptor: Int, _ context: inout ToolContext) {
        if text.isEmpty { return }
        switch outputs[descriptor] {
        case .sink(let sink)?:
            guard sink.isLive, let terminal = context.terminal else {
                sink.text += text
                return
            }
            context.keepTime()
            let isError = if case .sink(let errors)? = outputs[2] { errors === sink } else { false }
            terminal.write(stdout: isError ? "" : text, stderr: isError ? text : "")
        case .file(let path)?:
            if let problem = context.files.append(text, to: path, at: context.moment) {
                if case .sink(let sink)? = outputs[2] {
                    sink.text += "\(dialect.rawValue): write error: \(problem.text)\n"
                }
                status = 1
            }
        case .null?, .closed?, nil: break
        }
    }

    /// Whether a descriptor leads to the terminal.
    func isLive(_ descriptor: Int) -> Bool {
        if case .sink(let sink)? = outputs[descriptor] { sink.isLive } else { false }
    }

    /// Opens what redirections name.
    ///
    /// - Returns: false where one cannot be; that is said then.
    mutating func redirect(_ redirections: [ShellRedirection], _ context: inout ToolContext) -> Bool {
        for redirection in redirections {
            line = redirection.line
            guard let word = expandText(redirection.word, &context) else { return false }
            switch redirection.kind {
            case .here: context.standardInput = ToolInput(Array(word.utf8))
            case .read:
                guard open(word, forReadingAt: redirection.descriptor, &context) else { return false }
            case .write, .append:
                guard let output = open(word, appends: redirection.kind == .append, &context) else { return false }
                outputs[redirection.descriptor] = output
            case .both, .appendBoth:
                guard let output = open(word, appends: redirection.kind == .appendBoth, &context) else { return false }
                outputs[1] = output
                outputs[2] = output
            case .duplicate:
                if word == "-" {
                    if redirection.descriptor == 0 { context.standardInput = ToolInput([]) }
                    outputs[redirection.descriptor] = .closed
                } else if let other = Int(word), other == 0 || outputs[other] != nil {
                    if other != 0 { outputs[redirection.descriptor] = outputs[other] }
                } else {
                    complain(dialect.place(line) + "\(word): Bad file descriptor", &context)
                    status = dialect.fatalStatus
                    return false
                }
            }
        }
        return true
    }

    private mutating func open(_ path: String, forReadingAt descriptor: Int, _ context: inout ToolContext) -> Bool {
        let problem: FileProblem
        switch FileTree(of: container, context).node(at: path, from: context.folder) {
        case .file(let content)?:
            if FileTree.normalized(path, from: context.folder) == "/dev/stdin" { return true }
            if descriptor == 0 { context.standardInput = ToolInput(Array(content.utf8)) }
            return true
        case .folder?:
            // Opening it works, reading does not.
            if descriptor == 0 { context.standardInput = ToolInput([]) }
            return true
        case nil: problem = .notFound
        }
        complain(dialect.cannotOpen(path, problem, forWriting: false, line: line), &context)
        status = dialect.fatalStatus
        return false
    }

    private mutating func open(_ path: String, appends: Bool, _ context: inout ToolContext) -> ShellOutput? {
        let full = FileTree.normalized(path, from: context.folder)
        switch full {
        case "/dev/null": return .null
        case "/dev/stdout", "/dev/fd/1": return outputs[1]
        case "/dev/stderr", "/dev/fd/2": return outputs[2]
        default: break
        }
        if dialect == .bash, full.hasPrefix("/dev/tcp/") || full.hasPrefix("/dev/udp/") {
            return connect(full, &context) ? .null : nil
        }
        let tree = FileTree(of: container, context)
        if let problem = tree.problem(writing: path, from: context.folder) {
            complain(dialect.cannotOpen(path, problem, forWriting: true, line: line), &context)
            status = dialect.fatalStatus
            return nil
        }
        if !appends || tree.node(at: full, from: "/") == nil {
            _ = context.files.write("", to: full, at: context.moment)
        } else if context.files[full] == nil, case .file(let content)? = tree.node(at: full, from: "/") {
            _ = context.files.write(content, to: full, at: context.moment)
        }
        return .file(full)
    }

    /// bash's own way to a port: `/dev/tcp/HOST/PORT`.
    private mutating func connect(_ path: String, _ context: inout ToolContext) -> Bool {
        let parts = path.split(separator: "/")
        guard parts.count == 4, let seat = ToolSeat(at: .container(container), &context) else { return false }
        let (host, service) = (String(parts[2]), String(parts[3]))
        func refuse(_ text: String) {
            complain("bash: connect: \(text)", &context)
            complain(dialect.place(line) + "\(path): \(text)", &context)
            status = 1
        }
        guard case .success(let found) = seat.host(named: host, nil, &context) else {
            complain("bash: line \(line): \(host): Name or service not known", &context)
            complain(dialect.place(line) + "\(path): Invalid argument", &context)
            status = 1
            return false
        }
        guard let port = UInt16(service) ?? ServiceNames.port(named: service, parts[1] == "tcp" ? .tcp : .udp) else {
            complain("bash: line \(line): \(service): invalid service", &context)
            complain(dialect.place(line) + "\(path): Invalid argument", &context)
            status = 1
            return false
        }
        if parts[1] == "udp" { return true }
        for (index, address) in found.addresses.enumerated() {
            do throws(SocketError) {
                let until = context.plane.now.advanced(bySeconds: 130)
                let socket = try context.plane.connect(
                    in: seat.stack,
                    to: address,
                    port: port,
                    sourcePort: 0,
                    options: SendOptions(),
                    until: until
                )
                context.plane.close(socket)
                return true
            } catch {
                if index == found.addresses.count - 1 { refuse(error.text) }
            }
        }
        return false
    }
}
