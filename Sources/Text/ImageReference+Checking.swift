extension ImageReference {
    /// Checks a name as `distribution/reference` does; netsim has no images, so that any well-formed name will do.
    ///
    /// - Throws: Docker's text for a name that is none.
    package static func check(_ text: String) throws(ImageReferenceError) {
        if isIdentifier(text[...]) { return }
        if text.hasPrefix("sha256:"), isIdentifier(text.dropFirst(7)) { return }
        let (domain, remainder) = splitDomain(text)
        let repository = remainder.prefix { $0 != ":" }
        if repository.contains(where: \.isUppercase) {
            throw ImageReferenceError("invalid reference format: repository name (\(repository)) must be lowercase")
        }
        let name = remainder.prefix { $0 != ":" && $0 != "@" }
        var suffix = remainder[name.endIndex...]
        var isValid = isDomain(domain) && isPath(name)
        if suffix.first == ":" {
            let tag = suffix.dropFirst().prefix { $0 != "@" }
            isValid = isValid && isTag(tag)
            suffix = suffix[tag.endIndex...]
        }
        if suffix.first == "@" { isValid = isValid && isDigest(suffix.dropFirst()) }
        guard isValid else { throw ImageReferenceError("invalid reference format") }
        if name.utf8.count > 255 { throw ImageReferenceError("repository name must not be more than 255 characters") }
    }

    /// Whether a word can only be meant as an image: it has a tag, a digest or a path.
    package static func looksLikeImage(_ text: String) -> Bool {
        text.contains { $0 == ":" || $0 == "/" || $0 == "@" }
    }

    /// Splits a registry off; a name without one belongs to Docker Hub, and there to `library`.
    private static func splitDomain(_ text: String) -> (domain: Substring, remainder: Substring) {
        if let slash = text.firstIndex(of: "/") {
            let first = text[..<slash]
            let isDomain = first == "localhost" || first.contains { $0 == "." || $0 == ":" || $0.isUppercase }
            if isDomain { return (first, text[text.index(after: slash)...]) }
            return ("docker.io", text[...])
        }
        return ("docker.io", Substring("library/\(text)"))
    }

    static func isIdentifier(_ text: Substring) -> Bool {
        text.utf8.count == 64 && text.utf8.allSatisfy { isHexDigit($0) }
    }

    private static func isDomain(_ text: Substring) -> Bool {
        if text.first == "[" {
            guard let close = text.firstIndex(of: "]") else { return false }
            return isPort(text[text.index(after: close)...])
        }
        let host = text.prefix { $0 != ":" }
        return isPort(text[host.endIndex...])
            && host.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
                guard let first = label.utf8.first, let last = label.utf8.last else { return false }
                return isAlphanumeric(first) && isAlphanumeric(last)
                    && label.utf8.allSatisfy { isAlphanumeric($0) || $0 == UInt8(ascii: "-") }
            }
    }

    /// Nothing, or a colon and digits.
    private static func isPort(_ text: Substring) -> Bool {
        text.isEmpty || text.first == ":" && text.utf8.count > 1 && text.utf8.dropFirst().allSatisfy { isDigit($0) }
    }

    /// Components of lower-case letters and digits, joined by `/`; inside one, `.`, `_`, `__` or dashes may separate.
    private static func isPath(_ text: Substring) -> Bool {
        text.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { component in
            guard let first = component.utf8.first, first.isLowercaseOrDigit else { return false }
            var separator: [UInt8] = []
            for byte in component.utf8 {
                if byte.isLowercaseOrDigit {
                    guard joins(separator) else { return false }
                    separator = []
                } else {
                    separator.append(byte)
                }
            }
            return separator.isEmpty
        }
    }

    private static func joins(_ separator: [UInt8]) -> Bool {
        let (dot, underscore, dash) = (UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"))
        return separator == [dot] || separator == [underscore] || separator == [underscore, underscore]
            || separator.allSatisfy { $0 == dash }
    }

    private static func isTag(_ text: Substring) -> Bool {
        guard let first = text.utf8.first, (1...128).contains(text.utf8.count) else { return false }
        return (isAlphanumeric(first) || first == UInt8(ascii: "_"))
            && text.utf8.allSatisfy {
                isAlphanumeric($0) || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-")
            }
    }

    /// `algorithm:hex`, the hexadecimal part at least 32 digits.
    private static func isDigest(_ text: Substring) -> Bool {
        guard let colon = text.firstIndex(of: ":") else { return false }
        let digits = text[text.index(after: colon)...].utf8
        let algorithm = text[..<colon].utf8
        return !algorithm.isEmpty && algorithm.allSatisfy { isAlphanumeric($0) } && digits.count >= 32
            && digits.allSatisfy { isHexDigit($0) }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    private static func isHexDigit(_ byte: UInt8) -> Bool { isDigit(byte) || (0x61...0x66).contains(byte) }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        isDigit(byte) || (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte)
    }
}

extension UInt8 {
    fileprivate var isLowercaseOrDigit: Bool { (0x30...0x39).contains(self) || (0x61...0x7a).contains(self) }
}

/// Docker's text for a name of an image that is none.
package struct ImageReferenceError: Error, Hashable, Sendable {
    package let message: String

    init(_ message: String) {
        self.message = message
    }
}
