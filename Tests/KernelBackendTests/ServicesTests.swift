import Addressing
import Foundation
import KernelBackend
import Lab
import Netlink
import TestSupport
import Testing

/// What listens in a lab's stacks.
@Suite struct KernelServiceTests {
    @Test func `containers listen where they do in the simulation, and the first in a shared stack wins`() throws {
        var lab = Lab.fresh()
        try lab.network("net")
        try lab.run("web", on: "net", publish: [binding(80, host: 8080)]) {
            $0.config.exposedPorts = [ContainerPort(53, .udp), ContainerPort(99, .sctp)]
        }
        try lab.run("side") {
            $0.config.networkMode = .container("web")
            $0.config.labels[Lab.listenLabel] = "80,81"
        }
        try lab.run("quiet", on: "net") {
            $0.config.exposedPorts = [ContainerPort(80)]
            $0.config.labels[Lab.listenLabel] = ""
        }
        let services = KernelService.all(of: lab, in: try PlanBuilder.plan(lab))
        #expect(
            services.filter { $0.identity != .world }.map {
                "\($0.place.space.name) \($0.place.port) \(words($0.identity))"
            }
                == [
                    "web 53/udp nameServer", "web 80/tcp named(\"web\")", "web 81/tcp named(\"side\")",
                ]
        )
        #expect(services.filter { $0.identity == .world }.map(\.place.port) == Lab.outsideServices)
    }

    private func words(_ identity: KernelService.Identity) -> String {
        if case .nameServer = identity { "nameServer" } else { "\(identity)" }
    }

    @Test func `for a program a stand-in listens where there is none, and who is paused listens on`() throws {
        var lab = Lab.fresh()
        try lab.network("net")
        try lab.run("own", on: "net") {
            $0.config.exposedPorts = [ContainerPort(80)]
            $0.config.labels[KernelService.programLabel] = "detached"
        }
        try lab.run("frozen", on: "net") { $0.config.exposedPorts = [ContainerPort(81)] }
        try lab.pauseContainer(matching: "frozen")
        let plan = try PlanBuilder.plan(lab)
        func found(standsIn: Bool) -> [String] {
            KernelService.all(of: lab, in: plan, standsIn: standsIn).filter { $0.identity != .world }
                .map { "\($0.place.space.name) \($0.place.port) \($0.isPaused)" }
        }
        #expect(found(standsIn: false) == ["frozen 81/tcp true"])
        #expect(found(standsIn: true) == ["own 80/tcp false", "frozen 81/tcp true"])
    }
}

extension KernelTests {
    @Suite struct ServicesTests {
        private static let request = "printf \"GET / HTTP/1.0\\r\\n\\r\\n\""

        private func get(_ kernel: KernelLab, from: String, _ address: String, _ port: Int) throws -> String {
            let line = try kernel.inside(kernel.space(from), "nc -n -w 2 \(address) \(port)")
            let result = try Kernel.shell("\(Self.request) | \(line)")
            return result.output.split(whereSeparator: \.isNewline).last.map(String.init) ?? ""
        }

        @Test func `services answer with their names, the world with the address asked`() throws {
            var lab = try Labs.bothFamilies()
            try lab.network("back")
            try lab.run("db", on: "back", "four") { $0.config.exposedPorts = [ContainerPort(5000, .udp)] }
            lab.host.listeners.append(.init(transport: .tcp, address: .v4(IPv4Address(rawValue: 0)), port: 22))
            let kernel = try Kernel.build(lab)
            let services = try KernelServices.start(of: lab, in: kernel) { Issue.record("\($0)") }
            defer { services.stop() }
            let aa = try #require(try lab.container(matching: "aa").attachments.first?.endpoint?.ipv6?.address)
            #expect(try get(kernel, from: "bb", "\(aa)", 80) == "aa")
            #expect(try get(kernel, from: "client", "192.0.2.10", 8080) == "aa")
            #expect(try get(kernel, from: "client", "2001:db8::10", 8080) == "aa")
            #expect(try get(kernel, from: "client", "192.0.2.10", 22) == "docker-host")
            #expect(try get(kernel, from: "bb", "203.0.113.9", 80) == "203.0.113.9")
            #expect(try get(kernel, from: "host", "2001:db8:9::1", 443) == "2001:db8:9::1")
            let db = try #require(try lab.ip("db", on: "four"))
            let asked = try kernel.shell(kernel.space("bb"), "echo hello | nc -n -u -w 1 \(db) 5000")
            #expect(asked.output == "db\n")
        }

        @Test func `the name server outside answers over UDP and TCP`() throws {
            var lab = try Labs.twoNetworks()
            lab.addUpstreamRecord(Upstream.Record(name: "example.com", type: "A", ttl: 60, data: "198.51.100.7"))
            let kernel = try Kernel.build(lab)
            let services = try KernelServices.start(of: lab, in: kernel)
            defer { services.stop() }
            for flag in ["+notcp", "+tcp"] {
                let answer = try kernel.shell(
                    kernel.space("other"),
                    "dig \(flag) +short +tries=1 +time=2 @192.0.2.53 example.com"
                )
                #expect(answer.output == "198.51.100.7\n")
            }
        }

        @Test func `a client that reads nothing is not listened to any further, and costs nothing`() throws {
            let home = try Home()
            let result = try home.run(
                """
                $N run -d --name web --expose 80 alpine >/dev/null
                cat >"$NETSIM_HOME/flood.py" <<'END'
                import socket, sys, time
                client = socket.create_connection((sys.argv[1], 80))
                client.settimeout(1)
                try:
                    while True: client.sendall(b"GET / HTTP/1.1\\r\\nHost: web\\r\\n\\r\\n" * 1000)
                except TimeoutError: print("full", flush=True)
                def ticks(): return sum(map(int, open(f"/proc/{sys.argv[2]}/stat").read().rsplit(")")[1].split()[11:13]))
                before = ticks(); time.sleep(1); spent = ticks() - before
                print("quiet" if spent < 20 else f"{spent} ticks")
                client.settimeout(2)
                octets = 0
                while octets < 2 << 20: octets += len(client.recv(65536))
                print("read")
                END
                $N kernel exec --at host python3 "$NETSIM_HOME/flood.py" \
                    $($N inspect -f '{{.NetworkSettings.Networks.bridge.IPAddress}}' web) $(pgrep -f -- "--home $NETSIM_HOME .*[_]_keep")
                """
            )
            #expect(result.output == "full\nquiet\nread\n")
        }

        @Test func `a paused container's service takes connections, and answers them once it goes on`() throws {
            let home = try Home()
            let result = try home.run(
                """
                $N run -d --name web --expose 80 --expose 99/udp alpine >/dev/null
                $N run -d --name user alpine >/dev/null
                IP=$($N inspect -f '{{.NetworkSettings.Networks.bridge.IPAddress}}' web)
                $N exec -d user -- sh -c "curl -s http://$IP/ >/tmp/before"
                for i in $(seq 100); do $N exec user -- test -s /tmp/before && break; sleep 0.05; done
                $N exec user -- cat /tmp/before
                $N pause web >/dev/null
                $N exec user -- nc -z -n -w 1 $IP 80 && echo taken
                $N exec user -- curl -s -m 1 http://$IP/; echo $?
                $N exec user -- sh -c "echo hello | nc -n -u -w 1 $IP 99"
                $N exec -d user -- sh -c "curl -s http://$IP/ >/tmp/after"
                sleep 0.5; $N exec user -- sh -c 'test -s /tmp/after || echo waits'
                $N unpause web >/dev/null
                for i in $(seq 100); do $N exec user -- test -s /tmp/after && break; sleep 0.05; done
                $N exec user -- cat /tmp/after
                """
            )
            #expect(result.output == "web\ntaken\n28\nwaits\nweb\n")
        }

        @Test func `a connection that is there when its server is paused waits, and goes on`() throws {
            var lab = Lab.fresh()
            try lab.network("net")
            try lab.run("aa", on: "net") { $0.config.exposedPorts = [ContainerPort(80)] }
            try lab.run("bb", on: "net")
            var paused = lab
            try paused.pauseContainer(matching: "aa")
            let kernel = try Kernel.build(lab)
            let services = try KernelServices.start(of: lab, in: kernel)
            defer { services.stop() }
            let address = try #require(try lab.ip("aa"))
            let client =
                "(printf \"GET / HTTP/1.0\\r\\n\"; sleep 1; printf \"\\r\\n\"; sleep 1) | nc -n -w 4 \(address) 80 | tail -n 1"
            let before = Date()
            let waiting = Process()
            waiting.executableURL = URL(fileURLWithPath: "/bin/sh")
            waiting.arguments = ["-c", try kernel.inside(kernel.space("bb"), "sh -c '\(client)'")]
            let pipe = Pipe()
            waiting.standardOutput = pipe
            try waiting.run()
            usleep(500_000)
            try services.follow(paused, in: kernel)
            usleep(1_500_000)
            try services.follow(lab, in: kernel)
            let said = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            waiting.waitUntilExit()
            #expect(said == "aa\n")
            #expect(Date().timeIntervalSince(before) > 1.9)
        }

        @Test func `a container with records of its own is a name server, over UDP and TCP`() throws {
            let home = try Home()
            let result = try home.run(
                """
                $N network create net >/dev/null
                $N run -d --name names --net net --label 'netsim.zone=app.lan 10.0.0.5; *.dev.lan 60 A 10.0.0.9' alpine >/dev/null
                $N run -d --name plain --net net --expose 53/udp alpine >/dev/null
                IP=$($N inspect -f '{{.NetworkSettings.Networks.net.IPAddress}}' names)
                PLAIN=$($N inspect -f '{{.NetworkSettings.Networks.net.IPAddress}}' plain)
                $N run -d --name user --net net --dns $IP alpine >/dev/null
                for how in notcp tcp; do
                    $N exec user -- dig +short +$how +tries=1 @$IP app.lan
                    $N exec user -- dig +short +$how +tries=1 @$IP x.dev.lan
                    $N exec user -- dig +short +$how +tries=1 @$IP plain
                done
                $N exec user -- dig +short +tries=1 app.lan
                $N exec user -- dig +short +tries=1 @$PLAIN names | sed "s/$IP/names/"
                $N exec user -- dig +noall +comments @$IP nobody.lan | grep -o 'status: [A-Z]*'
                $N exec user -- curl -s http://$IP:53/
                """
            )
            let plain = try home.run("$N inspect -f '{{.NetworkSettings.Networks.net.IPAddress}}' plain").output
            let answers = "10.0.0.5\n10.0.0.9\n\(plain)"
            #expect(result.output == "\(answers)\(answers)10.0.0.5\nnames\nstatus: NXDOMAIN\nnames\n")
        }

        @Test func `services follow the lab`() throws {
            var lab = Lab.fresh()
            try lab.network("net")
            try lab.run("aa", on: "net") { $0.config.exposedPorts = [ContainerPort(80)] }
            try lab.run("bb", on: "net")
            let kernel = try Kernel.build(lab)
            let services = try KernelServices.start(of: lab, in: kernel)
            defer { services.stop() }
            let address = try #require(try lab.ip("aa"))
            #expect(try get(kernel, from: "bb", address, 80) == "aa")
            try lab.renameContainer(matching: "aa", to: "cc")
            try services.follow(lab, in: kernel)
            #expect(try get(kernel, from: "bb", address, 80) == "cc")
        }

        @Test func `a port that is opened and given up again before anyone answers there is closed`() throws {
            var lab = Lab.fresh()
            try lab.network("net")
            try lab.run("aa", on: "net")
            var with = lab
            try with.removeContainer(matching: "aa", force: true, at: noon)
            try with.run("aa", on: "net") { $0.config.exposedPorts = [ContainerPort(80)] }
            let address = try #require(try with.ip("aa"))
            let kernel = try Kernel.build(with)
            // In the stack of the same plan, so that only the ports differ.
            var without = with
            try without.stopContainer(matching: "aa", at: noon)
            let services = try KernelServices.start(of: with, in: kernel)
            defer { services.stop() }
            for _ in 0..<50 {
                try services.follow(without, in: kernel)
                try services.follow(with, in: kernel)
            }
            try services.follow(without, in: kernel)
            usleep(100_000)
            #expect(try kernel.shell(kernel.space("aa"), "nc -n -z -w 1 \(address) 80").status != 0)
        }
    }
}
