package import Addressing

/// Who asked for whom by ARP (RFC 826) and neighbour discovery (RFC 4861), on which links the question and its answer were
/// seen, and what of it differs between two sides.
package struct Neighbours: Sendable {
    /// A question to everybody.
    package struct Question: Hashable, Sendable {
        package let asker: MACAddress
        /// As whom it asks, for people.
        package let teller: String
        package let target: IPAddress

        package init(asker: MACAddress, teller: String, target: IPAddress) {
            self.asker = asker
            self.teller = teller
            self.target = target
        }
    }

    package struct Answer: Hashable, Sendable {
        package let asker: MACAddress
        package let target: IPAddress
        package let mac: MACAddress

        package init(asker: MACAddress, target: IPAddress, mac: MACAddress) {
            self.asker = asker
            self.target = target
            self.mac = mac
        }
    }

    /// With the places where they were seen: `veth1 In`.
    private var questions: [Question: Set<String>] = [:]
    private var answers: [Answer: Set<String>] = [:]
    private var asked: Set<[String]> = []
    private var owners: [IPAddress: MACAddress] = [:]

    package init() {}

    package mutating func ask(_ question: Question, on link: String, isInbound: Bool) {
        questions[question, default: []].insert(Self.place(link, isInbound))
        asked.insert([link, "\(question.asker)", "\(question.target)"])
    }

    /// - Returns: whether everybody was asked; else it only says that somebody is still there.
    package mutating func answer(_ answer: Answer, on link: String, isInbound: Bool) -> Bool {
        owners[answer.target] = answer.mac
        guard asked.contains([link, "\(answer.asker)", "\(answer.target)"]) else { return false }
        answers[answer, default: []].insert(Self.place(link, isInbound))
        return true
    }

    private static func place(_ link: String, _ isInbound: Bool) -> String { "\(link) \(isInbound ? "In" : "Out")" }

    /// What one side alone has. Who is asked learns who asks, so that one question serves two, and which of them asks first,
    /// or asks again as the kernel has forgotten, is a matter of time: a question that the other side has the other way
    /// round is no difference. Nor is it one as whom somebody asks in vain: the packet that waits last says so.
    ///
    /// - Parameter deaf: links whose ends hear only some of the groups.
    package func differences(from other: Neighbours, deaf: Set<String> = []) -> (own: [String], others: [String]) {
        let owners = owners.merging(other.owners) { own, _ in own }
        var (own, others): ([String], [String]) = ([], [])
        for question in Set(questions.keys).union(other.questions.keys) {
            let text = "who has \(question.target) tell \(question.teller)"
            switch (questions[question], other.questions[question]) {
            case (let ours?, let theirs?):
                func matters(_ place: String) -> Bool {
                    question.target.family == .ipv4 || !deaf.contains { place.hasPrefix("\($0) ") }
                }
                own += ours.subtracting(theirs).filter(matters).map { "\($0) \(text)" }
                others += theirs.subtracting(ours).filter(matters).map { "\($0) \(text)" }
            case (let ours?, nil):
                if !other.hasConverse(of: question, owners), !other.asksInVain(question, seen: ours, owners) {
                    own += ours.map { "\($0) \(text)" }
                }
            case (nil, let theirs?):
                if !hasConverse(of: question, owners), !asksInVain(question, seen: theirs, owners) {
                    others += theirs.map { "\($0) \(text)" }
                }
            case (nil, nil): break
            }
        }
        for (answer, places) in answers {
            guard let theirs = other.answers[answer] else { continue }
            let text = "\(answer.target) is at \(answer.mac)"
            own += places.subtracting(theirs).map { "\($0) \(text)" }
            others += theirs.subtracting(places).map { "\($0) \(text)" }
        }
        return (Set(own).sorted(), Set(others).sorted())
    }

    /// Whether the same one has asked for the same address, which nobody has, in the same places as somebody else.
    private func asksInVain(_ question: Question, seen places: Set<String>, _ owners: [IPAddress: MACAddress]) -> Bool {
        guard owners[question.target] == nil else { return false }
        let same = questions.filter { $0.key.asker == question.asker && $0.key.target == question.target }
        return same.values.contains(places)
    }

    /// Whether who is asked has asked, for an address of who asks; of the same pair once is enough, whatever address it was.
    private func hasConverse(of question: Question, _ owners: [IPAddress: MACAddress]) -> Bool {
        guard let target = owners[question.target] else { return false }
        return questions.keys.contains { other in
            guard other.target.family == question.target.family else { return false }
            return (other.asker == target && owners[other.target] == question.asker)
                || (other.asker == question.asker && owners[other.target] == target)
        }
    }
}
