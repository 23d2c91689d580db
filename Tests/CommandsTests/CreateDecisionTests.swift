import Testing

@testable import Commands

/// `netsim create` makes a network or a container, by its arguments alone.
struct CreateDecisionTests {
    @Test(arguments: [
        "", "mynet", "--subnet 172.72.0.0/16 mynet", "mynet --internal", "-d bridge", "-o a=b mynet", "--label a=b",
        "--label a=b mynet", "--lab x mynet", "mynet --subnet 10.0.0.0/24 --gateway 10.0.0.1", "--bogus x",
        "--subnet 10.0.0.0/24 a/b:c", "mynet --lab x",
    ])
    func `a network`(text: String) {
        #expect(Self.decision(text) == "NetworkCreateShort")
    }

    @Test(arguments: [
        "--name box-k --net box-n ubuntu:14.04", "ubuntu:14.04", "library/ubuntu", "ubuntu sleep 1000", "ubuntu ls -l",
        "-e A=b ubuntu", "-p 80 nginx", "-it nginx", "-l a=b nginx", "--label a=b nginx:1", "--rm nginx",
        "--memory 1g nginx", "nginx -- --internal", "nginx server --internal",
    ])
    func `a container`(text: String) {
        #expect(Self.decision(text) == "ContainerCreate")
    }

    @Test func `a network without a name gets one, which is printed`() {
        let line = CommandLine()
        let name = line("create --subnet 10.4.0.0/24").output.dropLast()
        #expect(line("network inspect -f {{.Name}} \(name)").output == "\(name)\n")
        #expect(line("create mynet").output.count == 65)
    }

    private static func decision(_ text: String) -> String {
        "\(CreateDecision.command(for: text.split(separator: " ").map(String.init)[...]))"
    }
}
