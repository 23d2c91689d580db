internal import CSQLite
internal import Glibc

extension StoreError {
    /// What a command wanted of a lab, for the beginning of messages.
    enum Attempt: String {
        case read
        case change
        case remove
    }

    /// Puts into words why a lab's database could not be used.
    init(_ fault: LabDatabase.Fault, _ attempt: Attempt, _ location: LabLocation, patience: Int) {
        let what = "cannot \(attempt.rawValue) lab \(location.name)"
        let startOver =
            "move the file away, or remove the lab with \"netsim lab rm \(location.name)\" and import an export of it"
        switch fault {
        case .foreign:
            self.init(
                .unreadable,
                "\(what): \(location.file) is the database of another program",
                advice: "move the file away; it was left untouched"
            )
        case .newer(let version):
            self.init(
                .newer,
                "\(what): \(location.file) was written by a later netsim (format \(version), this one knows "
                    + "\(LabDatabase.version))",
                advice: "use that netsim; the file was left untouched"
            )
        case .damaged(let problem):
            self.init(.unreadable, "\(what): \(location.file) is damaged: \(problem)", advice: startOver)
        case .sqlite(let failure):
            self.init(failure, what, location, startOver: startOver, patience: patience)
        }
    }

    private init(
        _ failure: SQLiteFailure,
        _ what: String,
        _ location: LabLocation,
        startOver: String,
        patience: Int
    ) {
        let file = location.file
        switch (failure.primaryCode, failure.systemError) {
        case (SQLITE_BUSY, _), (SQLITE_LOCKED, _):
            self.init(
                .busy,
                "\(what): another process has held \(file) locked for \(Self.seconds(patience))",
                advice: "try again once that command has ended"
            )
        case (SQLITE_NOTADB, _):
            self.init(.unreadable, "\(what): \(file) is no lab file", advice: startOver)
        case (SQLITE_CORRUPT, _), (SQLITE_ERROR, _), (SQLITE_CONSTRAINT, _), (SQLITE_MISMATCH, _), (SQLITE_TOOBIG, _):
            self.init(.unreadable, "\(what): \(file) is damaged: \(failure.message)", advice: startOver)
        case (SQLITE_FULL, _), (_, ENOSPC), (_, EDQUOT):
            self.init(
                .full,
                "\(what): no space is left for \(file)",
                advice: "free some; the lab is as it was before"
            )
        case (SQLITE_READONLY, _), (SQLITE_CANTOPEN, _), (SQLITE_PERM, _), (_, EACCES), (_, EPERM), (_, EROFS):
            guard let (path, code) = location.obstacle else { fallthrough }
            self.init(
                code == EROFS ? .readOnly : .permissionDenied,
                "\(what): \(path): \(Self.words(of: code))",
                advice: "netsim reads and writes the lab's file and its folder; NETSIM_HOME names another home"
            )
        default:
            let reason = failure.systemError == 0 ? "" : " (\(Self.words(of: failure.systemError)))"
            self.init(.failed, "\(what): \(file): \(failure.message)\(reason)")
        }
    }

    /// The system's words for an `errno`.
    static func words(of code: CInt) -> String {
        strerror(code).map { String(cString: $0) } ?? "error \(code)"
    }

    private static func seconds(_ milliseconds: Int) -> String {
        milliseconds % 1000 == 0 ? "\(milliseconds / 1000) s" : "\(milliseconds) ms"
    }
}
