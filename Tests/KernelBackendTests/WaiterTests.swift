import Foundation
import KernelBackend
import Lab
import Testing

extension KernelTests {
    /// Programs whose netsim is killed.
    @Suite struct WaiterTests {
        /// Waits until as many programs of a name run, and says so where that takes too long.
        private static let begin = """
            running() {
                for i in $(seq 150); do [ $(pgrep -f -- "^sleep $1$" | wc -l) = $2 ] && return; sleep 0.02; done
                echo "$(pgrep -f -- "^sleep $1$" | wc -l) of sleep $1"
            }
            state() {
                for i in $(seq 150); do
                    [ "$($N inspect -f '{{.State.Status}}' $1)" = exited ] && break; sleep 0.02
                done
                $N inspect -f '{{.State.Status}} {{.State.ExitCode}}' $1
            }
            """

        @Test func `a program in the foreground ends with its netsim, and its container with it`() throws {
            let home = try Home()
            let result = try home.run(
                """
                \(Self.begin)
                $N run --name fore alpine -- sh -c 'sleep 4731 & sleep 4732; true' >/dev/null 2>&1 & running 4731 1; running 4732 1
                kill -9 $!; running 4731 0; running 4732 0; state fore
                $N start fore >/dev/null; running 4732 1; $N stop fore >/dev/null; running 4732 0; state fore
                """
            )
            #expect(result.output == "exited 137\nexited 143\n")
        }

        @Test func `a detached program ends with who waits for it, and its container with it`() throws {
            let home = try Home()
            let result = try home.run(
                """
                \(Self.begin)
                $N run -d --name back alpine -- sleep 4733 >/dev/null; running 4733 1
                $N run -d --name side --network container:back alpine -- sleep 4734 >/dev/null; running 4734 1
                kill -9 $(pgrep -f -- "--home $NETSIM_HOME .* [_]_program $($N inspect -f '{{.Id}}' side)"); running 4734 0; state side
                running 4733 1; $N ps --format '{{.Names}}'
                """
            )
            #expect(result.output == "exited 137\nback\n")
        }

        @Test func `a program of exec ends with its netsim, one of a batch too`() throws {
            let home = try Home()
            let result = try home.run(
                """
                \(Self.begin)
                $N run -d --name web alpine >/dev/null
                $N exec web -- sleep 4735 >/dev/null 2>&1 & running 4735 1; kill -9 $!; running 4735 0
                echo 'exec web -- sleep 4736' >"$NETSIM_HOME/lines"
                $N batch "$NETSIM_HOME/lines" >/dev/null 2>&1 & running 4736 1; kill -9 $!; running 4736 0
                $N ps --format '{{.Names}}'
                """
            )
            #expect(result.output == "web\n")
        }

        @Test func `a keeper that is made again starts what ran, though who waited for it was killed`() throws {
            let home = try Home()
            let result = try home.run(
                """
                \(Self.begin)
                $N run -d --name back alpine -- sleep 4737 >/dev/null; running 4737 1
                kill -9 $(pgrep -f -- "--home $NETSIM_HOME")
                for i in $(seq 100); do pgrep -f -- "--home $NETSIM_HOME" >/dev/null || break; sleep 0.05; done
                $N doctor --fix >/dev/null; running 4737 0
                $N kernel up >/dev/null; running 4737 1; sleep 1.2; running 4737 1
                $N ps --format '{{.Names}}'; ls "$NETSIM_HOME/run/default.logs" | grep -c run
                $N kernel down >/dev/null; ls "$NETSIM_HOME/run/default.logs" | grep -c run
                """
            )
            #expect(result.output == "back\n1\n0\n")
        }
    }
}
