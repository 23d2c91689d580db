/// What a diagram can be written as.
package enum DiagramFormat: String, CaseIterable, Sendable {
    case mermaid
    case dot
    case drawio
    case svg
    case html
    case text

    /// The usual end of a file's name.
    package var suffix: String {
        switch self {
        case .mermaid: "mmd"
        case .dot: "dot"
        case .drawio: "drawio"
        case .svg: "svg"
        case .html: "html"
        case .text: "txt"
        }
    }

    /// The format that a file's name asks for.
    package init?(fileName: String) {
        guard let dot = fileName.lastIndex(of: ".") else { return nil }
        switch fileName[fileName.index(after: dot)...].lowercased() {
        case "mmd", "mermaid": self = .mermaid
        case "dot", "gv": self = .dot
        case "drawio": self = .drawio
        case "svg": self = .svg
        case "html", "htm": self = .html
        case "txt": self = .text
        default: return nil
        }
    }

    /// Whether the format has places, so that a layout is needed.
    package var isDrawn: Bool { self == .svg || self == .html || self == .drawio }
}

/// A diagram in any of the formats.
package struct DiagramRendering {
    private let diagram: Diagram
    private let drawing: Drawing?

    /// With netsim's own layout.
    package init(_ diagram: Diagram) {
        self.diagram = diagram
        drawing = nil
    }

    package func text(_ format: DiagramFormat) -> String {
        switch format {
        case .mermaid: MermaidRenderer.render(diagram)
        case .dot: DOTRenderer.render(diagram)
        case .drawio: DrawioRenderer.render(diagram, drawn)
        case .svg: SVGRenderer.render(diagram, drawn)
        case .html: HTMLRenderer.render(diagram, drawn)
        case .text: OutlineRenderer.render(diagram)
        }
    }

    private var drawn: Drawing { drawing ?? BusLayout.draw(diagram) }
}
