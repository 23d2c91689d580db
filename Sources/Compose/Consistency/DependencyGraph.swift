internal import YAML

/// Who waits for whom.
///
/// A circle of stacks alone (`network_mode: service:…`) is left to lint; every other circle is Compose's error.
struct DependencyGraph {
    private let names: [String]
    /// By service: whom it waits for, whether for the stack alone, and where that is said.
    private let edges: [[(target: Int, isStack: Bool, place: SourcePlace)]]
    /// By service: the number of its strongly connected component.
    private let components: [Int]

    init(_ project: ComposeProject, _ stackDependencies: [String: Set<String>]) {
        names = project.services.map(\.name)
        let index = Dictionary(names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        edges = project.services.map { service in
            service.dependsOn.compactMap { dependency in
                index[dependency.service].map { target in
                    (target, stackDependencies[service.name]?.contains(dependency.service) == true, dependency.place)
                }
            }
        }
        components = Self.components(of: edges.map { $0.map(\.target) })
    }

    /// A circle that is not of stacks alone, from its first name in order; nil for none.
    func cycle() -> (names: [String], place: SourcePlace)? {
        let order = names.indices.sorted { names[$0] < names[$1] }
        for start in order {
            for edge in edges[start].sorted(by: { names[$0.target] < names[$1.target] })
            where !edge.isStack && components[edge.target] == components[start] {
                let way = path(from: edge.target, to: start)
                guard !way.isEmpty else { continue }
                return (rotated(way.map { names[$0] }), edge.place)
            }
        }
        return nil
    }

    /// Waiting that would never end, by service: edges inside a circle of stacks.
    func stackCycles() -> [(service: Int, targets: Set<String>)] {
        names.indices.compactMap { service in
            let inside = edges[service].filter { components[$0.target] == components[service] }
            return inside.isEmpty ? nil : (service, Set(inside.map { names[$0.target] }))
        }
    }

    /// The circle's names from the first in order, which closes it too.
    private func rotated(_ circle: [String]) -> [String] {
        guard let first = circle.min(), let position = circle.firstIndex(of: first) else { return circle }
        return Array(circle[position...]) + Array(circle[..<position]) + [first]
    }

    /// The shortest way inside a component; empty where there is none.
    private func path(from start: Int, to end: Int) -> [Int] {
        var before: [Int: Int] = [:]
        var queue = [start]
        var seen: Set<Int> = [start]
        var next = 0
        while next < queue.count {
            let node = queue[next]
            next += 1
            if node == end {
                var way = [node]
                while let last = way.last, last != start, let previous = before[last] { way.append(previous) }
                return way.reversed()
            }
            for edge in edges[node] where components[edge.target] == components[start] {
                if seen.insert(edge.target).inserted {
                    before[edge.target] = node
                    queue.append(edge.target)
                }
            }
        }
        return []
    }

    /// Tarjan's strongly connected components, without recursion: a file may chain a hundred thousand services.
    private static func components(of targets: [[Int]]) -> [Int] {
        var number = [Int](repeating: -1, count: targets.count)
        var low = number
        var component = number
        var isOpen = [Bool](repeating: false, count: targets.count)
        var open: [Int] = []
        var counter = 0
        for root in targets.indices where number[root] < 0 {
            var frames = [(node: root, next: 0)]
            while let frame = frames.last {
                let node = frame.node
                if frame.next == 0 {
                    number[node] = counter
                    low[node] = counter
                    counter += 1
                    open.append(node)
                    isOpen[node] = true
                }
                if frame.next < targets[node].count {
                    frames[frames.count - 1].next += 1
                    let target = targets[node][frame.next]
                    if number[target] < 0 {
                        frames.append((target, 0))
                    } else if isOpen[target] {
                        low[node] = min(low[node], number[target])
                    }
                    continue
                }
                frames.removeLast()
                if let parent = frames.last?.node { low[parent] = min(low[parent], low[node]) }
                guard low[node] == number[node] else { continue }
                while let last = open.popLast() {
                    isOpen[last] = false
                    component[last] = node
                    if last == node { break }
                }
            }
        }
        return component
    }
}
