package import Addressing
internal import Lab
internal import Text

/// Values of the flags about names: `--add-host`, `--dns`, `--dns-search`, `--link` (docker/cli `opts`).
package enum HostValue {
    /// `host:ip` or `host=ip`, the address perhaps in brackets or `host-gateway`, in the engine's form `host:ip`.
    package static func extraHost(_ text: String) throws(FlagValueError) -> String {
        let separator = text.firstIndex(of: "=") ?? text.firstIndex(of: ":")
        guard let separator, separator != text.startIndex, !text[..<separator].contains(":") else {
            throw FlagValueError("bad format for add-host: \(GoQuote.quote(text))")
        }
        var address = text[text.index(after: separator)...]
        if address != "host-gateway" {
            if address.utf8.count > 2, address.first == "[", address.last == "]" {
                address = address.dropFirst().dropLast()
            }
            // Docker trims for the check alone and passes the text on as it was.
            guard IPAddress(address.trimmingWhitespace) != nil else {
                throw FlagValueError("invalid IP address in add-host: \(GoQuote.quote(String(address)))")
            }
        }
        return "\(text[..<separator]):\(address)"
    }

    /// A name server's address, in canonical form.
    package static func nameServer(_ text: String) throws(FlagValueError) -> IPAddress {
        guard let address = IPAddress(netParseIP: text[...].trimmingWhitespace) else {
            throw FlagValueError("IP address is not correctly formatted: \(text)")
        }
        return address
    }

    /// A search domain without its last dot; `.` stands for none.
    package static func searchDomain(_ text: String) throws(FlagValueError) -> String {
        var domain = Substring(text)
        while domain.first == " " { domain.removeFirst() }
        while domain.last == " " { domain.removeLast() }
        if domain == "." { return "." }
        let refusal = FlagValueError("\(domain) is not a valid domain")
        guard domain.utf8.contains(where: { isLetter($0) }) else { throw refusal }
        var bare = domain.trimmingWhitespace
        if bare.last == "." { bare.removeLast() }
        guard bare.utf8.count < 255 else { throw refusal }
        for label in bare.split(separator: ".", omittingEmptySubsequences: false) {
            let bytes = label.utf8
            guard let first = bytes.first, let last = bytes.last, isAlphanumeric(first), isAlphanumeric(last),
                bytes.allSatisfy({ isAlphanumeric($0) || $0 == UInt8(ascii: "-") })
            else { throw refusal }
        }
        return String(bare)
    }

    /// `target[:alias]`, checked and passed on as it was.
    package static func link(_ text: String) throws(FlagValueError) -> String {
        if text.isEmpty { throw FlagValueError("empty string specified for links") }
        if text.utf8.count(where: { $0 == UInt8(ascii: ":") }) > 1 {
            throw FlagValueError("bad format for links: \(text)")
        }
        return text
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte)
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        isLetter(byte) || (0x30...0x39).contains(byte)
    }
}
