import Testing

@testable import Commands

/// Simulated tools by way of `exec`, `run`, `start` and `dig`.
struct ToolTests {
    private static func prepared() -> CommandLine {
        let line = CommandLine()
        line("network create --subnet 10.9.0.0/24 back")
        for name in ["one", "two", "three"] { line("run -d --name \(name) --net back --net-alias pool nginx") }
        line("run -d --name probe --net back ubuntu")
        return line
    }

    @Test func `exec passes on output and exit status`() {
        let line = Self.prepared()
        #expect(line("exec probe hostname").output.count == 13)
        #expect(line("exec probe getent hosts two").output.hasPrefix("10.9.0.3"))
        #expect(line("exec probe getent hosts nobody") == CommandLine.Result(status: 2, output: "", errors: ""))
    }

    @Test func `an unknown program is not found`() {
        let result = Self.prepared()("exec probe nosuch")
        #expect(result.status == 127)
        #expect(result.output.contains("exec: \"nosuch\": executable file not found in $PATH"))
    }

    @Test func `exec in the background says nothing`() {
        #expect(Self.prepared()("exec -d probe hostname") == CommandLine.Result(status: 0, output: "", errors: ""))
    }

    @Test func `answers rotate from command to command`() {
        let line = Self.prepared()
        let first = (0..<6).map { _ in line("dig pool --from probe +short").output.prefix { $0 != "\n" } }
        #expect(first == ["10.9.0.2", "10.9.0.3", "10.9.0.4", "10.9.0.2", "10.9.0.3", "10.9.0.4"])
        let fixed = (0..<3).map { _ in line("--dns-order fixed dig pool --from probe +short").output }
        #expect(Set(fixed).count == 1)
    }

    @Test func `dig needs to know who asks`() {
        let result = Self.prepared()("dig pool")
        #expect(result.status == 1)
        #expect(result.errors == "netsim: dig asks from inside a container: name it with --from CONTAINER\n")
        #expect(
            Self.prepared()("dig pool --from nobody").errors
                == "Error response from daemon: No such container: nobody\n"
        )
    }

    @Test func `a tool as a container's own command runs to its end`() {
        let line = Self.prepared()
        let result = line("run --name short --net back ubuntu getent hosts two")
        #expect(result.status == 0)
        #expect(result.output.hasPrefix("10.9.0.3"))
        #expect(line("inspect -f '{{.State.Status}} {{.State.ExitCode}}' short").output == "exited 0\n")
        #expect(line("start -a short").output.hasPrefix("10.9.0.3"))
        #expect(line("start short").output == "short\n")
        #expect(line("wait short").output == "0\n")
        #expect(line("run --rm --name gone --net back ubuntu getent hosts nobody").status == 2)
        #expect(line("inspect gone").status == 1)
        #expect(line("run --entrypoint getent --net back ubuntu hosts two").output.hasPrefix("10.9.0.3"))
    }

    @Test func `anything else is a service`() {
        let line = Self.prepared()
        let result = line("run --name daemon nginx -g 'daemon off;'")
        #expect(result.status == 0)
        #expect(result.output.count == 65)
        #expect(result.errors.isEmpty)
        #expect(line("inspect -f {{.State.Status}} daemon").output == "running\n")
    }
}
