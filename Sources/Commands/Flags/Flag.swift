internal import DockerValues

/// A flag of the command `Owner`: its description, and what its value does to the command.
struct Flag<Owner>: Sendable {
    typealias Setter = @Sendable (inout Owner, String) throws(FlagValueError) -> Void

    var spec: FlagSpec
    let set: Setter

    init(spec: FlagSpec, set: @escaping Setter) {
        self.spec = spec
        self.set = set
    }

    /// The same flag, not shown by help.
    var hidden: Flag {
        var copy = self
        copy.spec.isHidden = true
        return copy
    }

    /// The same flag, whose value the shell completes from `candidates`.
    func completing(_ candidates: Candidates) -> Flag {
        var copy = self
        copy.spec.candidates = candidates
        return copy
    }
}

/// The kinds of flag that pflag, Docker's flag library, has. `set` puts the value where it belongs.
///
/// Closures rather than key paths: those would be made anew at each start, for every flag of the command.
extension Flag {
    typealias Put<Value> = @Sendable (inout Owner, Value) -> Void

    /// A switch: `--rm`, `--rm=false`.
    static func bool(
        _ name: String,
        short shorthand: Unicode.Scalar? = nil,
        default defaultText: String? = nil,
        _ help: String,
        set: @escaping Put<Bool>
    ) -> Flag {
        Flag(spec: spec(name, shorthand, nil, help, defaultText)) { owner, text throws(FlagValueError) in
            set(&owner, try FlagNumber.bool(text))
        }
    }

    static func string(
        _ name: String,
        short shorthand: Unicode.Scalar? = nil,
        default defaultText: String? = nil,
        _ help: String,
        set: @escaping Put<String>
    ) -> Flag {
        Flag(spec: spec(name, shorthand, "string", help, defaultText)) { owner, text in set(&owner, text) }
    }

    /// A flag that may be given several times, each value whole; `check` may refuse or rewrite one.
    static func list(
        _ name: String,
        short shorthand: Unicode.Scalar? = nil,
        as valueName: String = "list",
        default defaultText: String? = nil,
        _ help: String,
        check: @escaping @Sendable (String) throws(FlagValueError) -> String = { $0 },
        add: @escaping Put<String>
    ) -> Flag {
        Flag(spec: spec(name, shorthand, valueName, help, defaultText)) { owner, text throws(FlagValueError) in
            add(&owner, try check(text))
        }
    }

    /// A flag that may be given several times, each value a list with commas (pflag's `StringSlice`).
    static func strings(_ name: String, _ help: String, add: @escaping Put<[String]>) -> Flag {
        Flag(spec: spec(name, nil, "strings", help, nil)) { owner, text throws(FlagValueError) in
            add(&owner, try CommaSeparated.fields(of: text))
        }
    }

    static func int(
        _ name: String,
        short shorthand: Unicode.Scalar? = nil,
        default defaultText: String? = nil,
        _ help: String,
        set: @escaping Put<Int>
    ) -> Flag {
        Flag(spec: spec(name, shorthand, "int", help, defaultText)) { owner, text throws(FlagValueError) in
            set(&owner, Int(try FlagNumber.int64(text)))
        }
    }

    /// `--filter`, of any listing; `add` puts one filter into the command's set.
    static func filter(
        short shorthand: Unicode.Scalar? = "f",
        _ help: String,
        add: @escaping @Sendable (inout Owner, String) throws -> Void
    ) -> Flag {
        Flag(spec: spec("filter", shorthand, "filter", help, nil)) { owner, text throws(FlagValueError) in
            do {
                try add(&owner, text)
            } catch {
                throw FlagValueError("\(error)")
            }
        }
    }

    /// `--format` of a listing.
    static func format(set: @escaping Put<String>) -> Flag {
        string(
            "format",
            """
            Format output: 'table' (default), 'table TEMPLATE', 'json', 'yaml', or a Go template such as '{{.Name}}'
            """,
            set: set
        )
        .completing(.words(["table", "json", "yaml"]))
    }

    /// `--format` of an `inspect`.
    static func inspectFormat(set: @escaping Put<String>) -> Flag {
        string("format", short: "f", "Format output: 'json', 'yaml', or a Go template such as '{{.Name}}'", set: set)
            .completing(.words(["json", "yaml"]))
    }

    /// A flag with a syntax of its own.
    static func custom(
        _ name: String,
        short shorthand: Unicode.Scalar? = nil,
        as valueName: String,
        default defaultText: String? = nil,
        _ help: String,
        set: @escaping Setter
    ) -> Flag {
        Flag(spec: spec(name, shorthand, valueName, help, defaultText), set: set)
    }

    /// A flag of Docker's that says nothing about networks: understood, checked by `check`, and ignored with a note.
    static func ignored(
        _ name: String,
        short shorthand: Unicode.Scalar? = nil,
        as valueName: String?,
        default defaultText: String? = nil,
        _ help: String,
        check: @escaping @Sendable (String) throws(FlagValueError) -> Void = { _ throws(FlagValueError) in }
    ) -> Flag {
        var description = spec(name, shorthand, valueName, help, defaultText)
        description.isIgnored = true
        return Flag(spec: description) { _, text throws(FlagValueError) in
            if valueName == nil { _ = try FlagNumber.bool(text) }
            try check(text)
        }
    }

    /// A flag without meaning in a simulator, which is ignored without a word (`--sig-proxy`).
    static func silent(
        _ name: String,
        short shorthand: Unicode.Scalar? = nil,
        as valueName: String?,
        default defaultText: String? = nil,
        _ help: String
    ) -> Flag {
        var flag = ignored(name, short: shorthand, as: valueName, default: defaultText, help)
        flag.spec.isIgnored = false
        return flag
    }

    private static func spec(
        _ name: String,
        _ shorthand: Unicode.Scalar?,
        _ valueName: String?,
        _ help: String,
        _ defaultText: String?
    ) -> FlagSpec {
        FlagSpec(
            name: name,
            shorthand: shorthand.map { UInt8(truncatingIfNeeded: $0.value) },
            valueName: valueName,
            help: help,
            defaultText: defaultText
        )
    }
}

extension Flag {
    /// The same flag for a command that holds `Owner` as one of its parts.
    func within<Outer>(_ part: any WritableKeyPath<Outer, Owner> & Sendable) -> Flag<Outer> {
        Flag<Outer>(spec: spec) { outer, text throws(FlagValueError) in
            try set(&outer[keyPath: part], text)
        }
    }
}
