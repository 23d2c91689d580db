internal import Addressing

/// Why words are no rule for DOCKER-USER.
///
/// `description` is iptables' own text (version 1.8.9), without the program's name, where iptables refuses too.
package enum UserRuleError: Error, Hashable, Sendable, CustomStringConvertible {
    case badArgument(String)
    case unknownOption(String)
    case missingArgument(String)
    case repeated(String)
    case repeatedPort(String)
    case negatedTwice
    case cannotNegate(String)
    case unknownAddress(String)
    case invalidMask(String)
    case unknownProtocol(String)
    case neverMatches
    case emptyInterface
    case longInterface(String)
    case invalidPort(String)
    case reversedPorts
    case tooManyPorts
    case portsNeedProtocol
    case moduleNeedsProtocol(String)
    case unknownModule(String)
    case unknownState(option: String, String)
    case missingOption(module: String)
    case unknownTarget(String)
    case unknownRejection(String)
    case resetNeedsTCP
    case noTarget
    /// iptables has it, and netsim does not simulate it.
    case notModelled(String)

    package var description: String {
        switch self {
        case .badArgument(let word): "Bad argument `\(word)'"
        case .unknownOption(let option): "unknown option \"\(option)\""
        case .missingArgument(let option): "option \"\(option)\" requires an argument"
        case .repeated(let option): "multiple \(option) flags not allowed"
        case .repeatedPort(let option): "Only one `\(option)' allowed"
        case .negatedTwice: "multiple consecutive ! not allowed"
        case .cannotNegate(let option): "cannot have ! before \(option)"
        case .unknownAddress(let text): "host/network `\(text)' not found"
        case .invalidMask(let text): "invalid mask `\(text)' specified"
        case .unknownProtocol(let text): "unknown protocol \"\(text)\" specified"
        case .neverMatches: "rule would never match protocol"
        case .emptyInterface: "Empty interface is likely to be undesired"
        case .longInterface(let name): "interface name `\(name)' must be shorter than IFNAMSIZ (15)"
        case .invalidPort(let text): "invalid port/service `\(text)' specified"
        case .reversedPorts: "invalid portrange (min > max)"
        case .tooManyPorts: "too many ports specified"
        case .portsNeedProtocol: "multiport needs `-p tcp', `-p udp', `-p udplite', `-p sctp' or `-p dccp'"
        case .moduleNeedsProtocol(let name): "\(name.uppercased()) match requires '-p \(name)'"
        case .unknownModule(let name): "Couldn't load match `\(name)':No such file or directory"
        case .unknownState(let option, let word): "Bad \(option) \"\(word)\""
        case .missingOption("comment"): "comment: option \"--comment\" must be specified"
        case .missingOption("multiport"): "multiport expection an option"
        case .missingOption(let module): "\(module): At least one option is required"
        case .unknownTarget(let name): "Chain '\(name)' does not exist"
        case .unknownRejection(let name): "unknown reject type \"\(name)\""
        case .resetNeedsTCP: "a TCP reset answers TCP alone: the rule needs -p tcp"
        case .noTarget: "a rule without -j decides nothing: give it ACCEPT, DROP, REJECT or RETURN"
        case .notModelled(let what): "netsim does not simulate \(what)"
        }
    }
}
