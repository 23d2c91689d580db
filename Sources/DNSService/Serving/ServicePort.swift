internal import Lab

/// A port number with what listens on it: UDP and TCP.
final class ServicePort {
    let asker: Asker
    /// Whose port it is; nil for the shared one.
    let container: ContainerID?
    let number: UInt16
    /// Which of the container's namespaces it is in, where those are in the kernel.
    var namespace: UInt64?
    let datagrams: Descriptor
    let listener: Descriptor

    /// - Parameter address: with port 0, a number is taken that is free for both.
    init(
        on address: SocketAddress,
        asker: Asker,
        container: ContainerID?,
        receiveBuffer: Int32
    ) throws(SystemError) {
        self.asker = asker
        self.container = container
        var attempts = 0
        while true {
            let datagrams = try Socket.datagrams(on: address, receiveBuffer: receiveBuffer)
            let number = try Socket.port(of: datagrams)
            do throws(SystemError) {
                listener = try Socket.listener(on: SocketAddress(address.address, port: number))
                self.datagrams = datagrams
                self.number = number
                return
            } catch {
                // The number was free for UDP alone: another one may be free for both.
                attempts += 1
                guard address.port == 0, attempts < 16 else { throw error }
            }
        }
    }
}
