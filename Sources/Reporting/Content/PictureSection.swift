internal import Drawing
internal import Projects

enum PictureSection {
    static func make(_ realisation: Realisation) -> ReportPage.Section {
        let diagram = Diagram(realisation.labAsAsked, folding: .auto, refused: realisation.refusedPorts)
        let rendering = DiagramRendering(diagram)
        let svg = rendering.text(.svg)
        let width = svg.firstMatch(of: #/ width="(\d+)"/#).flatMap { Int($0.output.1) } ?? 800
        return ReportPage.Section(
            title: "The networks",
            anchor: "drawing",
            blocks: [
                .picture(svg: svg, width: width, text: rendering.text(.mermaid)),
                .paragraph(
                    "Networks are lines with their subnets; boxes are containers with their addresses; arrows are "
                        + "published ports."
                ),
            ]
        )
    }
}
