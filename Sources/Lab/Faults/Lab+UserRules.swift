/// The user's own rules in DOCKER-USER. IPv4 and IPv6 rules have numbers of their own, as in iptables and ip6tables.
extension Lab {
    /// Puts a rule before the one that has `number` among those of its family; one past the last one appends it.
    ///
    /// The words are stored as they are: the packet filter, which reads them, is asked first.
    ///
    /// - Throws: `invalidParameter`, in iptables' words, for a number that the chain does not reach.
    public mutating func insertUserRule(_ rule: UserRule, at number: Int = 1) throws(LabError) {
        let places = userRulePlaces(isIPv6: rule.isIPv6)
        guard number >= 1, number <= places.count + 1 else {
            throw LabError(.invalidParameter, "Index of insertion too big.")
        }
        if number == places.count + 1 {
            userRules.append(rule)
        } else {
            userRules.insert(rule, at: places[number - 1])
        }
        changes.settings = true
    }

    /// Puts a rule behind all others.
    public mutating func appendUserRule(_ rule: UserRule) {
        userRules.append(rule)
        changes.settings = true
    }

    /// Removes the rule that has `number`, from 1, among those of its family.
    ///
    /// - Returns: the rule that was there.
    /// - Throws: `notFound`, in iptables' words, where there is none.
    @discardableResult
    public mutating func deleteUserRule(_ number: Int, isIPv6: Bool = false) throws(LabError) -> UserRule {
        let places = userRulePlaces(isIPv6: isIPv6)
        guard number >= 1, number <= places.count else {
            throw LabError(.notFound, "Index of deletion too big.")
        }
        changes.settings = true
        return userRules.remove(at: places[number - 1])
    }

    private func userRulePlaces(isIPv6: Bool) -> [Int] {
        userRules.indices.filter { userRules[$0].isIPv6 == isIPv6 }
    }
}
