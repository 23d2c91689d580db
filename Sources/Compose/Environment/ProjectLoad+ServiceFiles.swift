internal import Lab
internal import Text
internal import YAML

extension ProjectLoad {
    /// What a service's `env_file` gives: later files win over earlier ones.
    ///
    /// A file that is missing is warned of, where Compose refuses: files of variables hold what is not given away, and are
    /// seldom beside the Compose file that is looked at.
    mutating func readEnvironmentFiles(of service: YAMLNode, _ environment: ProjectEnvironment) -> [String: String?] {
        var values: [String: String?] = [:]
        guard let node = service["env_file"] else { return values }
        for item in node.sequence ?? [node] {
            guard let path = item.string ?? item["path"]?.string else { continue }
            let folder = folders[Int(item.place.file)] ?? FileReference(path: options.workingDirectory, shown: ".")
            let reference = folder.appending(path)
            guard !path.isEmpty, files.exists(reference.path) else {
                if item["required"]?.bool == false { continue }
                log.warnings.append(
                    SourceError(
                        "env file \(path.isEmpty ? "\"\"" : reference.shown) not found: Compose refuses to start without it",
                        at: item.place,
                        help: "its variables are unknown here; \"required: false\" lets it be missing"
                    )
                )
                continue
            }
            guard let file = log.read(reference.path, shown: reference.shown, from: files, asking: item.place) else {
                continue
            }
            let format = item["format"]?.string ?? ""
            do throws(SourceError) {
                switch format {
                case "": try readVariables(file, into: &values, environment)
                case "raw": try readRaw(file, into: &values, environment)
                default: throw SourceError("unsupported env_file format \(GoQuote.quote(format))", at: item.place)
                }
            } catch {
                log.errors.append(error)
            }
        }
        return values
    }

    private mutating func readVariables(
        _ file: Int,
        into values: inout [String: String?],
        _ environment: ProjectEnvironment
    ) throws(SourceError) {
        let earlier = values
        let read = try DotEnv.read(
            log.sources.files[file].bytes,
            file: file,
            budget: log.expansionLeft,
            outside: { environment[$0] ?? earlier[$0].flatMap { $0 } }
        )
        for (key, value) in read.values { values[key] = .some(value) }
        log.warnings += read.warnings
    }

    /// `KEY=VALUE` as it stands, as `docker run --env-file` reads it.
    private func readRaw(
        _ file: Int,
        into values: inout [String: String?],
        _ environment: ProjectEnvironment
    ) throws(SourceError) {
        let bytes = log.sources.files[file].bytes
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, octets) in lines.enumerated() {
            var line = String(decoding: octets, as: UTF8.self)
            if line.utf8.last == UInt8(ascii: "\r") { line = String(decoding: octets.dropLast(), as: UTF8.self) }
            line = String(line.drop { $0 == " " || $0 == "\t" })
            if line.isEmpty || line.hasPrefix("#") { continue }
            let key = String(line.prefix { $0 != "=" })
            if key.contains(where: { $0 == " " || $0 == "\t" }) {
                throw SourceError(
                    "variable '\(key)' contains whitespaces",
                    at: SourcePlace(file: file, line: index + 1, column: 1)
                )
            }
            if key.utf8.count == line.utf8.count {
                if let value = environment[key] { values[key] = .some(value) }
            } else {
                values[key] = .some(String(line.dropFirst(key.count + 1)))
            }
        }
    }
}
