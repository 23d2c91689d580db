public import YAML

/// What the user says beside the files, as `docker compose` takes it.
public struct ComposeOptions: Sendable {
    /// `-f`, in order; empty: `compose.yaml` (or an older default name) is looked for from `directory` upwards, and its
    /// override beside it.
    public var files: [String] = []
    /// `-p`.
    public var projectName: String?
    /// `--project-directory`; nil: the folder of the first file.
    public var projectDirectory: String?
    /// `--profile`; `*` for all.
    public var profiles: [String] = []
    /// `--env-file`; empty: `.env` in the project's folder, where there is one.
    public var environmentFiles: [String] = []
    /// The environment of the process, which wins over `.env`.
    public var environment: [String: String] = [:]
    /// The folder that relative paths start from.
    public var workingDirectory = "."

    public init() {}
}

/// The file system, as far as loading needs it: a test's is a dictionary.
public protocol ComposeFiles {
    /// A file's bytes.
    ///
    /// - Throws: `SourceError` with what the system said, when it cannot be read or is larger than `limit` bytes.
    func read(_ path: String, limit: Int) throws(SourceError) -> [UInt8]
    func exists(_ path: String) -> Bool
    /// The absolute form of a path; symbolic links stay as they are.
    func absolute(_ path: String) -> String
}

/// Everything that is wrong with a project's files, in the order of the files.
public struct ComposeFailure: Error, Sendable {
    public let errors: [SourceError]

    public init(_ errors: [SourceError]) {
        self.errors = errors
    }
}
