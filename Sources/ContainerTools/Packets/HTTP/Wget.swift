internal import Addressing
internal import Dataplane
internal import Lab

/// wget, for HTTP: busybox's, or GNU's (1.21.3).
struct Wget {
    struct Options {
        var isBusybox = false
        var isQuiet = false
        var isTerse = false
        var isSpider = false
        var showsServer = false
        /// `-` for the standard output; nil for the URL's own name.
        var output: String?
        /// Nanoseconds.
        var timeout: Int64?
        /// 0 for no end.
        var tries = 20
        var headers: [String] = []
        var data: String?
        var family: AddressFamily?
        var userAgent: String?
        var urls: [String] = []
    }

    private let seat: ToolSeat
    private let options: Options
    private var result = ToolResult()

    /// GNU's limits for connecting, where none is asked for, and for reading.
    private static let patience: Int64 = 900 * SimulatedTime.nanosecondsPerSecond
    private static let mostRedirects = 20
    private static let mostTries = 20

    static func run(_ arguments: [String], at place: ToolPlace, _ context: inout ToolContext) -> ToolResult {
        var options = Options()
        options.isBusybox = ToolFlavor(at: place, context) == .busybox
        if let stop = options.read(arguments) { return stop }
        guard let seat = ToolSeat(at: place, &context) else { return PacketTools.noStack("wget") }
        var wget = Wget(seat: seat, options: options)
        for text in options.urls {
            let code = wget.fetch(text, &context)
            if code != 0 { wget.result.exitCode = code }
            if code != 0, options.isBusybox { break }
        }
        return wget.result
    }

    private init(seat: ToolSeat, options: Options) {
        self.seat = seat
        self.options = options
    }

    /// Something of the ordinary talk.
    private mutating func say(_ text: String, end: String = "\n") {
        if !options.isQuiet, !options.isTerse { result.stderr += text + end }
    }

    /// Something that goes wrong, which busybox says even when quiet.
    private mutating func complain(_ text: String) {
        if options.isBusybox { result.complain("wget: \(text)") } else if !options.isQuiet { result.complain(text) }
    }

    // MARK: One URL

    /// - Returns: the exit code: 0, 1 for a URL that cannot be read, 4 for the network, 8 for the server's refusal.
    private mutating func fetch(_ text: String, _ context: inout ToolContext) -> Int {
        var url: HTTPURL
        do throws(HTTPURL.Fault) {
            url = try HTTPURL(text)
        } catch {
            switch error {
            case .badPort(let port): complain(options.isBusybox ? "bad port '\(port)'" : "\(text): Bad port number.")
            default: complain(options.isBusybox ? "not an http or ftp url: \(text)" : "\(text): Invalid host name.")
            }
            return 1
        }
        guard url.scheme == "http" || url.scheme == "https" else {
            let gnu = "\(text): Unsupported scheme ‘\(url.scheme)’."
            complain(options.isBusybox ? "not an http or ftp url: \(text)" : gnu)
            return 1
        }
        if options.isSpider, !options.isBusybox { say("Spider mode enabled. Check if remote file exists.") }
        for _ in 0..<Self.mostRedirects {
            var code = 0
            var response: HTTPResponse?
            let most = options.isBusybox ? 1 : options.tries == 0 ? Self.mostTries : options.tries
            for attempt in 1...max(1, most) {
                (code, response) = exchange(url, attempt, isLast: attempt == most, &context)
                // Only what may pass is tried again.
                if code != Self.again || attempt == most { break }
                context.plane.run(until: context.plane.now.advanced(bySeconds: Int64(min(attempt, 10))))
            }
            guard code == 0, let response else { return code == Self.again ? 4 : code }
            if response.status / 100 == 3, let location = response.header("Location"),
                let next = url.following(location)
            {
                if !options.isBusybox { say("Location: \(location) [following]") }
                url = next
                continue
            }
            return deliver(response, url, context)
        }
        complain(options.isBusybox ? "too many redirections" : "\(Self.mostRedirects) redirections exceeded.")
        return options.isBusybox ? 1 : 8
    }

    /// A failure that GNU's wget tries again after.
    private static let again = -1

    private func stamp(_ context: ToolContext) -> String {
        let moment = context.now.nanoseconds &+ context.plane.now.nanoseconds
        let text = "\(Self.timestamp(moment))"
        return "\(text.prefix(10)) \(text.dropFirst(11).prefix(8))"
    }

    private mutating func exchange(
        _ url: HTTPURL,
        _ attempt: Int,
        isLast: Bool,
        _ context: inout ToolContext
    ) -> (Int, HTTPResponse?) {
        if !options.isBusybox {
            say("--\(stamp(context))--  \(attempt > 1 ? "(try:\("\(attempt)".padded(from: 2)))  " : "")\(url.text)")
        }
        let found = seat.host(named: url.host, options.family, &context)
        guard case .success(let host) = found else {
            if options.isBusybox {
                complain("bad address '\(url.host)'")
                return (1, nil)
            }
            guard case .failure(let failure) = found else { return (4, nil) }
            say("Resolving \(url.host) (\(url.host))... ", end: "")
            complain("failed: \(failure.text).\nwget: unable to resolve host address ‘\(url.host)’")
            return (4, nil)
        }
        let isNamed = ToolSeat.numeric(url.host) == nil
        if isNamed, !options.isBusybox {
            let list = host.addresses.map { "\($0)" }.joined(separator: ", ")
            say("Resolving \(url.host) (\(url.host))... \(list)")
        }
        for address in options.isBusybox ? Array(host.addresses.prefix(1)) : host.addresses {
            let shown = address.bracketed
            let limit = context.plane.now.advanced(by: options.timeout ?? Self.patience)
            if options.isBusybox {
                say("Connecting to \(url.hostHeader) (\(shown):\(url.port))")
            } else {
                let name = isNamed ? "\(url.host) (\(url.host))|\(shown)|" : shown
                say("Connecting to \(name):\(url.port)... ", end: "")
            }
            let socket: SocketID
            do throws(SocketError) {
                socket = try context.plane.connect(
                    in: seat.stack,
                    to: address,
                    port: url.port,
                    sourcePort: 0,
                    options: SendOptions(),
                    until: limit
                )
            } catch {
                if options.isBusybox {
                    let isOwnLimit = error == .timedOut && options.timeout != nil
                    complain(
                        isOwnLimit
                            ? "download timed out" : "can't connect to remote host (\(address)): \(error.text)"
                    )
                    return (1, nil)
                }
                complain("failed: \(error.text).")
                // A refusal and a missing route will not pass.
                guard error == .timedOut else { continue }
                say(isLast ? "Giving up.\n" : "Retrying.\n")
                return (Self.again, nil)
            }
            defer { context.plane.close(socket) }
            if !options.isBusybox { say("connected.") }
            return talk(url, socket, limit, isLast: isLast, &context)
        }
        return (4, nil)
    }

    // MARK: Exchange

    private func request(_ url: HTTPURL) -> [UInt8] {
        let method = options.data != nil ? "POST" : options.isSpider && !options.isBusybox ? "HEAD" : "GET"
        var lines = ["\(method) \(url.path) HTTP/1.1", "Host: \(url.hostHeader)"]
        let agent = "User-Agent: \(options.userAgent ?? (options.isBusybox ? "Wget" : "Wget/1.21.3"))"
        if options.isBusybox {
            lines += [agent, "Connection: close"]
        } else {
            lines += [agent, "Accept: */*", "Accept-Encoding: identity", "Connection: Keep-Alive"]
        }
        lines += options.headers
        if let data = options.data {
            lines += ["Content-Type: application/x-www-form-urlencoded", "Content-Length: \(data.utf8.count)"]
        }
        return Array((lines.map { $0 + "\r\n" }.joined() + "\r\n" + (options.data ?? "")).utf8)
    }

    private mutating func talk(
        _ url: HTTPURL,
        _ socket: SocketID,
        _ limit: SimulatedTime,
        isLast: Bool,
        _ context: inout ToolContext
    ) -> (Int, HTTPResponse?) {
        if url.scheme == "https" { return talkTLS(socket, limit, &context) }
        let isHead = options.isSpider && !options.isBusybox
        if !options.isBusybox { say("HTTP request sent, awaiting response... ", end: "") }
        let outcome = HTTPExchange.perform(request(url), on: socket, isHead: isHead, until: limit, &context)
        var failure: (gnu: String, busybox: String)
        switch outcome {
        case .response(let response):
            show(response)
            return (judge(response, context), response)
        case .cut(let response, _):
            show(response)
            let code = judge(response, context)
            if code == 0 { result.stdout += String(decoding: response.body, as: UTF8.self) }
            if options.isBusybox {
                complain("connection closed prematurely")
                return (1, nil)
            }
            failure = ("Connection closed at byte \(response.body.count).", "")
        case .noHTTP: failure = ("200 No headers, assuming HTTP/0.9", "error getting response")
        case .empty: failure = ("No data received.", "error getting response")
        case .reset:
            failure = (
                "Read error (Connection reset by peer) in headers.",
                "error getting response: Connection reset by peer"
            )
        case .timeout: failure = ("Read error (Connection timed out) in headers.", "download timed out")
        }
        if options.isBusybox {
            complain(failure.busybox)
            return (1, nil)
        }
        complain(failure.gnu)
        say(isLast ? "Giving up.\n" : "Retrying.\n")
        return (Self.again, nil)
    }

    private mutating func talkTLS(
        _ socket: SocketID,
        _ limit: SimulatedTime,
        _ context: inout ToolContext
    ) -> (Int, HTTPResponse?) {
        try? context.plane.write(TLSHello.bytes, to: socket)
        switch context.plane.read(socket, until: limit) {
        case .bytes:
            complain(
                options.isBusybox
                    ? "TLS error from peer (alert code 70): protocol version"
                    : "GnuTLS: An unexpected TLS packet was received.\nUnable to establish SSL connection."
            )
        case .reset where options.isBusybox: complain("error getting response: Connection reset by peer")
        case .timeout where options.isBusybox: complain("download timed out")
        case .end where options.isBusybox: complain("error getting response")
        case .reset, .timeout, .end:
            complain(
                "GnuTLS: The TLS connection was non-properly terminated.\nUnable to establish SSL connection."
            )
        }
        return (options.isBusybox ? 1 : 4, nil)
    }

    private mutating func show(_ response: HTTPResponse) {
        let lines = ([response.statusLine] + response.headerLines).map { "  \($0)" }
        if options.isBusybox {
            if options.showsServer { say((lines + ["  "]).joined(separator: "\n")) }
        } else if options.showsServer {
            say("\n" + lines.joined(separator: "\n"))
        } else {
            say("\(response.status) \(response.reason)")
        }
    }

    /// What the status comes to: 0, or the exit code of a refusal.
    private mutating func judge(_ response: HTTPResponse, _ context: ToolContext) -> Int {
        guard response.status >= 400 else { return 0 }
        if options.isBusybox {
            complain("server returned error: \(response.statusLine)")
            return 1
        }
        if options.isSpider {
            complain("Remote file does not exist -- broken link!!!\n")
        } else {
            complain("\(stamp(context)) ERROR \(response.status): \(response.reason).\n")
        }
        return 8
    }

    // MARK: Delivery

    private mutating func deliver(_ response: HTTPResponse, _ url: HTTPURL, _ context: ToolContext) -> Int {
        let type = response.header("Content-Type").map { " [\($0.prefix { $0 != ";" })]" } ?? ""
        let length = response.announcedLength.map { "\($0)" } ?? "unspecified"
        if !options.isBusybox { say("Length: \(length)\(type)") }
        if options.isSpider {
            say(options.isBusybox ? "remote file exists" : "Remote file exists.\n")
            return 0
        }
        let isStandard = options.output == "-"
        let file = options.output ?? (url.fileName.isEmpty ? "index.html" : url.fileName)
        let count = response.body.count
        if isStandard { result.stdout += String(decoding: response.body, as: UTF8.self) }
        if options.isBusybox {
            say(isStandard ? "writing to stdout" : "saving to '\(file)'")
            let name = String((file.split(separator: "/").last ?? "-").prefix(20)).padded(to: 20)
            let bar = String(repeating: "*", count: 32)
            say("\(name) 100% |\(bar)| \("\(count)".padded(from: 5))  0:00:00 ETA")
            say(isStandard ? "written to stdout" : "'\(file)' saved")
            return 0
        }
        let total = response.announcedLength.map { "/\($0)" } ?? ""
        if options.isTerse, !options.isQuiet {
            result.complain("\(stamp(context)) URL:\(url.text) [\(count)\(total)] -> \"\(file)\" [1]")
        }
        say("Saving to: ‘\(isStandard ? "STDOUT" : file)’\n")
        let share = response.announcedLength == nil ? "    " : "100%"
        say("     0K" + String(repeating: " ", count: 55) + "\(share) 0.00 =0s\n")
        let saved = isStandard ? "written to stdout" : "‘\(file)’ saved"
        say("\(stamp(context)) (0.00 B/s) - \(saved) [\(count)\(total)]\n")
        return 0
    }
}
