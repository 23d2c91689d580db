import Foundation
import KernelBackend
import Testing

/// netsim itself, as a program, with a lab in the kernel.
extension KernelTests {
    @Suite struct CommandTests {
        /// The processes that keep labs of a home.
        private func keepers(_ home: Home) throws -> Int {
            let found = try Kernel.shell("pgrep -f -- '--home \(home.path) .*[_]_keep' | wc -l")
            return try #require(Int(found.output.trimmingCharacters(in: .whitespacesAndNewlines)))
        }

        @Test func `commands change the lab in the kernel, and programs run there`() throws {
            let home = try Home()
            let result = try home.run(
                """
                set -e
                $N network create --subnet 10.81.0.0/24 front >/dev/null
                $N run -d --name web --net front --network-alias www --expose 80 alpine >/dev/null
                $N run -d --name user --net front alpine >/dev/null
                $N exec user -- getent hosts www
                $N exec user dig +short web
                $N exec user -- sh -c 'exec 3<>/dev/null; nc -zn -w 1 10.81.0.2 80 && echo open; nc -zn -w 1 10.81.0.2 81 || echo closed'
                $N exec user -- busybox nslookup -type=a www | tail -n 2 | head -n 1
                $N ping user web -c 1 | grep -c "64 bytes from web.front (10.81.0.2)"
                $N ping host web -c 1 | grep -c "1 received"
                $N rename web db
                $N exec user dig +short db
                $N network create back >/dev/null
                $N network connect back user
                $N exec user -- ip -br link show | awk '{print $1}' | sed 's/@.*//'
                $N restart db
                $N exec user -- ping -n -c 1 -W 1 10.81.0.2 >/dev/null && echo still there
                $N exec -e GREETING=hello user -- sh -c 'echo $GREETING from $(hostname)' | sed 's/[0-9a-f]\\{12\\}/ID/'
                """
            )
            #expect(
                result.output == """
                    10.81.0.2       www
                    10.81.0.2
                    open
                    closed
                    Address: 10.81.0.2
                    1
                    1
                    10.81.0.2
                    lo
                    eth0
                    eth1
                    db
                    still there
                    hello from ID

                    """
            )
            #expect(result.status == 0)
        }

        @Test func `a program is a container's own: its log is kept, and it ends with the container`() throws {
            let home = try Home()
            let result = try home.run(
                """
                set -e
                $N run -d --name srv alpine -- sh -c 'echo begun; trap "echo told; exit 5" TERM; while :; do sleep 0.05; done' >/dev/null
                for i in $(seq 100); do $N logs srv | grep -q begun && break; sleep 0.05; done
                $N stop srv >/dev/null
                $N logs srv
                $N run -d --name short alpine -- sh -c 'exit 7' >/dev/null
                $N wait short 2>/dev/null || true
                for i in $(seq 100); do [ -z "$($N ps -q --filter name=short)" ] && break; sleep 0.05; done
                $N inspect -f '{{.State.ExitCode}}' short
                $N run --rm alpine -- sh -c 'exit 9' || echo status $?
                """
            )
            #expect(result.output.hasPrefix("begun\n"), "\(result.output)")
            #expect(result.output.contains("told\n"), "\(result.output)")
            #expect(result.output.hasSuffix("7\nstatus 9\n"), "\(result.output)")
        }

        @Test func `a killed keeper is found, and doctor cleans up`() throws {
            let home = try Home()
            let result = try home.run(
                """
                $N run -d --name web alpine >/dev/null
                $N exec -d web -- sleep 100
                sleep 0.3
                kill -9 $(pgrep -f -- "--home $NETSIM_HOME .*[_]_keep")
                $N network create late; echo $?
                $N doctor; echo $?
                $N doctor --fix >/dev/null; echo $?
                $N doctor | tail -n 1; echo $?
                $N exec web -- true; echo $?
                """
            )
            #expect(result.output.contains("its keeper was killed"), "\(result.output)")
            #expect(result.output.contains("(sleep) still runs in it"), "\(result.output)")
            #expect(result.output.hasSuffix("0\nnothing is left of labs in the kernel\n0\n0\n"), "\(result.output)")
        }

        @Test func `a program has the ports of its container, and ends with it in a stack that stays`() throws {
            let home = try Home()
            let result = try home.run(
                """
                $N run -d --name px -p 8081:80 alpine -- python3 -m http.server 80 >/dev/null
                $N run -d --name side --network container:px alpine -- sleep 4711 >/dev/null
                for i in $(seq 100); do $N kernel exec --at client curl -so /dev/null http://192.0.2.10:8081/ && break; sleep 0.05; done
                $N kernel exec --at client curl -so /dev/null -w '%{http_code}\n' http://192.0.2.10:8081/
                for i in $(seq 100); do pgrep -f -- '^sleep 4711$' >/dev/null && break; sleep 0.05; done
                $N stop side >/dev/null
                pgrep -f -- '^sleep 4711$' | wc -l
                $N ps --format '{{.Names}}'
                """
            )
            #expect(result.output == "200\n0\npx\n", "\(result.output)")
        }

        @Test func `a program is paused with its container, goes on with it, and ends while paused`() throws {
            let home = try Home()
            let result = try home.run(
                """
                $N run -d --name px alpine -- sh -c 'trap "echo told; exit 3" TERM; while :; do echo tick; sleep 0.05; done' >/dev/null
                for i in $(seq 100); do $N logs px | grep -q tick && break; sleep 0.05; done
                $N pause px >/dev/null; sleep 0.1
                A=$($N logs px | wc -l); sleep 0.4; [ $($N logs px | wc -l) = $A ] && echo paused
                $N unpause px >/dev/null
                for i in $(seq 100); do [ $($N logs px | wc -l) -gt $A ] && break; sleep 0.05; done
                [ $($N logs px | wc -l) -gt $A ] && echo goes on
                $N pause px >/dev/null; $N stop px; $N logs px | tail -n 1
                """
            )
            #expect(
                result.output == """
                    paused
                    goes on
                    px
                    told

                    """,
                "\(result.output)"
            )
        }

        @Test func `a lab that has to be made anew says so, and starts its programs again`() throws {
            let home = try Home()
            let result = try home.run(
                """
                $N run -d --name rm1 alpine -- sh -c 'echo begun; exec sleep 4712' >/dev/null
                for i in $(seq 100); do $N logs rm1 | grep -q begun && break; sleep 0.05; done
                $N kernel exec rm1 ip link del eth0
                $N network disconnect bridge rm1; echo $?
                for i in $(seq 100); do [ $($N logs rm1 | wc -l) = 2 ] && break; sleep 0.05; done
                $N logs rm1
                $N kernel down
                pgrep -f -- '^sleep 4712$' | wc -l
                """
            )
            #expect(result.output.contains("was made anew in the kernel, as a step failed"), "\(result.output)")
            #expect(result.output.contains("begun\nbegun\n"), "\(result.output)")
            #expect(result.output.hasSuffix("out of the kernel, and 1 program ended\n0\n"), "\(result.output)")
        }

        @Test func `IPv6 comes to a stack that had a link without, and goes, with all else left alone`() throws {
            let home = try Home()
            let result = try home.run(
                """
                $N network create --ipv6 n6 >/dev/null; $N network create --ipv6 n62 >/dev/null
                $N run -d --name vv alpine >/dev/null
                $N kernel ls --format '{{.Path}}' >$NETSIM_HOME/before
                $N network connect n6 vv && $N network disconnect bridge vv && $N network connect n62 vv
                $N kernel ls --format '{{.Path}}' | diff $NETSIM_HOME/before - && $N exec vv -- ip -6 -br addr show scope global | wc -l
                """
            )
            #expect(result.output == "2\n", "\(result.output)")
        }

        @Test func `a published port moves to another container at once`() throws {
            let home = try Home()
            let result = try home.run(
                """
                $N run -d --name pb -p 8080:80 nginx >/dev/null
                printf 'rm -f pb\nrun -d --name pz nginx\nrun -d --name pc -p 8080:80 nginx\n' | $N batch - >/dev/null; echo $?
                $N kernel exec --at host -- curl -s http://127.0.0.1:8080/
                """
            )
            #expect(result.output == "0\npc\n", "\(result.output)")
        }

        @Test func `several first commands at once all arrive, and a keeper that is told to end leaves nothing`() throws
        {
            let home = try Home()
            let result = try home.run(
                """
                for i in 1 2 3 4; do $N run -d --name c$i alpine >/dev/null & done; wait
                $N kernel ls --format '{{.Container}}' | sort | tail -n 4
                kill $(pgrep -f -- "--home $NETSIM_HOME .*[_]_keep"); sleep 0.5
                ls $NETSIM_HOME/run | grep -c 'kernel$'
                $N run -d --name c5 alpine >/dev/null; echo $?
                $N lab rm default
                $N kernel ls
                """
            )
            #expect(
                result.output == """
                    c1
                    c2
                    c3
                    c4
                    0
                    0
                    lab default is out of the kernel
                    default
                    netsim: lab default is not in the kernel

                    """
            )
        }

        @Test func `entrypoints and interrupts reach programs`() throws {
            let home = try Home()
            let result = try home.run(
                """
                $N run --rm --entrypoint /bin/echo alpine -- hi
                $N run --name at alpine -- sleep 4713 & sleep 0.5
                kill -INT $!; wait $!; echo $?
                $N inspect -f '{{.State.Status}}' at
                """
            )
            #expect(result.output == "hi\n130\nexited\n", "\(result.output)")
        }

        @Test func `a project is brought up in the kernel and taken out of it`() throws {
            let home = try Home()
            let file = home.path + "/compose.yaml"
            try """
            services:
              web: { image: nginx, ports: ["8080:80"] }
              db: { image: postgres, expose: [5432] }
            """.write(toFile: file, atomically: true, encoding: .utf8)
            let result = try home.run(
                """
                set -e
                $N up -p shop -f \(file) >/dev/null 2>&1
                $N exec shop-web-1 -- nc -z -w 1 db 5432 && echo reached
                $N kernel ls --format '{{.Name}}' | tail -n +4
                $N down -p shop -f \(file) >/dev/null 2>&1
                $N kernel ls 2>&1 || true
                """
            )
            #expect(
                result.output == """
                    reached
                    netsim-c-shop-db-1
                    netsim-c-shop-web-1
                    netsim: lab default is not in the kernel

                    """
            )
            #expect(try keepers(home) == 0)
        }

        @Test func `what the kernel cannot hold is refused before anything is made`() throws {
            let home = try Home()
            let result = try home.run("$N network create -o com.docker.network.bridge.name='a*b' odd; echo $?")
            #expect(result.output.contains("which no interface can have"), "\(result.output)")
            #expect(try keepers(home) == 0)
        }

        @Test func `a dry run in the kernel is a script that makes the project there`() throws {
            let home = try Home()
            let file = home.path + "/compose.yaml"
            try "services: { web: { image: nginx } }".write(toFile: file, atomically: true, encoding: .utf8)
            let result = try home.run("$N up --dry-run -p shop -f \(file) 2>$NETSIM_HOME/said; $N ps -aq")
            #expect(result.output.hasPrefix("#!/bin/sh\n"), "\(result.output)")
            #expect(result.output.contains("\nip netns add netsim-default-host\n"), "\(result.output)")
            #expect(
                try home.run("head -n 1 $NETSIM_HOME/said").output == "DRY-RUN MODE -  Network shop_default  Created\n"
            )
            #expect(try keepers(home) == 0)
        }

        @Test func `a keeper whose home is gone ends by itself`() throws {
            let home = try Home()
            _ = try home.run("$N network create net")
            #expect(try keepers(home) == 1)
            try FileManager.default.removeItem(atPath: home.path)
            for _ in 0..<100 {
                if try keepers(home) == 0 { return }
                usleep(100_000)
            }
            Issue.record("the keeper still runs")
        }
    }
}
