internal import Lab
internal import Lint
internal import Projects
internal import Text
internal import YAML

/// What a report stands on.
enum GroundSection {
    static func make(_ facts: ReportFacts) -> ReportPage.Section {
        var items = [
            "The engine is Docker Engine as netsim models it, on Linux, with the settings that it has where nobody "
                + "changes them" + (facts.lab.engine.interContainerCommunication ? "." : ", but with --icc=false."),
            "What images listen on is known from their names; of others, from what the files say.",
        ]
        if facts.result.rulesWithoutFacts > 0 {
            items.append(
                "Nothing is known of the host's own networks, ports and routes: "
                    + "\(Count.of(facts.result.rulesWithoutFacts, "rule")) asked for such facts and had none."
            )
        }
        items += facts.result.assumptions.map { "Assumed: \($0.text)." }
        var blocks: [ReportPage.Block] = [.list(items), .paragraph("The files that were read:")]
        var seen: Set<String> = []
        let rows: [[ReportPage.Cell]] = facts.result.sources.files.filter { seen.insert($0.path).inserted }.map {
            file in
            [.init(file.path), .init(hexadecimal(SHA256.digest(of: file.bytes)), .quiet, code: true)]
        }
        blocks.append(.table(["File", "SHA-256"], rows))
        return ReportPage.Section(title: "What this is true for", anchor: "ground", blocks: blocks)
    }

    private static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef")
        return String(bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    }
}
