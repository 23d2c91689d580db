/// Which call a method and a path mean.
struct RouteTable: Sendable {
    typealias Call = @Sendable (EngineService, APIRequest, [String]) throws -> APIResponse

    private enum Piece: Hashable {
        case word(String)
        /// One segment or more: names of images, and of links, have slashes.
        case name
    }

    private struct Route {
        let method: String
        let pieces: [Piece]
        let call: Call
    }

    /// By the first word of the path.
    private var routes: [String: [Route]] = [:]

    /// - Parameter path: such as `/containers/{}/json`.
    mutating func add(_ method: String, _ path: String, _ call: @escaping Call) {
        let pieces = path.split(separator: "/").map { $0 == "{}" ? Piece.name : .word(String($0)) }
        guard case .word(let first)? = pieces.first else { return }
        routes[first, default: []].append(Route(method: method, pieces: pieces, call: call))
    }

    func find(_ method: String, _ path: [String]) -> (call: Call, parameters: [String])? {
        for route in routes[path.first ?? ""] ?? [] where route.method == method {
            if let parameters = Self.match(route.pieces, path) { return (route.call, parameters) }
        }
        return nil
    }

    /// Whether any method has such a path.
    func knows(_ path: [String]) -> Bool {
        (routes[path.first ?? ""] ?? []).contains { Self.match($0.pieces, path) != nil }
    }

    /// - Returns: what stands for the names; nil where the path is another one.
    private static func match(_ pieces: [Piece], _ path: [String]) -> [String]? {
        guard pieces.count <= path.count, let place = pieces.firstIndex(of: .name) else {
            return pieces == path.map { Piece.word($0) } ? [] : nil
        }
        // A path has one name, which takes all that the words around it leave.
        let (before, after) = (pieces[..<place], pieces[(place + 1)...])
        guard zip(before, path).allSatisfy({ $0 == .word($1) }),
            zip(after.reversed(), path.reversed()).allSatisfy({ $0 == .word($1) })
        else { return nil }
        return [path[before.count..<(path.count - after.count)].joined(separator: "/")]
    }
}

extension RouteTable {
    /// All calls.
    static let all: RouteTable = {
        var table = RouteTable()
        addSystem(&table)
        addContainers(&table)
        addStreams(&table)
        addArchives(&table)
        addExec(&table)
        addNetworks(&table)
        addImages(&table)
        addVolumes(&table)
        addSwarm(&table)
        return table
    }()
}
