import Compose
import Projects
import TestSupport
import YAML

@testable import Lint

/// A project in memory, and what fixing makes of its file.
enum FixedFiles {
    static func check(_ text: String, readAt contents: [String: [UInt8]] = [:]) throws -> CheckResult {
        try CheckedFiles.check(
            [contents["1.yaml"].map { String(decoding: $0, as: UTF8.self) } ?? text],
            goesOn: true
        )
    }

    /// The fixer after its work; of files that read otherwise, those are checked.
    static func fix(_ text: String) throws -> Fixer {
        var fixer = Fixer(try check(text)) { contents in try? check(text, readAt: contents) }
        fixer.run()
        return fixer
    }

    static func text(of fixer: Fixer, was text: String) -> String {
        fixer.contents["1.yaml"].map { String(decoding: $0, as: UTF8.self) } ?? text
    }

    /// A project with mistakes that have fixes, amid comments and odd layout; the same for the same seed.
    ///
    /// - Parameter isAccepted: whether Compose has to take it.
    static func generated(_ seed: UInt64, isAccepted: Bool) -> String {
        var random = SeededGenerator(seed: seed)
        func pick(_ texts: String...) -> String { texts.randomElement(using: &random) ?? "" }
        func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }
        func quoted(_ text: String) -> String {
            let quote = pick("", "'", "\"")
            return quote + text + quote
        }
        var lines: [String] = []
        if chance(30) { lines += ["# top", ""] }
        if chance(60) {
            lines += ["version: \(isAccepted ? "'3'" : quoted("3"))" + pick("", "  # old"), pick("", "# after")]
        }
        lines += ["name: shop", "services:"]
        for service in 0..<Int.random(in: 1...3, using: &random) {
            lines += ["  s\(service):\(pick("", " # a service"))", "    image: example/app"]
            var ports = ["127.0.0.1:80\(service)0:80"]
            if chance(50) { ports.append(ports[0] + "/tcp") }
            if chance(30) { ports.append(ports[0] + "/udp") }
            if chance(30), !isAccepted { ports.append(ports[0]) }
            ports.shuffle(using: &random)
            if chance(40) {
                lines.append("    ports: [\(ports.map { "\"\($0)\"" }.joined(separator: pick(", ", ",", " , ")))]")
            } else {
                lines.append("    ports:")
                for port in ports {
                    if chance(20) { lines.append("      # about the next one") }
                    lines.append("      -\(pick(" ", "   "))\(quoted(port))\(pick("", " # said"))")
                }
            }
            lines.append("    networks: [n0\(chance(50) ? ", n1" : "")\(chance(50) ? ", old" : "")]")
        }
        lines.append("networks:")
        for network in 0...1 {
            let subnet = chance(50) ? "10.\(network + 1).0.7/24" : "10.\(network + 1).0.0/24"
            let range = chance(50) ? "10.\(network + 1).0.129/25" : "10.9.0.128/25"
            if chance(40) {
                let more = chance(50) ? ", ip_range: \(quoted(range))" : ""
                lines.append("  n\(network): {ipam: {config: [{subnet: \(quoted(subnet))\(more)}]}}")
            } else {
                lines += ["  n\(network):", "    ipam:", "      config:", "        - subnet: \(quoted(subnet)) # net"]
                if chance(50) { lines.append("          ip_range: \(quoted(range))") }
            }
        }
        switch Int.random(in: 0...3, using: &random) {
        case 0: lines += ["  old: {external: {name: \(quoted("there"))}}"]
        case 1: lines += ["  old:", "    external: {name: there}", "    labels: {}"]
        case 2: lines += ["  old:", "    external:", "      name: \(quoted("there")) # elsewhere", "# end"]
        default: lines += ["  old: {external: true, name: there}"]
        }
        let end = chance(20) ? "\r\n" : "\n"
        return lines.joined(separator: end) + (chance(80) ? end : "")
    }
}
