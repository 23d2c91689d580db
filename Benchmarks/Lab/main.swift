// Containers created and started through the model: the time and memory that each costs.
//
//     swift run -c release bench-lab

import Addressing
import Glibc
import Lab

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

func build(containers: Int, networks: Int) throws -> Lab {
    let now = Timestamp(seconds: 1_780_000_000)
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
    let clock = ContinuousClock()
    let before = residentBytes()
    var lab: Lab?
    let elapsed = try clock.measure { lab = try build(containers: containers, networks: networks) }
    let bytes = residentBytes() - before
    let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
    precondition(lab?.containerCount == containers)
    func column(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.utf8.count)) + text
    }
    func rounded(_ value: Double) -> String { "\((value * 100).rounded() / 100)" }
    print(
        column("\(containers)", 10),
        column("\(networks)", 9),
        column(rounded(seconds), 8),
        column(rounded(seconds * 1e6 / Double(containers)), 9),
        column("\(bytes / containers)", 11)
    )
}
