internal import CSQLite

/// What SQLite refused, with its codes.
struct SQLiteFailure: Error {
    /// The extended result code.
    let code: CInt
    let message: String
    /// The system call's `errno`, where one failed; else 0.
    let systemError: CInt

    init(code: CInt, message: String, systemError: CInt) {
        self.code = code
        self.message = message
        self.systemError = systemError
    }

    /// - Parameter handle: the connection whose last call gave `code`.
    init(code: CInt, of handle: OpaquePointer?) {
        self.code = code
        message = sqlite3_errmsg(handle).map { String(cString: $0) } ?? "unknown error"
        systemError = sqlite3_system_errno(handle)
    }

    /// The code's class: its low byte.
    var primaryCode: CInt { code & 0xff }
}
