// Containers created and started through the model: the time and memory that each costs; then what single commands
// cost in a large lab.
//
//     swift run -c release bench-lab

import Addressing
import Glibc
import Lab

let now = Timestamp(seconds: 1_780_000_000)

/// Resident memory in bytes (the second field of /proc/self/statm, in pages of 4 KiB).
func residentBytes() -> Int {
    guard let file = fopen("/proc/self/statm", "r") else { return 0 }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 128)
    guard fgets(&line, 128, file) != nil else { return 0 }
    let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let fields = text.split(separator: " ")
    return fields.count > 1 ? (Int(fields[1]) ?? 0) * 4096 : 0
}

/// Processor time of this process in seconds, which other processes do not lengthen.
func processorSeconds() -> Double {
    var time = timespec()
    guard clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time) == 0 else { return 0 }
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

func seconds(_ body: () throws -> Void) rethrows -> Double {
    let start = processorSeconds()
    try body()
    return processorSeconds() - start
}

func column(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.utf8.count)) + text
}

func rounded(_ value: Double) -> String { "\((value * 100).rounded() / 100)" }

@MainActor func build(containers: Int, networks: Int) throws -> Lab {
    var lab = Lab(seed: 1, created: now)
    for number in 0..<networks {
        var spec = NetworkSpec(name: "net\(number)")
        let (high, low) = (number / 256, number % 256)
        if networks > 30 { spec.subnets = [.init(prefix: .init("10.\(low).\(high * 16).0/20"))] }
        try lab.createNetwork(spec, at: now)
    }
    for number in 0..<containers {
        var config = ContainerConfig()
        config.image = "nginx"
        config.networkMode = .network("net\(number % networks)")
        let name = "container\(number)"
        try lab.createContainer(ContainerSpec(name: name, config: config), at: now)
        try lab.startContainer(matching: name, at: now)
        // Whoever drives a lab drains its events; a store also takes the changes.
        if number % 1000 == 999 { _ = lab.takeEvents() }
    }
    return lab
}

print("containers  networks  seconds   us each  bytes each")
for (containers, networks) in [(1_000, 10), (100_000, 1_000), (1_000_000, 1_000)] {
    let before = residentBytes()
    var lab: Lab?
    let elapsed = try seconds { lab = try build(containers: containers, networks: networks) }
    let bytes = residentBytes() - before
    precondition(lab?.containerCount == containers)
    print(
        column("\(containers)", 10),
        column("\(networks)", 9),
        column(rounded(elapsed), 8),
        column(rounded(elapsed * 1e6 / Double(containers)), 9),
        column("\(bytes / containers)", 11)
    )
}

/// Runs a command for `count` containers and prints what each run cost.
@MainActor func measure(_ title: String, _ lab: inout Lab, count: Int, _ body: (inout Lab, Int) throws -> Void) throws {
    let elapsed = try seconds {
        for number in 0..<count {
            try body(&lab, number)
            _ = lab.takeEvents()
            _ = lab.takeChanges()
        }
    }
    print(title + column("\(count)", 45 - title.utf8.count) + column(rounded(elapsed * 1e6 / Double(count)), 9))
}

print("\nin a lab of 100,000 containers              runs  us each")
var lab = try build(containers: 100_000, networks: 1_000)
var large = NetworkSpec(name: "large")
large.subnets = [.init(prefix: .init("172.20.0.0/16"))]
try lab.createNetwork(large, at: now)
_ = lab.takeChanges()
try measure("stop and start", &lab, count: 20_000) { lab, number in
    try lab.stopContainer(matching: "container\(number)", at: now)
    try lab.startContainer(matching: "container\(number)", at: now)
}
try measure("connect and disconnect", &lab, count: 20_000) { lab, number in
    try lab.connect(network: "net\((number + 1) % 1000)", container: "container\(number)", config: EndpointConfig())
    try lab.disconnect(network: "net\((number + 1) % 1000)", container: "container\(number)")
}
try measure("connect to a network that grows to 10,000", &lab, count: 10_000) { lab, number in
    try lab.connect(network: "large", container: "container\(number)", config: EndpointConfig())
}
try measure("connect and disconnect there", &lab, count: 20_000) { lab, number in
    try lab.connect(network: "large", container: "container\(number + 20_000)", config: EndpointConfig())
    try lab.disconnect(network: "large", container: "container\(number + 20_000)")
}
try measure("list that network's endpoints", &lab, count: 20) { lab, _ in
    let network = try lab.network(matching: "large")
    precondition(lab.liveEndpoints(of: network).count == 10_000)
}
try measure("publish a port", &lab, count: 1_000) { lab, number in
    var config = ContainerConfig()
    config.portBindings = [PortBinding(port: ContainerPort(80))]
    config.networkMode = .network("net\(number)")
    try lab.createContainer(ContainerSpec(name: "web\(number)", config: config), at: now)
    try lab.startContainer(matching: "web\(number)", at: now)
}
try measure("publish 30,000 ports of one container", &lab, count: 1) { lab, _ in
    var config = ContainerConfig()
    config.portBindings = (1...30_000).map {
        PortBinding(port: ContainerPort($0), hostPorts: PortRange($0))
    }
    config.networkMode = .network("net1")
    try lab.createContainer(ContainerSpec(name: "many", config: config), at: now)
    try lab.startContainer(matching: "many", at: now)
}
try measure("find by short identifier", &lab, count: 20_000) { lab, number in
    let id = try lab.container(matching: "container\(number)").id
    let found = try lab.container(matching: id.short).id
    precondition(found == id)
}
try measure("create and remove a network", &lab, count: 5_000) { lab, _ in
    try lab.createNetwork(NetworkSpec(name: "another"), at: now)
    try lab.removeNetwork(matching: "another")
}
try measure("remove, all of them", &lab, count: 100_000) { lab, number in
    try lab.removeContainer(matching: "container\(number)", force: true, at: now)
}
