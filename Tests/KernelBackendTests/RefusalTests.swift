import Foundation
import KernelBackend
import Testing

extension KernelTests {
    /// What commands of a lab in the kernel refuse, and what they then leave.
    @Suite struct RefusalTests {
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
                    Error response from daemon: \(start): "nosuch": executable file not found in $PATH
                    127
                    Error response from daemon: \(start): "/bin/nosuch": stat /bin/nosuch: no such file or directory
                    127
                    Error response from daemon: \(start): "/etc/passwd": permission denied
                    126
                    0

                    """
            )
        }
    }
}
