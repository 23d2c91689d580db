import Foundation
import KernelBackend
import TestSupport
import Testing

/// netsim killed at any instant while it makes a lab in the kernel, or takes it down.
extension KernelTests {
    @Suite struct KillTests {
        /// 24 of each in every run of the suite; `NETSIM_KILLS` asks for another number.
        private static let count = ProcessInfo.processInfo.environment["NETSIM_KILLS"].flatMap { Int($0) } ?? 24

        /// What the machine has of a home's labs: processes, whatever they run, and what netsim would have made outside
        /// of its namespaces. Others may use the machine meanwhile.
        private static func left(of home: Home) throws -> [String] {
            var found: [String] = []
            for process in try FileManager.default.contentsOfDirectory(atPath: "/proc") where Int(process) != nil {
                guard let data = FileManager.default.contents(atPath: "/proc/\(process)/environ") else { continue }
                if String(decoding: data, as: UTF8.self).contains("NETSIM_HOME=\(home.path)\0") {
                    found.append("process \(process)")
                }
            }
            for (kind, list) in [
                ("mount", "grep netsim /proc/mounts"), ("link", "ip -br link | grep ^nsup"),
                ("table", "nft list ruleset 2>/dev/null | grep 'table.*nsup'"),
            ] {
                let lines = try Kernel.shell(list).output.split(separator: "\n")
                found += lines.map { "\(kind) \($0)" }
            }
            return found
        }

        @Test(arguments: ["up", "down"])
        func `whatever instant netsim is killed at, doctor brings the machine back`(verb: String) throws {
            let home = try Home()
            let made = try home.run(
                """
                $N network create net >/dev/null
                for i in 1 2 3 4; do $N run -d --name web$i --net net -p $((8080 + i)):80 alpine >/dev/null; done
                $N run -d --name srv --net net alpine -- sleep 1000 >/dev/null
                $N --home "$NETSIM_HOME" kernel down
                """
            )
            #expect(made.status == 0, "\(made.output)")
            let seed = UInt64.random(in: 0...UInt64.max)
            var random = SeededGenerator(seed: seed)
            for _ in 0..<Self.count {
                let delay = Double.random(in: 0...(verb == "up" ? 0.25 : 0.15), using: &random)
                let isUp = verb == "down" ? "$N --home \"$NETSIM_HOME\" kernel up >/dev/null 2>&1" : ":"
                let result = try home.run(
                    """
                    \(isUp)
                    $N --home "$NETSIM_HOME" kernel \(verb) >/dev/null 2>&1 &
                    sleep \(delay)
                    pkill -9 -f -- "--home $NETSIM_HOME"
                    wait
                    for i in $(seq 100); do pgrep -f -- "--home $NETSIM_HOME" >/dev/null || break; sleep 0.02; done
                    $N doctor --fix >/dev/null && $N doctor | tail -n 1
                    """,
                    backend: ""
                )
                let words = "\(verb), killed after \(delay) s, seed \(seed): \(result.output)"
                #expect(result.output == "nothing is left of labs in the kernel\n", "\(words)")
                try #require(result.status == 0, "\(words)")
                #expect(try Self.left(of: home) == [], "\(words)")
            }
            let again = try home.run("$N kernel up && $N start srv >/dev/null && $N exec srv -- true && $N kernel down")
            #expect(again.status == 0, "\(again.output)")
        }
    }
}
