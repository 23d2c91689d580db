internal import Netlink
internal import Synchronization

/// Makes the namespaces of a plan, with the settings that each needs before its links come, on a thread of its own: ahead
/// of the thread that makes the links, which waits for a namespace only where it needs it.
///
/// A namespace costs the kernel about as much as a veth pair, and the two do not stand in each other's way.
final class NamespaceMaker: Sendable {
    private struct State: Sendable {
        var made: [PlanSpace: NetworkNamespace] = [:]
        var failure: (any Error)?
        var hasEnded = false
        var isStopped = false
    }

    private struct Order: Sendable {
        let space: PlanSpace
        var settings: [(path: String, value: String, option: String?)] = []
    }

    /// By place in the plan: the steps that this takes, so that nobody else does.
    let steps: Set<Int>
    private let spaces: Set<PlanSpace>
    private let orders: [Order]
    private let state = Mutex(State())
    private let progress: WakeEvent

    /// nil for a plan with so few namespaces that it is not worth a thread.
    init?(_ plan: [PlanStep]) throws {
        var (orders, steps): ([Order], Set<Int>) = ([], [])
        var isSettingUp = false
        for (index, step) in plan.enumerated() {
            switch step {
            case .makeNamespace(let space):
                orders.append(Order(space: space))
                isSettingUp = true
                steps.insert(index)
            case .setting(let space, let path, let value, let option) where isSettingUp && orders.last?.space == space:
                orders[orders.count - 1].settings.append((path, value, option))
                steps.insert(index)
            default: isSettingUp = false
            }
        }
        guard orders.count > 2 else { return nil }
        (self.orders, self.steps) = (orders, steps)
        spaces = Set(orders.map(\.space))
        progress = try WakeEvent()
    }

    func start() throws {
        try OwnThread.start(for: "making namespaces") { [self] in work() }
    }

    /// Whether it makes this one.
    func makes(_ space: PlanSpace) -> Bool { spaces.contains(space) }

    /// Whether a namespace is there already.
    func isReady(_ space: PlanSpace) -> Bool { state.withLock { $0.made[space] != nil } }

    /// Waits for a namespace.
    ///
    /// - Throws: what kept it, or one before it, from being made.
    func wait(for space: PlanSpace) throws -> NetworkNamespace {
        while true {
            let (made, failure, hasEnded) = state.withLock { ($0.made[space], $0.failure, $0.hasEnded) }
            if let made { return made }
            if let failure { throw failure }
            if hasEnded { throw KernelError.step(space: space.name, reason: "the namespace has not been made") }
            pause()
        }
    }

    /// Has it make no more, waits until it does not, and gives up all that it made.
    func stop() {
        state.withLock { $0.isStopped = true }
        while !state.withLock({ $0.hasEnded }) { pause() }
        state.withLock { $0.made = [:] }
    }

    private func pause() {
        progress.wait(milliseconds: 1000)
        progress.clear()
    }

    // MARK: On its own thread

    private func work() {
        for order in orders {
            if state.withLock({ $0.isStopped }) { break }
            do {
                let namespace = try make(order)
                state.withLock { $0.made[order.space] = namespace }
            } catch {
                state.withLock { $0.failure = error }
                break
            }
            progress.signal()
        }
        state.withLock { $0.hasEnded = true }
        progress.signal()
    }

    private func make(_ order: Order) throws -> NetworkNamespace {
        let namespace = try PlanExecutor.unshare()
        for (path, value, option) in order.settings {
            try PlanExecutor.explain(order.space) { try KernelSettings.set(path, to: value, option: option) }
        }
        return namespace
    }
}
