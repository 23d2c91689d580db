internal import Addressing
internal import Dataplane
internal import Lab

extension Wget {
    static func timestamp(_ nanoseconds: Int64) -> Timestamp { Timestamp(nanoseconds: nanoseconds) }
}

extension Wget.Options {
    /// Reads the command line.
    ///
    /// - Returns: what there is to say instead of fetching.
    mutating func read(_ arguments: [String]) -> ToolResult? {
        // GNU's two-letter options.
        let arguments = isBusybox ? arguments : arguments.map { $0 == "-nv" ? "--no-verbose" : $0 }
        let scanned: OptionScanner.Scanned
        do {
            scanned = try OptionScanner(isBusybox ? Self.busybox : Self.gnu).scan(arguments)
        } catch {
            return isBusybox
                ? Busybox.usage(Self.usage, of: "wget", error)
                : .failure("wget: \(error.text)\n\(Self.gnuUsage)", exitCode: 2)
        }
        for (letter, value) in scanned.options {
            switch letter {
            case "q": isQuiet = true
            case "n": isTerse = true
            case "O": output = value
            case "S": showsServer = true
            case "z": isSpider = true
            case "h": headers.append(value)
            case "d": data = value
            case "U": userAgent = value
            case "4": family = .ipv4
            case "6": family = .ipv6
            case "T":
                if isBusybox {
                    do throws(Busybox.NumberFault) {
                        let seconds = try Busybox.number(value, in: 0...UInt64(UInt32.max))
                        timeout = Int64(seconds) * SimulatedTime.nanosecondsPerSecond
                    } catch {
                        return .failure("wget: \(error.text)")
                    }
                } else {
                    guard let time = Decimal.nanoseconds(value) else {
                        return .failure("wget: --timeout: Invalid time period ‘\(value)’", exitCode: 2)
                    }
                    timeout = time
                }
                if timeout == 0 { timeout = nil }
            case "t" where !isBusybox:
                guard let number = Int(value), number >= 0 else {
                    return .failure("wget: --tries: Invalid number ‘\(value)’.", exitCode: 2)
                }
                tries = min(number, 100)
            case "V": return ToolResult(stdout: "GNU Wget 1.21.3 built on linux-gnu.\n")
            default: break
            }
        }
        urls = scanned.operands
        guard urls.isEmpty else { return nil }
        return isBusybox
            ? Busybox.usage(Self.usage, of: "wget") : .failure("wget: missing URL\n\(Self.gnuUsage)")
    }

    private static let shared: [OptionScanner.Option] = [
        .init("q", "quiet"), .init("O", "output-document", takesValue: true), .init("S", "server-response"),
        .init("z", "spider"), .init("h", "header", takesValue: true), .init("d", "post-data", takesValue: true),
        .init("U", "user-agent", takesValue: true), .init("T", "timeout", takesValue: true),
        .init("c", "continue"), .init("k", "no-check-certificate"), .init("P", "directory-prefix", takesValue: true),
        .init("o", "output-file", takesValue: true),
    ]
    private static let busybox =
        shared + [.init("Y", "proxy", takesValue: true), .init("t", "tries", takesValue: true)]
    private static let gnu =
        shared + [
            .init("n", "no-verbose"), .init("t", "tries", takesValue: true), .init("4", "inet4-only"),
            .init("6", "inet6-only"), .init("V", "version"), .init("v", "verbose"), .init("x", "no-proxy"),
        ]

    private static let gnuUsage = "Usage: wget [OPTION]... [URL]...\n\nTry `wget --help' for more options."

    private static let usage = """
        wget [-cqS] [--spider] [-O FILE] [-o LOGFILE] [--header STR]
        \t[--post-data STR | --post-file FILE] [-Y on/off]
        \t[--no-check-certificate] [-P DIR] [-U AGENT] URL...

        Retrieve files via HTTP or FTP

        \t--spider\tOnly check URL existence: $? is 0 if exists
        \t--header STR\tAdd STR (of form 'header: value') to headers
        \t--post-data STR\tSend STR using POST method
        \t--post-file FILE\tSend FILE using POST method
        \t--no-check-certificate\tDon't validate the server's certificate
        \t-c\t\tContinue retrieval of aborted transfer
        \t-q\t\tQuiet
        \t-P DIR\t\tSave to DIR (default .)
        \t-S    \t\tShow server response
        \t-O FILE\t\tSave to FILE ('-' for stdout)
        \t-o LOGFILE\tLog messages to FILE
        \t-U STR\t\tUse STR for User-Agent header
        \t-Y on/off\tUse proxy
        """
}
