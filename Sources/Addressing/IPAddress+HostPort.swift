extension IPAddress {
    /// The address as it stands before a colon and a port: IPv6 between brackets (RFC 3986, section 3.2.2).
    public var bracketed: String { family == .ipv6 ? "[\(self)]" : "\(self)" }

    /// `192.0.2.1:80`, `[2001:db8::1]:80`; a port may be a range, or `*`.
    public func text(port: some CustomStringConvertible) -> String { "\(bracketed):\(port)" }
}
