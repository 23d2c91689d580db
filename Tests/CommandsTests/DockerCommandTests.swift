import Testing

@testable import Commands

/// Docker's commands that netsim has not got.
struct DockerCommandTests {
    /// The words of `docker --help`, version 28.2.2, and of its groups.
    static let words = """
        attach|build|builder prune|buildx build|bake|checkpoint ls|commit|compose up -d|compose ps|config ls|context use x|\
        cp a:/x .|history|image ls|image prune|info|load|login|logout|manifest inspect x|node ls|\
        plugin ls|pull nginx|push x|rmi x|save x|search nginx|secret ls|service ls|stack deploy|stats|swarm init|system df|\
        system prune|system events|tag a b|top web|trust key|update web|volume ls|container attach web|container commit web|\
        container cp a:/x .|container diff web|container export web|container stats|container top web|container update web
        """
        .split(separator: "|").map(String.init)

    @Test(arguments: words)
    func `is known by name, and something else named`(line: String) {
        let result = CommandLine()(line)
        #expect(result.status == 1)
        #expect(result.output.isEmpty)
        #expect(result.errors.hasPrefix("netsim: Docker's command \"\(line.split(separator: " ")[0])"))
        #expect(result.errors.contains(" is not in netsim: "))
        #expect(!result.errors.contains("did you mean"))
    }

    @Test func `a word that Docker does not know either is none`() {
        let result = CommandLine()("serch nginx")
        #expect(result.status == 1)
        #expect(result.errors.hasPrefix("netsim: unknown command: netsim serch\n"))
    }

    @Test(arguments: ["", "network", "container", "lab", "kernel"])
    func `nothing to do is no success`(line: String) {
        let result = CommandLine()(line)
        #expect(result.status == 1)
        #expect(result.output.isEmpty)
        #expect(result.errors.hasPrefix("Usage:  netsim"))
    }

    @Test func `arguments are those that main was given`() {
        #expect(CommandRunner.arguments == Array(Swift.CommandLine.arguments.dropFirst()))
    }
}
