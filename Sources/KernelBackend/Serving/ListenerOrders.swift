internal import CLinux
internal import Netlink
internal import Synchronization

/// The sockets that a thread listens at, as other threads have them changed: they say what is to be opened and closed,
/// and the thread takes that when it is woken.
final class ListenerOrders<Key: Hashable & Sendable, Service: Sendable>: Sendable {
    struct Listener: Sendable {
        let key: Key
        var service: Service
        let socket: Int32
    }

    /// To be followed in this order.
    struct Orders: Sendable {
        var closed: [Key] = []
        var opened: [Listener] = []
        /// Others answer at sockets that are there.
        var changed: [(key: Key, service: Service)] = []
        /// For good.
        var isStopped = false
    }

    private struct State {
        var services: [Key: Service] = [:]
        var orders = Orders()
    }

    private let state = Mutex(State())
    let wake: WakeEvent

    init() throws(NetlinkError) { wake = try WakeEvent() }

    deinit {
        for listener in state.withLock({ $0.orders.opened }) { _ = netsim_close(listener.socket) }
    }

    /// Closes all sockets but those of some keys, at once, so that others may have their ports.
    ///
    /// - Returns: what was served until then.
    func close(allBut wanted: Set<Key>) -> [Key: Service] {
        let known = state.withLock { state in
            let known = state.services
            for key in known.keys where !wanted.contains(key) {
                state.services[key] = nil
                // Not to be handed to the thread any more where it never was.
                if let index = state.orders.opened.firstIndex(where: { $0.key == key }) {
                    _ = netsim_close(state.orders.opened.remove(at: index).socket)
                } else {
                    state.orders.closed.append(key)
                }
            }
            return known
        }
        wake.signal()
        return known
    }

    /// Hands sockets over, and says who answers now at others.
    func serve(_ opened: [Listener], changed: [(key: Key, service: Service)] = []) {
        state.withLock { state in
            for listener in opened { state.services[listener.key] = listener.service }
            for change in changed { state.services[change.key] = change.service }
            state.orders.opened += opened
            state.orders.changed += changed
        }
        wake.signal()
    }

    func stop() {
        state.withLock { $0.orders.isStopped = true }
        wake.signal()
    }

    /// What has been ordered since this was last asked, by the thread that was woken.
    func take() -> Orders {
        wake.clear()
        return state.withLock { state in
            var orders = Orders()
            swap(&orders, &state.orders)
            state.orders.isStopped = orders.isStopped
            return orders
        }
    }
}
