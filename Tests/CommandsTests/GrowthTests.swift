import TestSupport
import Testing

/// Eight times as much input takes some eight times as long, and not 64 times.
@Suite("Growth of what commands cost")
struct GrowthTests {
    struct Work: CustomTestStringConvertible, Sendable {
        let name: String
        let size: Int
        let run: @Sendable (Int) -> Void
        var testDescription: String { name }

        init(_ name: String, from size: Int, _ run: @escaping @Sendable (Int) -> Void) {
            self.name = name
            self.size = size
            self.run = run
        }
    }

    private static func batch(_ line: String) {
        let commands = CommandLine()
        commands.input = line + "\n"
        commands("batch -")
    }

    private static func check(_ file: String) {
        let commands = CommandLine()
        commands.input = file
        commands("check --all -")
    }

    private static func reach(_ flags: String, _ file: String) {
        let commands = CommandLine()
        commands.input = file
        commands("reach \(flags) -f -")
    }

    /// A container with many lines of ports, none of which goes on where another ends.
    private static func rangesOfPorts(_ count: Int) -> String {
        let ports = (0..<count).map { "'\($0 * 3 + 1)-\($0 * 3 + 2):\($0 * 3 + 1)-\($0 * 3 + 2)'" }
        return services(2) { $0 == 0 ? "ports: [\(ports.joined(separator: ", "))]" : "expose: ['80']" }
    }

    private static func repeated(_ count: Int, _ text: (Int) -> String) -> String {
        (0..<count).map(text).joined()
    }

    static let lines = [
        Work("a word", from: 20_000) { batch("network create " + String(repeating: "a", count: $0)) },
        Work("words", from: 10_000) { batch("network create " + String(repeating: "a ", count: $0)) },
        Work("a quoted word", from: 10_000) {
            batch("network create '" + String(repeating: "a b", count: $0) + "'")
        },
        Work("escapes", from: 10_000) {
            batch("network create \"" + String(repeating: "\\\"", count: $0) + "\"")
        },
        Work("lines", from: 100) { batch(String(repeating: "version\n", count: $0)) },
        Work("pairs in one flag", from: 10_000) {
            batch("network create -o " + String(repeating: "a=b,", count: $0) + " n")
        },
    ]

    static let names = [
        "reach", "reach --ports", "reach --format json", "ps", "network ls", "graph", "export --format compose",
        "rules",
    ].map { command in
        Work("\(command) with long names", from: 3_000) { length in
            let commands = CommandLine()
            let tail = String(repeating: "a", count: length)
            for number in 0..<4 {
                let name = "x\(number)\(tail)"
                commands.run(["network", "create", name])
                commands.run(["run", "-d", "--name", name, "--network", name, "--network-alias", "y\(name)", "x"])
            }
            commands(command)
        }
    }

    private static func services(_ count: Int, _ text: (Int) -> String) -> String {
        "name: p\nservices:\n" + repeated(count) { "  s\($0): {image: example/x, \(text($0))}\n" }
    }

    private static func expecting(_ count: Int, _ text: (Int) -> String) -> String {
        services(20) { _ in "expose: ['80']" } + "x-netsim:\n  expect:\n" + repeated(count) { "    - \(text($0))\n" }
    }

    static let files = [
        Work("services", from: 30) { count in check(services(count) { "ports: ['\($0 + 1_000):5432']" }) },
        Work("services in one line", from: 30) { count in
            let all = repeated(count) { "s\($0): {image: postgres, ports: ['\($0 + 1_000):5432']}, " }
            check("{name: p, services: {\(all)}}")
        },
        Work("refused values", from: 30) { count in check(services(count) { _ in "bogus: 1" }) },
        Work("expectations that hold", from: 30) { count in
            check(expecting(count) { "s\($0 % 20) can reach s\(($0 + 1) % 20):80" })
        },
        Work("expectations that do not hold", from: 30) { count in
            check(expecting(count) { "s\($0 % 20) cannot reach s\(($0 + 1) % 20):80" })
        },
        Work("expectations of nobody", from: 30) { count in check(expecting(count) { "s1 can reach t\($0)" }) },
        Work("expectations of names", from: 30) { count in
            check(expecting(count) { "s\($0 % 20) resolves s\(($0 + 1) % 20) to 1 address" })
        },
        Work("an expectation of each service", from: 15) { count in
            let expected = repeated(count) { "    - s\($0) can reach s\(($0 + 1) % count):80\n" }
            check(services(count) { _ in "expose: ['80']" } + "x-netsim:\n  expect:\n" + expected)
        },
        Work("a long command", from: 5_000) { count in
            check(services(1) { _ in "command: " + String(repeating: "a ", count: count) })
        },
        Work("variables", from: 500) { count in
            check(services(1) { _ in "command: '" + String(repeating: "${A:-b} ", count: count) + "'" })
        },
        Work("environment", from: 200) { count in
            check(services(1) { _ in "environment: {\(repeated(count) { "K\($0): 'http://localhost/', " })}" })
        },
        Work("aliases", from: 200) { count in
            let aliases = (0..<count).map { "a\($0)" }.joined(separator: ", ")
            check(services(2) { _ in "networks: {default: {aliases: [\(aliases)]}}" })
        },
        Work("ports", from: 200) { count in
            let ports = (0..<count).map { "'\($0 * 2 + 1):\($0 * 2 + 1)'" }.joined(separator: ", ")
            check(services(1) { _ in "ports: [\(ports)]" })
        },
        Work("ranges of ports", from: 50) { count in check(rangesOfPorts(count)) },
        Work("ranges of ports, reached", from: 50) { count in reach("", rangesOfPorts(count)) },
        Work("ranges of ports, exposed", from: 50) { count in reach("--exposure", rangesOfPorts(count)) },
        Work("comments that silence", from: 30) { count in
            let lines = repeated(count) {
                "  s\($0): {image: x, ports: ['\($0 + 1_000):5432']} # netsim-ignore: port-sensitive-public why\n"
            }
            check("name: p\nservices:\n" + lines)
        },
        Work("words that silence", from: 30) { count in
            let ignored = repeated(count) { "{rule: port-sensitive-public, service: s\($0), reason: why}, " }
            check(
                services(count) { "ports: ['\($0 + 1_000):5432']" } + "x-netsim: {ignore: [\(ignored)]}\n"
            )
        },
    ]

    @Test(arguments: lines + names + files)
    func `what a command costs grows no faster than what it is given`(_ work: Work) {
        let growth = Growth.ofEightfold(work.size, work.run)
        #expect(growth < Growth.bound, "eight times the work took \(growth) times as long")
    }
}
