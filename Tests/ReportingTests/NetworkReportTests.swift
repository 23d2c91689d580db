import Compose
import Foundation
import FoundationXML
import Lab
import Lint
import Projects
import TestSupport
import Testing
import YAML

@testable import Reporting

@Suite("Reports for people")
struct NetworkReportTests {
    static let shop = """
        name: shop
        services:
          web: {image: nginx, networks: [front], ports: ["8080:80"]}
          api: {image: "node:22", networks: [front, back]}
          db: {image: postgres, networks: [back], ports: ["127.0.0.1:5432:5432"]}
          job: {image: "team/<job>&co", networks: [back]}
        networks:
          front: {}
          back: {internal: false}
        x-netsim:
          expect:
            - api can reach db:5432
            - web cannot reach db
            - web can reach db
            - api resolves db to 1 address
            - api can reach 198.51.100.80:443
          ignore: [{rule: gateway-ambiguous, reason: "either | way"}]

        """

    static func report(_ text: String, _ format: NetworkReport.Format) throws -> String {
        var sources = SourceTable()
        var options = ComposeOptions()
        options.files = ["compose.yaml"]
        let files = MemoryFiles(["compose.yaml": text])
        let project = try ComposeLoader.examine(options, from: files, into: &sources)
        let said = Extension.examine(project)
        let realisation = Realisation.of([project], extensions: [said], sources: sources, at: noon)
        var checking = CheckOptions(now: noon)
        checking.wantsProof = true
        let result = Check.run(realisation, extensions: [said], checking)
        return NetworkReport(realisation, result, version: "1.2.3").text(format)
    }

    @Test
    func `the page is well formed, whole without script, and asks nothing of the world`() throws {
        let page = try Self.report(Self.shop, .html)
        // As XML, once what HTML leaves open is closed and its entity is known.
        let xml = page.replacing("<!DOCTYPE html>", with: "").replacing(#/<meta ([^>]*)>/#) { "<meta \($0.output.1)/>" }
            .replacing("<br>", with: "<br/>").replacing("&nbsp;", with: " ")
        let parser = XMLParser(data: Data(xml.utf8))
        #expect(parser.parse(), "\(String(describing: parser.parserError)) in line \(parser.lineNumber)")
        for word in ["<script", "@import", "src=", "<link"] { #expect(!page.contains(word)) }
        #expect(!page.replacing("url(#", with: "").contains("url("))
        let places = page.matches(of: #/https?:[^"\s]*/#).map { String($0.output) }
        #expect(Set(places) == ["http://www.w3.org/2000/svg"])
        #expect(page.contains("prefers-color-scheme:dark") && page.contains("@media print"))
        #expect(page.contains("width=device-width"))
    }

    @Test
    func `every section says what it is about`() throws {
        let page = try Self.report(Self.shop, .markdown)
        let titles = page.split(separator: "\n").filter { $0.hasPrefix("## ") }.map { String($0.dropFirst(3)) }
        #expect(
            titles == [
                "The networks", "What the world reaches", "Who reaches whom", "What is expected", "Findings",
                "Names and addresses", "Subnets", "What this is true for",
            ]
        )
        #expect(
            page.contains(
                "| `192.0.2.10:8080/tcp [2001:db8::10]:8080/tcp` | web:80 | port 8080:80/tcp of shop-web-1 | `-A DOCKER "
            )
        )
        #expect(page.contains("| web |  | `ping` | — | — |"))
        #expect(page.contains("| the world | `80` | — | — | — |"))
        #expect(
            page.contains(
                "| holds | api can reach db:5432 | shop-api-1 reaches shop-db-1 at 172.18.0.3:5432 "
                    + "(network shop\\_back: containers may send) |"
            )
        )
        #expect(page.contains("| holds | web cannot reach db | shop-web-1 to shop-db-1: a rule drops it ("))
        #expect(page.contains("| fails | web can reach db | shop-web-1 does not resolve"))
        #expect(page.contains("| holds | api resolves db to 1 address | shop-api-1 gets 172.18.0.3 for db |"))
        #expect(page.contains("(gateway-ambiguous): either \\| way"))
        #expect(page.contains("1 of 5 expectations fails"))
    }

    @Test
    func `what a user wrote stays text`() throws {
        let page = try Self.report(Self.shop.replacing("name: shop", with: "name: shop\nx-a: 1"), .html)
        #expect(!page.contains("team/<job>") && page.contains("team/&lt;job&gt;&amp;co"))
        #expect(HTMLPage.escaped("a\u{1B}[31m<b>\"&\u{202E}") == "a\u{FFFD}[31m&lt;b&gt;&quot;&amp;\u{FFFD}")
        #expect(MarkdownPage.escaped("a|b_c\n<") == "a\\|b\\_c\u{FFFD}&lt;")
    }

    @Test
    func `the same files give the same page`() throws {
        #expect(try Self.report(Self.shop, .html) == Self.report(Self.shop, .html))
    }

    @Test(arguments: [
        "services: {a: {image: x, prots: []}}\n", "services: {}\n", "services: {a: {image: x, network_mode: host}}\n",
        "services: {a: {image: x, scale: 40}}\nnetworks: {default: {ipam: {config: [{subnet: 10.0.0.0/29}]}}}\n",
    ])
    func `odd projects have a report too`(_ text: String) throws {
        for format in NetworkReport.Format.allCases {
            #expect(try Self.report("name: odd\n" + text, format).contains("Subnets"))
        }
    }

    @Test
    func `of many replicas a few are told, and of many services the pairs in sentences`() throws {
        let many = (1...20).map { "  s\($0): {image: nginx}\n" }.joined()
        let page = try Self.report("name: many\nservices:\n  web: {image: nginx, scale: 30}\n\(many)", .markdown)
        #expect(page.contains("| many-web-4 |") && page.contains("| many-web-30 |") && !page.contains("| many-web-9 |"))
        #expect(page.contains("| From | Reaches | Does not reach |"))
    }
}
