extension Lab {
    /// Checks a container name: at least two characters of Docker's set, and not in use.
    ///
    /// - Parameter shown: the name as the refusal repeats it; renames show it with a slash.
    package func availableName(_ given: String, shown: String? = nil) throws(LabError) -> String {
        let name = given.hasPrefix("/") ? String(given.dropFirst()) : given
        guard Self.isValidContainerName(name) else {
            throw LabError(
                .invalidParameter,
                "Invalid container name (\(shown ?? given)), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed"
            )
        }
        if let slot = containers.slot(named: name) {
            throw LabError(
                .conflict,
                """
                Conflict. The container name "/\(name)" is already in use by container "\(containers[slot].id)". \
                You have to remove (or rename) that container to be able to reuse that name.
                """
            )
        }
        return name
    }

    static func isValidContainerName(_ name: String) -> Bool {
        var name = name
        return name.withUTF8 { utf8 in
            utf8.count >= 2
                && utf8.indices.allSatisfy { index in
                    switch utf8[index] {
                    case 0x30...0x39, 0x41...0x5a, 0x61...0x7a: true
                    case 0x5f, 0x2e, 0x2d: index > 0
                    default: false
                    }
                }
        }
    }

    /// A name for a container or network that was given none: two words, and a number once they are taken.
    package mutating func generatedName() -> String {
        generatedName { lab, name in lab.containers.slot(named: name) == nil }
    }

    /// A free name for a network.
    public mutating func generatedNetworkName() -> String {
        generatedName { lab, name in lab.networks.slot(named: name) == nil && !Network.isPredefined(name) }
    }

    private mutating func generatedName(isFree: (Lab, String) -> Bool) -> String {
        changes.settings = true
        var attempt = 0
        while true {
            let adjective = Self.adjectives[Int(entropy.next() % UInt64(Self.adjectives.count))]
            let noun = Self.nouns[Int(entropy.next() % UInt64(Self.nouns.count))]
            let name =
                "\(adjective)_\(noun)" + (attempt < 4 ? "" : String(entropy.next() % (1 << min(20, UInt64(attempt)))))
            if isFree(self, name) { return name }
            attempt += 1
        }
    }

    private static let adjectives = [
        "amber", "brisk", "calm", "clever", "crisp", "deep", "eager", "fair", "fast", "fond", "gentle", "glad",
        "grand", "green", "humble", "keen", "kind", "lively", "lucid", "merry", "mild", "neat", "nimble", "noble",
        "patient", "plain", "proud", "quick", "quiet", "rapid", "ready", "sharp", "silent", "simple", "sly", "smart",
        "solid", "steady", "sunny", "swift", "tidy", "true", "vivid", "warm", "wise", "witty", "young", "zesty",
    ]

    private static let nouns = [
        "anchor", "arch", "badger", "beacon", "birch", "bridge", "brook", "cedar", "channel", "comet", "coral",
        "crane", "delta", "ember", "falcon", "fern", "fjord", "gate", "glacier", "harbor", "heron", "island",
        "jetty", "kestrel", "lagoon", "lantern", "lark", "maple", "meadow", "mesa", "otter", "pier", "pine",
        "plover", "quarry", "reef", "ridge", "river", "robin", "spruce", "swan", "switch", "tern", "tunnel",
        "valley", "walnut", "willow", "wren",
    ]
}
