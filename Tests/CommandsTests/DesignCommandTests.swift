import Foundation
import Lab
import Testing

@testable import Commands

@Suite("netsim export, import and diff")
struct DesignCommandTests {
    private static let before = """
        name: shop
        services:
          web: {image: nginx, ports: ["8080:80"]}
          db: {image: postgres, expose: ["5432"]}
        """
    private static let after = """
        name: shop
        services:
          web: {image: nginx, ports: ["8080:80"]}
          db: {image: postgres, expose: ["5432"], network_mode: none}
        """

    private func home() throws -> (line: CommandLine, folder: CheckCommandTests.Folder) {
        let folder = try CheckCommandTests.Folder(["before.yaml": Self.before, "after.yaml": Self.after])
        let line = CommandLine()
        line.environment["NETSIM_HOME"] = folder.path
        return (line, folder)
    }

    @Test
    func `a difference sets the exit status`() throws {
        let (line, folder) = try home()
        let (a, b) = ("\(folder.path)/before.yaml", "\(folder.path)/after.yaml")
        #expect(line("diff \(a) \(a)") == CommandLine.Result(status: 0, output: "", errors: ""))
        let result = line("diff --only paths \(a) \(b)")
        #expect(result.status == 1)
        #expect(
            result.output == """
                Paths
                  - db → host, outside: ping
                  - db → web: 80/tcp, ping
                  - web → db: 5432/tcp, ping
                6 paths lost

                """
        )
        #expect(
            line("diff --only exposure \(a) \(b)").output.hasPrefix(
                "Exposure\n  - host → its IPv4 address: db 5432/tcp (bridge)\n"
            )
        )
    }

    @Test
    func `an exported file differs in nothing from what it was made of`() throws {
        let (line, folder) = try home()
        let exported = line("export --format compose -o \(folder.path)/again.yaml \(folder.path)/before.yaml")
        #expect(exported == CommandLine.Result(status: 0, output: "", errors: ""))
        #expect(line("diff \(folder.path)/before.yaml \(folder.path)/again.yaml").status == 0)
    }

    @Test
    func `dumps become a lab, and no lab is overwritten by accident`() throws {
        let (line, folder) = try home()
        line("network create --subnet 10.9.0.0/24 back")
        line("run -d --name db --network back nginx")
        line.input = line("network inspect back").output
        #expect(line.run(["--lab", "seen", "import", "inspect", "-"]).output == "seen\n")
        let refused = line.run(["--lab", "seen", "import", "inspect", "-"])
        #expect(refused.status == 1)
        #expect(
            refused.errors
                == "netsim: cannot import into lab seen: it is not empty; name another with --lab, or replace it with --force\n"
        )
        #expect(line.run(["--lab", "seen", "import", "inspect", "--force", "-"]).status == 0)
        #expect(line("diff lab:seen lab:seen").status == 0)
        _ = folder
    }

    static let refusals: [(line: String, status: Int32, errors: String)] = [
        ("export", 2, "netsim: --format is needed: compose, docker, iproute2, containerlab, networkpolicy, swarm\n"),
        ("diff lab:none lab:none", 2, "netsim: there is no lab none\n"),
        ("diff nowhere.yaml nowhere.yaml", 2, "error: open nowhere.yaml: no such file or directory\n"),
        ("import inspect /nowhere/x", 1, "netsim: open /nowhere/x: no such file or directory\n"),
        (
            "import docker --host tcp://127.0.0.1:2375", 1,
            "netsim: cannot ask tcp://127.0.0.1:2375: only sockets, unix://PATH, are asked\n"
        ),
        (
            "import docker --host unix:///nowhere/x", 1,
            "netsim: cannot ask the engine at /nowhere/x: no such file or directory\n"
        ),
        ("import host /nowhere/x", 1, "netsim: open /nowhere/x: no such file or directory\n"),
    ]

    @Test(arguments: refusals)
    func `what cannot be done is said in one line`(refusal: (line: String, status: Int32, errors: String)) throws {
        let (line, folder) = try home()
        let result = line(refusal.line)
        #expect(result.status == refusal.status)
        #expect(result.errors == refusal.errors)
        _ = folder
    }

    @Test(
        arguments: [
            ("HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n[]", 200, "[]"),
            ("HTTP/1.1 404 Not Found\r\n\r\n{}", 404, "{}"),
            ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n[1\r\n1\r\n]\r\n0\r\n\r\n", 200, "[1]"),
        ]
    )
    func `an engine's answer is taken apart`(text: String, status: Int, body: String) throws {
        let response = try #require(EngineClient.response(Array(text.utf8)))
        #expect(response.status == status)
        #expect(String(decoding: response.body, as: UTF8.self) == body)
    }

    @Test(
        arguments: [
            "", "HTTP/1.0", "SSH-2.0\r\n\r\n", "HTTP/1.0 x OK\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nx",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7fffffffffffffff\r\nx",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n",
        ]
    )
    func `what is no answer is none`(text: String) {
        #expect(EngineClient.response(Array(text.utf8)) == nil)
    }

    // MARK: - Designs in place of a lab

    /// A question, and the first line of what it is answered with.
    private static let questions: [(String, Int32, String)] = [
        ("reach web db", 0, "SERVICE    RESULT    AT                HOW       SOURCE SEEN   WHY"),
        ("why web db:5432", 0, "web → db:5432/tcp"),
        ("why web db", 0, "web → db"),
        ("probe web db:5432", 0, "open: 172.18.0.3 -> 172.18.0.2:5432/tcp in 0.040 ms"),
        ("ping web db -c 1", 0, "PING db (172.18.0.2) 56(84) bytes of data."),
        ("dig --from web +short db", 0, "172.18.0.2"),
        ("spread db --from web", 0, "db from shop-web-1: 10 clients, 100 connections each, 1000 in all"),
        ("rules", 0, "*raw"),
        ("graph --format text", 0, "docker-host  eth0  192.0.2.10/24  2001:db8::10/64"),
        (
            "export --format networkpolicy", 0,
            "# Who reaches whom in this lab, for pods with the label app: SERVICE in one namespace."
        ),
    ]

    @Test(arguments: questions)
    func `a file is asked as a lab is`(question: String, status: Int32, first: String) throws {
        let (line, folder) = try home()
        let file = "\(question) --file \(folder.path)/before.yaml"
        let asked = line(file)
        #expect(asked.status == status)
        #expect(asked.output.split(separator: "\n").first.map(String.init) == first)
        // The lab itself is left alone.
        #expect(line.memory.lab.containerCount == 0)
    }

    @Test
    func `a capture runs its tool in what files come to`() throws {
        let (line, folder) = try home()
        let file = "--file \(folder.path)/before.yaml"
        let taken = line("capture \(file) -- probe web db:5432")
        #expect(taken.status == 0 && taken.output.hasPrefix("open: 172.18.0.3 -> 172.18.0.2:5432/tcp"))
        #expect(line("capture \(file) shop_default -- exec shop-web-1 ping -c 1 db").errors.hasSuffix("on 2 links\n"))
        #expect(line.memory.lab.containerCount == 0)
        try Data(Self.before.utf8).write(to: URL(fileURLWithPath: "\(folder.path)/compose.yaml"))
        line.hasLab = false
        let folderOnly = "--project-directory \(folder.path)"
        #expect(line("capture \(folderOnly) -- probe web db:5432").output == taken.output)
        // What the tool inside is asked about is what the capture is asked about, whatever the folder has.
        try Data(Self.after.utf8).write(to: URL(fileURLWithPath: "\(folder.path)/compose.yaml"))
        #expect(line("capture \(file) -- probe web db:5432").output == taken.output)
    }

    @Test
    func `without a lab the folder's file is meant, and with one it is not`() throws {
        let (line, folder) = try home()
        let folderOnly = "--project-directory \(folder.path)"
        try Data(Self.before.utf8).write(to: URL(fileURLWithPath: "\(folder.path)/compose.yaml"))
        line.hasLab = false
        #expect(line("dig --from web +short db \(folderOnly)").output == "172.18.0.2\n")
        #expect(line("--lab other dig --from web +short db \(folderOnly)").status == 1)
        line.hasLab = true
        #expect(line("dig --from web +short db \(folderOnly)").status == 1)
    }

    @Test
    func `a service stands for its container, and candidates are listed where there are several`() throws {
        let (line, folder) = try home()
        try Data(
            """
            name: shop
            services:
              web: {image: nginx, scale: 2}
              db: {image: postgres, expose: ["5432"]}
            """.utf8
        ).write(to: URL(fileURLWithPath: "\(folder.path)/compose.yaml"))
        line("up -f \(folder.path)/compose.yaml")
        #expect(line("why shop-web-1 db:5432").status == 0)
        #expect(line("exec db hostname -s").status == 0)
        #expect(line("reach db shop-web-2").status == 0)
        let several = "service web has several containers: name one of shop-web-1, shop-web-2"
        for question in ["why web db:5432", "probe web db:5432", "exec web true", "ping host web", "why host web"] {
            let result = line(question)
            #expect(result.status != 0, "\(question)")
            #expect(result.errors.contains(several), "\(question): \(result.errors)")
        }
        // What a container's configuration names is the engine's business.
        #expect(line("run -d --name joiner --network container:db alpine").errors.contains("No such container: db"))
    }
}
