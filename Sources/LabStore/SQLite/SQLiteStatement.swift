internal import CSQLite

/// A prepared statement; its rows are read by stepping through them.
struct SQLiteStatement: ~Copyable {
    private let handle: OpaquePointer

    init(_ handle: OpaquePointer) {
        self.handle = handle
    }

    deinit { sqlite3_finalize(handle) }

    /// Goes to the next row; `false` after the last.
    borrowing func step() throws(SQLiteFailure) -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code: throw SQLiteFailure(code: code, of: sqlite3_db_handle(handle))
        }
    }

    /// Runs the statement to its end with one blob as its first parameter, and makes it ready for the next run.
    borrowing func run(_ blob: [UInt8]) throws(SQLiteFailure) {
        let code = blob.withUnsafeBytes { bytes in
            // A blob without an address would be bound as NULL; no record is empty.
            // SQLite does not copy the bytes: they stay in place until the reset below.
            let bound = sqlite3_bind_blob64(handle, 1, bytes.baseAddress, UInt64(bytes.count), nil)
            if bound != SQLITE_OK { return bound }
            var code = sqlite3_step(handle)
            while code == SQLITE_ROW { code = sqlite3_step(handle) }
            return code
        }
        let failure = code == SQLITE_DONE ? nil : SQLiteFailure(code: code, of: sqlite3_db_handle(handle))
        sqlite3_reset(handle)
        sqlite3_clear_bindings(handle)
        if let failure { throw failure }
    }

    /// Makes the statement ready for the next run; its parameters keep their values.
    borrowing func reset() { sqlite3_reset(handle) }

    borrowing func bind(_ value: Int64, at index: CInt) throws(SQLiteFailure) {
        try check(sqlite3_bind_int64(handle, index, value))
    }

    borrowing func bind(_ text: String, at index: CInt) throws(SQLiteFailure) {
        var text = text
        let code = text.withUTF8 { utf8 in
            // SQLITE_TRANSIENT: SQLite makes a copy. The constant is a cast that Swift cannot import.
            let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
            guard let start = utf8.baseAddress else {
                return sqlite3_bind_text64(handle, index, "", 0, nil, utf8Encoding)
            }
            return start.withMemoryRebound(to: CChar.self, capacity: utf8.count) {
                sqlite3_bind_text64(handle, index, $0, UInt64(utf8.count), transient, utf8Encoding)
            }
        }
        try check(code)
    }

    borrowing func integer(_ column: CInt) -> Int64 { sqlite3_column_int64(handle, column) }

    /// Reads the bytes of a column in SQLite's own memory, which are gone after the call.
    borrowing func withBlob<T, E: Error>(
        _ column: CInt,
        _ body: (UnsafeRawBufferPointer) throws(E) -> T
    ) throws(E) -> T {
        let start = sqlite3_column_blob(handle, column)
        return try body(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column))))
    }

    private borrowing func check(_ code: CInt) throws(SQLiteFailure) {
        if code != SQLITE_OK { throw SQLiteFailure(code: code, of: sqlite3_db_handle(handle)) }
    }
}

private let utf8Encoding = UInt8(SQLITE_UTF8)
