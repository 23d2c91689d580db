internal import CLinux
internal import Glibc
internal import Netlink

/// How commands talk to the process that keeps a lab: a line there, and lines back until the connection ends.
package final class ControlSocket: Sendable {
    private let listener: Int32

    /// Seconds for a line, and for a lab to be brought in line.
    private static let patience: Int32 = 1
    private static let longPatience: Int32 = 300

    init(folder: String, name: String) throws(NetlinkError) {
        let listener = netsim_local_listen(folder, name)
        guard listener >= 0 else { throw .system(attempt: "listen at \(folder)/\(name)", number: -listener) }
        self.listener = listener
    }

    deinit { _ = netsim_close(listener) }

    /// Answers one connection after the other.
    ///
    /// - Parameters:
    ///   - goesOn: asked every second; ends it.
    ///   - answer: gives the lines that answer one.
    package func serve(while goesOn: () -> Bool, _ answer: (String) -> [String]) {
        while goesOn() {
            guard netsim_wait_readable(listener, 1_000) == 1 else { continue }
            let connection = netsim_local_accept(listener, Self.patience)
            if connection == -EINTR { continue }
            guard connection >= 0 else {
                // No descriptor is left, say: not at full speed.
                usleep(100_000)
                continue
            }
            let lines = answer(Self.read(connection, most: 4096, isLine: true))
            Self.write(connection, lines.map { $0 + "\n" }.joined())
            _ = netsim_close(connection)
        }
    }

    /// Asks the process that listens.
    static func ask(_ line: String, folder: String, name: String) throws(NetlinkError) -> [String] {
        let connection = netsim_local_connect(folder, name, longPatience)
        guard connection >= 0 else {
            throw .system(attempt: "reach the keeper at \(folder)/\(name)", number: -connection)
        }
        defer { _ = netsim_close(connection) }
        write(connection, line + "\n")
        shutdown(connection, Int32(SHUT_WR))
        return read(connection, most: 1 << 20).split(separator: "\n").map(String.init)
    }

    private static func read(_ connection: Int32, most: Int, isLine: Bool = false) -> String {
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 4096)
        while bytes.count < most {
            let count = netsim_read(connection, &piece, piece.count)
            if count == -Int(EINTR) { continue }
            if count <= 0 { break }
            bytes += piece[..<count]
            if isLine, bytes.contains(10) { return String(decoding: bytes.prefix { $0 != 10 }, as: UTF8.self) }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func write(_ connection: Int32, _ text: String) {
        let bytes = Array(text.utf8)
        var position = 0
        while position < bytes.count {
            let count = bytes[position...].withUnsafeBytes { netsim_send_waiting(connection, $0.baseAddress, $0.count) }
            if count == -Int(EINTR) { continue }
            // Who asked is gone.
            if count <= 0 { return }
            position += count
        }
    }
}
