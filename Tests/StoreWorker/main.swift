// A process of its own for the tests of the store: one to be killed, or to run as a user without rights.
//
//     store-worker HOME LAB read|create COUNT|rotate COUNT|refuse COUNT|renew COUNT [USER]

import Glibc
import Lab
import LabStore

let arguments = CommandLine.arguments
guard arguments.count >= 4 else { exit(64) }
let count = arguments.count > 4 ? Int(arguments[4]) ?? 0 : 0
if arguments.count > 5, let user = UInt32(arguments[5]) {
    guard setgid(user) == 0, setuid(user) == 0 else { exit(77) }
}

func say(_ text: String) {
    // Past every buffer: what was said before a kill has been said.
    _ = Array((text + "\n").utf8).withUnsafeBytes { write(1, $0.baseAddress, $0.count) }
}

let now = Timestamp(seconds: 1_780_000_000)

/// A command that is refused, and changes nothing.
func refuse(_ store: LabStore) throws {
    do {
        try store.update(now: now) { lab in try lab.removeNetwork(matching: "absent") }
    } catch is LabError {
        return
    }
}

/// Makes the lab, or changes it, and takes it away, unless another process was faster.
func renew(_ store: LabStore) throws {
    try store.update(now: now) { lab in
        _ = try lab.createContainer(ContainerSpec(name: nil, config: ContainerConfig()), at: now)
    }
    do {
        try LabStore.remove(home: arguments[1], lab: arguments[2], patience: 60_000)
    } catch {
        if error.code != .notFound { throw error }
    }
}

do {
    var options = LabStore.Options()
    options.patience = 60_000
    let store = try LabStore(home: arguments[1], lab: arguments[2], options: options)
    switch arguments[3] {
    case "read":
        say("\(try store.read { $0.containerCount }) containers")
    case "create":
        // Each command creates and starts a container whose name is the number of containers before it.
        for _ in 0..<count {
            let name = try store.update(now: now) { lab in
                var config = ContainerConfig()
                config.image = "busybox"
                let name = "c\(lab.containerCount)"
                try lab.createContainer(ContainerSpec(name: name, config: config), at: now)
                try lab.startContainer(matching: name, at: now)
                return name
            }
            say(name)
        }
    case "rotate":
        for _ in 0..<count { say("\(try store.nextRotation("key"))") }
    case "refuse":
        for _ in 0..<count { try refuse(store) }
    case "renew":
        for _ in 0..<count { try renew(store) }
    default:
        exit(64)
    }
} catch {
    say("\(error)")
    exit(1)
}
