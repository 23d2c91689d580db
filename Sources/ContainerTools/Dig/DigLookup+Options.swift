internal import DNSWire

extension DigLookup {
    mutating func setAllShown(_ isShown: Bool) {
        showsQuestion = isShown
        showsAnswer = isShown
        showsAuthority = isShown
        showsAdditional = isShown
        showsComments = isShown
        showsStatistics = isShown
    }

    /// Applies an option that shapes the OPT record or the identifier.
    mutating func applyQueryOption(_ name: String, _ isOn: Bool, _ number: UInt32?) {
        switch name {
        case "padding": padding = Int(number ?? 0)
        case "nsid": request(.nsid, isOn)
        case "expire": request(.expire, isOn)
        case "keepalive": request(.tcpKeepalive, isOn)
        case "bufsize": udpPayloadSize = UInt16(truncatingIfNeeded: number ?? 1232)
        case "edns": ednsVersion = isOn ? UInt8(truncatingIfNeeded: number ?? 0) : nil
        case "ednsflags": ednsFlags = EDNSFlags(rawValue: UInt16(truncatingIfNeeded: number ?? 0))
        case "qid": queryID = isOn ? UInt16(truncatingIfNeeded: number ?? 0) : nil
        case "coflag": set(.compactAnswersOK, isOn)
        default: set(.dnssecOK, isOn)
        }
        if isOn, name != "qid" { addEDNS() }
    }

    /// An option of the OPT record brings the record itself.
    mutating func addEDNS() {
        if ednsVersion == nil { ednsVersion = 0 }
    }

    private mutating func request(_ code: EDNSOptionCode, _ isOn: Bool) {
        if isOn { requests.insert(code) } else { requests.remove(code) }
    }

    private mutating func set(_ flag: EDNSFlags, _ isOn: Bool) {
        if isOn { ednsFlags.insert(flag) } else { ednsFlags.remove(flag) }
    }

    /// Applies an option that is on or off, or a number of attempts; those without a meaning here change nothing.
    mutating func applyFlag(_ name: String, _ isOn: Bool, _ number: UInt32?) {
        switch name {
        case "aaflag", "aaonly": set(.aa, isOn)
        case "adflag": set(.ad, isOn)
        case "cdflag": set(.cd, isOn)
        case "raflag": set(.ra, isOn)
        case "rdflag", "recurse": set(.rd, isOn)
        case "tcflag": set(.tc, isOn)
        case "zflag": set(.z, isOn)
        case "additional": showsAdditional = isOn
        case "answer": showsAnswer = isOn
        case "authority": showsAuthority = isOn
        case "comments": showsComments = isOn
        case "question": showsQuestion = isOn
        case "stats": showsStatistics = isOn
        case "qr": showsQuery = isOn
        case "identify": identifies = isOn
        case "class": style.showsClass = isOn
        case "ttlid": style.showsTTL = isOn
        case "ttlunits":
            style.usesTTLUnits = isOn
            if isOn { style.showsTTL = true }
        case "multiline": style.isMultiline = isOn
        case "expandaaaa": style.expandsIPv6 = isOn
        case "search", "defname": searches = isOn
        case "showsearch":
            showsSearch = isOn
            searches = isOn
        case "fail": acceptsServerFailure = isOn
        case "ignore": ignoresTruncation = isOn
        case "tcp", "vc": usesTCP = isOn
        case "tries": tries = Self.bounded(number ?? 1)
        case "retry": tries = Self.bounded(min(number ?? 0, 100) + 1)
        default: break
        }
    }

    private mutating func set(_ flag: HeaderFlags, _ isOn: Bool) {
        if isOn { flags.insert(flag) } else { flags.remove(flag) }
    }

    /// Attempts cost no time here, but each prints a line: a hundred tell as much as four thousand million.
    private static func bounded(_ tries: UInt32) -> Int { Int(min(max(tries, 1), 100)) }
}
