package import Engine
internal import Glibc
package import Lab
package import LabStore

/// What a command sees of the process that it runs in. Tests give it surroundings of their own.
package struct Surroundings {
    /// One of the process's three standard streams.
    package enum Stream: Int32, Sendable {
        case input = 0
        case output = 1
        case errors = 2
    }

    package var environment: (String) -> String?
    /// The names of all variables, for what takes its environment whole.
    package var environmentNames: () -> [String] = { [] }
    package var isTerminal: (Stream) -> Bool
    /// A line of standard input without its newline; nil at its end.
    package var readLine: () -> String?
    /// All that is left of standard input, or more than any command takes of it.
    package var readAll: () -> [UInt8]
    /// Writes all bytes; gives 0, or the error number of the failure.
    package var write: (Stream, [UInt8]) -> Int32
    package var clock: () -> Timestamp
    /// Opens the lab that the global options name.
    package var openLab: (LabLocation) throws -> any LabAccess
    /// Whether standard input may be read as it is typed, and a command may run by the clock.
    package var isLive = false
    /// Whether a lab is there already.
    package var hasLab: (LabLocation) -> Bool = { _ in true }

    package init(
        environment: @escaping (String) -> String?,
        isTerminal: @escaping (Stream) -> Bool,
        readLine: @escaping () -> String?,
        readAll: @escaping () -> [UInt8],
        write: @escaping (Stream, [UInt8]) -> Int32,
        clock: @escaping () -> Timestamp,
        openLab: @escaping (LabLocation) throws -> any LabAccess
    ) {
        self.environment = environment
        self.isTerminal = isTerminal
        self.readLine = readLine
        self.readAll = readAll
        self.write = write
        self.clock = clock
        self.openLab = openLab
    }

    /// The process itself.
    package static var process: Surroundings {
        let input = StandardInput()
        var process = Surroundings(
            environment: { name in getenv(name).map { String(cString: $0) } },
            isTerminal: { isatty($0.rawValue) == 1 },
            readLine: { input.line() },
            readAll: { input.rest(atMost: LabImport.mostOctets) },
            write: { stream, bytes in writeAll(bytes, to: stream.rawValue) },
            clock: {
                var time = timespec()
                clock_gettime(CLOCK_REALTIME, &time)
                return Timestamp(nanoseconds: Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec))
            },
            openLab: { location in try location.store() }
        )
        process.environmentNames = variableNames
        process.isLive = true
        process.hasLab = { location in (try? LabStore.exists(home: location.home, lab: location.name)) ?? true }
        return process
    }

    private static func variableNames() -> [String] {
        var names: [String] = []
        var next = environ
        while let variable = next.pointee {
            let text = String(cString: variable)
            if let end = text.firstIndex(of: "=") { names.append(String(text[..<end])) }
            next = next.successor()
        }
        return names
    }

    private static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
        var position = 0
        while position < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                Glibc.write(descriptor, buffer.baseAddress.map { $0 + position }, buffer.count - position)
            }
            if count > 0 {
                position += count
            } else if count < 0, errno != EINTR {
                return errno
            }
        }
        return 0
    }
}

/// Where a lab lies, and how it begins where it does not exist yet.
package struct LabLocation: Hashable, Sendable {
    package let home: String
    package let name: String
    package let seed: UInt64
    package var engine = EngineVersion.head
    package let now: Timestamp

    func isSameLab(as other: LabLocation) -> Bool { home == other.home && name == other.name }

    /// The store of the lab; nothing is opened or created yet.
    package func store() throws(StoreError) -> LabStore {
        var options = LabStore.Options()
        options.seed = seed
        options.engine = engine
        options.created = now
        return try LabStore(home: home, lab: name, options: options)
    }
}
