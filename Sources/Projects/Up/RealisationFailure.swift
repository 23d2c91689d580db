public import Lab
public import YAML

/// What the engine (or Compose) refused.
public struct RealisationFailure: Sendable {
    public enum Subject: Hashable, Sendable {
        case network(project: Int, key: String)
        case container(project: Int, service: String, number: Int)
    }

    public enum Step: String, Hashable, Sendable {
        case create
        case start
    }

    public let subject: Subject
    public let step: Step
    public let error: LabError
    /// The nearest thing in the files that asked for it.
    public let place: SourcePlace
    /// Whether Compose itself refuses, before it asks the engine.
    public var isFromCompose = false

    public init(subject: Subject, step: Step, error: LabError, place: SourcePlace) {
        self.subject = subject
        self.step = step
        self.error = error
        self.place = place
    }

    /// As Compose prints it.
    public var text: String { isFromCompose ? error.message : "Error response from daemon: \(error.message)" }
}
