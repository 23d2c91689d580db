internal import Addressing

/// The parts of a URL that a request needs (RFC 3986).
struct HTTPURL: Hashable {
    var scheme: String
    /// Without the brackets of an IPv6 address.
    var host: String
    /// nil where the scheme says it.
    var explicitPort: UInt16?
    /// With the query, without the fragment.
    var path: String

    enum Fault: Error, Hashable {
        case noHost
        case badPort(String)
        case malformed
    }

    /// - Parameter text: `http://` goes without saying.
    init(_ text: String) throws(Fault) {
        guard !text.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7f }) else { throw .malformed }
        var rest = text[...]
        scheme = "http"
        if let range = rest.firstRange(of: "://") {
            scheme = rest[..<range.lowerBound].lowercased()
            rest = rest[range.upperBound...]
        }
        rest = rest.prefix { $0 != "#" }
        let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
        var authority = rest[..<end]
        path = String(rest[end...])
        if !path.hasPrefix("/") { path = "/" + path }
        if let at = authority.lastIndex(of: "@") { authority = authority[authority.index(after: at)...] }
        var portText: Substring?
        if authority.hasPrefix("[") {
            guard let close = authority.firstIndex(of: "]") else { throw .malformed }
            host = String(authority[authority.index(after: authority.startIndex)..<close])
            let after = authority[authority.index(after: close)...]
            guard after.isEmpty || after.hasPrefix(":") else { throw .malformed }
            if !after.isEmpty { portText = after.dropFirst() }
            guard IPAddress(host)?.family == .ipv6 else { throw .malformed }
        } else if let colon = authority.firstIndex(of: ":") {
            host = String(authority[..<colon])
            portText = authority[authority.index(after: colon)...]
        } else {
            host = String(authority)
        }
        guard !host.isEmpty else { throw .noHost }
        if let portText, !portText.isEmpty {
            guard let port = UInt16(portText), portText.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
                throw .badPort(String(portText))
            }
            explicitPort = port
        }
    }

    var defaultPort: UInt16 { scheme == "https" ? 443 : scheme == "ftp" ? 21 : 80 }
    var port: UInt16 { explicitPort ?? defaultPort }

    /// The host as URLs write it.
    var writtenHost: String { host.contains(":") ? "[\(host)]" : host }

    /// What a `Host` header says.
    var hostHeader: String { port == defaultPort ? writtenHost : "\(writtenHost):\(port)" }

    var text: String { "\(scheme)://\(writtenHost)\(explicitPort.map { ":\($0)" } ?? "")\(path)" }

    /// Where a `Location` header leads from here; nil where it cannot be read.
    func following(_ location: String) -> HTTPURL? {
        if location.contains("://") { return try? HTTPURL(location) }
        var next = self
        if location.hasPrefix("/") {
            next.path = location
        } else {
            let folder = path.prefix { $0 != "?" }
            next.path = folder[...(folder.lastIndex(of: "/") ?? folder.startIndex)] + location
        }
        return next
    }

    /// The last part of the path, under which a file is kept.
    var fileName: String {
        let path = path.prefix { $0 != "?" }
        return String(path.split(separator: "/", omittingEmptySubsequences: false).last ?? "")
    }
}
