internal import Drawing
internal import Lab
package import Lint
package import Projects
internal import Text
internal import YAML

/// One page about the networks of Compose projects, for somebody who was not there: the drawing, who reaches whom, what the
/// world reaches, addresses and names, findings, expectations with what shows them, and what all of it takes for granted.
package struct NetworkReport {
    package enum Format: String, CaseIterable, Sendable {
        case html
        case markdown

        /// The format that a file's name asks for.
        package init?(fileName: String) {
            guard let dot = fileName.lastIndex(of: ".") else { return nil }
            switch fileName[fileName.index(after: dot)...].lowercased() {
            case "html", "htm": self = .html
            case "md", "markdown": self = .markdown
            default: return nil
            }
        }
    }

    private let page: ReportPage

    /// - Parameters:
    ///   - result: of a check that wanted proof.
    ///   - version: netsim's own.
    package init(_ realisation: Realisation, _ result: CheckResult, version: String) {
        let facts = ReportFacts(realisation, result)
        var sections = [
            PictureSection.make(realisation), ExposureSection.make(facts), ReachSection.make(facts),
        ]
        if !result.checked.isEmpty { sections.append(FindingSections.expectations(result)) }
        sections += [
            FindingSections.findings(result), AddressSections.containers(facts), AddressSections.networks(facts),
            GroundSection.make(facts),
        ]
        page = ReportPage(
            title: "Networks of \(Count.list(result.projects, limit: 8))",
            badges: Self.badges(result),
            summary: "\(Count.of(result.services, "service")), \(Count.of(result.containers, "container")) and "
                + "\(Count.of(result.networks, "network")) as one host has them once they are up, by the rules of "
                + "Docker Engine: computed from the files, with nothing running.",
            sections: sections,
            footer: "Written by netsim \(version). The same files give the same page."
        )
    }

    package func text(_ format: Format) -> String {
        switch format {
        case .html: HTMLPage.text(page)
        case .markdown: MarkdownPage.text(page)
        }
    }

    private static func badges(_ result: CheckResult) -> [ReportPage.Cell] {
        var badges: [ReportPage.Cell] = []
        if result.isRefused { badges.append(.init("Compose refuses the files", .bad)) }
        let (errors, warnings) = (result.count(.error), result.count(.warning))
        if errors > 0 { badges.append(.init(Count.of(errors, "error"), .bad)) }
        if warnings > 0 { badges.append(.init(Count.of(warnings, "warning"), .warning)) }
        if errors + warnings == 0 { badges.append(.init("no errors or warnings", .good)) }
        if result.expectations == 0 {
            badges.append(.init("nothing is expected", .quiet))
        } else if result.holding == result.expectations {
            let count = result.expectations
            badges.append(.init(count == 1 ? "the expectation holds" : "all \(count) expectations hold", .good))
        } else {
            let text = "\(result.expectations - result.holding) of \(Count.of(result.expectations, "expectation")) "
            badges.append(.init(text + "\(result.expectations - result.holding == 1 ? "fails" : "fail")", .bad))
        }
        return badges
    }
}
