import Compose
import TestSupport
import YAML

/// Loads `/work/compose.yaml` and its kin.
func load(
    _ contents: [String: String],
    _ change: (inout ComposeOptions) -> Void = { _ in }
) -> (result: Result<ComposeProject, ComposeFailure>, sources: SourceTable) {
    var options = ComposeOptions()
    change(&options)
    var sources = SourceTable()
    let files = MemoryFiles(contents)
    do throws(ComposeFailure) {
        return (.success(try ComposeLoader.load(options, from: files, into: &sources)), sources)
    } catch {
        return (.failure(error), sources)
    }
}

/// The errors of a load, each as `path:line:column: message`, with its help after ` | `.
func complaints(
    _ contents: [String: String],
    _ change: (inout ComposeOptions) -> Void = { _ in }
) -> [String] {
    let loaded = load(contents, change)
    guard case .failure(let failure) = loaded.result else { return [] }
    return failure.errors.map { text(of: $0, loaded.sources) }
}

func text(of error: SourceError, _ sources: SourceTable) -> String {
    let place = error.place.map { sources.text(of: $0) + ": " } ?? ""
    return place + error.message + (error.help.map { " | \($0)" } ?? "")
}
