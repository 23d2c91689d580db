internal import Lab

/// GNU ls over the files that are known: in columns on a terminal, else one name a line.
enum ListFiles {
    static func run(_ arguments: [String], in container: Container, _ context: inout ToolContext) -> ToolResult {
        let letters = "aAbBcCdfFgGhHiIklLmnNopqQrRsStTuUvwxXZ1"
        let long: [Character: String] = [
            "a": "all", "A": "almost-all", "d": "directory", "h": "human-readable", "R": "recursive",
        ]
        let options = letters.map { letter in
            OptionScanner.Option(letter, long[letter], takesValue: "ITw".contains(letter))
        }
        let scanned: OptionScanner.Scanned
        switch Coreutils.scan("ls", options, arguments, exitCode: 2) {
        case .success(let read): scanned = read
        case .failure(let refusal): return refusal.result
        }
        let letter = Set(scanned.options.map(\.letter))
        let tree = FileTree(of: container, context)
        let paths = scanned.operands.isEmpty ? ["."] : scanned.operands
        var result = ToolResult()
        var files: [(String, FileTree.Node)] = []
        var folders: [(String, [String])] = []
        for path in paths {
            switch tree.node(at: path, from: context.folder) {
            case nil:
                result.complain("ls: cannot access '\(path)': No such file or directory")
                result.exitCode = 2
            case .folder(let names)? where !letter.contains("d"): folders.append((path, names))
            case .some(let node): files.append((path, node))
            }
        }
        let isLong = !letter.isDisjoint(with: ["l", "n", "o", "g"])
        func line(_ name: String, _ node: FileTree.Node) -> String {
            isLong ? longLine(name, node, changed: tree.changed(name, from: context.folder), context) : name
        }
        let marksFolders = !letter.isDisjoint(with: ["p", "F"])
        func shown(_ name: String, in folder: String) -> String {
            guard marksFolders, tree.isFolder("\(folder)/\(name)", from: context.folder) else { return name }
            return name + "/"
        }
        for (path, node) in files.sorted(by: { $0.0 < $1.0 }) { result.print(line(path, node)) }
        for (index, folder) in folders.sorted(by: { $0.0 < $1.0 }).enumerated() {
            if paths.count > 1 {
                if index > 0 || !files.isEmpty { result.print() }
                result.print("\(folder.0):")
            }
            var names = folder.1
            if letter.contains("a") { names = [".", ".."] + names }
            if isLong { result.print("total \(4 * names.count)") }
            if !isLong, context.hasTerminal, !letter.contains("1") {
                result.stdout += columns(names.map { shown($0, in: folder.0) }, width: context.columns)
                continue
            }
            for name in names {
                let node = tree.node(at: "\(folder.0)/\(name)", from: context.folder) ?? .folder([])
                result.print(line(shown(name, in: folder.0), node))
            }
        }
        return result
    }

    private static func longLine(
        _ name: String,
        _ node: FileTree.Node,
        changed: Timestamp?,
        _ context: ToolContext
    ) -> String {
        let date = CalendarText(changed ?? context.now).listing
        switch node {
        case .file(let text): return "-rw-r--r-- 1 root root \(String(text.utf8.count).padded(from: 4)) \(date) \(name)"
        case .folder: return "drwxr-xr-x 1 root root 4096 \(date) \(name)"
        }
    }

    /// Names from top to bottom in as many columns as fit, two blanks between them.
    private static func columns(_ names: [String], width: Int) -> String {
        guard !names.isEmpty else { return "" }
        for rows in 1...names.count {
            let table = stride(from: 0, to: names.count, by: rows).map { names[$0..<min($0 + rows, names.count)] }
            let widths = table.map { column in column.map(\.count).max() ?? 0 }
            guard widths.reduce(0, +) + 2 * (widths.count - 1) < width || rows == names.count else { continue }
            return (0..<rows).map { row in
                let cells = zip(table, widths).filter { $0.0.count > row }
                let texts = cells.enumerated().map { index, cell in
                    let name = cell.0[cell.0.startIndex + row]
                    return index == cells.count - 1 ? name : name.padded(to: cell.1 + 2)
                }
                return texts.joined() + "\n"
            }.joined()
        }
        return ""
    }
}
