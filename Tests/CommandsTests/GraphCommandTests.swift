import Foundation
import Lab
import Testing

@testable import Commands

/// What `netsim graph` takes, writes and refuses.
struct GraphCommandTests {
    private let line = CommandLine()

    init() {
        for text in [
            "network create --subnet 10.9.0.0/24 back", "run -d --name web --network back -p 8080:80 nginx",
            "run -d --name db --network back postgres",
        ] {
            #expect(line(text).status == 0, "\(text)")
        }
    }

    @Test func `a port that was asked for and refused is shown as that`() throws {
        let folder = try CheckCommandTests.Folder([
            "compose.yaml": """
            services:
              a: {image: nginx, ports: ["8080:80"]}
              b: {image: nginx, ports: ["8080:80", "8081:81"], depends_on: [a]}
            """
        ])
        let text = line("graph --format text \(folder.path)/compose.yaml").output
        #expect(text.contains("*:8080 → 80/tcp (refused)"))
        #expect(text.contains("*:8081 → 81/tcp"))
        let plan = line("plan \(folder.path)/compose.yaml").output
        #expect(plan.contains("0.0.0.0:8080 (refused)"))
        #expect(line("plan --format json \(folder.path)/compose.yaml").output.contains("\"refused\": true"))
        for shown in [text, plan, line("graph \(folder.path)/compose.yaml").output] {
            #expect(!shown.contains("32768"))
        }
    }

    @Test func `the default is Mermaid`() {
        let result = line("graph")
        #expect(result.status == 0 && result.errors.isEmpty)
        #expect(result.output.hasPrefix("flowchart LR\n"))
        #expect(result.output.contains("n0 ---|\"10.9.0.2\"| c0\n"))
        #expect(line("graph --format mermaid").output == result.output)
        #expect(line("graph -o -").output == result.output)
    }

    @Test(arguments: [
        ("mermaid", "flowchart LR\n"), ("dot", "digraph netsim {\n"), ("drawio", "<mxfile host=\"netsim\">\n"),
        ("svg", "<svg xmlns="), ("html", "<!DOCTYPE html>\n"), ("text", "docker-host  eth0  192.0.2.10/24"),
    ])
    func `each format begins as such files do`(format: String, beginning: String) {
        let result = line("graph --layout builtin --format \(format)")
        #expect(result.status == 0 && result.errors.isEmpty)
        #expect(result.output.hasPrefix(beginning))
    }

    @Test func `a file is written in the format of its name`() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, format) in [("a.svg", "svg"), ("a.gv", "dot"), ("a.HTML", "html"), ("a.mmd", "mermaid")] {
            let file = folder.appendingPathComponent(name).path
            let result = line.run(["graph", "-o", file, "--layout", "builtin"])
            #expect(result == CommandLine.Result(status: 0, output: "", errors: ""), "\(name)")
            let content = try String(contentsOfFile: file, encoding: .utf8)
            #expect(content == line("graph --layout builtin --format \(format)").output, "\(name)")
        }
        let other = folder.appendingPathComponent("lab").path
        #expect(line.run(["graph", "-o", other, "--format", "text"]).status == 0)
        #expect(try String(contentsOfFile: other, encoding: .utf8).hasPrefix("docker-host"))
    }

    @Test(arguments: [
        (
            "graph --format png", Int32(125),
            "invalid argument \"png\" for \"--format\" flag: invalid format: must be \"mermaid\", \"dot\", \"drawio\", "
                + "\"svg\", \"html\" or \"text\""
        ),
        (
            "graph --fold some", 125,
            "invalid argument \"some\" for \"--fold\" flag: invalid value: must be \"never\", \"auto\" or \"always\""
        ),
        (
            "graph --layout circo", 125,
            "invalid argument \"circo\" for \"--layout\" flag: invalid layout: must be \"builtin\", \"graphviz\" or "
                + "\"auto\""
        ),
        (
            "graph -o lab.png", 2,
            "netsim: cannot tell the format of lab.png by its name: give --format, or one of .mmd, .dot, .drawio, "
                + ".svg, .html and .txt"
        ),
        (
            "graph -o /nowhere/lab.svg", 1,
            "netsim: cannot write the drawing: open /nowhere/lab.svg: no such file or directory"
        ),
        ("graph --layout graphviz --format dot", 2, "netsim: the format dot has no layout"),
    ])
    func `refusals say what would do`(command: String, status: Int32, text: String) {
        let result = line(command)
        #expect(result.status == status)
        #expect(result.output.isEmpty)
        #expect(result.errors.split(separator: "\n").first.map(String.init) == text)
    }

    @Test func `Compose files are drawn as one host has them, and the lab stays out of it`() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        func file(_ name: String, _ text: String) throws -> String {
            let path = folder.appendingPathComponent(name).path
            try text.write(toFile: path, atomically: true, encoding: .utf8)
            return path
        }
        let shop = try file("shop.yaml", "name: shop\nservices: {web: {image: nginx, ports: ['80:80']}}\n")
        let blog = try file("blog.yaml", "name: blog\nservices: {web: {image: wordpress}}\n")
        let result = line.run(["graph", "--format", "text", shop, blog])
        #expect(result.status == 0 && result.errors.isEmpty)
        #expect(
            result.output == """
                docker-host  eth0  192.0.2.10/24  2001:db8::10/64
                └─ *:80 → 80/tcp  shop-web-1

                blog_default  bridge  172.19.0.0/16 gw 172.19.0.1
                └─ blog-web-1  172.19.0.2  also web

                shop_default  bridge  172.18.0.0/16 gw 172.18.0.1
                └─ shop-web-1  172.18.0.2  also web

                """
        )
        #expect(line.memory.lab.allContainers.map(\.name) == ["web", "db"])

        let twice = try file("twice.yaml", "name: twice\nservices: {web: {image: nginx, ports: ['80:80']}}\n")
        let refused = line.run(["graph", "--format", "text", shop, twice])
        #expect(refused.status == 1)
        #expect(
            refused.output.hasSuffix(
                "twice_default  bridge  172.19.0.0/16 gw 172.19.0.1\n└─ twice-web-1  172.19.0.2  also web\n"
            )
        )
        #expect(refused.errors.contains("port is already allocated"))

        let broken = try file("broken.yaml", "services: [\n")
        #expect(line.run(["graph", broken]).status == 2)
    }

    @Test func `replicas fold as asked`() {
        for number in 1...6 { line("run -d --name job-\(number) --network back busybox") }
        #expect(line("graph --format text").output.contains("job ×6  10.9.0.4 … 10.9.0.9\n"))
        #expect(line("graph --format text --fold never").output.contains("job-6  10.9.0.9\n"))
    }
}

/// Other programs in Graphviz's place.
struct GraphvizTests {
    @Test func `a program that is not there is missing`() {
        #expect(Graphviz.run("digraph{}", by: ["no-such-program-anywhere"]) == .missing)
    }

    @Test func `an answer is taken from one that goes well alone`() {
        #expect(Graphviz.run("digraph {}", by: ["cat"]) == .answer(Array("digraph {}".utf8)))
        #expect(Graphviz.run("x", by: ["false"]) == .failed("false failed with status 1"))
    }
}
