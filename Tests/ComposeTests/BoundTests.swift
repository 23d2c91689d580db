import Compose
import Testing
import YAML

/// Files that would take all time or memory are refused with a place, soon.
struct BoundTests {
    private static let web = "services:\n  web: {image: nginx}\n"

    private static func chain(_ count: Int, _ step: (Int) -> String) -> String {
        (0..<count).map(step).joined()
    }

    @Test func `a file larger than the limit is not read`() {
        let found = complaints(["compose.yaml": String(repeating: "#\n", count: 9 << 20)])
        #expect(found == ["compose.yaml: the file has 18874368 bytes, more than the 16777216 that are read"])
    }

    @Test func `aliases that expand without end are refused`() {
        let bomb =
            "x-0: &a0 [x,x,x,x,x,x,x,x,x,x]\n"
            + Self.chain(9) { level in
                "x-\(level + 1): &a\(level + 1) [" + Self.chain(10) { _ in "*a\(level)," } + "]\n"
            }
        let found = complaints(["compose.yaml": bomb + Self.web])
        #expect(found.count == 1 && found[0].hasSuffix("aliases expand to more than 2000000 values"))
        #expect(found.first?.hasPrefix("compose.yaml:") == true)
    }

    @Test func `collections inside collections are refused at a depth`() {
        let deep = "x-a: " + String(repeating: "[", count: 100_000) + "\n"
        #expect(complaints(["compose.yaml": deep]) == ["compose.yaml:1:105: collections are nested more than 100 deep"])
    }

    @Test func `defaults inside defaults are refused at a depth`() {
        let text = Self.chain(60) { "${V\($0):-" } + String(repeating: "}", count: 60)
        #expect(
            complaints(["compose.yaml": "services:\n  web: {image: \"\(text)\"}\n"])
                == ["compose.yaml:2:16: the variables of services.web.image expand to more than is read"]
        )
    }

    @Test func `variables that multiply are refused`() {
        let lines = "A0=xxxxxxxxxxxxxxxx\n" + Self.chain(30) { "A\($0 + 1)=$A\($0)$A\($0)\n" }
        let found = complaints(["compose.yaml": Self.web, ".env": lines])
        #expect(found.count == 1 && found[0].hasSuffix("the value's variables expand to more than is read"))
        let large = String(repeating: "x", count: 1 << 20)
        let uses = "services:\n  web: {image: nginx, labels: [" + Self.chain(100) { _ in "\"$BIG\"," } + "]}\n"
        let expanded = complaints(["compose.yaml": uses]) { $0.environment["BIG"] = large }
        #expect(expanded.last?.hasSuffix("services.web.labels.[] expand to more than is read") == true)
    }

    @Test func `includes that multiply are refused`() {
        var files = ["compose.yaml": "include: [f0.yaml, f0.yaml]\n" + Self.web, "f30.yaml": "x-a: 1\n"]
        for level in 0..<30 { files["f\(level).yaml"] = "include: [f\(level + 1).yaml, f\(level + 1).yaml]\n" }
        let found = complaints(files)
        #expect(found.contains { $0.hasSuffix("the project has more files than are read") })
        #expect(found.count < 2_000)
    }

    @Test func `includes in a long row are refused at a depth`() {
        var files = ["compose.yaml": "include: [f0.yaml]\n" + Self.web, "f500.yaml": "x-a: 1\n"]
        for level in 0..<500 { files["f\(level).yaml"] = "include: [f\(level + 1).yaml]\n" }
        #expect(complaints(files) == ["f98.yaml:1:10: files include each other more than 99 deep"])
    }

    @Test func `services that extend each other in a long row are refused at a depth`() {
        let file = "services:\n  s0: {image: i}\n" + Self.chain(400) { "  s\($0 + 1): {extends: s\($0)}\n" }
        // Those that come first are known when the later ones ask for them: only the other order is deep.
        #expect(complaints(["compose.yaml": file]).isEmpty)
        let reversed =
            "services:\n" + Self.chain(400) { "  s\(400 - $0): {extends: s\(399 - $0)}\n" } + "  s0: {image: i}\n"
        let found = complaints(["compose.yaml": reversed])
        #expect(found.first?.hasSuffix("services extend each other more than 200 deep") == true)
    }

    @Test func `lists that grow with every service are refused`() {
        let ports = Self.chain(100) { "\"\($0 + 1)\"," }
        let file =
            "services:\n  s0: {image: i, dns_opt: [\(ports)]}\n"
            + Self.chain(1_500) { level in
                "  s\(level + 1): {extends: s\(level), dns_opt: [" + Self.chain(10) { "\"o\(level)-\($0)\"," } + "]}\n"
            }
        let found = complaints(["compose.yaml": file])
        #expect(found.contains { $0.hasSuffix("merging makes more values than are read") })
    }

    @Test func `not every one of very many mistakes is told`() {
        let keys = "services:\n  web:\n    image: nginx\n" + Self.chain(5_000) { "    imag\($0): 1\n" }
        #expect(complaints(["compose.yaml": keys]).count == 1_000)
        let names =
            "services:\n" + Self.chain(3_000) { "  s\($0): {image: i, networks: [n\($0)], depends_on: [x\($0)]}\n" }
        #expect(complaints(["compose.yaml": names]).count == 1_000)
    }

    @Test func `five thousand services that wait for each other are no matter`() {
        let file =
            "services:\n  s0: {image: i}\n" + Self.chain(5_000) { "  s\($0 + 1): {image: i, depends_on: [s\($0)]}\n" }
        #expect(complaints(["compose.yaml": file]).isEmpty)
        let circle = file.replacing("s0: {image: i}", with: "s0: {image: i, depends_on: [s5000]}")
        #expect(
            complaints(["compose.yaml": circle]).first?.contains("dependency cycle detected: s0 -> s5000 -> ") == true
        )
    }
}
