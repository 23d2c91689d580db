internal import CLinux

/// Owns a file descriptor, and closes it when nobody refers to it any more.
final class Descriptor {
    let number: Int32

    /// Takes over what a call of the shim returned.
    ///
    /// - Throws: for a negative result, which is an error number.
    init(_ result: Int32, _ attempt: @autoclosure () -> String) throws(SystemError) {
        guard result >= 0 else { throw SystemError(attempt(), number: -result) }
        number = result
    }

    deinit {
        _ = netsim_close(number)
    }
}

/// Throws the error that a call of the shim returned as a negative number.
func check(_ result: Int32, _ attempt: @autoclosure () -> String) throws(SystemError) {
    guard result >= 0 else { throw SystemError(attempt(), number: -result) }
}
