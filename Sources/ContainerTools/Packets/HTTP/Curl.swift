internal import Addressing
internal import Dataplane
internal import Lab

/// curl, for HTTP.
struct Curl {
    private let seat: ToolSeat
    private let options: CurlOptions
    private var result = ToolResult()
    private var transfer = CurlTransfer()

    private static let mostRedirects = 50
    /// curl's own limit for connecting.
    private static let connectPatience: Int64 = 300 * SimulatedTime.nanosecondsPerSecond

    /// Why a transfer failed: curl's number for it, and its text.
    private struct Failure: Error {
        let code: Int
        let text: String
    }

    static func run(_ arguments: [String], at place: ToolPlace, _ context: inout ToolContext) -> ToolResult {
        var options = CurlOptions()
        if case .finished(let result) = options.read(arguments) { return result }
        guard let seat = ToolSeat(at: place, &context) else { return PacketTools.noStack("curl") }
        var curl = Curl(seat: seat, options: options)
        if options.method != nil, options.isVerbose {
            let inferred = options.data != nil ? "POST" : options.isHead ? "HEAD" : "GET"
            if options.method == inferred {
                curl.result.complain("Note: Unnecessary use of -X or --request, \(inferred) is already inferred.")
            }
        }
        for (index, url) in options.urls.enumerated() { curl.fetch(url, index, &context) }
        return curl.result
    }

    private init(seat: ToolSeat, options: CurlOptions) {
        self.seat = seat
        self.options = options
    }

    // MARK: One URL

    private mutating func fetch(_ text: String, _ index: Int, _ context: inout ToolContext) {
        transfer = CurlTransfer()
        transfer.start = context.plane.now
        transfer.method = options.method ?? (options.data != nil ? "POST" : options.isHead ? "HEAD" : "GET")
        let showsMeter = !options.isSilent && !context.hasTerminal
        var failure: Failure?
        do throws(Failure) {
            let url = try Self.url(text)
            if options.keepsRemoteName, url.fileName.isEmpty {
                result.complain("curl: Remote file name has no length!")
                throw Failure(code: 23, text: "Failed writing received data to disk/application")
            }
            transfer.url = text.contains("://") ? text : url.text
            transfer.hasMeter = showsMeter
            if showsMeter { result.stderr += CurlMeter.head + CurlMeter.zero }
            try follow(url, index, &context)
        } catch {
            failure = error
        }
        transfer.end = context.plane.now
        if transfer.hasMeter { result.stderr += CurlMeter.line(transfer) + "\n" }
        if transfer.connections > 0 || failure.map({ $0.code == 7 || $0.code == 28 }) == true {
            note("Closing connection 0")
        }
        result.exitCode = failure?.code ?? 0
        if let failure, !options.isSilent || options.showsErrors {
            result.complain("curl: (\(failure.code)) \(failure.text)")
        }
        if let format = options.writeOut {
            let (written, unknown) = transfer.text(of: format, code: result.exitCode, error: failure?.text ?? "")
            result.stdout += written
            for name in unknown { result.complain("curl: unknown --write-out variable: '\(name)'") }
        }
    }

    /// A line of `-v`.
    private mutating func note(_ text: String) {
        if options.isVerbose { result.complain("* \(text)") }
    }

    private static func url(_ text: String) throws(Failure) -> HTTPURL {
        let url: HTTPURL
        do throws(HTTPURL.Fault) {
            url = try HTTPURL(text)
        } catch {
            throw Failure(code: 3, text: "URL using bad/illegal format or missing URL")
        }
        guard ["http", "https", "ftp"].contains(url.scheme) else {
            throw Failure(code: 1, text: "Protocol \"\(url.scheme)\" not supported or disabled in libcurl")
        }
        return url
    }

    private mutating func follow(
        _ first: HTTPURL,
        _ index: Int,
        _ context: inout ToolContext
    ) throws(Failure) {
        var url = first
        for _ in 0...Self.mostRedirects {
            let response = try exchange(url, &context)
            transfer.take(response)
            let location = response.header("Location")
            if options.includesHead || options.isHead { result.stdout += Self.head(of: response) }
            if options.follows, response.status / 100 == 3, let location, let next = url.following(location) {
                note("Issue another request to this URL: '\(next.text)'")
                url = next
                transfer.redirects += 1
                continue
            }
            if options.failsOnError, response.status >= 400 {
                throw Failure(code: 22, text: "The requested URL returned error: \(response.status)")
            }
            deliver(response, url, index)
            return
        }
        throw Failure(code: 47, text: "Maximum (\(Self.mostRedirects)) redirects followed")
    }

    private static func head(of response: HTTPResponse) -> String {
        ([response.statusLine] + response.headerLines).map { $0 + "\r\n" }.joined() + "\r\n"
    }

    /// Prints the body, unless it goes to a file, of which only its size is kept.
    private mutating func deliver(_ response: HTTPResponse, _ url: HTTPURL, _ index: Int) {
        transfer.downloaded = options.isHead ? 0 : response.body.count
        if options.isHead { return }
        let file =
            options.outputs.indices.contains(index)
            ? options.outputs[index] : options.keepsRemoteName ? url.fileName : "-"
        if file == "-" { result.stdout += String(decoding: response.body, as: UTF8.self) }
    }

    // MARK: Connecting

    private mutating func addresses(of url: HTTPURL, _ context: inout ToolContext) throws(Failure) -> [IPAddress] {
        if let entry = options.resolutions.last(where: {
            $0.host.lowercased() == url.host.lowercased() && $0.port == url.port
        }) {
            note("Added \(entry.text) to DNS cache")
            note("Hostname \(url.host) was found in DNS cache")
            return entry.addresses
        }
        switch seat.host(named: url.host, options.family, &context) {
        case .success(let host):
            // Of one address there is no order to speak of.
            if host.addresses.count > 1, let library = seat.library {
                note(
                    "\(host.addresses.count) addresses of \(url.host), in the order of \(library.rawValue): \(library.rule)"
                )
            }
            return host.addresses
        case .failure(.wrongFamily): throw Failure(code: 7, text: "Couldn't connect to server")
        case .failure:
            note("Could not resolve host: \(url.host)")
            throw Failure(code: 6, text: "Could not resolve host: \(url.host)")
        }
    }

    private func elapsed(_ context: ToolContext) -> Int64 { context.plane.now.since(transfer.start) / 1_000_000 }

    private mutating func connect(to url: HTTPURL, _ context: inout ToolContext) throws(Failure) -> SocketID {
        var sending = SendOptions()
        if let interface = options.interface {
            if let address = IPAddress(interface) { sending.source = address } else { sending.interface = interface }
            if sending.interface != nil, !seat.view.interfaces.isEmpty, !seat.hasInterface(interface) {
                throw Failure(code: 45, text: "Couldn't bind to '\(interface)'")
            }
        }
        let addresses = try addresses(of: url, &context)
        let limit = min(options.connectTimeout ?? Self.connectPatience, options.maxTime ?? .max)
        let deadline = transfer.start.advanced(by: limit)
        var last = SocketError.connectionRefused
        for address in addresses where options.family == nil || address.family == options.family {
            let shown = address.bracketed
            note("  Trying \(shown):\(url.port)...")
            do throws(SocketError) {
                let socket = try context.plane.connect(
                    in: seat.stack,
                    to: address,
                    port: url.port,
                    sourcePort: 0,
                    options: sending,
                    until: deadline
                )
                note("Connected to \(url.host) (\(address)) port \(url.port) (#0)")
                transfer.connected(to: address, url.port, context.plane.localEnd(of: socket), at: context.plane.now)
                return socket
            } catch {
                last = error
                if error == .addressNotAvailable {
                    throw Failure(code: 45, text: "bind failed with errno 99: Cannot assign requested address")
                }
                if error == .noSuchDevice {
                    throw Failure(code: 45, text: "Couldn't bind to '\(options.interface ?? "")'")
                }
                if error != .timedOut { note("connect to \(address) port \(url.port) failed: \(error.text)") }
            }
        }
        let milliseconds = elapsed(context)
        let place = "Failed to connect to \(url.host) port \(url.port) after \(milliseconds) ms"
        guard last == .timedOut else {
            note("\(place): Couldn't connect to server")
            throw Failure(code: 7, text: "\(place): Couldn't connect to server")
        }
        if let maxTime = options.maxTime, context.plane.now.since(transfer.start) >= maxTime {
            throw Failure(code: 28, text: "Connection timed out after \(milliseconds) milliseconds")
        }
        let isOwnLimit = context.plane.now >= deadline
        let reason = isOwnLimit ? "Timeout was reached" : "Couldn't connect to server"
        note("\(place): \(reason)")
        throw Failure(code: 28, text: "\(place): \(reason)")
    }

    // MARK: Exchange

    private mutating func exchange(_ url: HTTPURL, _ context: inout ToolContext) throws(Failure) -> HTTPResponse {
        let socket = try connect(to: url, &context)
        defer { context.plane.close(socket) }
        let deadline =
            options.maxTime.map { transfer.start.advanced(by: $0) }
            ?? context.plane.now.advanced(by: Self.connectPatience)
        guard url.scheme == "http" else { throw Self.foreign(url, socket, deadline, &context) }
        let head = requestHead(url)
        if options.isVerbose { result.stderr += head.map { "> \($0)\n" }.joined() + "> \n" }
        let request = head.map { $0 + "\r\n" }.joined() + "\r\n"
        let body = options.data ?? []
        let outcome = HTTPExchange.perform(
            Array(request.utf8) + body,
            on: socket,
            isHead: options.isHead,
            until: deadline,
            &context
        )
        transfer.uploaded += body.count
        switch outcome {
        case .response(let response):
            show(response)
            return response
        case .cut(let response, let missing):
            show(response)
            transfer.take(response)
            deliver(response, url, 0)
            throw Failure(code: 18, text: "transfer closed with \(missing) bytes remaining to read")
        case .noHTTP: throw Failure(code: 1, text: "Received HTTP/0.9 when not allowed")
        case .empty:
            note("Empty reply from server")
            throw Failure(code: 52, text: "Empty reply from server")
        case .reset:
            note("Recv failure: Connection reset by peer")
            throw Failure(code: 56, text: "Recv failure: Connection reset by peer")
        case .timeout(let count):
            let text = "Operation timed out after \(elapsed(context)) milliseconds with \(count) bytes received"
            note(text)
            throw Failure(code: 28, text: text)
        }
    }

    private mutating func show(_ response: HTTPResponse) {
        guard options.isVerbose else { return }
        result.stderr += ([response.statusLine] + response.headerLines).map { "< \($0)\n" }.joined() + "< \n"
        if !options.isHead, !response.body.isEmpty, transfer.hasMeter {
            result.complain("{ [\(response.body.count) bytes data]")
        }
    }

    private func requestHead(_ url: HTTPURL) -> [String] {
        func custom(_ name: String) -> String? {
            options.headers.last { $0.prefix { $0 != ":" && $0 != ";" }.lowercased() == name.lowercased() }
        }
        var lines = ["\(transfer.method) \(url.path) HTTP/1.1", custom("Host") ?? "Host: \(url.hostHeader)"]
        var standard = [("User-Agent", options.userAgent), ("Accept", "*/*")]
        if let data = options.data {
            standard += [("Content-Length", "\(data.count)"), ("Content-Type", "application/x-www-form-urlencoded")]
        }
        for (name, value) in standard where custom(name) == nil { lines.append("\(name): \(value)") }
        for header in options.headers where header.prefix(while: { $0 != ":" }).lowercased() != "host" {
            // A header without a value takes the standard one away.
            guard !header.hasSuffix(":") else { continue }
            lines.append(header.hasSuffix(";") ? header.dropLast() + ":" : header)
        }
        return lines
    }

    /// What becomes of a connection that does not speak HTTP. Nothing here speaks TLS: a peer that answers the first
    /// record does so in another language.
    private static func foreign(
        _ url: HTTPURL,
        _ socket: SocketID,
        _ deadline: SimulatedTime,
        _ context: inout ToolContext
    ) -> Failure {
        guard url.scheme == "https" else {
            return Failure(code: 1, text: "Protocol \"\(url.scheme)\" is not simulated beyond its connection")
        }
        let end = "in connection to \(url.host):\(url.port)"
        do throws(SocketError) {
            try context.plane.write(TLSHello.bytes, to: socket)
        } catch {
            return Failure(code: 35, text: "OpenSSL SSL_connect: \(error.text) \(end)")
        }
        switch context.plane.read(socket, until: deadline) {
        case .bytes:
            return Failure(code: 35, text: "OpenSSL/3.0.19: error:0A00010B:SSL routines::wrong version number")
        case .end: return Failure(code: 35, text: "OpenSSL SSL_connect: SSL_ERROR_SYSCALL \(end)")
        case .reset: return Failure(code: 35, text: "OpenSSL SSL_connect: Connection reset by peer \(end)")
        case .timeout: return Failure(code: 28, text: "SSL connection timeout")
        }
    }
}

/// The first bytes of a TLS connection: a record that announces a handshake message (RFC 8446 section 5.1), without the
/// message, which nobody here could read.
enum TLSHello {
    static let bytes: [UInt8] = [0x16, 0x03, 0x01, 0x00, 0x04, 0x01, 0x00, 0x00, 0x00]
}
