import Addressing
import Dataplane
import Glibc
import Lab

/// UDP echo through a bridge of 100 ports, and through the routed and masqueraded way out: packets a second, beside how
/// many containers the lab has in all.
@main
struct PlaneBenchmark {
    static func main() throws {
        let exchanges = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 200_000
        for count in [10, 100, 1000, 10_000, 100_000] {
            let lab = try makeLab(containers: count)
            report("bridge", count, try bridged(lab, exchanges: exchanges))
            report("routed, NAT", count, try routed(lab, exchanges: exchanges))
        }
    }

    /// The first 100 containers on one bridge, the rest on others of 100 each.
    static func makeLab(containers: Int) throws -> Lab {
        var lab = Lab(seed: 1, created: Timestamp(seconds: 1_780_000_000))
        let now = Timestamp(seconds: 1_780_000_000)
        for network in 0..<max(1, (containers + 99) / 100) {
            var spec = NetworkSpec(name: "net\(network)")
            let prefix = IPPrefix("10.\(network / 256).\(network % 256).0/24")
            spec.subnets = [NetworkSpec.Subnet(prefix: prefix, range: nil, gateway: nil, auxiliary: [:])]
            _ = try lab.createNetwork(spec, at: now)
        }
        for number in 0..<containers {
            var config = ContainerConfig()
            config.image = "bench"
            config.networkMode = .network("net\(number / 100)")
            config.exposedPorts = [ContainerPort(7, .udp)]
            let created = try lab.createContainer(ContainerSpec(name: "c\(number)", config: config), at: now)
            try lab.startContainer(matching: created.id.description, at: now)
        }
        return lab
    }

    struct Figures {
        var packets: Int
        var seconds: Double
        var answers: Int
    }

    static func bridged(_ lab: Lab, exchanges: Int) throws -> Figures {
        var plane = Dataplane(lab, seed: 1)
        let members = min(100, lab.containerCount)
        var sockets: [SocketID] = []
        var addresses: [IPAddress] = []
        for number in 0..<members {
            let container = try lab.container(matching: "c\(number)")
            guard let stack = plane.stack(of: container),
                let address = container.attachments.first?.endpoint?.ipv4?.address
            else { continue }
            sockets.append(try plane.openUDP(in: stack))
            addresses.append(address)
        }
        return try measure(&plane, exchanges) { plane, turn in
            let from = turn % members
            try plane.send(
                payload,
                on: sockets[from],
                to: addresses[(from + 1 + turn / members % (members - 1)) % members],
                port: 7
            )
            return sockets[from]
        }
    }

    static func routed(_ lab: Lab, exchanges: Int) throws -> Figures {
        var plane = Dataplane(lab, seed: 1)
        let stack = plane.outsideStack()
        // From a container out to the client outside, which answers by an error that NAT takes back.
        let container = try lab.container(matching: "c0")
        guard let inside = plane.stack(of: container),
            let target = plane.sourceAddress(in: stack, towards: lab.host.uplinkAddresses[0].address)
        else { return Figures(packets: 0, seconds: 1, answers: 0) }
        let peer = try plane.openUDP(in: stack, port: 7)
        let socket = try plane.openUDP(in: inside)
        return try measure(&plane, exchanges) { plane, _ in
            try plane.send(payload, on: socket, to: target, port: 7)
            plane.run(until: plane.now.advanced(by: 100_000))
            if case .datagram(let datagram)? = plane.receive(peer, until: plane.now) {
                try plane.send(datagram.payload, on: peer, to: datagram.source, port: datagram.sourcePort)
            }
            return socket
        }
    }

    static let payload = [UInt8](repeating: 0x55, count: 64)

    static func measure(
        _ plane: inout Dataplane,
        _ exchanges: Int,
        _ send: (inout Dataplane, Int) throws -> SocketID
    ) throws -> Figures {
        var answers = 0
        // Every pair once: afterwards all neighbours are known, and all MAC addresses learned.
        for turn in 0..<20_000 {
            let socket = try send(&plane, turn)
            plane.run(until: plane.now.advanced(by: 1_000_000))
            _ = plane.receive(socket, until: plane.now)
        }
        let before = plane.accounts
        let start = processorTime()
        var asked: [SocketID] = []
        for turn in 0..<exchanges {
            asked.append(try send(&plane, turn))
            if asked.count == 100 {
                plane.run(until: plane.now.advanced(by: 1_000_000))
                for socket in asked where plane.receive(socket, until: plane.now) != nil { answers += 1 }
                asked = []
            }
        }
        plane.run(until: plane.now.advanced(by: 1_000_000))
        let seconds = processorTime() - start
        return Figures(packets: plane.accounts.delivered - before.delivered, seconds: seconds, answers: answers)
    }

    static func processorTime() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    static func report(_ path: String, _ containers: Int, _ figures: Figures) {
        let rate = Int(Double(figures.packets) / figures.seconds)
        print("\(path)\t\(containers) containers\t\(rate) packets/s\t\(figures.answers) answers")
    }
}
