import Rendering
import Testing

@testable import Lint

@Suite("What findings mean")
struct EffectTests {
    @Test
    func `every rule says what happens, and how sure that is`() {
        let names = LintRule.all.map(\.name) + LintRule.otherNames
        #expect(names.filter { Effect.table[$0] == nil } == [])
        #expect(Effect.table.keys.filter { !names.contains($0) } == [])
    }

    @Test
    func `it is said of whom`() throws {
        let text = "name: shop\nservices:\n  db: {image: postgres, ports: [\"5432:5432\"]}\n"
        let finding = try #require(try CheckedFiles.check([text]).findings.first { $0.rule == "port-sensitive-public" })
        #expect(finding.effect == "any host that reaches this one, past ufw and firewalld, can try to log in to db")
        #expect(finding.certainty == .certain)
    }

    @Test
    func `what is the same of several services is told once, and all of it in reports for programs`() throws {
        let services = ["web", "api", "worker", "cron"].enumerated().map { number, name in
            "  \(name): {image: example/\(name), networks: [n], ports: [\"80\(number)0:80\"]}\n"
        }
        let text = "name: shop\nservices:\n\(services.joined())networks:\n  n: {}\n"
        let result = try CheckedFiles.check([text])
        func report(_ format: ReportFormat, all: Bool = false) -> String {
            CheckReport(
                result,
                failOn: .error,
                version: "1",
                style: .init(isEnabled: false),
                showsAll: all
            ).text(format)
        }
        let lines = report(.text).split(separator: "\n").map(String.init)
        #expect(lines.count { $0.hasPrefix("warning[port-all-interfaces]") } == 1)
        #expect(lines.contains("  = 4 services: web, api (line 4), worker (line 5) and cron (line 6)"))
        #expect(report(.text, all: true).split(separator: "\n").count { $0.hasPrefix("warning[") } == 4)
        #expect(report(.json).split(separator: "\"rule\": \"port-all-interfaces\"").count == 5)
    }
}
