/// Why a template could not be parsed or executed, in the words of Go's `text/template`.
package struct TemplateError: Error, Hashable, CustomStringConvertible {
    /// When it went wrong.
    package enum Phase: Hashable, Sendable {
        case parsing
        case executing
    }

    package let phase: Phase

    /// `template: :1:2: executing "" at <.Foo>: map has no entry for key "Foo"`, or `template: :1: unclosed action`.
    package let description: String

    /// The line Docker's commands print (docker/cli `cli/command/inspect/inspector.go`), whichever phase failed.
    package var dockerMessage: String { "template parsing error: " + description }
}
