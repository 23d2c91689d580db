// What an answer costs. The script `run` beside this drives it; README.md says what is measured.
//
//     bench-dns answer           one query in the process: decode, look up, rotate, encode
//     bench-dns serve [PORT]     netsim's server on the benchmark's lab; prints its ports
//     bench-dns echo PORT        the responder that answers without looking: the limit
//     bench-dns hosts            the lab's names and addresses, one pair a line, for other servers

import CBenchDNS
import DNSService
import Glibc
import Lab

let arguments = Array(CommandLine.arguments.dropFirst())
let port = arguments.count > 1 ? UInt16(arguments[1]) : nil
switch arguments.first {
case "answer":
    try AnswerBenchmark.run()
case "serve":
    var configuration = ServerConfiguration()
    configuration.sharedPort = port ?? 0
    configuration.firstContainerPort = 0
    configuration.followsSignals = true
    configuration.report = { print($0) }
    let server = try DNSServer(configuration, lab: try WatchedLab(BenchmarkLab.make()))
    var allocationsBefore: UInt64 = 0
    let statistics = try server.run { status in
        let asker = status.ports.first { $0.name == BenchmarkLab.asker }?.number ?? 0
        print("ready \(status.sharedPort) \(asker)")
        fflush(nil)
        allocationsBefore = netsim_allocations()
    }
    let allocations = netsim_allocations() - allocationsBefore
    print("queries \(statistics.queries) local \(statistics.local) allocations \(allocations)")
case "echo":
    guard let port else { exit(2) }
    print("cannot listen on port \(port): \(String(cString: strerror(-netsim_echo(port))))")
    exit(1)
case "hosts":
    for (name, address) in try BenchmarkLab.hosts() { print(name, address) }
default:
    print("usage: bench-dns answer | serve [PORT] | echo PORT | hosts")
    exit(2)
}
