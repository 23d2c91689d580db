// What an answer costs; see README.md and the script beside it.

import Addressing
import DNSService
import Glibc
import Lab

let arguments = CommandLine.arguments.dropFirst()
switch arguments.first {
case "serve":
    var configuration = ServerConfiguration()
    configuration.sharedPort = UInt16(arguments.dropFirst().first ?? "") ?? 5311
    configuration.followsSignals = true
    configuration.report = { print($0) }
    let server = try DNSServer(configuration, lab: FixedLab(try BenchmarkLab.make()))
    let statistics = try server.run { status in
        print("shared", status.sharedPort, "asker", status.ports.last?.number ?? 0)
        fflush(nil)
    }
    print(statistics)
default:
    print("usage: bench-dns serve [PORT]")
    exit(2)
}
