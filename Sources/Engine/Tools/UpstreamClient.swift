internal import DNSService
package import Lab
package import Resolver

/// Asks a real name server one question, as a stub resolver does: a port and a socket of its own, and patience that ends.
package enum UpstreamClient {
    /// Milliseconds, as the engine's own resolver waits (Docker Engine: `extIOTimeout`).
    private static let patience: Int32 = 4000

    package static func ask(_ server: Upstream.Server, _ query: [UInt8], isTCP: Bool) -> QueryReply {
        switch OneShotQuery.send(query, to: server.address, port: server.port, isTCP: isTCP, milliseconds: patience) {
        case .response(let bytes): .response(bytes)
        case .timeout: .timeout
        case .refused: .refused
        case .unreachable: .unreachable
        }
    }
}
