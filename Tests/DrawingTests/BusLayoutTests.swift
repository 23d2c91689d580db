import Lab
import TestSupport
import Testing

@testable import Drawing

/// What makes a drawing readable, held against geometry.
@Suite struct `A drawing of buses` {
    @Test(arguments: UInt64(1)...120)
    func `keeps texts, boxes and lines apart in random labs`(seed: UInt64) {
        check(RandomLab.make(seed: seed), "seed \(seed)")
    }

    @Test func `keeps texts, boxes and lines apart in known designs`() throws {
        for (name, lab) in try GraphLab.all() { check(lab, name) }
    }

    @Test func `is the same for the same lab`() throws {
        for (name, lab) in try GraphLab.all() {
            for format in DiagramFormat.allCases {
                let first = DiagramRendering(Diagram(lab)).text(format)
                #expect(first == DiagramRendering(Diagram(lab)).text(format), "\(name) \(format)")
            }
        }
    }

    private typealias Frame = Drawing.Frame

    private func check(_ lab: Lab, _ name: String) {
        for folding in Diagram.Folding.allCases {
            let diagram = Diagram(lab, folding: folding)
            let drawing = BusLayout.draw(diagram)
            let what = "\(name), folding \(folding)"
            #expect(drawing.boxes.map(\.node) == Array(diagram.nodes.indices), "\(what): a box for each node")
            #expect(drawing.buses.map(\.network).sorted() == Array(diagram.networks.indices), "\(what)")
            checkTexts(drawing, what)
            checkBoxes(drawing, what)
            checkLines(drawing, what)
        }
    }

    /// Where the ink of a text can be.
    private func ink(_ text: Drawing.Text) -> Frame {
        Frame(
            x: text.x,
            y: text.y - text.style.size * 4 / 5,
            width: text.style.width(text.text),
            height: text.style.size
        )
    }

    private func texts(_ drawing: Drawing) -> [Drawing.Text] {
        drawing.hostTexts + drawing.notes + drawing.buses.flatMap(\.texts) + drawing.boxes.flatMap(\.texts)
            + drawing.lines.flatMap(\.texts)
    }

    private func overlap(_ a: Frame, _ b: Frame) -> Bool {
        a.x < b.right && b.x < a.right && a.y < b.bottom && b.y < a.bottom
    }

    private func checkTexts(_ drawing: Drawing, _ what: String) {
        let page = Frame(x: 0, y: 0, width: drawing.width, height: drawing.height)
        let all = texts(drawing)
        for (index, text) in all.enumerated() {
            let place = ink(text)
            #expect(
                place.x >= 0 && place.y >= 0 && place.right <= page.width && place.bottom <= page.height,
                "\(what): \(text.text) is on the page"
            )
            for other in all[(index + 1)...] where overlap(place, ink(other)) {
                Issue.record("\(what): \(text.text) overlaps \(other.text)")
            }
        }
        let outside = drawing.notes + drawing.buses.flatMap(\.texts) + drawing.lines.flatMap(\.texts)
        for text in outside {
            for box in drawing.boxes where overlap(ink(text), box.frame) {
                Issue.record("\(what): \(text.text) overlaps the box of node \(box.node)")
            }
            for bus in drawing.buses.flatMap(\.lines) where overlap(ink(text), bus) {
                Issue.record("\(what): \(text.text) lies on a bus")
            }
        }
    }

    private func checkBoxes(_ drawing: Drawing, _ what: String) {
        for (index, box) in drawing.boxes.enumerated() {
            for other in drawing.boxes[(index + 1)...] where overlap(box.frame, other.frame) {
                Issue.record("\(what): boxes \(box.node) and \(other.node) overlap")
            }
            for bus in drawing.buses.flatMap(\.lines) where overlap(box.frame, bus) {
                Issue.record("\(what): box \(box.node) lies on a bus")
            }
            for text in box.texts {
                let place = ink(text)
                #expect(
                    place.x > box.frame.x && place.right < box.frame.right && place.y > box.frame.y
                        && place.bottom < box.frame.bottom,
                    "\(what): \(text.text) stays in its box"
                )
            }
        }
    }

    private func checkLines(_ drawing: Drawing, _ what: String) {
        let buses = drawing.buses.flatMap { bus in bus.lines.map { (bus.network, $0) } }
        for line in drawing.lines {
            guard let first = line.points.first, let last = line.points.last else { continue }
            let stroke = Frame(
                x: first.x - 1,
                y: min(first.y, last.y) + 1,
                width: 2,
                height: abs(last.y - first.y) - 2
            )
            for text in texts(drawing) where overlap(stroke, ink(text)) {
                Issue.record("\(what): a line crosses \(text.text)")
            }
            for box in drawing.boxes where overlap(stroke, box.frame) {
                Issue.record("\(what): a line crosses box \(box.node)")
            }
            if let node = line.node, let box = drawing.boxes.first(where: { $0.node == node }) {
                #expect(last.y == box.frame.y || last.y == box.frame.bottom, "\(what): ends at its box")
                #expect(last.x > box.frame.x && last.x < box.frame.right, "\(what): ends at its box")
            }
            if case .leg(let network) = line.kind, network >= 0 {
                #expect(
                    buses.contains {
                        $0.0 == network && $0.1.x <= first.x && first.x <= $0.1.right && $0.1.y <= first.y
                            && first.y <= $0.1.bottom
                    },
                    "\(what): begins at its bus"
                )
            }
            let crossed = buses.filter { overlap(stroke, $0.1) && abs($0.1.y - first.y) > 5 && $0.1.width > 5 }
            #expect(crossed.isEmpty || line.hops.count == crossed.count || line.node == nil, "\(what): hops over buses")
        }
    }
}
