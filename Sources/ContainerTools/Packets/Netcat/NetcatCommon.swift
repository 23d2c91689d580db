internal import Addressing
internal import Dataplane

/// What nc and ncat are both told, mostly in the same letters.
struct NetcatCommon {
    var family: AddressFamily?
    var transport = TransportProtocol.tcp
    var scans = false
    var isVerbose = false
    var isNumeric = false
    var listens = false
    var keepsListening = false
    /// Nanoseconds to connect; to read as well, for nc.
    var timeout: Int64?
    var source: String?
    var sourcePort: UInt16 = 0
    var sending = SendOptions()
    var host: String?

    /// Takes an option that both have under its letter; false for any other.
    mutating func take(_ letter: Character, _ value: String) -> Bool {
        switch letter {
        case "4": family = .ipv4
        case "6": family = .ipv6
        case "k": keepsListening = true
        case "l": listens = true
        case "n": isNumeric = true
        case "s": source = value
        case "u": transport = .udp
        case "v": isVerbose = true
        case "z": scans = true
        default: return false
        }
        return true
    }
}
