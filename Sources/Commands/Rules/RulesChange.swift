internal import Addressing
internal import Lab
internal import PacketFilter

/// `netsim rules add` and `netsim rules rm`: the user's own rules in DOCKER-USER.
struct RulesChange: Command {
    static let synopsis = Synopsis(
        "add [-6] [--at N] RULE... | rm [-6] N",
        .atLeast(1),
        "Add a rule of your own to DOCKER-USER, or remove one",
        mode: .passingUnknown,
        details: """
            RULE is what follows iptables -A DOCKER-USER.
            For example: netsim rules add -i eth0 ! -s 192.0.2.0/24 -j DROP
            """
    )

    /// The words that mean this command rather than the listing.
    static let verbs = ["add", "rm", "remove"]

    private var family = RuleFamily()
    private var place: Int?

    static var flags: [Flag<RulesChange>] {
        RuleFamily.flags.map { $0.within(\.family) } + [
            .int("at", "Put the rule before the one that has this number now (default: behind all others)") {
                $0.place = $1
            }
        ]
    }

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        var family = family
        var words = operands.dropFirst()
        while let word = words.first, family.take(word) { words.removeFirst() }
        let isIPv6 = try family.chosen() == .ipv6
        do {
            if operands.first == "add" {
                try add(UserRule(words: Array(words), isIPv6: isIPv6), in: session)
            } else {
                try remove(Array(words), isIPv6: isIPv6, in: session)
            }
        } catch let error as LabError {
            // No engine has such a command, so that none responds.
            throw CommandFailure("netsim: \(error.message)", hint: error.hint)
        }
        return 0
    }

    private func add(_ rule: UserRule, in session: Session) throws {
        do throws(UserRuleError) {
            _ = try UserRuleParser.parse(rule, number: 1)
        } catch {
            let isCommand = ["-A", "-I", "--append", "--insert"].contains(rule.words.first)
            throw CommandFailure(
                "netsim: \(error)",
                hint: isCommand
                    ? "leave out \(rule.words.prefix(2).joined(separator: " ")): rules go to DOCKER-USER" : nil
            )
        }
        try session.update { lab in
            if let place { try lab.insertUserRule(rule, at: place) } else { lab.appendUserRule(rule) }
        }
    }

    private func remove(_ words: [String], isIPv6: Bool, in session: Session) throws {
        guard words.count == 1, let number = Int(words[0]) else {
            throw CommandFailure("netsim: rules rm takes the number of one rule: see netsim rules --chain DOCKER-USER")
        }
        _ = try session.update { lab in try lab.deleteUserRule(number, isIPv6: isIPv6) }
        session.print(words[0])
    }
}
