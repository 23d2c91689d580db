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
    /// How SQLite flushes to the disk.
    private let synchronous: String
    private var database: LabDatabase?
    private var isPreparedForWriting = false
    /// Counts the files opened under the lab's name: one that was removed and made again is another.
    private(set) var file = 0

    init(_ location: LabLocation, patience: Int, survivesPowerFailure: Bool = true) {
        self.location = location
        self.patience = patience
        synchronous = survivesPowerFailure ? "FULL" : "OFF"
    }

    // MARK: - Transactions

    /// Runs `body` on one state of the database; on nil where there is none.
    func reading<T>(_ body: (LabDatabase?) throws -> T) throws(StoreError) -> T {
        try explaining(.read) {
            let deadline = FolderLock.now() + patience
            // What nobody has written yet needs no lock, which one who makes the lab may hold for long.
            while !location.isUnwritten {
                guard let hold = try lock(alone: false, until: deadline) else { continue }
                leaveMovedFile()
                guard try connect(creating: false), let database else { continue }
                try database.connection.execute("BEGIN")
                let value = try body(database)
                try database.connection.execute("COMMIT")
                _ = consume hold
                return value
            }
            database = nil
            return try body(nil)
        }
    }

    /// Runs `body` as the only writer of the lab, and commits if it says so.
    func writing<T>(
        _ body: (LabDatabase, LabDatabase.State) throws -> (value: T, commits: Bool)
    ) throws(StoreError) -> T {
        try explaining(.change) {
            let deadline = FolderLock.now() + patience
            while true {
                // A lab that is made is nobody else's until it is there, or refused: then its file goes again.
                let isNew = !location.holdsLab
                if isNew { try location.makeFolder() }
                guard let hold = try lock(alone: isNew, until: deadline) else { continue }
                guard isNew == !location.holdsLab, let database = try begin(creating: isNew) else { continue }
                let state = try database.state()
                if state == .empty, !isNew {
                    // What a first command wrote that was killed has been undone: the file is empty now.
                    try database.connection.execute("ROLLBACK")
                    continue
                }
                let (value, commits) = try body(database, state)
                if commits {
                    try database.connection.execute("COMMIT")
                } else {
                    // An empty file is not left behind: the lab is to stay one that does not exist.
                    if state == .empty { deleteFiles() }
                    try database.connection.execute("ROLLBACK")
                }
                _ = consume hold
                return value
            }
        }
    }

    /// Removes the lab's files; a lab that another process is using is waited for.
    ///
    /// - Returns: `false` where there was none.
    func remove() throws(StoreError) -> Bool {
        defer { database = nil }
        return try explaining(.remove) {
            let deadline = FolderLock.now() + patience
            while location.holdsLab {
                guard let hold = try lock(alone: true, until: deadline) else { continue }
                do {
                    guard try begin(creating: false) != nil else { continue }
                } catch let failure as SQLiteFailure
                    where [SQLITE_NOTADB, SQLITE_CORRUPT].contains(failure.primaryCode)
                {
                    // No process can be at work on a file that is no database.
                }
                if let code = deleteFiles() {
                    throw SQLiteFailure(code: SQLITE_IOERR, message: "cannot delete it", systemError: code)
                }
                _ = consume hold
                return true
            }
            return false
        }
    }

    /// Takes the files away where none of them has been written to.
    func removeUnwritten() throws(StoreError) {
        try explaining(.remove) {
            guard let hold = try lock(alone: true, until: FolderLock.now()), location.isUnwritten else { return }
            deleteFiles()
            _ = consume hold
        }
    }

    /// Locks the lab's folder.
    ///
    /// - Returns: nil where it went away: it has been removed meanwhile, or made again.
    private func lock(alone: Bool, until deadline: Int) throws -> FolderLock? {
        do throws(FolderLock.Failure) {
            return try FolderLock(location.folder, alone: alone, until: deadline)
        } catch {
            switch error {
            case .noFolder where FolderLock.now() < deadline: return nil
            case .noFolder, .busy:
                throw SQLiteFailure(code: SQLITE_BUSY, message: "the folder is locked", systemError: 0)
            }
        }
    }

    /// Opens the file and locks it against other writers. The caller holds the folder's lock.
    ///
    /// - Returns: nil where there is no file.
    private func begin(creating: Bool) throws -> LabDatabase? {
        leaveMovedFile()
        guard try connect(creating: creating), let database else { return nil }
        if !isPreparedForWriting {
            // Without spilling, readers are locked out for the commit alone, however large it is.
            try database.connection.execute(
                "PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = \(synchronous); PRAGMA cache_spill = OFF"
            )
            isPreparedForWriting = true
        }
        try database.connection.execute("BEGIN IMMEDIATE")
        return database
    }

    /// Opens the file if it is not open.
    ///
    /// - Returns: `false` where there is none: it does not exist, or went away in between.
    private func connect(creating: Bool) throws -> Bool {
        if database != nil { return true }
        let failure = creating ? location.makeFile() : 0
        guard failure == 0 || failure == ENOENT else {
            throw SQLiteFailure(code: SQLITE_CANTOPEN, message: "unable to open database file", systemError: failure)
        }
        do throws(SQLiteFailure) {
            let connection = try SQLiteConnection(path: location.file, patience: patience)
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
}
