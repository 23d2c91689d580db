internal import Lab

/// procps' sysctl, as far as it reads the network's settings.
enum SystemControl {
    static func run(_ arguments: [String], in container: Container, _ context: inout ToolContext) -> ToolResult {
        let options: [OptionScanner.Option] = [
            .init("a", "all"), .init("A"), .init("n", "values"), .init("e", "ignore"), .init("q", "quiet"),
            .init("w", "write"), .init("N", "names"),
        ]
        let scanned: OptionScanner.Scanned
        do {
            scanned = try OptionScanner(options).scan(arguments)
        } catch {
            return .failure("sysctl: \(error.text)")
        }
        let letters = Set(scanned.options.map(\.letter))
        let settings = KernelSettingFiles(container: container, context: context).settings
        func name(_ key: String) -> String { key.replacing("/", with: ".") }
        var result = ToolResult()
        func show(_ key: String, _ value: String) {
            result.print(letters.contains("n") ? value : letters.contains("N") ? name(key) : "\(name(key)) = \(value)")
        }
        if letters.contains("a") || letters.contains("A") {
            for key in settings.keys.sorted() { show(key, settings[key] ?? "") }
            return result
        }
        guard !scanned.operands.isEmpty else {
            return .failure("sysctl: no variables specified\nTry `sysctl --help' for more information.")
        }
        for operand in scanned.operands {
            let parts = operand.split(separator: "=", maxSplits: 1).map(String.init)
            let key = (parts.first ?? "").replacing(".", with: "/")
            guard let value = settings[key] else {
                if letters.contains("e") { continue }
                result.complain("sysctl: cannot stat /proc/sys/\(key): No such file or directory")
                result.exitCode = 255
                continue
            }
            if parts.count > 1 {
                result.complain("sysctl: permission denied on key \"\(name(key))\"")
                result.exitCode = 255
            } else {
                show(key, value)
            }
        }
        return result
    }
}
