import Lab
import Testing

@testable import Commands

/// What passes between a person and a command in a container: input, users, folders, logs.
struct AttachedTests {
    private static func prepared() -> CommandLine {
        let line = CommandLine()
        line("network create net1")
        line("run -d --name web --network net1 --expose 80 nginx")
        line("run -d --name user --network net1 alpine sleep-for-ever")
        return line
    }

    @Test(
        arguments: [
            ("sleep 1000", "running"), ("sleep infinity", "running"), ("ping localhost", "running"),
            ("tail -f /dev/null", "running"), ("sh -c 'echo up; sleep 3600'", "running"),
            ("sh -c 'while true; do sleep 1; done'", "running"), ("sleep 2", "exited"),
            ("ping -c 1 localhost", "exited"),
            ("sh -c 'echo up'", "exited"),
        ]
    )
    func `detached, what would still be running when somebody looks is up`(command: String, status: String) {
        let line = CommandLine()
        line("run -d --name worker alpine \(command)")
        #expect(line("inspect --format {{.State.Status}} worker").output == status + "\n")
    }

    struct Input: Sendable {
        let command: String
        let input: String
        let output: String
    }

    @Test(
        arguments: [
            Input(command: "exec -i user cat", input: "a\nb", output: "a\nb"),
            Input(command: "exec -i user wc -l", input: "a\nb\n", output: "2\n"),
            Input(command: "exec -i user grep -n b", input: "a\nb\n", output: "2:b\n"),
            Input(command: "exec -i user head -n 1", input: "a\nb\n", output: "a\n"),
            Input(command: "exec -i user sh", input: "for i in 1 2; do echo $i; done\n", output: "1\n2\n"),
            Input(command: "exec -i user bash -s x", input: "echo $1", output: "x\n"),
            Input(command: "exec -i user sh -c 'read a; echo \"<$a>\"; cat'", input: "x\ny\n", output: "<x>\ny\n"),
            Input(command: "exec -i user nc web 80", input: "GET / HTTP/1.0\r\n\r\n", output: "web\n"),
            Input(command: "run -i --rm alpine sh", input: "echo in run", output: "in run\n"),
            // Without -i there is none.
            Input(command: "exec user cat", input: "a", output: ""),
            Input(command: "exec user sh", input: "echo a", output: ""),
        ]
    )
    func `standard input passes`(case: Input) {
        let line = Self.prepared()
        line.input = `case`.input
        let result = line(`case`.command)
        #expect(result.status == 0)
        #expect(result.output.hasSuffix(`case`.output))
        if `case`.output.isEmpty { #expect(result.output.isEmpty) }
    }

    @Test(
        arguments: [
            ("exec -it user bash", 126), ("exec -it user sh", 126), ("exec -it user ash -l", 126),
            ("exec -i user sh", 126),
            ("run -it alpine bash", 125), ("run -it --rm alpine sh", 125), ("run -i alpine sh", 125),
        ] as [(String, Int32)]
    )
    func `a shell to type into is refused, and nothing made`(command: String, status: Int32) {
        let line = Self.prepared()
        line.terminals = [.input, .output, .errors]
        line.environment["NETSIM_HINTS"] = "never"
        let result = line(command)
        #expect(result.status == status)
        #expect(result.output.isEmpty)
        #expect(result.errors.contains("a simulated container has no interactive shell"))
        #expect(line.memory.lab.containerCount == 2)
    }

    @Test(arguments: [
        "run -dit --name box alpine ash", "run -d -i --name box alpine cat", "run -d -t --name box alpine sh",
    ])
    func `a shell that nobody is attached to stays`(command: String) throws {
        let line = Self.prepared()
        #expect(line(command).status == 0)
        #expect(try line.memory.lab.container(matching: "box").isRunning)
    }

    @Test func `a shell without input ends`() throws {
        let line = Self.prepared()
        #expect(line("run -d --name box alpine sh").status == 0)
        #expect(try line.memory.lab.container(matching: "box").status == .exited)
    }

    @Test(
        arguments: [
            ("exec -u nobody user whoami", 0, "nobody\n"), ("exec -u 33 user id -un", 0, "www-data\n"),
            ("exec -u 1000:nogroup user id", 0, "uid=1000 gid=65534(nogroup) groups=65534(nogroup)\n"),
            ("exec -w /etc user pwd", 0, "/etc\n"), ("exec --workdir /tmp/../etc user cat hostname", 0, ""),
            (
                "exec -w /nope user pwd", 127,
                """
                OCI runtime exec failed: exec failed: unable to start container process: chdir to cwd ("/nope") set in \
                config.json failed: no such file or directory: unknown\r\n
                """
            ),
            (
                "exec -w tmp user pwd", 128,
                "OCI runtime exec failed: exec failed: Cwd must be an absolute path: unknown\r\n"
            ),
        ] as [(String, Int32, String)]
    )
    func `user and folder`(command: String, status: Int32, output: String) {
        let result = Self.prepared()(command)
        #expect(result.status == status)
        #expect(result.output.hasSuffix(output))
    }

    @Test(
        arguments: [
            ("nobody99", "unable to find user nobody99: no matching entries in passwd file"),
            ("root:nogroup99", "unable to find group nogroup99: no matching entries in group file"),
            ("4294967296", "uids and gids must be in range 0-2147483647"),
        ]
    )
    func `a user that is not there is refused`(user: String, text: String) {
        let result = Self.prepared()("exec -u \(user) user id")
        #expect(result.status == 1)
        #expect(result.errors == "Error response from daemon: \(text)\n")
    }

    @Test func `logs keep what the own command printed, with its moments`() {
        let line = Self.prepared()
        #expect(line("run --name job alpine sh -c 'echo out; echo err >&2; echo last'").status == 0)
        line.now = Timestamp(seconds: 1_785_585_700)
        line("start job")
        #expect(line("logs job").output == "out\nlast\nout\nlast\n")
        #expect(line("logs job").errors == "err\nerr\n")
        #expect(line("logs --tail 1 job").errors == "err\n")
        #expect(
            line("logs -t --until 1785585650 job").output == """
                2026-08-01T12:00:00.000000000Z out
                2026-08-01T12:00:00.000000000Z last

                """
        )
        #expect(line("logs --since 10s job").output == "out\nlast\n")
        #expect(line("logs --since nonsense job").status == 1)
        #expect(line("logs web").output.isEmpty)
        line("rm job")
        #expect(line("logs job").status == 1)
    }

    @Test func `publishing all of nothing is said`() {
        let line = Self.prepared()
        let warning =
            "WARNING: -P publishes nothing: what team/app exposes is not known; name the ports with --expose\n"
        #expect(line("run -d -P --name none team/app").errors == warning)
        #expect(line("create -P --name none2 team/app").errors == warning)
        #expect(
            line("run -d -P --name none3 haproxy").errors == "WARNING: -P publishes nothing: haproxy exposes no port\n"
        )
        #expect(line("run -d -P --name known nginx").errors.isEmpty)
        #expect(line("port known").output.contains("80/tcp -> 0.0.0.0:32768"))
        #expect(line("run -d -P --name some --expose 80 nginx").errors.isEmpty)
    }
}
