/// How sure a finding is that what it says happens.
public enum Certainty: String, Hashable, Sendable, CaseIterable {
    /// It follows from the files and the engine's rules alone.
    case certain
    /// It takes what is usual and the files do not say: a program that behaves as its kind does, a firewall that lets
    /// packets pass.
    case likely
    /// It takes a certain order of starting, or something outside that nobody told of.
    case possible
}

/// What happens to whom where a rule is broken.
struct Effect: Sendable {
    /// A sentence without its point; `{}` stands for the service or network.
    let text: String
    let certainty: Certainty

    init(_ certainty: Certainty, _ text: String) {
        self.text = text
        self.certainty = certainty
    }

    /// - Parameter subject: of the finding: `shop/service/web/port/8080`.
    func text(about subject: String) -> String {
        text.replacing("{}", with: Self.name(in: subject) ?? "it")
    }

    private static func name(in subject: String) -> String? {
        let parts = subject.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count > 2, parts[1] == "service" || parts[1] == "network", !parts[2].isEmpty else { return nil }
        return String(parts[2])
    }

    static func of(_ rule: String) -> Effect { table[rule] ?? Effect(.likely, "it does not work as its author meant") }
}
