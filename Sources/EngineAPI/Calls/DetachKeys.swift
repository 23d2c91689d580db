/// Looks among what is typed for the keys by which a client leaves, Ctrl-P Ctrl-Q unless it named others.
struct DetachKeys: Sendable {
    private let keys: [UInt8]
    private var matched = 0

    init() { keys = [0x10, 0x11] }

    /// Reads `ctrl-p,ctrl-q`, `a,b,c` and the like (moby/term: `ToBytes`); nil for all else.
    init?(_ text: String) {
        var keys: [UInt8] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let octets = Array(part.utf8)
            if octets.count == 1 {
                keys.append(octets[0])
            } else if part.hasPrefix("ctrl-"), octets.count == 6 {
                // Letters, and what stands behind Z in ASCII, but for the backquote.
                switch octets[5] {
                case UInt8(ascii: "a")...UInt8(ascii: "z"): keys.append(octets[5] - UInt8(ascii: "a") + 1)
                case UInt8(ascii: "@"): keys.append(0)
                case UInt8(ascii: "[")...UInt8(ascii: "_"): keys.append(octets[5] - UInt8(ascii: "@"))
                default: return nil
                }
            } else {
                return nil
            }
        }
        self.keys = keys
    }

    /// - Returns: what is passed on, and whether the keys were among it.
    mutating func take(_ bytes: [UInt8]) -> (passed: [UInt8], isOver: Bool) {
        if keys.isEmpty { return (bytes, false) }
        var passed: [UInt8] = []
        for byte in bytes {
            if byte != keys[matched] {
                // The beginning of the keys was typed for its own sake.
                passed += keys[..<matched]
                matched = 0
            }
            if byte != keys[matched] {
                passed.append(byte)
                continue
            }
            matched += 1
            if matched == keys.count {
                matched = 0
                return (passed, true)
            }
        }
        return (passed, false)
    }
}
