internal import EngineAPI
internal import NIOConcurrencyHelpers
internal import NIOCore
internal import NIOHTTP1

/// The way back to a client, from whatever thread: chunks of an HTTP response, or plain octets.
final class ChannelWriter: DuplexStream {
    enum Form {
        /// - Parameter closes: whether the connection ends with the response.
        case chunks(closes: Bool)
        case raw
    }

    private struct State {
        var isOver = false
        var closers: [@Sendable () -> Void] = []
        var input: (@Sendable ([UInt8]) -> Void)?
        var inputEnd: (@Sendable () -> Void)?
        /// What came before anybody wanted it.
        var early: [UInt8] = []
        var hasInputEnded = false
        /// What waits for the client to have read the response's head; nil: nothing has to wait.
        var held: [ByteBuffer]?
        var endsWhenReleased = false
    }

    private let channel: any Channel
    private let form: Form
    private let state = NIOLockedValueBox(State())

    /// - Parameter ended: called on the channel's event loop when the response is at its end.
    init(_ channel: any Channel, form: Form, ended: (() -> Void)? = nil) {
        self.channel = channel
        self.form = form
        if let ended {
            let bound = NIOLoopBound(ended, eventLoop: channel.eventLoop)
            state.withLockedValue { $0.closers = [{ channel.eventLoop.execute { bound.value() } }] }
        }
    }

    /// Milliseconds that a stream waits behind its head. Clients that read heads through a buffer of their own (docker-py)
    /// lose what comes together with them; a real engine's processes take longer to write anything.
    private static let pause: Int64 = 5

    /// Writes a head, and all else a moment later. To be called on the channel's event loop.
    func begin(head: [UInt8]) {
        write(head)
        state.withLockedValue { $0.held = [] }
        _ = channel.eventLoop.scheduleTask(in: .milliseconds(Self.pause)) { self.release() }
    }

    private func release() {
        let (held, ends) = state.withLockedValue { state in
            defer { state.held = nil }
            return (state.held ?? [], state.endsWhenReleased)
        }
        for buffer in held { send(buffer) }
        if ends { end() }
    }

    func write(_ bytes: [UInt8]) {
        if bytes.isEmpty { return }
        let buffer = channel.allocator.buffer(bytes: bytes)
        let isNow = state.withLockedValue { state in
            if state.isOver || state.endsWhenReleased { return false }
            state.held?.append(buffer)
            return state.held == nil
        }
        if isNow { send(buffer) }
    }

    private func send(_ buffer: ByteBuffer) {
        switch form {
        case .chunks: channel.writeAndFlush(HTTPServerResponsePart.body(.byteBuffer(buffer)), promise: nil)
        case .raw: channel.writeAndFlush(buffer, promise: nil)
        }
    }

    func end() {
        let waits = state.withLockedValue { state in
            if state.held != nil { state.endsWhenReleased = true }
            return state.held != nil
        }
        guard !waits, finish() else { return }
        let channel = channel
        switch form {
        case .chunks(let closes):
            channel.writeAndFlush(HTTPServerResponsePart.end(nil)).whenComplete { _ in
                if closes { channel.close(promise: nil) }
            }
        case .raw:
            // Behind everything that was written.
            channel.writeAndFlush(channel.allocator.buffer(capacity: 0)).whenComplete { _ in
                channel.close(promise: nil)
            }
        }
    }

    func whenClosed(_ body: @escaping @Sendable () -> Void) {
        let isOver = state.withLockedValue { state in
            if !state.isOver { state.closers.append(body) }
            return state.isOver
        }
        if isOver { body() }
    }

    /// The client has gone.
    func closed() { _ = finish() }

    private func finish() -> Bool {
        let closers = state.withLockedValue { state -> [@Sendable () -> Void]? in
            if state.isOver { return nil }
            state.isOver = true
            defer { state.closers = [] }
            return state.closers
        }
        for closer in closers ?? [] { closer() }
        return closers != nil
    }

    // MARK: - Input

    func begin(input: @escaping @Sendable ([UInt8]) -> Void, inputEnd: @escaping @Sendable () -> Void) {
        let (early, hasEnded) = state.withLockedValue { state in
            (state.input, state.inputEnd) = (input, inputEnd)
            defer { state.early = [] }
            return (state.early, state.hasInputEnded)
        }
        if !early.isEmpty { input(early) }
        if hasEnded { inputEnd() }
    }

    func received(_ bytes: [UInt8]) {
        let input = state.withLockedValue { state in
            if state.input == nil { state.early += bytes }
            return state.input
        }
        input?(bytes)
    }

    func receivedEnd() {
        let inputEnd = state.withLockedValue { state in
            state.hasInputEnded = true
            return state.inputEnd
        }
        inputEnd?()
    }
}

/// A connection that has left HTTP.
final class RawConnection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let writer: ChannelWriter

    init(_ writer: ChannelWriter) { self.writer = writer }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        writer.received(Array(unwrapInboundIn(data).readableBytesView))
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed? = event as? ChannelEvent { writer.receivedEnd() }
    }

    func channelInactive(context: ChannelHandlerContext) {
        writer.receivedEnd()
        writer.closed()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
