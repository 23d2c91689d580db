import Foundation
import KernelBackend
import Testing

extension KernelTests {
    /// What commands of a lab in the kernel refuse, and what they then leave.
    @Suite struct RefusalTests {
        @Test(arguments: [
            "network create --subnet bad net", "network rm nosuch", "run -d -p bad alpine -- sleep 1000",
            "run -d --name kept --ip 10.0.0.9 alpine",
        ])
        func `a first command that is refused leaves nothing in the kernel that was not there`(line: String) throws {
            let home = try Home()
            let result = try home.run(
                "$N \(line) >/dev/null 2>&1 || echo refused; pgrep -f -- \"--home $NETSIM_HOME .*[_]_keep\" | wc -l"
            )
            #expect(result.output == "refused\n0\n")
        }

        @Test func `a refused command leaves a lab that was in the kernel there`() throws {
            let home = try Home()
            let result = try home.run(
                """
                $N network create net >/dev/null
                $N network create net 2>/dev/null || echo refused
                $N kernel ls >/dev/null && echo there
                """
            )
            #expect(result.output == "refused\nthere\n")
        }

        @Test func `a detached program that is not there is refused as Docker does`() throws {
            let home = try Home()
            let start = "OCI runtime exec failed: exec failed: unable to start container process: exec"
            let result = try home.run(
                """
                $N run -d --name web alpine >/dev/null
                $N exec -d web -- nosuch; echo $?
                $N exec -d web -- /bin/nosuch; echo $?
                $N exec -d web -- /etc/passwd; echo $?
                $N exec -d web -- true; echo $?
                """
            )
            #expect(
                result.output == """
                    Error response from daemon: \(start): "nosuch": executable file not found in $PATH: unknown
                    1
                    Error response from daemon: \(start): "/bin/nosuch": stat /bin/nosuch: no such file or directory: unknown
                    1
                    Error response from daemon: \(start): "/etc/passwd": permission denied: unknown
                    1
                    0

                    """
            )
        }

        @Test func `the home folder is made by the first command, whichever it is`() throws {
            let home = try Home()
            let result = try home.run(
                """
                export NETSIM_HOME=$NETSIM_HOME/not/there/yet
                $N kernel up | sed 's/:.*//'; $N kernel down
                """,
                backend: "simulated"
            )
            #expect(result.output == "lab default is in the kernel\nlab default is out of the kernel\n")
        }

        @Test func `a netsim within its own lab does not take it down`() throws {
            let home = try Home()
            let result = try home.run(
                """
                $N run -d --name web alpine >/dev/null
                $N exec web -- $N kernel down; echo $?
                $N exec web -- $N lab rm default; echo $?
                $N exec web -- $N ps --format '{{.Names}}'
                $N kernel down
                """
            )
            #expect(
                result.output == """
                    netsim: this netsim runs in lab default itself, and would end halfway
                    netsim: to take it out of the kernel, run it in a shell outside of the lab's containers
                    1
                    netsim: this netsim runs in lab default itself, and would end halfway
                    netsim: to take it out of the kernel, run it in a shell outside of the lab's containers
                    1
                    web
                    lab default is out of the kernel

                    """
            )
        }
    }
}
