import Testing

@testable import Commands

/// Programs of the system as processes.
struct SubprocessTests {
    private func run(_ words: [String], _ change: (inout Subprocess) -> Void = { _ in }) throws -> Subprocess.Result {
        var process = Subprocess(words)
        change(&process)
        return try process.run()
    }

    @Test func `a program that is not there is missing`() {
        #expect(throws: Subprocess.Failure.missing("no-such-program-anywhere")) {
            try run(["no-such-program-anywhere"])
        }
        #expect("\(Subprocess.Failure.missing("git"))" == "there is no git in the path")
    }

    @Test func `what is sent comes back whole, however much it is`() throws {
        for text in ["", String(repeating: "node\n", count: 200_000)] {
            let result = try run(["cat"]) { $0.input = Array(text.utf8) }
            #expect(result.status == 0)
            #expect(result.output == Array(text.utf8))
            #expect(result.errors == [])
        }
    }

    @Test func `output and errors are told apart, whichever comes in what amount`() throws {
        let script = "head -c 300000 /dev/zero >&2; head -c 200000 /dev/zero; exit 3"
        let result = try run(["sh", "-c", script])
        #expect((result.status, result.output.count, result.errors.count) == (3, 200_000, 300_000))
        #expect(try run(["sh", "-c", script]) { $0.keepsErrors = false }.errors.isEmpty)
    }

    @Test func `a signal that ends it is a status`() throws {
        #expect(try run(["sh", "-c", "kill -KILL $$"]).status == 128 + 9)
    }

    @Test func `variables are this process's own, or those that are given`() throws {
        let script = "echo \"$HOME:$WORD\""
        let own = try run(["sh", "-c", script])
        #expect(own.output != Array(":\n".utf8))
        let given = try run(["/bin/sh", "-c", script]) { $0.environment = ["WORD=x"] }
        #expect(given.output == Array(":x\n".utf8))
    }

    @Test func `a program that takes too long, or says too much, is ended`() {
        #expect(throws: Subprocess.Failure.failed("sleep took longer than 200 ms")) {
            try run(["sleep", "60"]) {
                $0.input = [UInt8](repeating: 0, count: 1_000_000)
                $0.deadline = 200
            }
        }
        #expect(throws: Subprocess.Failure.failed("yes answered more than 1 MiB")) {
            try run(["yes"]) { $0.limit = 1 << 20 }
        }
    }
}
