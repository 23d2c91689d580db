import Foundation
import Lab
import TestSupport
import Testing

@testable import Drawing

/// Programs that read what drawings are written in.
private enum Reader {
    static func isExpected(_ path: String) -> Bool {
        FileManager.default.isExecutableFile(atPath: path) || ProcessInfo.processInfo.environment["CI"] == "true"
    }

    struct Failure: Error {
        let output: String
    }

    /// Runs a program over a text, for at most 30 seconds; returns what it printed.
    static func run(_ path: String, _ arguments: [String], _ input: String) throws -> String {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("input")
        let errors = folder.appendingPathComponent("errors")
        try Data(input.utf8).write(to: file)
        try Data().write(to: errors)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/timeout")
        process.arguments = ["30", path] + arguments
        process.environment = ["HOME": folder.path, "LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"]
        process.standardInput = try FileHandle(forReadingFrom: file)
        process.standardError = try FileHandle(forWritingTo: errors)
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure(output: String(decoding: try Data(contentsOf: errors), as: UTF8.self))
        }
        return text
    }

    static let python = "/usr/bin/python3"
    static let dot = "/usr/bin/dot"
}

@Suite struct `Written drawings` {
    private static let rendered = Result { try GraphLab.all() }

    private func each(_ body: (String, Diagram) throws -> Void) throws {
        for (name, lab) in try Self.rendered.get() { try body(name, Diagram(lab)) }
        for seed in UInt64(1)...12 { try body("seed \(seed)", Diagram(RandomLab.make(seed: seed))) }
    }

    /// Elements and attributes that there are, and all text.
    private static let outline = """
        import sys, xml.etree.ElementTree as tree
        root = tree.fromstring(sys.stdin.buffer.read())
        for element in root.iter():
            print(element.tag.split('}')[-1], ' '.join(sorted(element.attrib)))
        """

    private static let elements: Set<String> = [
        "svg", "style", "defs", "marker", "path", "rect", "g", "text", "circle", "title", "desc",
    ]

    @Test(.enabled(if: Reader.isExpected(Reader.python)))
    func `are well-formed SVG of known elements, whatever the names`() throws {
        try each { name, diagram in
            let svg = DiagramRendering(diagram).text(.svg)
            let lines = try Reader.run(Reader.python, ["-c", Self.outline], svg).split(separator: "\n")
            #expect(!lines.isEmpty, "\(name)")
            for line in lines {
                let words = line.split(separator: " ").map(String.init)
                #expect(Self.elements.contains(words.first ?? ""), "\(name): \(line)")
                #expect(!words.dropFirst().contains { $0.hasPrefix("on") || $0.contains("href") }, "\(name): \(line)")
            }
        }
    }

    @Test(.enabled(if: Reader.isExpected(Reader.python)))
    func `are well-formed draw.io files whose links have ends`() throws {
        let script = """
            import sys, xml.etree.ElementTree as tree
            root = tree.fromstring(sys.stdin.buffer.read())
            cells = root.findall('./diagram/mxGraphModel/root/mxCell')
            ids = [cell.get('id') for cell in cells]
            assert len(ids) == len(set(ids)), ids
            for cell in cells:
                assert cell.get('id') == '0' or cell.get('parent') in ids, cell.attrib
                if cell.get('edge'): assert cell.get('source') in ids and cell.get('target') in ids, cell.attrib
                if cell.get('style'): assert 'html=0;' in cell.get('style'), cell.attrib
            print(len(cells))
            """
        try each { name, diagram in
            let count = try Reader.run(Reader.python, ["-c", script], DiagramRendering(diagram).text(.drawio))
            #expect((Int(count.dropLast()) ?? 0) >= 2 + diagram.nodes.count + diagram.networks.count, "\(name)")
        }
    }

    @Test func `are pages with one script, nothing from elsewhere and no name outside text`() throws {
        let plain = DiagramRendering(Diagram(try GraphLab.sidecars())).text(.html)
        try each { name, diagram in
            let page = DiagramRendering(diagram).text(.html)
            for word in ["<script", "</script", "<svg", "</svg", "<style", "<!--", "<body"] {
                #expect(
                    page.components(separatedBy: word).count == plain.components(separatedBy: word).count,
                    "\(name)"
                )
            }
            let addresses = page.components(separatedBy: "http").dropFirst().map { $0.prefix(20) }
            #expect(addresses.allSatisfy { $0.hasPrefix("://www.w3.org/2000/s") || $0.hasPrefix("-equiv=") }, "\(name)")
        }
    }

    @Test(.enabled(if: Reader.isExpected(Reader.dot)))
    func `are DOT that Graphviz reads, with every network and container`() throws {
        try each { name, diagram in
            let dot = DiagramRendering(diagram).text(.dot)
            #expect(try Reader.run(Reader.dot, ["-Tsvg"], dot).contains("</svg>"), "\(name)")
            let nodes = try Reader.run(Reader.dot, ["-Tjson0"], dot)
            let data = try JSONSerialization.jsonObject(with: Data(nodes.utf8)) as? [String: Any]
            let objects = data?["objects"] as? [[String: Any]] ?? []
            let members = diagram.nodes.flatMap(\.members).count
            let shared = diagram.nodes.filter(\.isShared).count
            let host = diagram.usesHost ? 1 : 0
            #expect(objects.count == members + shared + diagram.networks.count + host, "\(name)")
        }
    }

    /// The names as a reader of each picture sees them.
    @Test(.enabled(if: Reader.isExpected(Reader.dot) && Reader.isExpected(Reader.python)))
    func `show hostile names as they are`() throws {
        let script = """
            import sys, xml.etree.ElementTree as tree
            root = tree.fromstring(sys.stdin.buffer.read())
            for element in root.iter():
                if element.text and element.text.strip(): print(element.text.replace(chr(160), ' '))
            """
        let diagram = Diagram(try GraphLab.hostile())
        let names = GraphLab.hostileNames.map(DiagramText.shown)
        let byGraphviz = try Reader.run(Reader.dot, ["-Tsvg"], DiagramRendering(diagram).text(.dot))
        for svg in [DiagramRendering(diagram).text(.svg), byGraphviz] {
            let texts = try Reader.run(Reader.python, ["-c", script], svg)
            for name in names { #expect(texts.contains(name), "\(name)") }
        }
    }

    @Test(.enabled(if: Reader.isExpected(Reader.dot)))
    func `are laid out by Graphviz with everything in its place`() throws {
        try each { name, diagram in
            let rendering = DiagramRendering(diagram, layout: .graphviz) { input in
                (try? Reader.run(Reader.dot, ["-Tjson0"], input)).map { Array($0.utf8) }
            }
            #expect(rendering.isByGraphviz, "\(name)")
            let svg = rendering.text(.svg)
            #expect(svg.components(separatedBy: "<g class=\"box").count == diagram.nodes.count + 1, "\(name)")
        }
    }

    @Test(arguments: ["", "{}", "[]", "{\"bb\":\"0,0,1e99,nan\",\"objects\":[]}", "{\"bb\":\"0,0,10,10\"}", "\u{0}"])
    func `do without Graphviz where its answer makes no sense`(answer: String) throws {
        let diagram = Diagram(try GraphLab.tiers())
        let rendering = DiagramRendering(diagram, layout: .graphviz) { _ in Array(answer.utf8) }
        #expect(!rendering.isByGraphviz)
        #expect(rendering.text(.svg) == DiagramRendering(diagram).text(.svg))
    }

    // MARK: Mermaid

    /// Every line that there can be, in the grammar's words.
    private static let mermaidLines = [
        #"flowchart LR"#,
        #"    (host|n\d+|c\d+(m\d+)?)(\[\[|\(\[|\[)"LABEL"(\]\]|\]\)|\]):::(host|net|box|stopped|fault)"#,
        #"    subgraph c\d+\["LABEL"\]"#,
        #"    end"#,
        #"    (host|n\d+) (---|-\.-|-->|-\.->)(\|"LABEL"\|)? c\d+"#,
        #"    c\d+ x-\.-x\|"LABEL"\| c\d+"#,
        #"    classDef [a-z]+ [a-z#0-9:, -]+"#,
    ].map { $0.replacingOccurrences(of: "LABEL", with: #"([A-Za-z0-9 :/,×→…–·._-]|#\d+;|<br/>)*"#) }

    @Test func `are Mermaid of known lines, whatever the names`() throws {
        let patterns = try Self.mermaidLines.map { try NSRegularExpression(pattern: "^\($0)$") }
        try each { name, diagram in
            for line in DiagramRendering(diagram).text(.mermaid).split(separator: "\n") {
                let text = String(line)
                let whole = NSRange(text.startIndex..., in: text)
                #expect(
                    patterns.contains { $0.firstMatch(in: text, range: whole) != nil },
                    "\(name): \(text)"
                )
                // Words that the lexer takes for its own even within quotes.
                if text.contains("\""), !text.hasPrefix("    subgraph") {
                    for word in ["direction", "style", "classDef", "linkStyle"] {
                        #expect(!text.contains(word), "\(text)")
                    }
                }
            }
        }
    }

    // MARK: Names

    @Test(arguments: [
        ("my_net-1.x", "my_net-1.x"), ("-x-", "#45;x#45;"), ("1. a", "1#46; a"), ("a\"b", "a#34;b"),
        ("fd00::2", "fd00::2"), ("#quot;", "#35;quot#59;"), ("direction TB", "#100;irection TB"),
        ("a\nb", "a#65533;b"), ("*:80 → 80/tcp", "#42;:80 → 80/tcp"),
    ])
    func `escape for Mermaid`(name: String, escaped: String) {
        #expect(DiagramText.mermaid(name) == escaped)
    }

    @Test(arguments: [
        ("a<b>&\"'", "a&lt;b&gt;&amp;&quot;&#39;"), ("\u{0}\u{1b}\u{202e}\u{fffe}", "\u{fffd}\u{fffd}\u{fffd}\u{fffd}"),
    ])
    func `escape for XML`(name: String, escaped: String) {
        #expect(DiagramText.xml(name) == escaped)
    }

    @Test(arguments: [("\\N\"", "\\\\N\\\""), ("&lt;", "&amp;lt;"), ("a\nb", "a\u{fffd}b")])
    func `escape for DOT`(name: String, escaped: String) {
        #expect(DiagramText.dot(name) == escaped)
    }

    @Test(arguments: [
        ("lab.svg", DiagramFormat.svg), ("a.b/x.MMD", .mermaid), ("x.gv", .dot), ("x.htm", .html),
        ("x.drawio", .drawio),
        ("x.txt", .text), ("x", nil), ("x.png", nil), ("svg", nil),
    ])
    func `know their format by the file's name`(name: String, format: DiagramFormat?) {
        #expect(DiagramFormat(fileName: name) == format)
    }
}
