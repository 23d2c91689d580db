/// The packets of one flow on one link, in words in which only what must be equal is left.
package struct Flow: Hashable, Comparable, Sendable {
    package var link: String
    /// In order; ``FlowReader`` says what each says.
    package var packets: [String]
    /// The trial in which it began; nil where that is not known.
    package var trial: Int?
    /// The addresses and ports of the first packet, for finding its trial.
    package var ends: [String]

    package init(link: String, packets: [String], trial: Int? = nil, ends: [String] = []) {
        self.link = link
        self.packets = packets
        self.trial = trial
        self.ends = ends
    }

    /// Flows are equal whatever trial they are of.
    package static func == (left: Flow, right: Flow) -> Bool {
        left.link == right.link && left.packets == right.packets
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(link)
        hasher.combine(packets)
    }

    package static func < (left: Flow, right: Flow) -> Bool {
        if left.link != right.link { return left.link < right.link }
        return left.packets.lexicographicallyPrecedes(right.packets)
    }
}
