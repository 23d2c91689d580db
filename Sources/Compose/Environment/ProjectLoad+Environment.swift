internal import Lab
internal import Text
internal import YAML

extension ProjectLoad {
    /// `--env-file`, `COMPOSE_ENV_FILES`, or `.env` in the folder.
    ///
    /// - Returns: whether it is `.env` that counts.
    mutating func readEnvironmentFiles(into environment: inout ProjectEnvironment, directory: String) -> Bool {
        var named = options.environmentFiles
        if named.isEmpty {
            named = (environment["COMPOSE_ENV_FILES"] ?? "").split(separator: ",").map(String.init)
        }
        guard named.isEmpty else {
            let references = named.map {
                FileReference(path: FilePath.join(options.workingDirectory, $0), shown: $0)
            }
            readEnvironment(references, into: &environment, asking: nil)
            return false
        }
        if environment["COMPOSE_DISABLE_ENV_FILE"].flatMap(GoNumber.truth) == true { return false }
        readDefaultEnvironment(into: &environment, directory: directory)
        return true
    }

    mutating func readDefaultEnvironment(into environment: inout ProjectEnvironment, directory: String) {
        let path = FilePath.join(directory, ".env")
        guard files.exists(path) else { return }
        readEnvironment([FileReference(path: path, shown: path)], into: &environment, asking: nil)
    }

    /// Reads files whose later ones win over earlier ones, and the environment over all.
    mutating func readEnvironment(
        _ references: [FileReference],
        into environment: inout ProjectEnvironment,
        asking place: SourcePlace?
    ) {
        var values: [String: String] = [:]
        for reference in references {
            guard files.exists(reference.path) else {
                log.errors.append(SourceError("Couldn't find env file: \(files.absolute(reference.path))", at: place))
                continue
            }
            guard let file = log.read(reference.path, shown: reference.shown, from: files, asking: place) else {
                continue
            }
            let (known, earlier) = (environment, values)
            do throws(SourceError) {
                let read = try DotEnv.read(
                    log.sources.files[file].bytes,
                    file: file,
                    budget: log.expansionLeft,
                    outside: { known[$0] ?? earlier[$0] }
                )
                values.merge(read.values) { _, new in new }
                log.warnings += read.warnings
            } catch {
                log.errors.append(error)
            }
        }
        environment.add(values)
    }
}
