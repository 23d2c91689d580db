internal import Addressing
internal import Dataplane

/// The command line of curl (7.88.1, Debian 12).
struct CurlOptions {
    var urls: [String] = []
    var family: AddressFamily?
    var isSilent = false
    var showsErrors = false
    var isVerbose = false
    var includesHead = false
    var isHead = false
    var failsOnError = false
    var follows = false
    var outputs: [String] = []
    var keepsRemoteName = false
    var writeOut: String?
    /// Nanoseconds.
    var maxTime: Int64?
    var connectTimeout: Int64?
    var resolutions: [(host: String, port: UInt16, addresses: [IPAddress], text: String)] = []
    var interface: String?
    var method: String?
    var data: [UInt8]?
    var headers: [String] = []
    var userAgent = "curl/7.88.1"

    enum Reading {
        case ready
        case finished(ToolResult)
    }

    private static let long: [(name: String, letter: Character)] = [
        ("silent", "s"), ("show-error", "S"), ("verbose", "v"), ("include", "i"), ("head", "I"), ("fail", "f"),
        ("location", "L"), ("output", "o"), ("remote-name", "O"), ("write-out", "w"), ("max-time", "m"),
        ("connect-timeout", "c"), ("resolve", "r"), ("interface", "n"), ("request", "X"), ("data", "d"),
        ("data-raw", "d"), ("header", "H"), ("insecure", "k"), ("ipv4", "4"), ("ipv6", "6"), ("user-agent", "A"),
        ("version", "V"), ("http1.1", "1"), ("no-progress-meter", "p"), ("progress-bar", "#"), ("url", "u"),
        ("noproxy", "x"), ("retry", "x"), ("compressed", "1"), ("globoff", "g"), ("no-buffer", "N"), ("help", "h"),
    ]
    /// Of those, the ones that have no short form are told by letters of their own.
    private static let short = Set("sSvifLoOwmIXdHk46AV#gNh")
    private static let valued = Set("owmcrnXdHAux")

    mutating func read(_ arguments: [String]) -> Reading {
        var words = arguments[...]
        while let word = words.popFirst() {
            guard word.hasPrefix("-"), word.count > 1 else {
                urls.append(word)
                continue
            }
            if word == "--" {
                urls += words
                break
            }
            if word.hasPrefix("--") {
                guard let option = Self.long.first(where: { $0.name == word.dropFirst(2) }) else {
                    return .finished(Self.refusal("option \(word): is unknown"))
                }
                var value = ""
                if Self.valued.contains(option.letter) {
                    guard let next = words.popFirst() else {
                        return .finished(Self.refusal("option \(word): requires parameter"))
                    }
                    value = next
                }
                if let stop = take(option.letter, value, word) { return .finished(stop) }
                continue
            }
            var letters = word.dropFirst()
            while let letter = letters.popFirst() {
                guard Self.short.contains(letter) else {
                    return .finished(Self.refusal("option \(word): is unknown"))
                }
                var value = ""
                if Self.valued.contains(letter) {
                    if letters.isEmpty {
                        guard let next = words.popFirst() else {
                            return .finished(Self.refusal("option \(word): requires parameter"))
                        }
                        value = next
                    } else {
                        value = String(letters)
                        letters = ""
                    }
                }
                if let stop = take(letter, value, word) { return .finished(stop) }
            }
        }
        guard !urls.isEmpty else {
            return .finished(.failure("curl: try 'curl --help' or 'curl --manual' for more information", exitCode: 2))
        }
        return .ready
    }

    private static func refusal(_ text: String) -> ToolResult {
        .failure("curl: \(text)\ncurl: try 'curl --help' or 'curl --manual' for more information", exitCode: 2)
    }

    private mutating func take(_ letter: Character, _ value: String, _ word: String) -> ToolResult? {
        switch letter {
        case "s", "p":
            isSilent = true
            // `--no-progress-meter` leaves the errors.
            if letter == "p" { showsErrors = true }
        case "S": showsErrors = true
        case "v": isVerbose = true
        case "i": includesHead = true
        case "I": isHead = true
        case "f": failsOnError = true
        case "L": follows = true
        case "o": outputs.append(value)
        case "O": keepsRemoteName = true
        case "w": writeOut = value
        case "m", "c":
            guard let time = Decimal.nanoseconds(value) else {
                return Self.refusal("option \(word): expected a proper numerical parameter")
            }
            if letter == "m" { maxTime = time == 0 ? nil : time } else { connectTimeout = time == 0 ? nil : time }
        case "r": return resolve(value)
        case "n": interface = value
        case "X": method = value
        case "d": data = (data.map { $0 + Array("&".utf8) } ?? []) + Array(value.utf8)
        case "H": headers.append(value)
        case "4": family = .ipv4
        case "6": family = .ipv6
        case "A": userAgent = value
        case "u": urls.append(value)
        case "V": return ToolResult(stdout: "curl 7.88.1 (x86_64-pc-linux-gnu) libcurl/7.88.1\n")
        case "h":
            return ToolResult(stdout: "Usage: curl [options...] <url>\n")
        default: break
        }
        return nil
    }

    /// `HOST:PORT:ADDRESS[,ADDRESS]...`
    private mutating func resolve(_ text: String) -> ToolResult? {
        let parts = text.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
        if parts.count == 3, let port = UInt16(parts[1]), !parts[0].isEmpty {
            let addresses = parts[2].split(separator: ",").map { part in
                IPAddress(part.hasPrefix("[") && part.hasSuffix("]") ? part.dropFirst().dropLast() : part)
            }
            if !addresses.isEmpty, !addresses.contains(nil) {
                let entry = (host: parts[0], port: port, addresses: addresses.compactMap { $0 }, text: text)
                resolutions.append(entry)
                return nil
            }
        }
        return .failure("curl: (49) Couldn't parse CURLOPT_RESOLVE entry '\(text)'", exitCode: 49)
    }
}
