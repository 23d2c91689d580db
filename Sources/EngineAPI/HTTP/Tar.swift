/// Archives as `docker cp` sends and takes them (POSIX.1-1988 ustar, with pax and GNU headers passed over).
enum Tar {
    struct Entry: Hashable {
        enum Content: Hashable {
            case file([UInt8])
            case folder
        }

        var name: String
        var content: Content
        var mode = 0o644
        /// Seconds since 1970.
        var changed: Int64 = 0
    }

    struct Fault: Error, Hashable {
        let text: String
    }

    private static let block = 512

    // MARK: - Writing

    static func bytes(of entries: [Entry]) -> [UInt8] {
        var bytes: [UInt8] = []
        for entry in entries {
            let content = if case .file(let content) = entry.content { content } else { [UInt8]() }
            bytes += header(entry, size: content.count) + content
            bytes += [UInt8](repeating: 0, count: (block - content.count % block) % block)
        }
        return bytes + [UInt8](repeating: 0, count: 2 * block)
    }

    private static func header(_ entry: Entry, size: Int) -> [UInt8] {
        var header = [UInt8](repeating: 0, count: block)
        func put(_ text: String, at offset: Int, _ width: Int) {
            for (index, byte) in text.utf8.prefix(width).enumerated() { header[offset + index] = byte }
        }
        func octal(_ value: Int64, _ width: Int) -> String {
            let digits = String(max(0, value), radix: 8)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        let isFolder = entry.content == .folder
        put(entry.name + (isFolder && !entry.name.hasSuffix("/") ? "/" : ""), at: 0, 100)
        put(octal(Int64(entry.mode), 7), at: 100, 7)
        put(octal(0, 7), at: 108, 7)
        put(octal(0, 7), at: 116, 7)
        put(octal(Int64(size), 11), at: 124, 11)
        put(octal(entry.changed, 11), at: 136, 11)
        put("        ", at: 148, 8)
        put(isFolder ? "5" : "0", at: 156, 1)
        put("ustar\u{0}00", at: 257, 8)
        put("root", at: 265, 32)
        put("root", at: 297, 32)
        let sum = header.reduce(0) { $0 + Int64($1) }
        put(octal(sum, 6) + "\u{0} ", at: 148, 8)
        return header
    }

    // MARK: - Reading

    static func entries(of bytes: [UInt8]) throws(Fault) -> [Entry] {
        var entries: [Entry] = []
        var position = 0
        var longName: String?
        while position + block <= bytes.count {
            let header = bytes[position..<(position + block)]
            if header.allSatisfy({ $0 == 0 }) { break }
            let size = try number(header, 124, 12)
            let start = position + block
            guard size <= bytes.count - start else { throw Fault(text: "unexpected EOF") }
            let content = Array(bytes[start..<(start + size)])
            position = start + (size + block - 1) / block * block
            let prefix = text(header, 345, 155)
            let short = text(header, 0, 100)
            let name = longName ?? (prefix.isEmpty ? short : "\(prefix)/\(short)")
            longName = nil
            switch header[header.startIndex + 156] {
            case UInt8(ascii: "L"): longName = String(decoding: content.prefix { $0 != 0 }, as: UTF8.self)
            case UInt8(ascii: "x"): longName = paxName(content)
            case UInt8(ascii: "g"): break
            case UInt8(ascii: "5"):
                entries.append(Entry(name: name, content: .folder, mode: try number(header, 100, 8)))
            case UInt8(ascii: "0"), 0:
                entries.append(
                    Entry(
                        name: name,
                        content: name.hasSuffix("/") ? .folder : .file(content),
                        mode: try number(header, 100, 8),
                        changed: Int64(try number(header, 136, 12))
                    )
                )
            // Links and devices: a lab's files are none.
            default: break
            }
        }
        return entries
    }

    private static func text(_ header: ArraySlice<UInt8>, _ offset: Int, _ width: Int) -> String {
        String(decoding: header.dropFirst(offset).prefix(width).prefix { $0 != 0 }, as: UTF8.self)
    }

    private static func number(_ header: ArraySlice<UInt8>, _ offset: Int, _ width: Int) throws(Fault) -> Int {
        let digits = header.dropFirst(offset).prefix(width).drop { $0 == 0x20 }.prefix { $0 != 0 && $0 != 0x20 }
        if digits.isEmpty { return 0 }
        guard let number = Int(String(decoding: digits, as: UTF8.self), radix: 8), number >= 0 else {
            throw Fault(text: "archive/tar: invalid tar header")
        }
        return number
    }

    /// `path` of a pax header: lines of a length, a key and a value.
    private static func paxName(_ content: [UInt8]) -> String? {
        for line in String(decoding: content, as: UTF8.self).split(separator: "\n") {
            let parts = line.split(separator: " ", maxSplits: 1)
            if parts.count == 2, parts[1].hasPrefix("path=") { return String(parts[1].dropFirst(5)) }
        }
        return nil
    }
}

/// RFC 4648, section 4.
enum Base64 {
    private static let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    static func text(_ bytes: [UInt8]) -> String {
        var out: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = Array(bytes[start..<min(start + 3, bytes.count)])
            let value = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            for place in 0..<4 {
                out.append(place <= group.count ? letters[value >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
            }
        }
        return String(decoding: out, as: UTF8.self)
    }
}
