public import YAML

/// Reads a project's files into a ``ComposeProject``, as `docker compose` reads them.
public enum ComposeLoader {
    /// Loads one project.
    ///
    /// Files are entered into `sources` in the order in which they are read, whether or not they can be understood.
    ///
    /// - Throws: everything that is wrong with the files, in their order.
    public static func load(
        _ options: ComposeOptions,
        from files: some ComposeFiles,
        into sources: inout SourceTable
    ) throws(ComposeFailure) -> ComposeProject {
        var load = ProjectLoad(options: options, files: files, sources: sources)
        sources = SourceTable()
        let project = load.run()
        sources = load.log.sources
        guard let project, load.log.errors.isEmpty else { throw ComposeFailure(load.log.sortedErrors) }
        return project
    }

    /// Reads as much of one project as can be understood, so that what Compose refuses hides nothing else.
    ///
    /// What is refused is left out, or taken as it was meant: see ``ComposeProject/complaints``.
    ///
    /// - Throws: what is wrong with files of which nothing can be understood.
    public static func examine(
        _ options: ComposeOptions,
        from files: some ComposeFiles,
        into sources: inout SourceTable
    ) throws(ComposeFailure) -> ComposeProject {
        var load = ProjectLoad(options: options, files: files, sources: sources, goesOn: true)
        sources = SourceTable()
        let project = load.run()
        sources = load.log.sources
        guard var project else { throw ComposeFailure(load.log.sortedErrors) }
        project.complaints = load.log.sortedErrors
        return project
    }

    /// Whether files are named, or are found where Compose looks for them; they are not read.
    public static func findsFiles(_ options: ComposeOptions, in files: some ComposeFiles) -> Bool {
        var log = LoadLog(sources: SourceTable())
        return !FileFinder(options: options, files: files).find(ProjectEnvironment(options.environment), &log).isEmpty
    }
}
