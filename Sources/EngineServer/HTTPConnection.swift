internal import EngineAPI
internal import NIOCore
internal import NIOHTTP1

/// One connection of a client: requests one after the other, until one of them leaves HTTP.
final class HTTPConnection: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let service: EngineService
    private let isLocal: Bool
    private var head: HTTPRequestHead?
    private var body: [UInt8] = []
    private var isTooLarge = false
    /// The response that is under way.
    private var writer: ChannelWriter?
    /// Whole responses that are not with the client yet.
    private var unsent = 0
    private var hasInputEnded = false

    /// Octets of a body that are taken: an archive of files is the largest.
    private static let mostOctets = 16 << 20

    /// - Parameter isLocal: whether only the file system's rights let somebody connect.
    init(_ service: EngineService, isLocal: Bool) {
        self.service = service
        self.isLocal = isLocal
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            body = []
            isTooLarge = false
            // Who asks first whether a body is wanted sends it then.
            if head.headers["expect"].contains(where: { $0.lowercased() == "100-continue" }) {
                let proceed = HTTPResponseHead(version: head.version, status: .continue)
                context.writeAndFlush(wrapOutboundOut(.head(proceed)), promise: nil)
            }
        case .body(let buffer):
            if body.count + buffer.readableBytes > Self.mostOctets {
                isTooLarge = true
                body = []
            } else if !isTooLarge {
                body += buffer.readableBytesView
            }
        case .end:
            guard let head else { return }
            self.head = nil
            answer(head, context)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        writer?.closed()
        writer = nil
        context.fireChannelInactive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        // Nothing came for long: whoever waits for a stream's news may, who is slow with a request may not.
        if event is IdleStateHandler.IdleStateEvent {
            if writer == nil { context.close(promise: nil) }
            return
        }
        if case ChannelEvent.inputClosed? = event as? ChannelEvent {
            hasInputEnded = true
            closeIfDone(context.channel)
        }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard error is HTTPParserError, writer == nil else { return context.close(promise: nil) }
        var head = HTTPResponseHead(version: .http1_1, status: .badRequest)
        head.headers = ["Connection": "close", "Content-Length": "0"]
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        let channel = context.channel
        context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { _ in channel.close(promise: nil) }
    }

    /// Ends a connection on which nothing comes any more, once its answers are with the client.
    private func closeIfDone(_ channel: any Channel) {
        if hasInputEnded, unsent == 0, writer == nil { channel.close(promise: nil) }
    }

    // MARK: - Answers

    private func answer(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        if isTooLarge { return write(.refusal(413, "http: request body too large"), head, context) }
        if let refusal = refusal(of: head) { return write(refusal, head, context) }
        let request = APIRequest(
            method: head.method.rawValue,
            target: head.uri,
            headers: head.headers.map { (name: $0.name, value: $0.value) },
            body: body
        )
        body = []
        write(service.respond(to: request), head, context)
    }

    /// Pages in browsers may not drive a lab.
    private func refusal(of head: HTTPRequestHead) -> APIResponse? {
        if head.headers.contains(name: "origin") {
            return .refusal(403, "netsim answers no pages of browsers: this request has an Origin")
        }
        if isLocal { return nil }
        let host = head.headers["host"].first ?? ""
        let name = host.hasPrefix("[") ? String(host.prefix { $0 != "]" }) + "]" : String(host.prefix { $0 != ":" })
        guard ["localhost", "127.0.0.1", "[::1]"].contains(name) else {
            return .refusal(403, "netsim answers on loopback alone: this request is for host \(host)")
        }
        return nil
    }

    private func write(_ response: APIResponse, _ request: HTTPRequestHead, _ context: ChannelHandlerContext) {
        switch response {
        case .whole(let status, let headers, let body): write(status, headers, body, request, context)
        case .stream(let type, let begin): stream(type, request, context, begin)
        case .hijack(let type, let begin): hijack(type, request, context, begin)
        }
    }

    private func write(
        _ status: Int,
        _ headers: [(name: String, value: String)],
        _ body: [UInt8],
        _ request: HTTPRequestHead,
        _ context: ChannelHandlerContext
    ) {
        var head = responseHead(status, request)
        for header in headers { head.headers.replaceOrAdd(name: header.name, value: header.value) }
        let hasBody = request.method != .HEAD && status != 204 && status != 304
        // Else the encoder would announce chunks, where none may follow.
        if status != 204 {
            head.headers.replaceOrAdd(name: "Content-Length", value: hasBody ? "\(body.count)" : "0")
        }
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        if hasBody, !body.isEmpty {
            context.write(
                wrapOutboundOut(.body(.byteBuffer(context.channel.allocator.buffer(bytes: body)))),
                promise: nil
            )
        }
        // What asks for another protocol and does not get it cannot be followed by a request.
        let ends = !request.isKeepAlive || request.headers.contains(name: "upgrade")
        unsent += 1
        let own = NIOLoopBound((self, context.channel), eventLoop: context.eventLoop)
        context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { _ in
            let (connection, channel) = own.value
            connection.unsent -= 1
            if ends { channel.close(promise: nil) } else { connection.closeIfDone(channel) }
        }
    }

    private func responseHead(_ status: Int, _ request: HTTPRequestHead) -> HTTPResponseHead {
        var head = HTTPResponseHead(version: request.version, status: HTTPResponseStatus(statusCode: status))
        for header in service.headers { head.headers.add(name: header.name, value: header.value) }
        return head
    }

    private func stream(
        _ type: String,
        _ request: HTTPRequestHead,
        _ context: ChannelHandlerContext,
        _ begin: (any BodyWriter) -> Void
    ) {
        var head = responseHead(200, request)
        head.headers.add(name: "Content-Type", value: type)
        context.writeAndFlush(wrapOutboundOut(.head(head)), promise: nil)
        let ends = !request.isKeepAlive || request.headers.contains(name: "upgrade")
        let writer = ChannelWriter(context.channel, form: .chunks(closes: ends)) { [weak self] in self?.forget() }
        self.writer = writer
        begin(writer)
    }

    private func forget() { writer = nil }

    /// Takes everything that speaks HTTP off the connection.
    private func hijack(
        _ type: String,
        _ request: HTTPRequestHead,
        _ context: ChannelHandlerContext,
        _ begin: @escaping @Sendable (any DuplexStream) -> Void
    ) {
        let isAsked = request.headers["upgrade"].contains { $0.lowercased() == "tcp" }
        var lines = [
            isAsked ? "HTTP/1.1 101 UPGRADED" : "HTTP/1.1 200 OK", "Content-Type: \(type)",
        ]
        if isAsked { lines += ["Connection: Upgrade", "Upgrade: tcp"] }
        for header in service.headers { lines.append("\(header.name): \(header.value)") }
        let text = (lines + ["", ""]).joined(separator: "\r\n")
        let writer = ChannelWriter(context.channel, form: .raw)
        let raw = RawConnection(writer)
        let pipeline = context.pipeline.syncOperations
        do {
            try pipeline.addHandler(raw)
            for name in [HTTPPipeline.order, HTTPPipeline.encoder] {
                pipeline.removeHandler(context: try pipeline.context(name: name), promise: nil)
            }
            pipeline.removeHandler(context: context, promise: nil)
            writer.begin(head: Array(text.utf8))
            begin(writer)
            // What came behind the request is the stream's.
            pipeline.removeHandler(context: try pipeline.context(name: HTTPPipeline.decoder), promise: nil)
        } catch {
            context.close(promise: nil)
        }
    }
}

/// The handlers of a connection that speaks HTTP, by name.
enum HTTPPipeline {
    static let decoder = "decoder"
    static let encoder = "encoder"
    static let order = "order"
}
