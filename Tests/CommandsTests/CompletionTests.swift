import Testing

@testable import Commands

/// What the shell is offered.
struct CompletionTests {
    private static func candidates(_ words: [String]) -> [String] {
        let line = CommandLine()
        line("network create mybridge")
        line("network create front")
        line("run -d --name web --net mybridge nginx")
        line("container create --name old nginx")
        return line.run(["__complete"] + words).output.split(separator: "\n").map { String($0.prefix { $0 != "\t" }) }
    }

    @Test(arguments: [
        (["netw"], ["network"]),
        (["network", "c"], ["connect", "create"]),
        (["st"], ["start", "stop"]),
        (["--dns"], ["--dns-order"]),
        (["--dns-order", ""], ["rotate", "shuffle", "fixed"]),
        (["network", "connect", "my"], ["mybridge"]),
        (["network", "connect", "mybridge", ""], ["old", "web"]),
        (["network", "rm", "front", ""], ["bridge", "host", "mybridge", "none"]),
        (["stop", ""], ["web"]),
        (["start", ""], ["old"]),
        (["inspect", "o"], ["old"]),
        (["inspect", "--type", ""], ["container", "network"]),
        (["run", "--net", "f"], ["front"]),
        (["run", "--network=f"], ["--network=front"]),
        (["run", "--net", "c"], ["container:"]),
        (["run", "--net", "container:"], ["container:web"]),
        (["run", "--network-"], ["--network-alias"]),
        (["run", "-it", "--net", "m"], ["mybridge"]),
        (["run", "--env-file", ""], [":files"]),
        (["run", "nginx", "--ne"], []),
        (["exec", "web", ""], []),
        (["network", "ls", "--q"], ["--quiet"]),
        (["completion", ""], ["bash", "zsh", "fish"]),
        (["link", ""], ["down", "ls", "up"]),
        (["link", "down", "w"], ["web"]),
        (["link", "down", "web", "my"], ["mybridge"]),
        (["impair", "--l"], ["--lab", "--loss"]),
        (["impair", "--delay", "40ms", "f"], ["front"]),
        (["impair", "mybridge", ""], ["old", "web"]),
        (["partition", "web", ""], ["old"]),
        (["heal", "o"], ["old"]),
        (["nothing", ""], []),
    ])
    func `the last word is completed`(words: [String], expected: [String]) {
        #expect(Self.candidates(words) == expected)
    }

    @Test(arguments: ["bash", "zsh", "fish"])
    func `there is a script for each shell`(shell: String) {
        let result = CommandLine()("completion \(shell)")
        #expect(result.status == 0)
        #expect(result.output.contains("__complete"))
    }

    @Test func `other shells are refused`() {
        let result = CommandLine()("completion tcsh")
        #expect(result.status == 1)
        #expect(result.errors == "netsim: no completion for tcsh: there is bash, zsh and fish\n")
    }
}
