import Lab
import Testing
import YAML

@testable import Lint

@Suite("Suppressions")
struct SuppressionTests {
    static func file(_ comment: String = "", _ ignore: String = "[]", web: String = "") -> String {
        """
        name: shop
        services:
          web: {image: nginx, networks: [front], ports: ["8080:80"]\(web)} \(comment)
          db: {image: postgres, networks: [front], ports: ["5432:5432"]}
        networks:
          front: {}
        x-netsim:
          ignore: \(ignore)
        """
    }

    /// What is ignored, and what is left: `rule line`, those that are silenced with their reason.
    static let cases: [(file: String, findings: [String])] = [
        (file(), ["port-all-interfaces 3", "port-sensitive-public 4"]),
        (
            file("# netsim-ignore: port-all-interfaces it is meant"),
            ["port-all-interfaces 3 (it is meant)", "port-sensitive-public 4"]
        ),
        (
            file("", "[{rule: port-all-interfaces, reason: meant}, {rule: port-sensitive-public, reason: lab only}]"),
            ["port-all-interfaces 3 (meant)", "port-sensitive-public 4 (lab only)"]
        ),
        (
            file("", "[{rule: port-all-interfaces, reason: meant, service: web}]"),
            ["port-all-interfaces 3 (meant)", "port-sensitive-public 4"]
        ),
        (
            file("", "[{rule: port-all-interfaces, reason: meant, service: db}]"),
            ["port-all-interfaces 3", "port-sensitive-public 4", "suppression-unused 8"]
        ),
        (
            file("", "[]", web: ", x-netsim: {ignore: [{rule: port-all-interfaces, reason: meant}]}"),
            ["port-all-interfaces 3 (meant)", "port-sensitive-public 4"]
        ),
        (
            file("", "[port-all-interfaces]"),
            ["port-all-interfaces 3 (no reason given)", "port-sensitive-public 4", "suppression-without-reason 8"]
        ),
        (
            file("# netsim-ignore: port-all-interfaces"),
            [
                "suppression-without-reason 3", "port-all-interfaces 3 (no reason given)", "port-sensitive-public 4",
            ]
        ),
        (
            file("", "[{rule: port-all-interface, reason: typo}]"),
            ["port-all-interfaces 3", "port-sensitive-public 4", "suppression-unknown-rule 8"]
        ),
        // A rule that was not applied, for want of facts, may yet be of use.
        (
            file("", "[{rule: port-host-busy, reason: known}]"), ["port-all-interfaces 3", "port-sensitive-public 4"]
        ),
    ]

    @Test(arguments: cases)
    func `silence what they name, and stay visible`(_ file: String, _ findings: [String]) throws {
        let result = try CheckedFiles.check([file])
        let found = result.findings.map { finding in
            "\(finding.rule) \(finding.place.line)" + (finding.suppression.map { " (\($0))" } ?? "")
        }
        #expect(found == findings)
    }

    @Test
    func `a network's own words are about the network`() throws {
        let result = try CheckedFiles.check([
            """
            name: shop
            services:
              web: {image: nginx, networks: [front]}
              db: {image: postgres, networks: [front]}
            networks:
              front:
                ipam: {config: [{subnet: 172.72.0.0/24}]}
                x-netsim: {ignore: [{rule: subnet-public-range, reason: ours}]}
            """
        ])
        #expect(result.findings.map(\.suppression) == ["ours"])
    }

    @Test
    func `an expectation may be ignored too`() throws {
        let result = try CheckedFiles.check([
            """
            name: shop
            services:
              web: {image: nginx}
              db: {image: postgres}
            x-netsim:
              expect:
                - web cannot reach db:5432 # netsim-ignore: expectation until they are parted
            """
        ])
        #expect(result.findings.map(\.suppression) == ["until they are parted"])
        #expect((result.expectations, result.holding) == (1, 0))
        #expect(result.worst == nil)
    }

    @Test
    func `rules can be chosen`() throws {
        let one = try CheckedFiles.check([Self.file()]) { $0.rules = ["port-sensitive-public"] }
        #expect(one.findings.map(\.rule) == ["port-sensitive-public"])
        #expect(one.rules == 1)
        let rest = try CheckedFiles.check([Self.file()]) { $0.ignored = ["port-sensitive-public"] }
        #expect(rest.findings.map(\.rule) == ["port-all-interfaces"])
    }
}
