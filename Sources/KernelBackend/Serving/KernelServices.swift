package import Lab
internal import Netlink
internal import Synchronization

/// The services of a lab's containers, of its host and of the world outside, by real sockets in the kernel.
///
/// They do what the simulation's do: over TCP a small HTTP service says its name, and other protocols are swallowed;
/// a datagram is answered with the name, and a name server's question from its records; those of paused containers take
/// what comes and answer nothing until they go on. One thread serves all of them; sockets stay in the namespace that they were
/// opened in.
package final class KernelServices: Sendable {
    typealias Orders = ListenerOrders<KernelService.Place, KernelService>

    private let orders: Orders
    /// The lab that is asked for names.
    private let lab: Mutex<Lab>
    private let standsIn: Bool

    private init(_ lab: Lab, standsIn: Bool) throws(NetlinkError) {
        orders = try Orders()
        self.lab = Mutex(lab)
        self.standsIn = standsIn
    }

    /// Listens for all of a lab's services, and starts to answer.
    ///
    /// - Parameters:
    ///   - standsIn: whether something listens for containers' own programs as well.
    ///   - onTrouble: hears of ports that cannot be listened on, as programs of the user hold them.
    package static func start(
        of lab: Lab,
        in kernel: KernelLab,
        standsIn: Bool = false,
        onTrouble: (String) -> Void = { _ in }
    ) throws -> KernelServices {
        let services = try KernelServices(lab, standsIn: standsIn)
        try services.follow(lab, in: kernel, onTrouble: onTrouble)
        try OwnThread.start(for: "the services of the containers") { [services] in
            var loop = try ServiceLoop(services.orders)
            // Nothing but the loop and whoever stops it refers to the services.
            let failure = loop.run { services.lab.withLock { $0 } }
            loop.close()
            if let failure { throw failure }
        }
        return services
    }

    /// Listens for what has come, and no more for what has gone. What stays goes on undisturbed.
    package func follow(_ lab: Lab, in kernel: KernelLab, onTrouble: (String) -> Void = { _ in }) throws {
        let wanted = KernelService.all(of: lab, in: kernel.plan, standsIn: standsIn)
        let known = orders.close(allBut: Set(wanted.map(\.place)))
        var opened: [Orders.Listener] = []
        var changed: [(key: KernelService.Place, service: KernelService)] = []
        for service in wanted where known[service.place] != service {
            guard known[service.place] == nil else {
                // Another one answers at a socket that is there.
                changed.append((service.place, service))
                continue
            }
            do {
                let isWorld = service.identity == .world
                let socket = try kernel.run(in: service.place.space) {
                    try ProxySockets.listen(service.place, isTransparent: isWorld)
                }
                opened.append(Orders.Listener(key: service.place, service: service, socket: socket))
            } catch {
                onTrouble("\(error)")
            }
        }
        self.lab.withLock { $0 = lab }
        orders.serve(opened, changed: changed)
    }

    /// Closes everything soon.
    package func stop() { orders.stop() }
}
