internal import CLinux
internal import Glibc

/// A system call that failed: what was attempted, on what, and why.
package struct SystemError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Such as `cannot listen on 127.0.0.1 port 5311`.
    package let attempt: String
    /// The kernel's error number, positive.
    package let number: Int32

    package init(_ attempt: String, number: Int32) {
        self.attempt = attempt
        self.number = number
    }

    package var description: String {
        let name = netsim_error_name(number).map { " (\(String(cString: $0)))" } ?? ""
        return "\(attempt): \(String(cString: strerror(number)))\(name)"
    }
}
