internal import Rendering

/// An engine that is in no swarm, and has no plugins.
extension RouteTable {
    static func addSwarm(_ table: inout RouteTable) {
        table.add("GET", "/plugins") { _, _, _ in .json([]) }
        table.add("GET", "/plugins/{}/json") { _, _, names in
            throw CallFailure(404, "plugin \"\(names[0])\" not found")
        }
        for verb in ["init", "join"] {
            table.add("POST", "/swarm/\(verb)") { _, _, _ in
                throw CallFailure(501, "netsim simulates one host: it joins no swarm")
            }
        }
        table.add("POST", "/swarm/leave") { _, _, _ in
            throw CallFailure(503, "This node is not part of a swarm")
        }
        let words = ["swarm", "nodes", "services", "tasks", "secrets", "configs"]
        for word in words {
            for method in ["GET", "POST", "DELETE"] {
                table.add(method, "/\(word)") { _, _, _ in throw refusal }
                table.add(method, "/\(word)/{}") { _, _, _ in
                    throw refusal
                }
            }
        }
    }

    private static let refusal = CallFailure(
        503,
        "This node is not a swarm manager. Use \"docker swarm init\" or \"docker swarm join\" to connect this node to "
            + "swarm and try again."
    )
}
