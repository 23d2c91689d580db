internal import Glibc
internal import KernelBackend
internal import Lab
internal import LabStore

/// `netsim doctor`.
struct Doctor: Command {
    static let synopsis = Synopsis(
        "[OPTIONS]",
        .none,
        "Say what the kernel can hold, and find and clean up what a killed netsim left there",
        refusals: .own,
        details: """
            Says too what this machine's kernel has for labs, and which options it was made without.
            """
    )

    private var fixes = false

    static var flags: [Flag<Doctor>] {
        [
            .bool("fix", "End the programs that are left, forget their labs, and delete files left over") {
                $0.fixes = $1
            }
        ]
    }

    func run(_ operands: [String], in session: Session) throws -> Int32 {
        // To say what there is, this process may become root in a user namespace.
        let isRoot = geteuid() == 0
        if !fixes { sayWhatThereIs(session) }
        let home = try session.home()
        var (found, left) = (0, 0)
        var uplinks: Set<String> = []
        for lab in KernelRegistry.labs(home: home) {
            let registry = KernelRegistry(home: home, lab: lab)
            let record: KernelRecord?
            switch registry.state() {
            case .leftBehind(let known): record = known
            case .up(let known):
                for complaint in registry.complaints() {
                    found += 1
                    left += 1
                    session.print("lab \(lab): its keeper says: \(complaint)")
                }
                guard try isBehind(known, registry, session) else { continue }
                found += 1
                session.print("lab \(lab): the kernel lacks its last change")
                if fixes, try session.askKeeper("follow", registry).isDone {
                    session.print("lab \(lab): brought in line")
                } else {
                    left += 1
                }
                continue
            case .down, .busy: continue
            }
            found += 1
            if let owner = registry.foreignOwner {
                session.print("lab \(lab): its keeper was killed, as a record of user \(owner)'s says")
                session.complain("netsim: lab \(lab) is left to user \(owner): run netsim doctor as that user")
                left += 1
                continue
            }
            let leftovers = record.map { Leftovers.find($0) }
            session.print("lab \(lab): its keeper\(record.map { ", process \($0.process)," } ?? "") was killed")
            for program in leftovers?.programs ?? [] { session.print("lab \(lab): \(program) still runs in it") }
            if fixes, record?.holdsThisProcess == true {
                session.complain(KernelDown.isWithin(lab, "clean up").text)
                left += 1
                continue
            }
            if let uplink = record?.uplink {
                uplinks.insert(uplink.name)
                session.print("lab \(lab): the machine still has its uplink \(uplink.name)")
                if fixes { uplink.remove() }
            }
            guard fixes else {
                left += 1
                continue
            }
            let stubborn = leftovers?.end() ?? []
            for program in stubborn { session.complain("netsim: \(program) does not end") }
            if stubborn.isEmpty {
                try startRestarting(lab, session)
                registry.forget()
                session.print("lab \(lab): cleaned up")
            } else {
                left += 1
            }
        }
        // A keeper that was killed before it had said where its lab is.
        let strays = isRoot ? Uplink.strays().filter { !uplinks.contains($0) } : []
        for stray in strays {
            found += 1
            session.print("the machine still has the table \(stray) of an uplink that is gone")
        }
        if fixes, !strays.isEmpty { Uplink.removeStrays() }
        if !fixes { left += strays.count }
        for leftover in try HomeLeftovers.find(home) {
            found += 1
            session.print(leftover.description)
            if !fixes || !leftover.remove() { left += 1 }
        }
        if found == 0 { session.print("nothing is left of labs in the kernel") }
        if left > 0, !fixes { session.hint("netsim doctor --fix cleans up") }
        return left == 0 ? 0 : 1
    }

    /// Whether a command changed the lab and was killed before it told the keeper; one that goes on does so soon.
    private func isBehind(_ record: KernelRecord, _ registry: KernelRegistry, _ session: Session) throws -> Bool {
        let location = LabLocation(home: try session.home(), name: registry.lab, seed: 0, now: try session.now())
        let store = try location.store()
        var known = record
        for _ in 0..<50 {
            if try known.generation == store.generation() { return false }
            usleep(20_000)
            guard case .up(let record) = registry.state() else { return false }
            known = record
        }
        return true
    }

    /// Has containers go on whose restart the keeper was to bring about.
    private func startRestarting(_ lab: String, _ session: Session) throws {
        let now = try session.now()
        let store = try LabLocation(home: try session.home(), name: lab, seed: 0, now: now).store()
        guard try store.read({ lab in lab.allContainers.contains { $0.status == .restarting } }) else { return }
        try store.update(now: now) { $0.startRestartingContainers(at: now) }
    }

    /// What labs in the kernel need of the machine.
    private func sayWhatThereIs(_ session: Session) {
        let isRootless = geteuid() != 0
        do {
            if isRootless { _ = try KernelKeep.becomeRoot() }
            let survey = try FeatureProbe.survey()
            let there = survey.filter(\.isThere).map(\.feature.words)
            session.print(
                "labs can be made in the kernel\(isRootless ? ", in a user namespace" : ""): it has \(Self.list(there))"
            )
            for (feature, isThere) in survey where !isThere {
                session.print("this kernel has no \(feature.words) (\(feature.kernelOption))")
            }
            session.print(Self.words(try ContainerLayer.make().kind))
        } catch {
            session.print("labs cannot be made in the kernel: \(Self.words(error))")
        }
    }

    private static func words(_ kind: ContainerLayer.Kind) -> String {
        switch kind {
        case .whole: "what a container's programs write goes to a layer of its own"
        case .folders:
            "what a container's programs write goes to a layer of its own; folders with mounts in them are read-only"
        case .readOnly: "this kernel takes no layers (CONFIG_OVERLAY_FS): files are read-only for containers' programs"
        }
    }

    private static func words(_ error: any Error) -> String {
        let text = (error as? CommandFailure)?.text ?? "\(error)"
        return text.split(separator: "\n").first.map { String($0.trimmingPrefix("netsim: ")) } ?? text
    }

    private static func list(_ words: [String]) -> String {
        words.count < 2 ? words.joined() : words.dropLast().joined(separator: ", ") + " and " + words[words.count - 1]
    }
}
