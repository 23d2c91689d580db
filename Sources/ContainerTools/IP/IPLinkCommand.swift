internal import Dataplane
internal import Lab
internal import Rendering

/// `ip link`.
struct IPLinkCommand {
    let stack: StackView
    let options: IPOptions
    /// What `-s` shows, by interface.
    let tallies: [String: InterfaceTally]

    func run(_ words: [String]) -> ToolResult {
        let verb = IPCommand.verb(
            in: words,
            of: "link",
            ["add", "delete", "replace", "change", "set"],
            ["show", "list", "lst"]
        )
        if let failure = verb.failure { return failure }
        var filter = LinkFilter()
        if let failure = filter.read(verb.arguments, in: stack) { return failure }
        let links = LinkText.all(in: stack).filter { filter.admits($0.interface) }
        if options.isJSON {
            return IPJSON.result(
                links.map { link in
                    if options.isBrief { return link.briefJSON(hasAddress: true) }
                    var object = link.json(hasMode: true)
                    if options.showsStatistics { object["stats64"] = statistics(link.interface).json }
                    return object
                },
                options
            )
        }
        var result = ToolResult()
        for link in links {
            if options.isBrief {
                result.print(link.briefLine)
            } else {
                let separator = options.isOneLine ? "\\" : "\n"
                let lines = options.showsStatistics ? statistics(link.interface).lines : []
                result.print(
                    ([link.head(hasMode: true), "    " + link.address] + lines).joined(separator: separator)
                )
            }
        }
        return result
    }

    private func statistics(_ interface: StackView.Interface) -> LinkStatistics {
        LinkStatistics(tally: tallies[interface.name] ?? InterfaceTally())
    }
}

/// The words behind `ip link show` and `ip addr show` that say which interfaces.
struct LinkFilter {
    var device: String?
    var master: String?
    var kind: String?
    var onlyUp = false

    /// Reads the words; those of `more` are left to it.
    ///
    /// - Parameter more: takes a word and what may follow it, and says how many of them it took; nil: none.
    /// - Returns: what is wrong with them.
    mutating func read(
        _ words: [String],
        in stack: StackView,
        more: (String, String?) -> Result<Int, IPFault> = { _, _ in .success(0) }
    ) -> ToolResult? {
        var index = 0
        func value() -> String? { index + 1 < words.count ? words[index + 1] : nil }
        while index < words.count {
            let word = words[index]
            switch more(word, value()) {
            case .failure(let fault): return fault.result
            case .success(let taken) where taken > 0:
                index += taken
                continue
            case .success: break
            }
            switch word {
            case "up": onlyUp = true
            case "master", "type":
                guard let value = value() else { return Self.incomplete }
                index += 1
                if word == "type" {
                    kind = value
                } else if stack.interfaces.contains(where: { $0.name == value }) {
                    master = value
                } else {
                    return .failure("Error: argument \"\(value)\" is wrong: Device does not exist\n", exitCode: 255)
                }
            default:
                var name = word
                if word == "dev" {
                    guard let value = value() else { return Self.incomplete }
                    index += 1
                    name = value
                }
                guard device == nil else {
                    return .failure("Error: either \"dev\" is duplicate, or \"\(name)\" is a garbage.", exitCode: 255)
                }
                device = name
            }
            index += 1
        }
        if let device, !stack.interfaces.contains(where: { $0.name == device }) {
            return .failure("Device \"\(device)\" does not exist.")
        }
        return nil
    }

    static let incomplete = ToolResult.failure("Command line is not complete. Try option \"help\"", exitCode: 255)

    func admits(_ interface: StackView.Interface) -> Bool {
        (!onlyUp || interface.isEnabled) && (device == nil || device == interface.name)
            && (master == nil || master == interface.bridge)
            && (kind == nil || kind == "\(interface.kind)")
    }
}

/// Words that ip does not understand.
struct IPFault: Error {
    let result: ToolResult
}
