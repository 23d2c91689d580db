internal import CSQLite
internal import Glibc

/// The transactions of one lab: finds or makes its file, opens it, and brings failures into words.
///
/// The journal is a rollback journal that is truncated at each commit, flushed to the disk before and after. Beside
/// SQLite's write-ahead log it costs the same for a command that opens, reads, commits once and closes, leaves a
/// single file at rest, can be read where nothing may be written, and lets every commit be seen through inotify.
final class LabSession {
    let location: LabLocation
    private let patience: Int
    private var database: LabDatabase?
    private var isPreparedForWriting = false
    /// Counts the files opened under the lab's name: one that was removed and made again is another.
    private(set) var file = 0

    init(_ location: LabLocation, patience: Int) {
        self.location = location
        self.patience = patience
    }

    // MARK: - Transactions

    /// Runs `body` on one state of the database; on nil where there is none.
    func reading<T>(_ body: (LabDatabase?) throws -> T) throws(StoreError) -> T {
        try explaining(.read) {
            for _ in 0..<Self.attempts {
                leaveMovedFile()
                guard try connect(creating: false), let database else { return try body(nil) }
                try database.connection.execute("BEGIN")
                // The file may have been exchanged before the lock was there, but hardly twice.
                if database.connection.hasMoved { continue }
                let value = try body(database)
                try database.connection.execute("COMMIT")
                return value
            }
            throw restless(.read)
        }
    }

    /// Runs `body` as the only writer of the lab, and commits if it says so.
    func writing<T>(
        _ body: (LabDatabase, LabDatabase.State) throws -> (value: T, commits: Bool)
    ) throws(StoreError) -> T {
        try explaining(.change) {
            let database = try beginWriting(creating: true)
            let state = try database.state()
            let (value, commits) = try body(database, state)
            if commits {
                try database.connection.execute("COMMIT")
            } else {
                // An empty file is not left behind: the lab is to stay one that does not exist.
                if state == .empty { deleteFiles() }
                try database.connection.execute("ROLLBACK")
            }
            return value
        }
    }

    /// Removes the lab's files; a lab that another process is writing to is waited for.
    func remove() throws(StoreError) {
        try explaining(.remove) {
            do {
                _ = try beginWriting(creating: false)
            } catch let failure as SQLiteFailure where [SQLITE_NOTADB, SQLITE_CORRUPT].contains(failure.primaryCode) {
                // No process can be at work on a file that is no database.
            }
            if let code = deleteFiles() {
                throw SQLiteFailure(code: SQLITE_IOERR, message: "cannot delete it", systemError: code)
            }
        }
        database = nil
    }

    /// How often a file may be exchanged under a command before it gives up.
    private static let attempts = 10

    /// Opens the file, locks it against other writers, and makes sure that it is still the lab's.
    private func beginWriting(creating: Bool) throws -> LabDatabase {
        for _ in 0..<Self.attempts {
            leaveMovedFile()
            guard try connect(creating: creating), let database else { continue }
            if !isPreparedForWriting {
                // Without spilling, readers are locked out for the commit alone, however large it is.
                try database.connection.execute(
                    "PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = FULL; PRAGMA cache_spill = OFF"
                )
                isPreparedForWriting = true
            }
            try database.connection.execute("BEGIN IMMEDIATE")
            if !database.connection.hasMoved { return database }
        }
        throw restless(.change)
    }

    /// Opens the file if it is not open.
    ///
    /// - Returns: `false` where there is none: it does not exist, or went away in between.
    private func connect(creating: Bool) throws -> Bool {
        if database != nil { return true }
        if creating {
            try location.makeFolder()
        } else if !location.fileMayExist {
            return false
        }
        do throws(SQLiteFailure) {
            let connection = try SQLiteConnection(path: location.file, creating: creating, patience: patience)
            database = LabDatabase(location: location, connection: connection)
        } catch {
            if error.primaryCode == SQLITE_CANTOPEN, !location.fileMayExist { return false }
            throw error
        }
        isPreparedForWriting = false
        file += 1
        return true
    }

    private func leaveMovedFile() {
        if let database, database.connection.hasMoved { self.database = nil }
    }

    /// Deletes the files, the database last: before that, whoever opens it meets the lock.
    ///
    /// - Returns: the `errno` of a failure.
    @discardableResult
    private func deleteFiles() -> CInt? {
        for file in location.companionFiles { unlink(file) }
        let code = unlink(location.file) == 0 ? nil : errno
        location.removeFolderIfEmpty()
        return code
    }

    // MARK: - Failures

    private func explaining<T>(_ attempt: StoreError.Attempt, _ body: () throws -> T) throws(StoreError) -> T {
        do {
            return try body()
        } catch {
            let explained = explain(error, attempt)
            if let database, database.connection.isInTransaction { try? database.connection.execute("ROLLBACK") }
            // What went wrong may be the connection itself.
            database = nil
            throw explained
        }
    }

    private func explain(_ error: any Error, _ attempt: StoreError.Attempt) -> StoreError {
        switch error {
        case let error as StoreError: error
        case let fault as LabDatabase.Fault: StoreError(fault, attempt, location, patience: patience)
        case let failure as SQLiteFailure: StoreError(.sqlite(failure), attempt, location, patience: patience)
        case let error as FieldError: StoreError(.damaged(error.text), attempt, location, patience: patience)
        default: StoreError(.failed, "cannot \(attempt) lab \(location.name): \(error)")
        }
    }

    private func restless(_ attempt: StoreError.Attempt) -> StoreError {
        StoreError(
            .failed,
            "cannot \(attempt) lab \(location.name): \(location.file) was removed and made again meanwhile",
            advice: "try again"
        )
    }
}
