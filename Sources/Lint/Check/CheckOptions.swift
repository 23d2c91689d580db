public import Lab

/// What a check is told beside the projects.
public struct CheckOptions: Sendable {
    /// The rules to apply, by name; nil: all.
    public var rules: Set<String>?
    /// Rules to leave out.
    public var ignored: Set<String> = []
    /// Whether expectations are checked.
    public var checksExpectations = true
    /// Whether expectations that hold are shown to hold.
    public var wantsProof = false
    public var host = HostConditions()
    public var seed: UInt64 = 0
    public var now: Timestamp

    public init(now: Timestamp) {
        self.now = now
    }

    /// Whether the rules chosen have expectations among them.
    package var wantsExpectations: Bool { wants(Finding.expectation) }

    func wants(_ rule: String) -> Bool { rules?.contains(rule) != false && !ignored.contains(rule) }
}
