internal import CLinux
internal import Glibc
internal import Synchronization

/// The library behind `nft`, loaded when rules are first loaded: no other command pays for it.
///
/// Each namespace has one of its own, for one thread at a time.
///
/// The library itself keeps state that its contexts share: two that parse at the same time end the process ("start-condition
/// stack underflow", libnftables 1.0.6). All calls of it are one after the other.
final class NFTables: @unchecked Sendable {
    private typealias Context = OpaquePointer

    private struct Library {
        let make: @convention(c) (UInt32) -> Context?
        let free: @convention(c) (Context) -> Void
        let run: @convention(c) (Context, UnsafePointer<CChar>) -> Int32
        let bufferErrors: @convention(c) (Context) -> Int32
        let errors: @convention(c) (Context) -> UnsafePointer<CChar>?
        let bufferOutput: @convention(c) (Context) -> Int32
        let output: @convention(c) (Context) -> UnsafePointer<CChar>?
    }

    private static let file = "libnftables.so.1"
    /// Held by who calls the library.
    private static let turn = Mutex(())
    private var library: Library?
    /// Made when first used, in the namespace of the thread that did, and kept: by then its descriptor may be the last
    /// one that the library takes.
    private var context: Context?

    init() {}

    /// Low descriptors kept for contexts that are made when all others are in use.
    private static let reserved = Mutex<[Int32]>([])

    /// Keeps some low descriptors, once.
    static func reserve() {
        reserved.withLock { reserved in
            while reserved.count < 16 {
                let descriptor = netsim_open("/dev/null", O_RDONLY, 0)
                if descriptor < 0 { return }
                reserved.append(descriptor)
            }
        }
    }

    deinit {
        if let context { Self.turn.withLock { _ in library?.free(context) } }
    }

    /// - Throws: ``KernelError/noLibrary(_:_:)`` where the library is not there, or is another one.
    private static func open() throws(KernelError) -> Library {
        guard let handle = dlopen(Self.file, RTLD_NOW | RTLD_LOCAL) else {
            throw .noLibrary(Self.file, dlerror().map { String(cString: $0) } ?? "")
        }
        typealias Text = @convention(c) (Context) -> UnsafePointer<CChar>?
        typealias Act = @convention(c) (Context) -> Int32
        return Library(
            make: unsafeBitCast(try symbol(handle, "nft_ctx_new"), to: (@convention(c) (UInt32) -> Context?).self),
            free: unsafeBitCast(try symbol(handle, "nft_ctx_free"), to: (@convention(c) (Context) -> Void).self),
            run: unsafeBitCast(
                try symbol(handle, "nft_run_cmd_from_buffer"),
                to: (@convention(c) (Context, UnsafePointer<CChar>) -> Int32).self
            ),
            bufferErrors: unsafeBitCast(try symbol(handle, "nft_ctx_buffer_error"), to: Act.self),
            errors: unsafeBitCast(try symbol(handle, "nft_ctx_get_error_buffer"), to: Text.self),
            bufferOutput: unsafeBitCast(try symbol(handle, "nft_ctx_buffer_output"), to: Act.self),
            output: unsafeBitCast(try symbol(handle, "nft_ctx_get_output_buffer"), to: Text.self)
        )
    }

    private static func symbol(
        _ handle: UnsafeMutableRawPointer,
        _ name: String
    ) throws(KernelError) -> UnsafeMutableRawPointer {
        guard let symbol = dlsym(handle, name) else { throw .noLibrary(file, "it has no \(name)") }
        return symbol
    }

    /// Whether the next descriptor is one that select(2) takes: with another, the library ends the process.
    private static var hasLowDescriptor: Bool {
        let next = netsim_open("/dev/null", O_RDONLY, 0)
        guard next >= 0 else { return false }
        _ = netsim_close(next)
        return next < FD_SETSIZE
    }

    /// Makes the context, in the calling thread's network namespace, while there are descriptors that the library takes.
    func prepare() throws(KernelError) {
        try Self.turn.withLock { _ throws(KernelError) in _ = try use() }
    }

    private func use() throws(KernelError) -> (Library, Context) {
        let library: Library
        if let known = self.library {
            library = known
        } else {
            library = try Self.open()
            self.library = library
        }
        if let context { return (library, context) }
        if !Self.hasLowDescriptor {
            // One for the context, and one that the library opens meanwhile.
            Self.reserved.withLock { reserved in
                for descriptor in reserved.suffix(2) { _ = netsim_close(descriptor) }
                reserved.removeLast(min(2, reserved.count))
            }
        }
        defer { Self.reserve() }
        guard Self.hasLowDescriptor else {
            throw .badRules("libnftables takes descriptors below \(FD_SETSIZE) alone, and all of them are in use")
        }
        guard let context = library.make(0) else { throw .badRules("cannot make a context of libnftables") }
        self.context = context
        _ = library.bufferErrors(context)
        _ = library.bufferOutput(context)
        return (library, context)
    }

    /// Runs commands in the network namespace in which the first ones were run: all of them, or none.
    ///
    /// - Returns: what they print.
    /// - Throws: ``KernelError/badRules(_:)`` with nft's words, without the input that they repeat.
    @discardableResult
    func load(_ text: String) throws(KernelError) -> String {
        try Self.turn.withLock { _ throws(KernelError) in try run(text) }
    }

    private func run(_ text: String) throws(KernelError) -> String {
        let (library, context) = try use()
        let status = library.run(context, text)
        let words = library.errors(context).map { String(cString: $0) } ?? ""
        let printed = library.output(context).map { String(cString: $0) } ?? ""
        guard status == 0 else {
            // The first line says what, the others repeat the input.
            let first = words.split(separator: "\n").first.map(String.init) ?? "no reason given"
            throw .badRules(String(first.prefix(300)))
        }
        return printed
    }
}
