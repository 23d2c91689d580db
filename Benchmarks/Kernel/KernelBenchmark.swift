import Addressing
import Glibc
import KernelBackend
import Lab

/// Containers made in the kernel a second, on one bridge, beside `ip -batch` making the same links: as root.
///
/// What netsim does for each: namespace, veth pair with both ends in place, settings, addresses, routes; and all rules.
/// `ip` makes the namespaces and the pairs in one batch, and what is inside each namespace in a batch of its own, as it
/// cannot do otherwise. Rounds take turns; the medians are shown.
@main
struct KernelBenchmark {
    static func main() throws {
        let sizes = CommandLine.arguments.dropFirst().compactMap { Int($0) }
        print("containers    netsim     a second    ip -batch  a second    ratio     taken down")
        for count in sizes.isEmpty ? [10, 100, 1000] : sizes {
            let lab = try makeLab(containers: count)
            let plan = try PlanBuilder.plan(lab)
            let batch = try Batch(plan)
            defer { batch.remove() }
            var (own, others, ends): ([Double], [Double], [Double]) = ([], [], [])
            for _ in 0..<(count >= 1000 ? 3 : 5) {
                let start = now()
                var kernel: KernelLab? = try KernelLab.build(try PlanBuilder.plan(lab))
                own.append(now() - start)
                withExtendedLifetime(kernel) {}
                let end = now()
                kernel = nil
                ends.append(now() - end)
                // The kernel takes devices apart in the background: the next round shall not pay for it.
                sleep(count >= 1000 ? 4 : 1)
                others.append(try batch.run())
                sleep(count >= 1000 ? 4 : 1)
            }
            let (mine, theirs) = (median(own), median(others))
            print(
                padded("\(count)", 12),
                padded("\(tenth(mine * 1000)) ms", 12),
                padded("\(Int(Double(count) / mine))", 10),
                padded("\(tenth(theirs * 1000)) ms", 12),
                padded("\(Int(Double(count) / theirs))", 8),
                padded("\(tenth(theirs / mine))", 8),
                padded("\(tenth(median(ends) * 1000)) ms", 12)
            )
        }
    }

    static func makeLab(containers: Int) throws -> Lab {
        let now = Timestamp(seconds: 1_780_000_000)
        var lab = Lab(seed: 1, created: now)
        var spec = NetworkSpec(name: "net")
        spec.subnets = [
            NetworkSpec.Subnet(prefix: IPPrefix("10.1.0.0/16"), range: nil, gateway: nil, auxiliary: [:])
        ]
        _ = try lab.createNetwork(spec, at: now)
        for number in 0..<containers {
            var config = ContainerConfig()
            config.image = "bench"
            config.networkMode = .network("net")
            let created = try lab.createContainer(ContainerSpec(name: "c\(number)", config: config), at: now)
            try lab.startContainer(matching: created.id.description, at: now)
        }
        return lab
    }

    static func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    static func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
    static func tenth(_ value: Double) -> String { "\((value * 10).rounded() / 10)" }
    static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}

/// The links, addresses and routes of a plan for `ip -batch`, without its settings, rules and outside.
struct Batch {
    private let folder: String

    init(_ plan: KernelPlan) throws {
        var template = Array("/tmp/netsim-bench-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw Failure(text: "cannot make a folder") }
        folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        var (first, host): (String, [String]) = ("", [])
        var inner: [String: String] = [:]
        for text in plan.script(prefix: "b").split(separator: "\n").map(String.init) {
            // In a batch there are no options behind the program's name.
            let line = text.replacing(" -4 route", with: " route")
            if line.contains("b-router") || line.contains("b-client") { continue }
            if line.hasPrefix("ip netns add ") {
                first += line.dropFirst(3) + "\n"
            } else if line.hasPrefix("ip -n b-host ") {
                host.append(String(line.dropFirst("ip -n b-host ".count)))
            } else if line.hasPrefix("ip -n ") {
                let words = line.dropFirst(6).split(separator: " ", maxSplits: 1).map(String.init)
                if words.count == 2 { inner[words[0], default: ""] += words[1] + "\n" }
            }
        }
        // The uplink is not made here.
        host.removeAll { $0.contains("dev eth0") }
        var script = "set -e\nmount -t tmpfs none /run && mkdir /run/netns\nstart=$(date +%s%N)\n"
        try write("spaces", first)
        try write("host", host.joined(separator: "\n") + "\n")
        script += "ip -batch \(folder)/spaces\nip -n b-host -batch \(folder)/host\n"
        for (number, (space, text)) in inner.sorted(by: { $0.key < $1.key }).enumerated() {
            try write("inner\(number)", text)
            script += "ip -n \(space) -batch \(folder)/inner\(number)\n"
        }
        script += "echo $(( $(date +%s%N) - start )) >\(folder)/time\n"
        try write("script", script)
    }

    private func write(_ name: String, _ text: String) throws {
        guard let file = fopen("\(folder)/\(name)", "w") else { throw Failure(text: "cannot write \(name)") }
        fputs(text, file)
        fclose(file)
    }

    func remove() { _ = system("rm -r \(folder)") }

    /// Seconds.
    func run() throws -> Double {
        let status = system("PATH=$PATH:/usr/sbin:/sbin unshare -m --propagation private sh \(folder)/script")
        guard status == 0, let file = fopen("\(folder)/time", "r") else { throw Failure(text: "ip -batch failed") }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 64)
        guard fgets(&line, 64, file) != nil else { throw Failure(text: "no time") }
        let digits = line.map { UInt8(bitPattern: $0) }.filter { (0x30...0x39).contains($0) }
        return (Double(String(decoding: digits, as: UTF8.self)) ?? 0) / 1e9
    }

    struct Failure: Error {
        let text: String
    }
}
