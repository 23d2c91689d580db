internal import Compose
internal import Rendering
internal import Topology
internal import YAML

extension Session {
    /// Says why files cannot be read, with the lines that are wrong.
    func complain(_ failure: ComposeFailure, of sources: SourceTable) {
        let style = TerminalStyle(isEnabled: wantsColourOnErrors)
        complain(String(FailureReport.text(failure, in: sources, style: style).dropLast()))
    }
}
