internal import Engine
internal import Synchronization

/// How a stream of several is written: raw, or in frames that say which one (Docker Engine: `stdcopy`).
enum Framing {
    static func contentType(isRaw: Bool, of version: APIVersion = .highest) -> String {
        isRaw || version < APIVersion(1, 42)
            ? "application/vnd.docker.raw-stream" : "application/vnd.docker.multiplexed-stream"
    }

    /// A frame: the stream's number, three zeros, the length in four octets.
    static func frame(_ bytes: [UInt8], isError: Bool) -> [UInt8] {
        let length = UInt32(clamping: bytes.count)
        return [isError ? 2 : 1, 0, 0, 0] + [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: length >> $0) } + bytes
    }
}

/// A client at the streams of a process.
enum Attachment {
    /// - Parameters:
    ///   - input: whether what the client sends goes to the process.
    ///   - closesInput: whether the process' input ends with the client's.
    ///   - keys: what leaves the process as it is, when it is typed at a terminal.
    static func connect(
        _ stream: any DuplexStream,
        to streams: ProcessStreams,
        isRaw: Bool,
        input: Bool,
        closesInput: Bool,
        keys: DetachKeys = DetachKeys(),
        wants: (stdout: Bool, stderr: Bool) = (true, true)
    ) {
        let place = streams.join { output in
            switch output {
            case .bytes(let bytes, let isError):
                guard isError ? wants.stderr : wants.stdout else { return }
                stream.write(isRaw ? bytes : Framing.frame(bytes, isError: isError))
            case .end: stream.end()
            }
        }
        stream.whenClosed {
            streams.leave(place)
            if input, closesInput { streams.closeInput() }
        }
        let keys = Mutex(keys)
        stream.begin(
            input: { bytes in
                guard input else { return }
                guard streams.hasTerminal else { return streams.send(bytes) }
                let (passed, isOver) = keys.withLock { $0.take(bytes) }
                streams.send(passed)
                // Who detaches leaves the process as it is.
                if isOver { stream.end() }
            },
            inputEnd: { if input, closesInput { streams.closeInput() } }
        )
    }
}
