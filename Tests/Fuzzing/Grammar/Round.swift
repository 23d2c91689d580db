import Addressing
import Commands
import Engine
import Glibc
import Lab
import LabStore
import Rendering
import TestSupport
internal import Text

/// A lab in memory, as commands see the one on disk.
private final class MemoryLab: LabAccess {
    var lab: Lab
    private var rotations: [String: UInt64] = [:]

    init(seed: UInt64) { lab = Lab(seed: seed, created: noon) }

    func read<Value>(_ body: (Lab) throws -> Value) throws -> Value { try body(lab) }
    func update<Value>(now: Timestamp, _ body: (inout Lab) throws -> Value) throws -> Value { try body(&lab) }
    func replace(with lab: Lab) { self.lab = lab }
    func nextRotation(_ key: String) throws -> UInt64 {
        defer { rotations[key, default: 0] += 1 }
        return rotations[key, default: 0]
    }
}

/// Some hundred commands on one lab.
struct Round {
    private let seed: UInt64
    private let home: String
    private let memory: MemoryLab
    private var vocabulary: Vocabulary
    /// Commands that exited with 0.
    private(set) var accepted = 0

    init(seed: UInt64, home: String) {
        self.seed = seed
        self.home = home
        memory = MemoryLab(seed: seed)
        vocabulary = Vocabulary(seed: seed)
    }

    mutating func run(_ count: Int) {
        Watchman.enter("round: netsim-grammar \(count) \(seed)")
        for number in 1...count {
            let (command, input) = vocabulary.command()
            if run(command, input).status == 0 { accepted += 1 }
            if number % 100 == 0 || number == count { check() }
        }
    }

    private func run(_ words: [String], _ input: String = "") -> (status: Int32, output: [UInt8], errors: [UInt8]) {
        Watchman.note(
            words.map(ShellWord.quoted).joined(separator: " ") + (input.isEmpty ? "" : " <<'END'\n\(input)END")
        )
        var output: [UInt8] = []
        var errors: [UInt8] = []
        var lines = input.split(separator: "\n").map(String.init)[...]
        let surroundings = Surroundings(
            environment: { [home] in ["NETSIM_HOME": home, "NETSIM_HINTS": "always", "COLUMNS": "100"][$0] },
            isTerminal: { _ in false },
            readLine: { lines.popFirst() },
            readAll: { Array(input.utf8) },
            write: { stream, bytes in
                if stream == .output { output += bytes } else { errors += bytes }
                return 0
            },
            clock: { noon },
            openLab: { [memory] _ in memory }
        )
        let status = CommandRunner(surroundings).run(words)
        if !(0...255).contains(status) { Watchman.contradiction("exit status \(status)") }
        if status != 0, output.isEmpty, errors.isEmpty, !Vocabulary.mayFailInSilence(words) {
            Watchman.contradiction("exit status \(status) and not a word")
        }
        return (status, output, errors)
    }

    // MARK: - The lab as a whole

    /// What a lab says of itself has to agree with itself, whatever was done to it.
    private func check() {
        let lab = memory.lab
        let exported = LabArchive.encode(lab).json()
        guard let again = archive(exported) else { return }
        if again != exported { Watchman.contradiction("an exported lab changes when it is imported") }
        checkStore(lab, exported)
        checkInspect(lab)
        checkAddresses(lab)
        for command in [
            ["ps", "-a"], ["network", "ls"], ["rules"], ["links"], ["link", "ls"], ["reach", "--format", "json"],
        ] {
            expect(command)
        }
        // A legacy link to one that is down has the engine refuse exec as well (`setupLinkedContainers`).
        for container in lab.allContainers where (try? lab.checkExec(in: container.name)) != nil {
            for tool in [["ip", "addr"], ["ip", "route"], ["cat", "/etc/hosts"], ["cat", "/etc/resolv.conf"]] {
                expect(["exec", container.name] + tool)
            }
        }
    }

    private func expect(_ command: [String]) {
        let (status, _, errors) = run(command)
        if status != 0 { Watchman.contradiction("\(command) fails: \(String(decoding: errors, as: UTF8.self))") }
    }

    private func archive(_ text: String) -> String? {
        do {
            return LabArchive.encode(try LabArchive.decode(JSONValue(parsing: text))).json()
        } catch {
            Watchman.contradiction("an exported lab cannot be imported: \(error)")
        }
    }

    /// The lab's rows on disk are the same lab.
    private func checkStore(_ lab: Lab, _ exported: String) {
        do {
            try LabStore(home: home, lab: "stored").replace(with: lab)
            let read = try LabStore(home: home, lab: "stored").read { $0 }
            if LabArchive.encode(read).json() != exported { Watchman.contradiction("a stored lab changes") }
        } catch {
            Watchman.contradiction("a lab cannot be stored: \(error)")
        }
    }

    private func checkInspect(_ lab: Lab) {
        let kinds = [
            ("network", lab.allNetworks.map { ($0.id.description, $0.name) }),
            ("container", lab.allContainers.map { ($0.id.description, "/" + $0.name) }),
        ]
        for (kind, objects) in kinds where !objects.isEmpty {
            let (status, output, errors) = run([kind, "inspect"] + objects.map(\.0))
            guard status == 0, let array = (try? JSONValue(parsing: output))?.arrayValue else {
                Watchman.contradiction("\(kind)s cannot be inspected: \(String(decoding: errors, as: UTF8.self))")
            }
            if array.map({ $0["Name"]?.stringValue }) != objects.map(\.1) {
                Watchman.contradiction("inspect shows other \(kind)s than there are")
            }
        }
    }

    /// No two endpoints of a network have the same address, and each is within one of its subnets.
    private func checkAddresses(_ lab: Lab) {
        var seen: Set<String> = []
        for container in lab.allContainers {
            for attachment in container.attachments {
                guard let endpoint = attachment.endpoint, let id = attachment.networkID else { continue }
                guard let network = lab.network(id) else { Watchman.contradiction("an endpoint on no network") }
                for address in [endpoint.ipv4?.address, endpoint.ipv6?.address].compactMap({ $0 }) {
                    if !seen.insert("\(id) \(address)").inserted {
                        Watchman.contradiction("\(address) is given twice on \(network.name)")
                    }
                    if !network.subnets.contains(where: { $0.prefix.contains(address) }) {
                        Watchman.contradiction("\(address) is in no subnet of \(network.name)")
                    }
                }
            }
        }
    }
}
