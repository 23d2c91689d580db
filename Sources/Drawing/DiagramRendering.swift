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

/// Who says where things stand in a drawing.
package enum DiagramLayout: String, CaseIterable, Sendable {
    /// netsim itself: buses. The same lab gives the same bytes.
    case builtin
    /// Graphviz, which has to be installed.
    case graphviz
    /// netsim; but Graphviz, where it is installed, for labs that would be wider than 5,000 pixels.
    case auto
}

/// A diagram in any of the formats.
package struct DiagramRendering {
    private let diagram: Diagram
    /// nil where netsim's own layout is to be made.
    private let byGraphviz: Drawing?
    /// Whether Graphviz said where things stand.
    package var isByGraphviz: Bool { byGraphviz != nil }

    /// - Parameter graphviz: runs `dot -Tjson0` over its input; nil where that cannot be.
    package init(_ diagram: Diagram, layout: DiagramLayout = .builtin, graphviz: (String) -> [UInt8]? = { _ in nil }) {
        self.diagram = diagram
        func laidOut() -> Drawing? {
            let layout = GraphvizLayout(diagram)
            return graphviz(layout.input).flatMap { layout.drawing(from: $0) }
        }
        var drawn: Drawing?
        switch layout {
        case .builtin: break
        case .graphviz: drawn = laidOut()
        case .auto: if BusLayout.isTooWide(BusLayout.draw(diagram)) { drawn = laidOut() }
        }
        byGraphviz = drawn
    }

    /// The diagram in one of the formats that are drawn: draw.io, SVG or HTML.
    private func drawn(_ format: DiagramFormat) -> String {
        let drawing = byGraphviz ?? BusLayout.draw(diagram)
        return switch format {
        case .drawio: DrawioRenderer.render(diagram, drawing)
        case .html: HTMLRenderer.render(diagram, drawing)
        default: SVGRenderer.render(diagram, drawing)
        }
    }

    package func text(_ format: DiagramFormat) -> String {
        switch format {
        case .mermaid: MermaidRenderer.render(diagram)
        case .dot: DOTRenderer.render(diagram)
        case .text: OutlineRenderer.render(diagram)
        case .drawio, .svg, .html: drawn(format)
        }
    }
}
