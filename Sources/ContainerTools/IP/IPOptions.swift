internal import Addressing

/// The options in front of ip's object.
struct IPOptions {
    var family: AddressFamily?
    /// `-0`: link layer only.
    var isLinkOnly = false
    var isOneLine = false
    var isBrief = false
    var isJSON = false
    var isPretty = false
    var showsStatistics = false

    /// What reading the options came to.
    enum Reading {
        /// The words behind the options.
        case words([String])
        case finished(ToolResult)
    }

    /// In the order in which iproute2 looks for what an abbreviation stands for.
    private static let names = [
        "loops", "family", "4", "6", "0", "M", "B", "human-readable", "iec", "statistics", "details", "resolve",
        "oneline", "timestamp", "tshort", "Version", "force", "batch", "brief", "json", "pretty", "rcvbuf", "netns",
        "Numeric", "all", "color", "help", "echo",
    ]

    private static let takesValue: Set<String> = ["loops", "family", "batch", "rcvbuf", "netns"]

    /// Reads the options in front of the object.
    mutating func read(_ arguments: [String]) -> Reading {
        var index = 0
        while index < arguments.count, arguments[index].hasPrefix("-") {
            let argument = arguments[index]
            index += 1
            if argument == "--" { break }
            let word = argument.drop { $0 == "-" }
            // `-color=never` and the like.
            let key = word.prefix { $0 != "=" }
            let name =
                key == "s" || key == "stats" ? "statistics" : Self.names.first { !key.isEmpty && $0.hasPrefix(key) }
            guard let name else {
                return .finished(.failure("Option \"\(argument)\" is unknown, try \"ip -help\".", exitCode: 255))
            }
            var value = ""
            if Self.takesValue.contains(name) {
                guard index < arguments.count else {
                    return .finished(.failure("Command line is not complete. Try option \"help\"", exitCode: 255))
                }
                value = arguments[index]
                index += 1
            }
            switch name {
            case "4": family = .ipv4
            case "6": family = .ipv6
            case "0": isLinkOnly = true
            case "oneline": isOneLine = true
            case "brief": isBrief = true
            case "json": isJSON = true
            case "pretty": isPretty = true
            case "statistics": showsStatistics = true
            case "Version": return .finished(ToolResult(stdout: "ip utility, iproute2-6.1.0\n"))
            case "help": return .finished(IPCommand.usage())
            case "family":
                switch value {
                case "inet": family = .ipv4
                case "inet6": family = .ipv6
                case "link": isLinkOnly = true
                case "bridge", "mpls": break
                default:
                    return .finished(
                        .failure("Error: argument \"\(value)\" is wrong: invalid protocol family\n", exitCode: 255)
                    )
                }
            case "batch", "netns", "M", "B":
                return .finished(.failure("ip: option -\(name) is not simulated"))
            // What these show is not simulated, or looks alike.
            default: break
            }
        }
        return .words(Array(arguments[index...]))
    }
}
