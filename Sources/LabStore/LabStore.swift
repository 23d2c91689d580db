package import Lab

/// The embedded store of one lab: an SQLite file that several processes may use at once.
///
/// Readers see whole states of the lab only: ``read(_:)`` hands out a snapshot and holds no lock meanwhile;
/// ``update(now:_:)`` excludes every other writer, and what it returns from is on the disk. A process that is killed
/// at any instant leaves the lab as before its command or as after it.
///
/// A store belongs to the thread that uses it, and its methods must not be called from within the bodies given to
/// them. It keeps the last snapshot, so that reading again costs a few microseconds while nothing has changed.
package final class LabStore {
    package struct Options: Sendable {
        /// What a lab that does not exist yet draws its identifiers from: the same seed gives the same ones, whether
        /// the lab has been written already or not.
        package var seed: UInt64 = 0
        /// The simulated host of a lab that does not exist yet; nil: the usual one.
        package var host: HostFacts?
        /// The release that the engine of a lab that does not exist yet is.
        package var engine = EngineVersion.head
        /// When a lab that does not exist yet is said to have been created, as long as it is only read.
        package var created = Timestamp(seconds: 0)
        /// Whether a change is on the disk itself before it is answered. Without, it survives this process, however it ends,
        /// but not a failure of the machine's power.
        package var survivesPowerFailure = true
        /// Milliseconds to wait for a lock that another process holds.
        package var patience = 10_000

        package init() {}
    }

    /// Stands for one state of a lab, as seen by one store: compare for equality.
    package struct ChangeStamp: Hashable, Sendable {
        /// Counts the files that the store has seen under the lab's name.
        let file: Int
        let state: LabDatabase.State

        /// How often the lab had been changed.
        package var generation: Int64 { if case .lab(let generation) = state { generation } else { 0 } }
    }

    private struct Snapshot {
        var lab: Lab
        let stamp: ChangeStamp
    }

    let session: LabSession
    private let options: Options
    private var snapshot: Snapshot?

    /// Prepares for using a lab; nothing is opened or created yet.
    ///
    /// - Parameter home: `$NETSIM_HOME`.
    /// - Throws: `invalidName`.
    package init(home: String, lab: String, options: Options = Options()) throws(StoreError) {
        session = LabSession(
            try LabLocation(home: home, name: lab),
            patience: options.patience,
            survivesPowerFailure: options.survivesPowerFailure
        )
        self.options = options
    }

    /// The lab's name.
    package var name: String { session.location.name }

    /// The lab's file. Every committed change writes to it, so watching it with inotify (`IN_MODIFY`) shows changes
    /// at once; whoever then reads waits for the commit to end, and sees it. Once the lab has been removed
    /// (`IN_DELETE_SELF`) the next one under its name has another file, in a new folder.
    package var file: String { session.location.file }

    /// The folders above ``file`` that are made and removed with labs, the outermost first: watching them shows that a
    /// lab is there, or is no more.
    package var foldersOfFile: [String] {
        let location = session.location
        return [location.home, LabLocation.labsFolder(of: location.home), location.folder]
    }

    // MARK: - Reading

    /// Hands over the lab as it stands; one that does not exist yet is a fresh one, and stays unwritten.
    ///
    /// - Throws: ``StoreError``, or what `body` throws.
    package func read<T>(_ body: (Lab) throws -> T) throws -> T {
        try body(try refreshed())
    }

    /// Hands over the lab if it is no longer as it was at `stamp`; nil where it is.
    package func read<T>(ifChangedSince stamp: ChangeStamp?, _ body: (Lab) throws -> T) throws -> T? {
        if let stamp, try changeStamp() == stamp { return nil }
        return try read(body)
    }

    /// Stands for the lab that the last ``read(_:)`` or ``update(now:_:)`` saw or left; nil before the first, and
    /// after an update that was refused.
    package var snapshotStamp: ChangeStamp? { snapshot?.stamp }

    /// How often the lab in the file has been changed, 0 where there is none yet. Costs some microseconds.
    package func generation() throws -> Int64 { try changeStamp().generation }

    /// Stands for the lab as it is in the file now. Costs some microseconds, however large the lab is.
    package func changeStamp() throws(StoreError) -> ChangeStamp {
        try session.reading { ChangeStamp(file: session.file, state: try $0?.state() ?? .empty) }
    }

    /// The lab as it is in the file, read anew only where the snapshot is out of date.
    private func refreshed() throws(StoreError) -> Lab {
        let known = snapshot
        let found = try session.reading { database in
            let stamp = ChangeStamp(file: session.file, state: try database?.state() ?? .empty)
            if let known, known.stamp == stamp { return known }
            guard let database, stamp.state != .empty else {
                return Snapshot(lab: fresh(created: options.created), stamp: stamp)
            }
            return Snapshot(lab: try database.load(), stamp: stamp)
        }
        snapshot = found
        return found.lab
    }

    private func fresh(created: Timestamp) -> Lab {
        var lab = Lab(
            seed: options.seed,
            host: options.host ?? HostFacts(),
            engine: EngineSettings(engineID: "", version: options.engine),
            created: created
        )
        _ = lab.takeChanges()
        return lab
    }

    // MARK: - Writing

    /// Changes the lab, alone among all processes.
    ///
    /// What changed is committed in one transaction before the call returns, also where `body` throws: a refused
    /// command may have changed the lab legitimately. Nothing is written, nor a file made, where nothing changed.
    /// Events that `body` does not take are kept with it: ``events(after:)``.
    ///
    /// - Parameter now: when a lab that does not exist yet is created.
    /// - Throws: what `body` throws, or ``StoreError``; then nothing has changed.
    @discardableResult
    package func update<T>(now: Timestamp, _ body: (inout Lab) throws -> T) throws -> T {
        // The snapshot is moved, not copied, into the change, and comes back when it is committed.
        var last = snapshot.take()
        let (outcome, next) = try session.writing { database, state in
            let stamp = ChangeStamp(file: session.file, state: state)
            var lab: Lab
            if state == .empty {
                lab = fresh(created: now)
            } else if last?.stamp == stamp, let known = last.take() {
                lab = known.lab
            } else {
                lab = try database.load()
            }
            let outcome = Result { try body(&lab) }
            let changes = lab.takeChanges()
            let events = lab.takeEvents()
            if changes.isEmpty {
                let commits = !events.isEmpty && state != .empty
                if commits { try database.keep(events, at: now) }
                return (value: (outcome, Snapshot(lab: lab, stamp: stamp)), commits: commits)
            }
            let generation = try database.write(
                state == .empty ? LabChanges(everythingIn: lab) : changes,
                of: lab,
                after: state
            )
            try database.keep(events, at: now)
            let written = ChangeStamp(file: session.file, state: .lab(generation: generation))
            return (value: (outcome, Snapshot(lab: lab, stamp: written)), commits: true)
        }
        // After a refusal the lab is read anew, so that nothing that it left unmarked in memory can stay there.
        if case .success = outcome, next.stamp.state != .empty { snapshot = next }
        return try outcome.get()
    }

    /// Puts `lab` in the place of the whole lab, or makes it where there was none. Round-robin counters start anew.
    package func replace(with lab: Lab) throws(StoreError) {
        snapshot = nil
        try session.writing { database, state in
            if state != .empty { try database.clear() }
            _ = try database.write(LabChanges(everythingIn: lab), of: lab, after: state)
            return (value: (), commits: true)
        }
    }

    /// Makes the lab where it does not exist yet, so that there is a file to watch.
    package func create(now: Timestamp) throws(StoreError) {
        try session.writing { database, state in
            guard state == .empty else { return (value: (), commits: false) }
            let lab = fresh(created: now)
            _ = try database.write(LabChanges(everythingIn: lab), of: lab, after: state)
            return (value: (), commits: true)
        }
    }

    /// The number that a round-robin counter stands at, 0 the first time; it is then one further, for all processes.
    ///
    /// Counters whose key begins with a container's full identifier go with that container. In a lab that does not
    /// exist yet nothing counts: the answer is 0.
    package func nextRotation(_ key: String) throws(StoreError) -> UInt64 {
        try session.writing { database, state in
            guard state != .empty else { return (value: 0, commits: false) }
            return (value: try database.nextRotation(key), commits: true)
        }
    }
}
