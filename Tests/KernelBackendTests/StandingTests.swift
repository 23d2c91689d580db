import Foundation
import KernelBackend
import TestSupport
import Testing

extension KernelTests {
    /// That the kernel has the lab as it stands, whoever changed it and whatever became of that command.
    @Suite struct StandingTests {
        @Test func `an imported lab is in the kernel at once, and so is one that takes its place`() throws {
            let home = try Home()
            let result = try home.run(
                """
                $N --backend simulated run -d --name one alpine >/dev/null
                $N lab export >"$NETSIM_HOME/one.json"
                $N --backend simulated run -d --name two alpine >/dev/null
                $N lab export >"$NETSIM_HOME/two.json"
                $N --lab other lab import "$NETSIM_HOME/one.json"
                $N --lab other kernel ls --format '{{.Container}}' | grep -v ^$
                $N --lab other lab import --force "$NETSIM_HOME/two.json"
                $N --lab other kernel ls --format '{{.Container}}' | grep -v ^$
                $N --lab other kernel down
                """
            )
            #expect(result.output == "other\none\nother\none\ntwo\nlab other is out of the kernel\n")
        }

        @Test func `what a command changed and could not say is made up for by the next, or by doctor`() throws {
            let home = try Home()
            // As a command leaves it that is killed between the two.
            let result = try home.run(
                """
                $N network create one >/dev/null; $N network create two >/dev/null
                $N run -d --name web alpine >/dev/null
                socket="$NETSIM_HOME/run/default.kernel.sock"
                unheard() { mv "$socket" "$socket.away"; "$@" >/dev/null 2>&1; mv "$socket.away" "$socket"; }
                unheard $N network connect one web
                $N exec web -- sh -c 'ls /sys/class/net >/dev/null; ip -br link | grep -c eth'
                unheard $N network connect two web
                $N doctor | tail -n 1
                $N doctor --fix
                $N kernel exec web -- sh -c 'ip -br link | grep -c eth'
                $N doctor | tail -n 1
                """
            )
            #expect(
                result.output == """
                    2
                    lab default: the kernel lacks its last change
                    lab default: the kernel lacks its last change
                    lab default: brought in line
                    3
                    nothing is left of labs in the kernel

                    """
            )
        }

        @Test(arguments: ["command", "keeper"])
        func `whatever instant a change is terminated at, the lab is whole`(who: String) throws {
            let home = try Home()
            let made = try home.run(
                "$N network create net >/dev/null; $N run -d --name web --net net alpine >/dev/null"
            )
            #expect(made.status == 0, "\(made.output)")
            let seed = UInt64.random(in: 0...UInt64.max)
            var random = SeededGenerator(seed: seed)
            for round in 0..<6 {
                let delay = Double.random(in: 0...0.12, using: &random)
                let target = who == "command" ? "$!" : "$(pgrep -f -- \"--home $NETSIM_HOME .*[_]_keep\")"
                let result = try home.run(
                    """
                    $N run -d --name late\(round) --net net alpine -- sleep 4720 >/dev/null 2>&1 &
                    sleep \(delay)
                    kill \(target) 2>/dev/null
                    wait
                    $N exec web -- true || echo no program
                    $N ps --format '{{.Names}}' | sort >"$NETSIM_HOME/wanted"
                    $N kernel ls --format '{{.Container}}' | grep . | sort | diff "$NETSIM_HOME/wanted" -
                    for i in $(seq 100); do [ $(pgrep -f '^sleep 4720$' | wc -l) -le $($N ps -q | wc -l) ] && break; sleep 0.02; done
                    """
                )
                let words = "\(who), terminated after \(delay) s, seed \(seed): \(result.output)"
                #expect(result.output == "", "\(words)")
            }
            #expect(try home.run("$N kernel down >/dev/null; pgrep -f '^sleep 4720$' | wc -l").output == "0\n")
        }
    }
}
