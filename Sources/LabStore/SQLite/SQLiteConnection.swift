internal import CSQLite

/// A connection to one database file, for use by one thread at a time.
///
/// A thin layer over SQLite's C interface: statements are ``SQLiteStatement``, refusals ``SQLiteFailure``.
final class SQLiteConnection {
    private let handle: OpaquePointer
    private var busyWait: BusyWait

    /// Opens a database file that is there; an empty one is a database without tables.
    ///
    /// - Parameters:
    ///   - path: as the system takes it, even where it looks like a URI (`file:…`) or a database in memory.
    ///   - patience: milliseconds to wait for a lock that another process holds.
    init(path: String, patience: Int) throws(SQLiteFailure) {
        var opened: OpaquePointer?
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
        // Debian's SQLite reads `file:` as a URI unless told otherwise, and `:memory:` is no file for any.
        let path = path.hasPrefix("/") ? path : "./" + path
        let code = sqlite3_open_v2(path, &opened, flags, nil)
        guard let opened else { throw SQLiteFailure(code: code, message: "out of memory", systemError: 0) }
        guard code == SQLITE_OK else {
            let failure = SQLiteFailure(code: code, of: opened)
            sqlite3_close_v2(opened)
            throw failure
        }
        handle = opened
        busyWait = BusyWait(patience: patience)
        sqlite3_busy_handler(handle, BusyWait.handler, Unmanaged.passUnretained(busyWait).toOpaque())
    }

    deinit { sqlite3_close_v2(handle) }

    /// Whether the file at the path is no longer the one that was opened.
    var hasMoved: Bool {
        var moved: CInt = 0
        return sqlite3_file_control(handle, "main", SQLITE_FCNTL_HAS_MOVED, &moved) == SQLITE_OK && moved != 0
    }

    /// Whether a transaction is open.
    var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

    /// Runs statements that give no rows, or whose rows do not matter.
    func execute(_ sql: String) throws(SQLiteFailure) {
        try check(sqlite3_exec(handle, sql, nil, nil, nil))
    }

    func prepare(_ sql: String) throws(SQLiteFailure) -> SQLiteStatement {
        var statement: OpaquePointer?
        try check(sqlite3_prepare_v2(handle, sql, -1, &statement, nil))
        guard let statement else {
            throw SQLiteFailure(code: SQLITE_MISUSE, message: "empty statement", systemError: 0)
        }
        return SQLiteStatement(statement)
    }

    /// The integer that a statement gives in its first row; nil without a row.
    func integer(_ sql: String) throws(SQLiteFailure) -> Int64? {
        let statement = try prepare(sql)
        return try statement.step() ? statement.integer(0) : nil
    }

    private func check(_ code: CInt) throws(SQLiteFailure) {
        if code != SQLITE_OK { throw SQLiteFailure(code: code, of: handle) }
    }
}
