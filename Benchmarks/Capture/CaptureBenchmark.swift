import CLinux
import Capture
import Glibc
import Netlink

/// Frames that a capture keeps of a flood on a veth pair, and what each costs its process: netsim's beside tcpdump's and
/// dumpcap's, in turns, as root.
///
///     bench-capture [ROUNDS [SECONDS]]      3 rounds of 1.5 seconds unless told
///
/// Datagrams of 64 octets, as fast as one sender can and 100,000 a second. The files are in memory. What the kernel does
/// for a capture in the sender's time shows in how many frames were offered.
@main
struct CaptureBenchmark {
    static let folder = "/dev/shm"

    static func main() throws {
        let arguments = CommandLine.arguments
        if arguments.count == 4, arguments[1] == "read" { return try read(arguments[2], into: arguments[3]) }
        let rounds = arguments.count > 1 ? Int(arguments[1]) ?? 3 : 3
        let seconds = arguments.count > 2 ? Double(arguments[2]) ?? 1.5 : 1.5
        let wire = try BenchWire()
        print("| a second | reader | offered | kept | lost | CPU ns a frame | × tcpdump |")
        print("|---|---|---|---|---|---|---|")
        for rate in [nil, 100_000] as [Int?] {
            var results = [[Result]](repeating: [], count: Reader.all.count)
            for _ in 0..<rounds {
                for (index, reader) in Reader.all.enumerated() {
                    if let result = try run(reader, wire, rate, seconds) { results[index].append(result) }
                }
            }
            let costs = results.map { median($0.map(\.cost)) }
            for (index, reader) in Reader.all.enumerated() where !results[index].isEmpty {
                let (sent, kept) = results[index].reduce((0, 0)) { ($0.0 + $1.sent, $0.1 + $1.kept) }
                let offered = Int(Double(sent) / Double(results[index].count) / seconds)
                let lost = Double((sent - kept) * 10000 / max(1, sent)) / 100
                let ratio = (costs[index] / costs[1] * 100).rounded() / 100
                print(
                    "| \(rate.map { "\($0)" } ?? "all it can") | \(reader.name) | \(offered) | "
                        + "\(Int(Double(kept) / Double(results[index].count) / seconds)) | \(lost) % | "
                        + "\(Int(costs[index])) | \(ratio) |"
                )
            }
        }
    }

    static func median(_ values: [Double]) -> Double { values.isEmpty ? .nan : values.sorted()[values.count / 2] }

    struct Result {
        let sent: Int
        let kept: Int
        /// Nanoseconds of processor time a frame.
        let cost: Double
    }

    struct Reader {
        let name: String
        let program: String
        let arguments: @Sendable (_ file: String) -> [String]

        /// The same room in the kernel for all: 64 MiB for the direction that is used.
        static let all = [
            Reader(name: "netsim", program: "/proc/self/exe") { ["read", "far", $0] },
            Reader(name: "`tcpdump -w`", program: "/usr/bin/tcpdump") {
                ["-i", "far", "-Z", "root", "-B", "65536", "-w", $0]
            },
            Reader(name: "`dumpcap`", program: "/usr/bin/dumpcap") { ["-q", "-i", "far", "-B", "64", "-w", $0] },
        ]
    }

    /// - Returns: nil where the program is not there.
    static func run(_ reader: Reader, _ wire: BenchWire, _ rate: Int?, _ seconds: Double) throws -> Result? {
        guard access(reader.program, X_OK) == 0 else { return nil }
        let file = "\(folder)/netsim-bench-\(getpid())"
        defer { unlink(file) }
        var program = reader.program
        if program == "/proc/self/exe", let own = realpath(program, nil) {
            program = String(cString: own)
            free(own)
        }
        let process = try OwnThread.run(in: wire.far) { try start([program] + reader.arguments(file)) }
        usleep(500_000)
        // What opening costs is not counted: the kernel clears the room that it is asked for.
        let before = processorTime(process)
        let sent = try wire.flood(seconds: seconds, rate: rate)
        usleep(200_000)
        let time = processorTime(process) - before
        kill(process, SIGINT)
        var status: Int32 = 0
        waitpid(process, &status, 0)
        let kept = try FrameCount.of(file)
        return Result(sent: sent, kept: kept, cost: time / Double(max(1, kept)))
    }

    /// Nanoseconds that a process of one thread has been running.
    static func processorTime(_ process: pid_t) -> Double {
        guard let file = fopen("/proc/\(process)/schedstat", "r") else { return 0 }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 128)
        guard fgets(&line, 128, file) != nil else { return 0 }
        return strtod(line, nil)
    }

    /// In the namespace of the calling thread; its errors are not shown.
    static func start(_ words: [String]) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for stream in 0..<3 as Range<Int32> {
            posix_spawn_file_actions_addopen(&actions, stream, "/dev/null", stream == 0 ? O_RDONLY : O_WRONLY, 0)
        }
        let arguments = words.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        var process: pid_t = 0
        let status = posix_spawn(&process, words[0], &actions, nil, arguments, environ)
        guard status == 0 else { throw NetlinkError.system(attempt: "start \(words[0])", number: status) }
        return process
    }

    /// What `netsim capture -w` does with one link, until SIGINT.
    static func read(_ interface: String, into file: String) throws {
        let stop = try WakeEvent()
        netsim_wake_on_signals(stop.descriptor)
        var settings = LiveLink.Settings()
        settings.bufferSize = 128 << 20
        let link = try LiveLink.open(interface, settings)
        let sink = try PcapngSink(
            .file(file),
            interfaces: [LiveInterface(name: interface, title: interface)],
            snapLength: 0
        )
        _ = try LiveCapture([LiveCapture.Source(link)], into: sink, stop: stop).run()
    }
}

/// How many frames a capture holds.
enum FrameCount {
    static func of(_ path: String) throws -> Int {
        guard let file = fopen(path, "r") else { return 0 }
        defer { fclose(file) }
        var head = [UInt32](repeating: 0, count: 6)
        guard fread(&head, 4, 6, file) == 6 else { return 0 }
        let isPcapng = head[0] == 0x0a0d_0d0a
        fseek(file, isPcapng ? Int(head[1]) : 24, SEEK_SET)
        var count = 0
        // A block's type and length; or a record's time and lengths.
        while fread(&head, 4, isPcapng ? 2 : 4, file) == (isPcapng ? 2 : 4) {
            if isPcapng {
                guard head[1] >= 12 else { return count }
                if head[0] == 6 { count += 1 }
                fseek(file, Int(head[1]) - 8, SEEK_CUR)
            } else {
                count += 1
                fseek(file, Int(head[2]), SEEK_CUR)
            }
        }
        return count
    }
}
