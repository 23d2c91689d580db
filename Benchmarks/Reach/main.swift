// All pairs of containers, by classes: time and memory for labs of many networks with a varied mix, with single and
// multi-homed containers, published ports, internal networks and networks whose members do not reach each other.
//
//     swift run -c release bench-reach

import Addressing
import Glibc
import Lab
import Reachability

let now = Timestamp(seconds: 1_780_000_000)

/// Processor time of this process in seconds, which other processes do not lengthen.
func processorSeconds() -> Double {
    var time = timespec()
    guard clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time) == 0 else { return 0 }
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// The most memory that this process ever held, in bytes.
func peakBytes() -> Int {
    var usage = rusage()
    guard getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 else { return 0 }
    return usage.ru_maxrss * 1024
}

func column(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.utf8.count)) + text
}

func rounded(_ value: Double) -> String { "\((value * 100).rounded() / 100)" }

/// Twenty networks in a hundred are internal, ten keep their members apart, five are routed; each application has its
/// own network, and its first container also stands on one of a few shared ones.
@MainActor func build(containers: Int, networks: Int) throws -> Lab {
    var lab = Lab(seed: 1, created: now)
    for number in 0..<networks {
        var spec = NetworkSpec(name: "net\(number)")
        spec.subnets = [.init(prefix: .init("10.\(number % 256).\(number / 256 * 16).0/20"))]
        spec.isInternal = number % 5 == 4
        if number % 10 == 7 { spec.options[BridgeOptions.Key.enableICC] = "false" }
        if number % 20 == 3 { spec.options[BridgeOptions.Key.gatewayMode4] = "routed" }
        try lab.createNetwork(spec, at: now)
    }
    for number in 0..<4 {
        var spec = NetworkSpec(name: "shared\(number)")
        spec.subnets = [.init(prefix: .init("172.\(20 + number).0.0/16"))]
        try lab.createNetwork(spec, at: now)
    }
    let services: [[ContainerPort]] = [
        [ContainerPort(80), ContainerPort(443)], [ContainerPort(5432)], [ContainerPort(6379)],
        [ContainerPort(53), ContainerPort(53, .udp)], [],
    ]
    for number in 0..<containers {
        let network = number % networks
        let round = number / networks
        var config = ContainerConfig()
        config.image = "nginx"
        config.networkMode = .network("net\(network)")
        config.exposedPorts = services[round % services.count]
        // A published port in twenty, as far as the ephemeral ones go.
        if round % 20 == 0, number < 20_000, network % 5 != 4 {
            config.portBindings = [PortBinding(port: ContainerPort(80))]
        }
        var spec = ContainerSpec(name: "container\(number)", config: config)
        if round % 20 == 1 {
            spec.endpoints = ["net\(network)", "shared\(network % 4)"].map {
                ContainerSpec.Endpoint(network: $0, config: EndpointConfig())
            }
        }
        try lab.createContainer(spec, at: now)
        try lab.startContainer(matching: "container\(number)", at: now)
        if number % 1000 == 999 { _ = lab.takeEvents() }
    }
    _ = lab.takeEvents()
    return lab
}

print("containers  networks  classes  looked at         pairs  reached  seconds  MiB lab  MiB more")
for (containers, networks) in [(1_000, 20), (10_000, 100), (100_000, 1_000)] {
    let lab = try build(containers: containers, networks: networks)
    let before = peakBytes()
    let start = processorSeconds()
    var reach = Reachability(lab)
    let matrix = reach.matrix()
    let elapsed = processorSeconds() - start
    precondition(lab.containerCount == containers)
    let reached = Double(matrix.totals.byOutcome[.reached] ?? 0) / Double(max(matrix.totals.pairs, 1))
    print(
        column("\(containers)", 10),
        column("\(networks)", 9),
        column("\(reach.classes.count)", 8),
        column("\(matrix.answerCount)", 10),
        column("\(matrix.totals.pairs)", 13),
        column(rounded(reached * 100) + "%", 8),
        column(rounded(elapsed), 8),
        column("\(before >> 20)", 8),
        column("\((peakBytes() - before) >> 20)", 9)
    )
}
