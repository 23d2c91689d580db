internal import IPAM
internal import Text

extension Finding {
    /// What stays the same when lines move: a hash of the rule and of what the finding is about.
    ///
    /// - Parameter number: from 0; of several findings that are about the same thing, which one.
    func fingerprint(_ number: Int) -> String {
        let digits = Array("0123456789abcdef")
        let digest = SHA256.digest(of: Array("\(rule)\n\(subject)\n\(number)".utf8)).prefix(16)
        return String(digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    }

    /// The fingerprints of all of some findings, in their order.
    static func fingerprints(of findings: [Finding]) -> [String] {
        var counts: [String: Int] = [:]
        return findings.map { finding in
            let key = "\(finding.rule)\n\(finding.subject)"
            defer { counts[key, default: 0] += 1 }
            return finding.fingerprint(counts[key] ?? 0)
        }
    }
}
