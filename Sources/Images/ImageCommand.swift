package import Addressing

/// What a container's own command makes of its image: the service as the image has it, or something else.
package enum ImageCommand: Hashable, Sendable {
    /// The image's service, on these ports.
    case service([ContainerPort])
    /// Something that is known to open no port: a shell, a client, a wait.
    case nothing
    /// Something that the image's name says nothing of.
    case unknown

    /// Programs that open no port, whatever image they are in.
    private static let quiet: Set<String> = [
        "sleep", "tail", "cat", "true", "false", "echo", "printf", "ls", "env", "date", "id", "whoami", "test", "cp",
        "mv", "rm", "mkdir", "chown", "chmod", "touch", "find", "grep", "sed", "tar", "ping", "dig", "nslookup",
        "getent", "curl", "wget", "ip", "psql", "pg_dump", "pg_isready", "pg_basebackup", "createdb", "mysql",
        "mysqldump", "mysqladmin", "mariadb", "mariadb-dump", "mariadb-admin", "redis-cli", "valkey-cli", "mongosh",
        "mongo", "mongodump", "mongorestore", "mongoimport", "cqlsh", "kafka-topics", "kafka-topics.sh", "etcdctl",
        "certbot", "ssh-keygen", "openssl", "git", "rsync", "aws", "mc", "cron", "crond", "cron.sh", "supercronic",
        "sidekiq",
    ]

    private static let shells: Set<String> = ["sh", "bash", "ash", "zsh", "dash"]

    /// - Parameters:
    ///   - entrypoint: the container's own; nil: the image's.
    ///   - arguments: the container's own; empty: the image's.
    ///   - environment: `NAME=value`.
    package init(_ image: KnownImage, entrypoint: [String]?, arguments: [String], environment: [String]) {
        let own = (entrypoint ?? []) + arguments
        let words = own.flatMap(Self.pieces)
        let runs = words.contains { image.program.processes.contains(Self.name(of: $0)) }
        let isArguments = entrypoint == nil && (arguments.first?.hasPrefix("-") ?? true)
        if own.isEmpty || runs || isArguments {
            self = image.knowsPorts ? .service(Self.ports(of: image, words, environment)) : .unknown
        } else {
            self = Self.opensNothing(own) ? .nothing : .unknown
        }
    }

    /// Whether a command is known to open no port.
    package static func opensNothing(_ command: [String]) -> Bool {
        guard let first = command.first else { return false }
        let program = name(of: first)
        if quiet.contains(program) { return true }
        // Its workers ask a broker; its console has a port.
        if program == "celery" { return !command.contains("flower") }
        guard shells.contains(program) else { return false }
        guard let flag = command.firstIndex(where: { $0.hasPrefix("-") && $0.hasSuffix("c") }) else {
            // A script may do anything.
            return command.dropFirst().allSatisfy { $0.hasPrefix("-") }
        }
        let script = command.dropFirst(flag + 1).first ?? ""
        let steps = script.split { "\n;&|".contains($0) }.compactMap { step in
            step.split(separator: " ").first { !keywords.contains(String($0)) }
        }
        return steps.allSatisfy { quiet.contains(name(of: String($0))) || $0 == "exit" || $0 == "wait" }
    }

    private static let keywords: Set<String> = [
        "while", "until", "do", "done", "if", "then", "else", "fi", "for", "!", "exec", "trap",
    ]

    /// A command's words; those of a script taken apart.
    private static func pieces(_ text: String) -> [String] {
        guard text.contains(where: { $0 == " " || $0 == "\n" }) else { return [text] }
        return text.split { " \t\n;&|()'\"".contains($0) }.map(String.init)
    }

    private static func name(of word: String) -> String { word.split(separator: "/").last.map(String.init) ?? word }

    // MARK: - Ports

    private static func ports(of image: KnownImage, _ words: [String], _ environment: [String]) -> [ContainerPort] {
        var found: Set<ContainerPort> = []
        for port in image.ports {
            if let numbers = moved(port, words, environment) {
                for number in numbers where number > 0 { found.insert(ContainerPort(number, port.port.transport)) }
            } else if port.isDefault || port.openers.contains(where: words.contains) {
                found.insert(port.port)
            }
        }
        return found.sorted()
    }

    /// The numbers that a command or a variable gives a port; nil where neither does. What cannot be read leaves it.
    private static func moved(_ port: ImagePort, _ words: [String], _ environment: [String]) -> [UInt16]? {
        for flag in port.flags {
            let numbers = flag.contains("*") ? values(like: flag, words) : value(of: flag, words).map { [$0] } ?? []
            if !numbers.isEmpty { return numbers }
        }
        for variable in port.variables {
            let isList = variable.hasSuffix("*")
            let start = (isList ? String(variable.dropLast()) : variable) + "="
            guard let entry = environment.last(where: { $0.hasPrefix(start) }) else { continue }
            let text = entry.dropFirst(start.count)
            let numbers =
                isList ? text.split(separator: ",").compactMap { number($0) } : number(text).map { [$0] } ?? []
            if !numbers.isEmpty { return numbers }
        }
        return nil
    }

    /// `--port 80`, `--port=80`, and `-p80` for a flag of one letter.
    private static func value(of flag: String, _ words: [String]) -> UInt16? {
        for (index, word) in words.enumerated() {
            if word == flag, let number = words.dropFirst(index + 1).first.flatMap({ number($0) }) { return number }
            if word.hasPrefix(flag + "="), let number = number(word.dropFirst(flag.count + 1)) { return number }
            if flag.count == 2, word.hasPrefix(flag), let number = UInt16(word.dropFirst(2)) { return number }
        }
        return nil
    }

    /// The values of all flags of a form, such as `--entrypoints.*.address`.
    private static func values(like flag: String, _ words: [String]) -> [UInt16] {
        let parts = flag.split(separator: "*", maxSplits: 1, omittingEmptySubsequences: false)
        return words.compactMap { word in
            let halves = word.split(separator: "=", maxSplits: 1)
            guard halves.count == 2, halves[0].hasPrefix(parts[0]), halves[0].hasSuffix(parts[1]) else { return nil }
            return number(halves[1])
        }
    }

    /// `8080`, `:8080`, `0.0.0.0:8080`, `http://+:8080/`.
    private static func number(_ text: some StringProtocol) -> UInt16? {
        if let number = UInt16(text) { return number }
        guard text.contains(":"), let last = text.split(separator: ":").last else { return nil }
        return UInt16(last.prefix { $0.isNumber })
    }
}
