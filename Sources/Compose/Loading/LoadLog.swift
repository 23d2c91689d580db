internal import YAML

/// What a load has read and said so far.
struct LoadLog {
    var sources: SourceTable
    var errors: [SourceError] = []
    var warnings: [SourceError] = []
    /// Variables without a value that were warned of.
    var warnedVariables: Set<String> = []
    /// Bytes that files may still have, all together.
    var bytesLeft = 64 << 20
    /// Files that may still be read: includes could else multiply without end.
    var filesLeft = 1_000
    /// Bytes that variables may still make.
    var expansionLeft = 64 << 20
    /// Values that merging may still make.
    var mergesLeft = 1_000_000

    /// Complaints that are kept of one stage, and of all.
    static let maximumComplaints = 1_000
    /// Complaints that get a hint at a near name.
    static let maximumHints = 50

    init(sources: SourceTable) {
        self.sources = sources
    }

    /// By file and place; what has no place comes first.
    var sortedErrors: [SourceError] {
        errors.enumerated().sorted { a, b in
            switch (a.element.place, b.element.place) {
            case (nil, nil): a.offset < b.offset
            case (nil, _): true
            case (_, nil): false
            case (let x?, let y?): (x, a.offset) < (y, b.offset)
            }
        }.prefix(Self.maximumComplaints).map(\.element)
    }

    /// Reads a file and enters it into the table.
    ///
    /// - Parameter asking: the place of what names the file, for complaints.
    mutating func read(
        _ path: String,
        shown: String,
        from files: some ComposeFiles,
        asking place: SourcePlace?
    ) -> Int? {
        let limit = YAMLReader.Limits().bytes
        guard filesLeft > 0, bytesLeft > 0 else {
            errors.append(SourceError("the project has more files than are read", at: place))
            return nil
        }
        filesLeft -= 1
        do throws(SourceError) {
            let bytes = try files.read(path, limit: min(limit, bytesLeft))
            bytesLeft -= bytes.count
            return sources.add(path: shown, bytes: bytes, location: path)
        } catch {
            errors.append(
                SourceError(error.message, at: error.place ?? place, help: error.help, related: error.related)
            )
            return nil
        }
    }
}
