import Addressing
import Dataplane
import PacketWire

@testable import ContainerTools

extension ScriptedNetwork {
    /// A way over two routers, and servers of all manners at beta.
    static var forWeb: ScriptedNetwork {
        func stream(_ text: String) -> [StreamReading] { [.bytes(Array(text.utf8)), .end] }
        let head = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"
        let whole = head + "Content-Length: 5\r\nConnection: close\r\n\r\nbeta\n"
        let beta = "10.111.0.40"
        var network = ScriptedNetwork()
        network.ports = [
            "\(beta):80": .open(stream(whole)),
            "\(beta):82": .open([.timeout]),
            "\(beta):83": .open([.end]),
            "\(beta):84": .open([.reset]),
            "\(beta):85": .open(stream(head + "\r\nbeta\n")),
            "\(beta):86": .open(stream("garbage\n")),
            "\(beta):87": .open(stream("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")),
            "\(beta):88": .open(stream("HTTP/1.1 302 Found\r\nLocation: http://beta/x\r\nContent-Length: 0\r\n\r\n")),
            "\(beta):89": .open(stream(head + "Content-Length: 9\r\n\r\nbeta\n")),
            "\(beta):90": .silent,
            "\(beta):443": .open(stream("HTTP/1.1 400 Bad Request\r\n\r\n")),
            "10.9.0.1:80": .failing(.hostUnreachable, milliseconds: 3058),
        ]
        network.echoes = [
            "10.9.0.1": [.reply(milliseconds: 2.5)],
            "10.9.0.8": [.error(.unreachable(.host), from: "10.9.0.254", milliseconds: 1.5)],
        ]
        network.unrouted = ["192.0.2.1"]
        return network
    }
}
