import Lab
import Testing

/// What `netsim reach` prints, and its exit status.
struct ReachTests {
    private static func prepared() -> CommandLine {
        let line = CommandLine()
        for command in [
            "network create front", "network create --internal back",
            "run -d --name web-1 --network front --network back -p 8081:80 nginx",
            "run -d --name web-2 --network front --network back -p 8082:80 nginx",
            "run -d --name db --network back --expose 5432 postgres",
            "run -d --name other --network bridge --expose 53/udp example/names",
            "create --name asleep --network back nginx",
        ] {
            #expect(line(command).status == 0)
        }
        return line
    }

    @Test func `the matrix has a row and a column for each class`() {
        let result = Self.prepared()("reach")
        #expect(result.status == 0)
        #expect(
            result.output == """
                FROM \\ TO  A    B        C         host  outside
                A web ×2   80   5432     dropped   ping  ping
                B db       80   ·        no route  ping  no route
                C other    80*  dropped  ·         ping  ping
                host       80   5432     53/udp    ·     ping
                outside    80*  dropped  dropped   ping  ·

                A  web-1 web-2  on front back  listens on 80
                B  db           on back        listens on 5432
                C  other        on bridge      listens on 53/udp

                ·  the same stack
                *  only by a port that is published on the host
                not running, and in no class: 1

                """
        )
    }

    struct Pair: Sendable, CustomTestStringConvertible {
        let line: String
        let status: Int32
        let output: String

        var testDescription: String { line }
    }

    @Test(arguments: [
        Pair(
            line: "reach web-1 db",
            status: 0,
            output: """
                SERVICE    RESULT    AT                HOW       SOURCE SEEN   WHY
                ping       reached   172.19.0.4        direct    172.19.0.2    \

                5432/tcp   reached   172.19.0.4:5432   direct    172.19.0.2    \


                """
        ),
        Pair(
            line: "reach db other",
            status: 1,
            output: """
                SERVICE   RESULT        AT              HOW       SOURCE SEEN   WHY
                ping      unreachable   172.17.0.2      direct                  no route to the address
                53/udp    unreachable   172.17.0.2:53   direct                  no route to the address

                """
        ),
        Pair(
            line: "reach web-1 asleep",
            status: 1,
            output: """
                SERVICE   RESULT        AT        HOW       SOURCE SEEN   WHY
                ping      unreachable             direct                  the target does not run

                """
        ),
        Pair(
            line: "reach outside web-1 --format csv",
            status: 0,
            output: """
                from,to,service,result,address,port,how,source,reason,table,rule,origin
                outside,web-1,ping,dropped,172.18.0.2,,direct,,a rule drops it,raw,\
                -A PREROUTING -d 172.18.0.2/32 ! -i BR -j DROP,container web-1 on front: no direct access
                outside,web-1,80/tcp,dropped,172.18.0.2,80,direct,,a rule drops it,raw,\
                -A PREROUTING -d 172.18.0.2/32 ! -i BR -j DROP,container web-1 on front: no direct access
                outside,web-1,80/tcp,reached,192.0.2.10,8081,published,192.0.2.100,nothing stands in the way,filter,\
                -A DOCKER -d 172.18.0.2/32 ! -i BR -o BR -p tcp -m tcp --dport 80 -j ACCEPT,port 8081:80/tcp of web-1
                outside,web-1,80/tcp,reached,2001:db8::10,8081,userland proxy,172.18.0.1,nothing stands in the way,,,

                """
        ),
        Pair(
            line: "reach --exposure outside",
            status: 0,
            output: """
                TO        INTERFACE   ADDRESS        PORT       LEADS TO   BY
                outside   eth0        192.0.2.10     8081/tcp   web-1:80   published
                outside   eth0        192.0.2.10     8082/tcp   web-2:80   published
                outside   eth0        2001:db8::10   8081/tcp   web-1:80   published
                outside   eth0        2001:db8::10   8082/tcp   web-2:80   published

                """
        ),
    ])
    func `one pair lists every way, and the status tells whether a port answers`(pair: Pair) throws {
        let line = Self.prepared()
        let bridge = try line.memory.lab.network(matching: "front").deviceName ?? ""
        let result = line(pair.line)
        #expect(
            result.output.split(separator: bridge, omittingEmptySubsequences: false).joined(separator: "BR")
                == pair.output
        )
        #expect(result.status == pair.status)
    }

    @Test func `a narrow terminal gets signs, and a narrower one a list`() {
        let line = Self.prepared()
        line.environment["COLUMNS"] = "40"
        #expect(line("reach").output.hasPrefix("FROM \\ TO A B C host outside\nA web ×2  ✓ ✓ x p    p\n"))
        for number in 1...20 { line("run -d --name lone\(number) --network none --expose \(number) nginx") }
        let text = line("reach").output
        #expect(
            text.hasPrefix(
                "A web ×2\n    A: 80  B: 5432  host: ping\n    outside: ping\n    others: 1 dropped, 20 no route\n"
            )
        )
    }

    @Test func `JSON is the same each time and groups what is alike`() {
        let line = Self.prepared()
        let text = line("reach web-1 --format json").output
        #expect(text == line("reach web-1 --format json").output)
        #expect(text.hasPrefix("{\n    \"classes\": [\n"))
    }

    @Test(arguments: [
        ("reach nobody", "netsim: no such container, network or address: nobody\n"),
        ("reach 10.9.9.9 db", "netsim: nobody has the address 10.9.9.9\n"),
        ("reach asleep", "netsim: container asleep is not running\n"),
        (
            "reach --exposure web-1",
            "netsim: --exposure is of the host or the outside: netsim reach --exposure [host|outside]\n"
        ),
    ])
    func `what cannot be asked is refused`(command: String, errors: String) {
        let result = Self.prepared()(command)
        #expect(result == CommandLine.Result(status: 1, output: "", errors: errors))
    }
}
