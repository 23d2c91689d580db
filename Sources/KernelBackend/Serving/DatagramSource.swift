internal import CLinux
internal import Glibc

/// Where a datagram came from, and to which of a socket's addresses, from which the answer has to leave.
struct DatagramSource {
    let client: netsim_address
    private let control: [UInt8]

    /// Receives a datagram.
    ///
    /// - Returns: its length in `buffer`; nil where none is there.
    static func receive(_ socket: Int32, into buffer: inout [UInt8]) -> (count: Int, source: DatagramSource)? {
        while true {
            var client = netsim_address()
            var control = [UInt8](repeating: 0, count: Int(NETSIM_CONTROL_SPACE))
            var controlLength = Int64(control.count)
            let count = buffer.withUnsafeMutableBytes {
                netsim_receive_from(socket, $0.baseAddress, $0.count, &client, &control, &controlLength)
            }
            if count == -Int(EINTR) { continue }
            guard count >= 0 else { return nil }
            control.removeSubrange(max(0, min(control.count, Int(clamping: controlLength)))...)
            return (count, DatagramSource(client: client, control: control))
        }
    }

    /// Sends an answer there.
    func send(_ octets: ArraySlice<UInt8>, from socket: Int32) {
        var client = client
        _ = octets.withUnsafeBytes { octets in
            control.withUnsafeBytes { control in
                netsim_send_to(
                    socket,
                    octets.baseAddress,
                    octets.count,
                    &client,
                    control.baseAddress,
                    control.count
                )
            }
        }
    }
}
