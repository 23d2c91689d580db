internal import CLinux
internal import Glibc

/// The library behind `nft`, loaded when rules are first loaded: no other command pays for it.
///
/// Not for several threads at once.
final class NFTables {
    private typealias Context = OpaquePointer

    private let handle: UnsafeMutableRawPointer
    private let make: @convention(c) (UInt32) -> Context?
    private let free: @convention(c) (Context) -> Void
    private let run: @convention(c) (Context, UnsafePointer<CChar>) -> Int32
    private let bufferErrors: @convention(c) (Context) -> Int32
    private let errors: @convention(c) (Context) -> UnsafePointer<CChar>?
    private let bufferOutput: @convention(c) (Context) -> Int32
    private let output: @convention(c) (Context) -> UnsafePointer<CChar>?

    private static let file = "libnftables.so.1"

    /// - Throws: ``KernelError/noLibrary(_:_:)`` where the library is not there, or is another one.
    init() throws(KernelError) {
        guard let handle = dlopen(Self.file, RTLD_NOW | RTLD_LOCAL) else {
            throw .noLibrary(Self.file, dlerror().map { String(cString: $0) } ?? "")
        }
        self.handle = handle
        make = unsafeBitCast(try Self.symbol(handle, "nft_ctx_new"), to: (@convention(c) (UInt32) -> Context?).self)
        free = unsafeBitCast(try Self.symbol(handle, "nft_ctx_free"), to: (@convention(c) (Context) -> Void).self)
        run = unsafeBitCast(
            try Self.symbol(handle, "nft_run_cmd_from_buffer"),
            to: (@convention(c) (Context, UnsafePointer<CChar>) -> Int32).self
        )
        bufferErrors = unsafeBitCast(
            try Self.symbol(handle, "nft_ctx_buffer_error"),
            to: (@convention(c) (Context) -> Int32).self
        )
        errors = unsafeBitCast(
            try Self.symbol(handle, "nft_ctx_get_error_buffer"),
            to: (@convention(c) (Context) -> UnsafePointer<CChar>?).self
        )
        bufferOutput = unsafeBitCast(
            try Self.symbol(handle, "nft_ctx_buffer_output"),
            to: (@convention(c) (Context) -> Int32).self
        )
        output = unsafeBitCast(
            try Self.symbol(handle, "nft_ctx_get_output_buffer"),
            to: (@convention(c) (Context) -> UnsafePointer<CChar>?).self
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
        return next < FD_SETSIZE - 16
    }

    /// Runs commands in the calling thread's network namespace: all of them, or none.
    ///
    /// - Returns: what they print.
    /// - Throws: ``KernelError/badRules(_:)`` with nft's words, without the input that they repeat.
    @discardableResult
    func load(_ text: String) throws(KernelError) -> String {
        guard Self.hasLowDescriptor else {
            throw .badRules("libnftables takes descriptors below \(FD_SETSIZE) alone, and all of them are in use")
        }
        guard let context = make(0) else { throw .badRules("cannot make a context of libnftables") }
        defer { free(context) }
        _ = bufferErrors(context)
        _ = bufferOutput(context)
        guard run(context, text) == 0 else {
            let words = errors(context).map { String(cString: $0) } ?? ""
            // The first line says what, the others repeat the input.
            let first = words.split(separator: "\n").first.map(String.init) ?? "no reason given"
            throw .badRules(String(first.prefix(300)))
        }
        return output(context).map { String(cString: $0) } ?? ""
    }
}
