internal import DNSWire

/// Records as nslookup prints them.
enum NslookupText {
    static func record(_ record: ResourceRecord) -> String {
        let name = StubResolver.text(of: record.name)
        switch record.data {
        case .a(let address): return "Name:\t\(name)\nAddress: \(address)\n"
        case .aaaa(let address): return "Name:\t\(name)\nAddress: \(address)\n"
        case .soa(let authority): return "\(name)\n" + lines(authority)
        default: return "\(name)\t\(phrase(record))\n"
        }
    }

    private static func phrase(_ record: ResourceRecord) -> String {
        let label =
            switch record.data {
            case .cname: "canonical name"
            case .mx: "mail exchanger"
            case .txt: "text"
            case .srv: "service"
            case .ns: "nameserver"
            case .ptr: "name"
            case .hinfo: "hinfo"
            case .a: "internet address"
            default: "rdata_\(record.type.rawValue)"
            }
        return "\(label) = \(record.data.text())"
    }

    private static func lines(_ authority: StartOfAuthority) -> String {
        let primary = StubResolver.text(of: authority.primary)
        let mailbox = StubResolver.text(of: authority.mailbox)
        return """
            \torigin = \(primary)
            \tmail addr = \(mailbox)
            \tserial = \(authority.serial)
            \trefresh = \(authority.refresh)
            \tretry = \(authority.retry)
            \texpire = \(authority.expire)
            \tminimum = \(authority.minimum)

            """
    }

    /// A whole message as `-debug` shows it.
    static func debug(_ message: Message) -> String {
        var text = "------------\n    QUESTIONS:\n"
        for question in message.questions {
            let name = StubResolver.text(of: question.name)
            text += "\t\(name), type = \(question.type), class = \(question.class)\n"
        }
        text += "    ANSWERS:\n" + message.answers.map(detail).joined()
        text += "    AUTHORITY RECORDS:\n" + message.authorities.map(detail).joined()
        text += "    ADDITIONAL RECORDS:\n" + message.additionals.map(detail).joined()
        return text + "------------\n"
    }

    private static func detail(_ record: ResourceRecord) -> String {
        let body =
            switch record.data {
            case .aaaa(let address): "\thas AAAA address \(address)\n"
            case .soa(let authority): lines(authority)
            default: "\t\(phrase(record))\n"
            }
        return "    ->  \(StubResolver.text(of: record.name))\n\(body)\tttl = \(record.ttl)\n"
    }
}
