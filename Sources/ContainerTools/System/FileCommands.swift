internal import Lab

/// Tools that make, change and remove files.
enum FileCommands {
    private static func scan(
        _ tool: String,
        _ letters: String,
        _ arguments: [String],
        takingValues: String = ""
    ) -> Result<OptionScanner.Scanned, Coreutils.Refusal> {
        let options = letters.map { OptionScanner.Option($0, takesValue: takingValues.contains($0)) }
        return Coreutils.scan(tool, options, arguments)
    }

    static func touch(_ arguments: [String], in container: Container, _ context: inout ToolContext) -> ToolResult {
        let scanned: OptionScanner.Scanned
        switch scan("touch", "achmdrt", arguments, takingValues: "drt") {
        case .success(let read): scanned = read
        case .failure(let refusal): return refusal.result
        }
        guard !scanned.operands.isEmpty else { return Coreutils.usage("touch", "missing file operand") }
        let creates = !scanned.options.contains { $0.letter == "c" }
        var result = ToolResult()
        for path in scanned.operands {
            let tree = FileTree(of: container, context)
            let full = FileTree.normalized(path, from: context.folder)
            var problem: FileProblem?
            switch tree.node(at: path, from: context.folder) {
            case .folder?: continue
            case .file(let text)?:
                if full.hasPrefix("/dev/") { continue }
                problem = tree.problem(writing: path, from: context.folder)
                if problem == nil { problem = context.files.write(text, to: full, at: context.moment) }
            case nil:
                guard creates else { continue }
                problem = tree.problem(writing: path, from: context.folder)
                if problem == nil { problem = context.files.write("", to: full, at: context.moment) }
            }
            if let problem {
                result.complain("touch: cannot touch '\(path)': \(problem.text)")
                result.exitCode = 1
            }
        }
        return result
    }

    static func mkdir(_ arguments: [String], in container: Container, _ context: inout ToolContext) -> ToolResult {
        let scanned: OptionScanner.Scanned
        switch scan("mkdir", "pvm", arguments, takingValues: "m") {
        case .success(let read): scanned = read
        case .failure(let refusal): return refusal.result
        }
        guard !scanned.operands.isEmpty else { return Coreutils.usage("mkdir", "missing operand") }
        let makesParents = scanned.options.contains { $0.letter == "p" }
        var result = ToolResult()
        for path in scanned.operands {
            var paths = [FileTree.normalized(path, from: context.folder)]
            while makesParents, let first = paths.first, first != "/" {
                paths.insert(FileTree.parent(of: first), at: 0)
            }
            for full in paths {
                let tree = FileTree(of: container, context)
                var problem: FileProblem?
                switch tree.node(at: full, from: "/") {
                case .folder?: problem = makesParents ? nil : .exists
                case .file?: problem = .exists
                case nil:
                    problem = tree.problem(parentOf: full)
                    if problem == nil { problem = context.files.set(.folder, at: full, context.moment) }
                }
                if let problem {
                    result.complain("mkdir: cannot create directory ‘\(path)’: \(problem.text)")
                    result.exitCode = 1
                    break
                }
            }
        }
        return result
    }

    static func rm(_ arguments: [String], in container: Container, _ context: inout ToolContext) -> ToolResult {
        remove("rm", arguments, in: container, &context)
    }

    static func rmdir(_ arguments: [String], in container: Container, _ context: inout ToolContext) -> ToolResult {
        remove("rmdir", arguments, in: container, &context)
    }

    private static func remove(
        _ tool: String,
        _ arguments: [String],
        in container: Container,
        _ context: inout ToolContext
    ) -> ToolResult {
        let scanned: OptionScanner.Scanned
        switch scan(tool, tool == "rm" ? "fidrRv" : "pv", arguments) {
        case .success(let read): scanned = read
        case .failure(let refusal): return refusal.result
        }
        let letters = Set(scanned.options.map(\.letter))
        let isRecursive = !letters.isDisjoint(with: ["r", "R"])
        guard !scanned.operands.isEmpty else {
            return letters.contains("f") ? ToolResult() : Coreutils.usage(tool, "missing operand")
        }
        var result = ToolResult()
        for path in scanned.operands {
            let tree = FileTree(of: container, context)
            let full = FileTree.normalized(path, from: context.folder)
            var problem: FileProblem?
            switch tree.node(at: path, from: context.folder) {
            case nil: problem = letters.contains("f") ? nil : .notFound
            case .file?: problem = tool == "rmdir" ? .notFolder : tree.problem(writing: path, from: context.folder)
            case .folder(let names)?:
                if full == "/" || tree.problem(parentOf: full) != nil { problem = .readOnly }
                if tool == "rm", !isRecursive { problem = .isFolder }
                if tool == "rmdir", !names.isEmpty { problem = .notEmpty }
            }
            if let problem {
                let what = tool == "rm" ? "cannot remove" : "failed to remove"
                result.complain("\(tool): \(what) '\(path)': \(problem.text)")
                result.exitCode = 1
            } else if tree.node(at: path, from: context.folder) != nil {
                context.files.remove(full, at: context.moment)
            }
        }
        return result
    }

    static func cp(_ arguments: [String], in container: Container, _ context: inout ToolContext) -> ToolResult {
        copy("cp", arguments, in: container, &context)
    }

    static func mv(_ arguments: [String], in container: Container, _ context: inout ToolContext) -> ToolResult {
        copy("mv", arguments, in: container, &context)
    }

    private static func copy(
        _ tool: String,
        _ arguments: [String],
        in container: Container,
        _ context: inout ToolContext
    ) -> ToolResult {
        let scanned: OptionScanner.Scanned
        switch scan(tool, "afinpvT", arguments) {
        case .success(let read): scanned = read
        case .failure(let refusal): return refusal.result
        }
        guard let target = scanned.operands.last else { return Coreutils.usage(tool, "missing file operand") }
        guard scanned.operands.count > 1 else {
            return Coreutils.usage(tool, "missing destination file operand after '\(target)'")
        }
        var result = ToolResult()
        func fail(_ text: String) {
            result.complain("\(tool): \(text)")
            result.exitCode = 1
        }
        let isFolder = FileTree(of: container, context).isFolder(target, from: context.folder)
        if scanned.operands.count > 2, !isFolder {
            fail("target '\(target)': Not a directory")
            return result
        }
        for source in scanned.operands.dropLast() {
            let tree = FileTree(of: container, context)
            let name = source.split(separator: "/").last ?? ""
            let path = isFolder ? "\(target)/\(name)" : target
            switch tree.node(at: source, from: context.folder) {
            case nil: fail("cannot stat '\(source)': No such file or directory")
            case .folder?:
                fail(
                    tool == "cp"
                        ? "-r not specified; omitting directory '\(source)'"
                        : "cannot move '\(source)': netsim moves no directories"
                )
            case .file(let text)?:
                let from = FileTree.normalized(source, from: context.folder)
                let full = FileTree.normalized(path, from: context.folder)
                if full == "/dev/null" { continue }
                if let problem = tree.problem(writing: path, from: context.folder) {
                    fail("cannot create regular file '\(path)': \(problem.text)")
                } else if tool == "mv", let problem = tree.problem(writing: source, from: context.folder) {
                    fail("cannot remove '\(source)': \(problem.text)")
                } else if from == full {
                    fail("'\(source)' and '\(path)' are the same file")
                } else {
                    let isExecutable = context.files.isExecutable(from)
                    if let problem = context.files.set(
                        .file(text, isExecutable: isExecutable),
                        at: full,
                        context.moment
                    ) {
                        fail("error writing '\(path)': \(problem.text)")
                    } else if tool == "mv" {
                        context.files.remove(from, at: context.moment)
                    }
                }
            }
        }
        return result
    }

    /// Knows of permissions only whether a file may be run.
    static func chmod(_ arguments: [String], in container: Container, _ context: inout ToolContext) -> ToolResult {
        var words = arguments[...]
        while let first = words.first, ["-R", "-v", "-f", "-c"].contains(first) { words.removeFirst() }
        guard let mode = words.popFirst() else { return Coreutils.usage("chmod", "missing operand") }
        guard !words.isEmpty else { return Coreutils.usage("chmod", "missing operand after ‘\(mode)’") }
        let isNumber = mode.allSatisfy { "01234567".contains($0) }
        guard isNumber || mode.contains(where: { "+-=".contains($0) }) else {
            return .failure("chmod: invalid mode: ‘\(mode)’\nTry 'chmod --help' for more information.")
        }
        let runs =
            isNumber
            ? mode.contains { "1357".contains($0) } : mode.contains("x") && !mode.contains("-")
        var result = ToolResult()
        for path in words {
            let tree = FileTree(of: container, context)
            switch tree.node(at: path, from: context.folder) {
            case nil:
                result.complain("chmod: cannot access '\(path)': No such file or directory")
                result.exitCode = 1
            case .folder?: break
            case .file(let text)?:
                let full = FileTree.normalized(path, from: context.folder)
                if let problem = tree.problem(writing: path, from: context.folder) {
                    result.complain("chmod: changing permissions of '\(path)': \(problem.text)")
                    result.exitCode = 1
                } else if isNumber || mode.contains("x") {
                    context.files.set(.file(text, isExecutable: runs), at: full, context.moment)
                }
            }
        }
        return result
    }

    static func tee(_ arguments: [String], in container: Container, _ context: inout ToolContext) -> ToolResult {
        let scanned: OptionScanner.Scanned
        switch scan("tee", "aip", arguments) {
        case .success(let read): scanned = read
        case .failure(let refusal): return refusal.result
        }
        let appends = scanned.options.contains { $0.letter == "a" }
        let text = context.standardInput.text()
        var result = ToolResult(stdout: text)
        for path in scanned.operands {
            let full = FileTree.normalized(path, from: context.folder)
            if full == "/dev/null" { continue }
            let tree = FileTree(of: container, context)
            var problem = tree.problem(writing: path, from: context.folder)
            if problem == nil {
                let before = appends ? tree.node(at: path, from: context.folder)?.text ?? "" : ""
                problem = context.files.write(before + text, to: full, at: context.moment)
            }
            if let problem {
                result.complain("tee: \(path): \(problem.text)")
                result.exitCode = 1
            }
        }
        return result
    }

    static func which(_ arguments: [String], in container: Container, _ context: inout ToolContext) -> ToolResult {
        var result = ToolResult()
        for name in arguments where !name.hasPrefix("-") {
            if let path = ToolRunner.path(of: name) { result.print(path) } else { result.exitCode = 1 }
        }
        if arguments.isEmpty { result.exitCode = 1 }
        return result
    }
}
