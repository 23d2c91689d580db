// What a command pays for its lab: opening and loading it, and committing one change, with a new connection each time.
//
//     swift run -c release bench-store [folder [containers]]

import Addressing
import Glibc
import Lab
import LabStore

let now = Timestamp(seconds: 1_780_000_000)

func lab(containers: Int, networks: Int) throws -> Lab {
    var lab = Lab(seed: 1, created: now)
    for number in 0..<networks {
        var spec = NetworkSpec(name: "net\(number)")
        let (high, low) = (number / 256, number % 256)
        if networks > 30 { spec.subnets = [.init(prefix: .init("10.\(low).\(high * 16).0/20"))] }
        try lab.createNetwork(spec, at: now)
    }
    for number in 0..<containers {
        var config = ContainerConfig()
        config.image = "registry.example.test/library/nginx:1.27"
        config.networkMode = .network("net\(number % networks)")
        let name = "container\(number)"
        try lab.createContainer(ContainerSpec(name: name, config: config), at: now)
        try lab.startContainer(matching: name, at: now)
        if number % 1000 == 999 { _ = lab.takeEvents() }
    }
    return lab
}

/// The median of `count` runs in milliseconds, by the clock and in processor time of this process.
func median(_ count: Int, _ body: () throws -> Void) rethrows -> (clock: Double, processor: Double) {
    func now(_ clock: clockid_t) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) * 1e3 + Double(time.tv_nsec) / 1e6
    }
    var times: [(Double, Double)] = []
    for _ in 0..<count {
        let before = (now(CLOCK_MONOTONIC), now(CLOCK_PROCESS_CPUTIME_ID))
        try body()
        times.append((now(CLOCK_MONOTONIC) - before.0, now(CLOCK_PROCESS_CPUTIME_ID) - before.1))
    }
    return (times.map(\.0).sorted()[count / 2], times.map(\.1).sorted()[count / 2])
}

func column(_ value: Double, _ width: Int = 10) -> String {
    let text = "\((value * 1000).rounded() / 1000)"
    return String(repeating: " ", count: max(0, width - text.utf8.count)) + text
}

let home = CommandLine.arguments.count > 1 ? CommandLine.arguments[1] : "/tmp/netsim-bench-store"
print("median milliseconds; each run opens the lab anew, but for the last two columns; CPU is processor time")
print("containers      load  (CPU)  one change  (CPU)  rotation  save all  read again  change again   MB on disk")
let sizes = [(0, 1, 101), (10, 2, 101), (1_000, 10, 51), (10_000, 100, 21), (100_000, 1_000, 7)]
let wanted = CommandLine.arguments.count > 2 ? Int(CommandLine.arguments[2]) : nil
for (containers, networks, runs) in sizes where wanted == nil || wanted == containers {
    let name = "lab\(containers)"
    let filled = try lab(containers: containers, networks: networks)
    func open() throws -> LabStore { try LabStore(home: home, lab: name) }
    let save = try median(3) { try open().replace(with: filled) }
    let load = try median(runs) { _ = try open().read { $0.containerCount } }
    var number = 0
    func change(_ store: LabStore) throws {
        number += 1
        try store.update(now: now) { lab in
            lab.addUpstreamRecord(.init(name: "www.example.test", type: "A", ttl: UInt32(number), data: "192.0.2.1"))
            guard containers > 0 else { return }
            let name = "container\(number * 7919 % containers)"
            if try lab.container(matching: name).status == .paused {
                try lab.unpauseContainer(matching: name)
            } else {
                try lab.pauseContainer(matching: name)
            }
        }
    }
    let update = try median(runs) { try change(try open()) }
    let rotation = try median(runs) { _ = try open().nextRotation("key") }
    let kept = try open()
    _ = try kept.read { $0.containerCount }
    let again = try median(runs) { _ = try kept.read { $0.containerCount } }
    let changeAgain = try median(runs) { try change(kept) }
    var status = stat()
    stat(kept.file, &status)
    print(
        String(repeating: " ", count: 10 - "\(containers)".utf8.count) + "\(containers)",
        column(load.clock),
        column(load.processor),
        column(update.clock),
        column(update.processor),
        column(rotation.clock),
        column(save.clock),
        column(again.clock),
        column(changeAgain.clock),
        column(Double(status.st_size) / 1e6)
    )
    try LabStore.remove(home: home, lab: name)
}
