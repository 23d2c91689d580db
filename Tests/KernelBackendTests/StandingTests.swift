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
    }
}
