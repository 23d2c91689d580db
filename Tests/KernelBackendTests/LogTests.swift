import Foundation
import KernelBackend
import Testing

extension KernelTests {
    /// What programs print, as `netsim logs` shows it.
    @Suite struct LogTests {
        /// Lines that begin each test: a container that runs, and its log's name.
        private static let begin = """
            id=$($N run -d --name srv alpine -- sleep 1000)
            log="$NETSIM_HOME/run/default.logs/$id.log"
            shown="$NETSIM_HOME/shown"
            """

        @Test func `a log that is followed is read once`() throws {
            let home = try Home()
            let result = try home.run(
                """
                \(Self.begin)
                head -c 4000000 /dev/zero | tr '\\0' x >>"$log"
                $N logs -f srv >"$shown" & follower=$!
                sleep 2; echo >>"$log"; sleep 0.5
                [ $(sed -n 's/^rchar: //p' /proc/$follower/io) -lt 8000000 ] && echo once
                $N stop srv >/dev/null; wait $follower; echo $?
                wc -c <"$shown"
                """
            )
            #expect(result.output == "once\n0\n4000001\n")
        }

        @Test func `a log that is emptied or replaced is shown from its beginning`() throws {
            let home = try Home()
            let result = try home.run(
                """
                \(Self.begin)
                echo a long first line >>"$log"
                $N logs -f srv >"$shown" & follower=$!
                await() { for i in $(seq 100); do grep -qs "$1" "$shown" && return; sleep 0.05; done; echo "no $1"; }
                await first; : >"$log"; sleep 0.5; echo second >>"$log"; await second
                echo third >"$log.new"; mv "$log.new" "$log"; await third
                echo fourth >>"$log"; await fourth
                $N stop srv >/dev/null; wait $follower
                cat "$shown"
                """
            )
            #expect(result.output == "a long first line\nsecond\nthird\nfourth\n")
        }
    }
}
