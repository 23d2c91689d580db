internal import DockerValues
internal import Rendering

/// What `--format` of netsim's own commands takes: some words, and templates where a command lists rows. Anything else is
/// a flag that cannot be read. (Docker's commands take any word for a template, and have exit statuses of their own.)
enum OutputChoice {
    /// The exit status of all flags that cannot be read.
    static let refusal: Int32 = 125

    static func checked(
        _ text: String,
        among words: [String],
        takesTemplates: Bool = false
    ) throws(FlagValueError) -> String {
        if text.isEmpty || words.contains(text) { return text }
        if takesTemplates, text.contains("{{") {
            do throws(TemplateError) {
                _ = try GoTemplate.parse(text.hasPrefix("table") ? String(text.dropFirst("table".count)) : text)
            } catch {
                throw FlagValueError(error.dockerMessage)
            }
            return text
        }
        throw FlagValueError("invalid format: must be \(list(words, takesTemplates: takesTemplates))")
    }

    private static func list(_ words: [String], takesTemplates: Bool) -> String {
        let quoted = words.map { "\"\($0)\"" }
        let all = takesTemplates ? quoted + ["a Go template such as '{{.Name}}'"] : quoted
        return all.count == 1 ? all[0] : "\(all.dropLast().joined(separator: ", ")) or \(all.last ?? "")"
    }
}

extension Flag {
    /// `--format` of one of netsim's own listings.
    static func ownFormat(set: @escaping Put<String>) -> Flag {
        let words = ["table", "json", "yaml"]
        let help =
            "Format output: 'table' (default), 'table TEMPLATE', 'json', 'yaml', or a Go template such as '{{.Name}}'"
        return custom("format", as: "string", help) { owner, text throws(FlagValueError) in
            set(&owner, try OutputChoice.checked(text, among: words, takesTemplates: true))
        }
        .completing(.words(words))
    }

    /// `--format` of a command of netsim's own whose output has a fixed form.
    static func ownFormat(_ words: [String], default defaultText: String? = nil, set: @escaping Put<String>) -> Flag {
        let quoted = words.map { "'\($0)'" }
        let help = "Format output: \(quoted.dropLast().joined(separator: ", ")) or \(quoted.last ?? "")"
        return custom("format", as: "string", default: defaultText, help) { owner, text throws(FlagValueError) in
            set(&owner, try OutputChoice.checked(text, among: words))
        }
        .completing(.words(words))
    }

    /// `--json`, for every `--format` that knows the word.
    fileprivate var json: Flag? {
        guard spec.name == "format", case .words(let words) = spec.candidates, words.contains("json") else {
            return nil
        }
        let set = set
        let description = FlagSpec(name: "json", shorthand: nil, valueName: nil, help: "The same as --format json")
        return Flag(spec: description) { owner, text throws(FlagValueError) in
            if try FlagNumber.bool(text) { try set(&owner, "json") }
        }
    }
}

extension Command {
    /// The command's flags, and `--json` where its `--format` knows JSON.
    static var allFlags: [Flag<Self>] {
        let own = flags
        // By hand: this is generic, and a chain of closures would have several types made at each start.
        for flag in own {
            if let json = flag.json { return own + [json] }
        }
        return own
    }
}
