internal import Addressing
internal import Lab
internal import Rendering

/// iproute2's ip, as far as it shows: what would change a namespace is refused as to a container without privileges.
enum IPCommand {
    /// ip's objects, in the order in which it looks for what an abbreviation stands for.
    private static let objects = [
        "address", "addrlabel", "maddress", "route", "rule", "neighbor", "neighbour", "ntable", "ntbl", "link", "l2tp",
        "fou", "ila", "macsec", "tunnel", "tunl", "tuntap", "tap", "token", "tcpmetrics", "monitor", "xfrm", "mroute",
        "mrule", "netns", "netconf", "vrf", "sr", "nexthop", "mptcp", "ioam", "help", "stats", "amt",
    ]

    static func run(_ arguments: [String], at place: ToolPlace, _ context: inout ToolContext) -> ToolResult {
        var options = IPOptions()
        let words: [String]
        switch options.read(arguments) {
        case .finished(let result): return result
        case .words(let rest): words = rest
        }
        guard let word = words.first else { return usage() }
        guard let object = objects.first(where: { $0.hasPrefix(word) }) else {
            return .failure("Object \"\(word)\" is unknown, try \"ip help\".")
        }
        let stack = place.view(context.lab)
        let rest = Array(words.dropFirst())
        let tallies = options.showsStatistics ? context.tallies(at: place) : [:]
        switch object {
        case "address": return IPAddressCommand(stack: stack, options: options, tallies: tallies).run(rest)
        case "link": return IPLinkCommand(stack: stack, options: options, tallies: tallies).run(rest)
        case "route": return IPRouteCommand(stack: stack, options: options).run(rest)
        case "rule": return rules(rest, options)
        case "neighbor", "neighbour":
            let seat = ToolSeat(at: place, &context)
            let entries = seat.map { context.neighbors(of: $0) } ?? []
            return NeighborCommand(entries: entries, view: stack, options: options).run(rest)
        case "netns": return verb(in: rest, of: "netns", [], ["list", "show", "lst"]).failure ?? ToolResult()
        case "help": return usage()
        default: return .failure("ip: object \(object) is not simulated")
        }
    }

    // MARK: Verbs

    /// The verb of an object's words, and what is behind it.
    struct Verb {
        var name = ""
        var arguments: [String] = []
        /// Why nothing is shown.
        var failure: ToolResult?
    }

    /// Finds the verb of an object; without words it is the first of those that show.
    ///
    /// - Parameters:
    ///   - changing: verbs that a container without privileges may not use, tried first.
    ///   - showing: verbs that show something.
    static func verb(in words: [String], of object: String, _ changing: [String], _ showing: [String]) -> Verb {
        guard let word = words.first else { return Verb(name: showing.first ?? "") }
        let arguments = Array(words.dropFirst())
        if word != "", changing.contains(where: { $0.hasPrefix(word) }), !showing.contains(word) {
            return Verb(failure: .failure("RTNETLINK answers: Operation not permitted", exitCode: 2))
        }
        if let name = showing.first(where: { $0.hasPrefix(word) }) { return Verb(name: name, arguments: arguments) }
        if "help".hasPrefix(word) { return Verb(failure: usage()) }
        return Verb(failure: .failure("Command \"\(word)\" is unknown, try \"ip \(object) help\".", exitCode: 255))
    }

    // MARK: Small objects

    private static func rules(_ words: [String], _ options: IPOptions) -> ToolResult {
        let verb = verb(in: words, of: "rule", ["add", "delete", "flush", "restore"], ["list", "lst", "show"])
        if let failure = verb.failure { return failure }
        var tables = [(0, "local"), (32766, "main")]
        if options.family != .ipv6 { tables.append((32767, "default")) }
        if options.isJSON {
            return IPJSON.result(
                tables.map { ["priority": .init($0.0), "src": "all", "table": .init($0.1)] },
                options
            )
        }
        return ToolResult(stdout: tables.map { "\($0.0):\tfrom all lookup \($0.1)\n" }.joined())
    }

    /// The usage, on the standard error and with ip's own exit code.
    static func usage() -> ToolResult {
        ToolResult(
            stderr: """
                Usage: ip [ OPTIONS ] OBJECT { COMMAND | help }
                       ip [ -force ] -batch filename
                where  OBJECT := { address | link | neighbor | netns | route | rule }
                       OPTIONS := { -V[ersion] | -s[tatistics] | -d[etails] |
                                    -h[uman-readable] | -j[son] | -p[retty] |
                                    -f[amily] { inet | inet6 | link } |
                                    -4 | -6 | -0 | -br[ief] | -o[neline] | -c[olor]}

                """,
            exitCode: 255
        )
    }
}
