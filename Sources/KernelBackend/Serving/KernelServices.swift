internal import CLinux
internal import Glibc
package import Lab
internal import Netlink
internal import Resolver
internal import Synchronization

/// The services of a lab's containers, of its host and of the world outside, by real sockets in the kernel.
///
/// They do what the simulation's do: over TCP a small HTTP service says its name, and other protocols are swallowed;
/// a datagram is answered with the name. One thread serves all of them; sockets stay in the namespace that they were
/// opened in.
package final class KernelServices: Sendable {
    struct Listener: Sendable {
        let service: KernelService
        let socket: Int32
    }

    struct Orders: Sendable {
        var opened: [Listener] = []
        var closed: [KernelService.Place] = []
        var changed: [KernelService] = []
        var upstream: SimulatedUpstream?
        var isStopped = false
    }

    private struct State {
        var services: [KernelService.Place: KernelService] = [:]
        var orders = Orders()
    }

    private let state = Mutex(State())
    private let wake: Int32

    private init() throws(NetlinkError) {
        let event = netsim_eventfd()
        guard event >= 0 else { throw .system(attempt: "make an event", number: -event) }
        wake = event
    }

    deinit {
        for listener in state.withLock({ $0.orders.opened }) { _ = netsim_close(listener.socket) }
        _ = netsim_close(wake)
    }

    /// Listens for all of a lab's services, and starts to answer.
    ///
    /// - Parameter onTrouble: hears of ports that cannot be listened on, as programs of the user hold them.
    package static func start(
        of lab: Lab,
        in kernel: KernelLab,
        onTrouble: (String) -> Void = { _ in }
    ) throws -> KernelServices {
        let services = try KernelServices()
        try services.follow(lab, in: kernel, onTrouble: onTrouble)
        try OwnThread.start { [services] in
            var loop = try ServiceLoop(services.wake)
            // Nothing but the loop and whoever stops it refers to the services.
            loop.run { services.takeOrders() }
            loop.close()
        }
        return services
    }

    /// Listens for what has come, and no more for what has gone. What stays goes on undisturbed.
    package func follow(_ lab: Lab, in kernel: KernelLab, onTrouble: (String) -> Void = { _ in }) throws {
        let wanted = KernelService.all(of: lab, in: kernel.plan)
        let known = state.withLock { $0.services }
        let places = Set(wanted.map(\.place))
        state.withLock { state in
            for place in known.keys where !places.contains(place) {
                state.services[place] = nil
                state.orders.closed.append(place)
            }
        }
        var opened: [Listener] = []
        for service in wanted where known[service.place] != service {
            guard known[service.place] == nil else {
                // Another one answers at a socket that is there.
                state.withLock { state in
                    state.services[service.place] = service
                    state.orders.changed.append(service)
                }
                continue
            }
            do {
                let isWorld = service.identity == .world
                let socket = try kernel.run(in: service.place.space) {
                    try ProxySockets.listen(service.place, isTransparent: isWorld)
                }
                opened.append(Listener(service: service, socket: socket))
            } catch {
                onTrouble("\(error)")
            }
        }
        let upstream = try? SimulatedUpstream(lab.upstream)
        state.withLock { state in
            for listener in opened { state.services[listener.service.place] = listener.service }
            state.orders.opened += opened
            state.orders.upstream = upstream
        }
        signal()
    }

    /// Closes everything soon.
    package func stop() {
        state.withLock { $0.orders.isStopped = true }
        signal()
    }

    private func signal() {
        var one: UInt64 = 1
        _ = netsim_write(wake, &one, MemoryLayout<UInt64>.size)
    }

    private func takeOrders() -> Orders {
        state.withLock { state in
            var orders = Orders()
            swap(&orders, &state.orders)
            // A stop is for good.
            state.orders.isStopped = orders.isStopped
            state.orders.upstream = orders.upstream
            return orders
        }
    }
}
