import Compose
import YAML

/// A project of the input: its files stand after lines `%% NAME`, the first one is `compose.yaml`. Whatever it is, it is
/// read or refused, and what is refused is refused with a place in a file that was read.
@Sendable func fuzzCompose(_ input: [UInt8]) {
    var contents: [String: [UInt8]] = [:]
    var name = "compose.yaml"
    for line in input.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
        if line.starts(with: Array("%% ".utf8)) {
            name = String(decoding: line.dropFirst(3), as: UTF8.self)
        } else {
            contents[name, default: []] += line + [UInt8(ascii: "\n")]
        }
    }
    var options = ComposeOptions()
    options.environment = ["SET": "value", "EMPTY": "", "NUMBER": "5"]
    for profiles in [[], ["*"]] {
        options.profiles = profiles
        var sources = SourceTable()
        do throws(ComposeFailure) {
            let project = try ComposeLoader.load(options, from: FuzzFiles(contents: contents), into: &sources)
            for service in project.services
            where sources.line(Int(service.place.line), of: Int(service.place.file)) == nil {
                fatalError("service \(service.name) stands nowhere")
            }
            let names = Set(project.services.map(\.name))
            for service in project.services where !names.isSuperset(of: service.dependsOn.map(\.service)) {
                fatalError("service \(service.name) waits for nobody")
            }
        } catch {
            if error.errors.isEmpty { fatalError("refused without a reason") }
            for error in error.errors {
                guard let place = error.place else { continue }
                if sources.line(Int(place.line), of: Int(place.file)) == nil { fatalError("no place \(error)") }
            }
        }
    }
}

private struct FuzzFiles: ComposeFiles {
    let contents: [String: [UInt8]]

    func read(_ path: String, limit: Int) throws(SourceError) -> [UInt8] {
        guard let bytes = contents[path] else { throw SourceError("open \(path): no such file or directory") }
        return bytes
    }

    func exists(_ path: String) -> Bool { contents[path] != nil }

    func absolute(_ path: String) -> String { path.hasPrefix("/") ? path : "/work/\(path)" }
}
