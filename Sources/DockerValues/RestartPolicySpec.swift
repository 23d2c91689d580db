package import Lab

/// A value of `--restart`: a policy's name, perhaps with a number of tries (`on-failure:3`).
package struct RestartPolicySpec: Hashable, Sendable {
    package let name: String
    package let maximumRetries: Int

    package init(name: String, maximumRetries: Int) {
        self.name = name
        self.maximumRetries = maximumRetries
    }

    package init(parsing text: String) throws(ValueError) {
        guard let colon = text.firstIndex(of: ":") else {
            name = text
            maximumRetries = 0
            return
        }
        name = String(text[..<colon])
        if name.isEmpty { throw ValueError("invalid restart policy format: no policy provided before colon") }
        let digits = text[text.index(after: colon)...]
        guard let count = digits.isEmpty ? 0 : Int(digits) else {
            throw ValueError("invalid restart policy format: maximum retry count must be an integer")
        }
        maximumRetries = count
    }

    /// Whether the policy restarts anything, which `--rm` rules out.
    package var restarts: Bool { !name.isEmpty && name != "no" }

    /// Whether there is no policy of the name.
    package var isUnknown: Bool { !["", "no", "always", "unless-stopped", "on-failure"].contains(name) }

    /// The policy, checked as the engine checks it.
    package var policy: ContainerConfig.RestartPolicy {
        get throws(LabError) {
            switch name {
            case "on-failure":
                if maximumRetries < 0 {
                    throw Self.invalid("maximum retry count cannot be negative")
                }
                return .onFailure(maximumRetries: maximumRetries)
            case "always", "unless-stopped", "no":
                if maximumRetries != 0 {
                    let addition = maximumRetries < 0 ? " and cannot be negative" : ""
                    throw Self.invalid("maximum retry count can only be used with 'on-failure'\(addition)")
                }
                return name == "no" ? .no : name == "always" ? .always : .unlessStopped
            case "": return .no
            default:
                throw Self.invalid(
                    "unknown policy '\(name)'; use one of 'no', 'always', 'on-failure', or 'unless-stopped'"
                )
            }
        }
    }

    private static func invalid(_ reason: String) -> LabError {
        LabError(.invalidParameter, "invalid restart policy: \(reason)")
    }
}
