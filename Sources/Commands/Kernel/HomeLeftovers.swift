internal import CLinux
internal import Glibc
internal import KernelBackend
internal import Lab
internal import LabStore

/// A file or folder in netsim's home that a netsim that was killed left there, and that nobody uses any more.
struct HomeLeftover: CustomStringConvertible {
    enum Kind {
        /// A file, by its path.
        case file(String)
        /// What programs of a lab printed that is gone.
        case logs(KernelRegistry)
        /// A lab that a first command was about to make.
        case unwritten(home: String, lab: String)
    }

    let kind: Kind
    /// What it is, for people.
    let description: String

    /// - Returns: whether it is gone.
    func remove() -> Bool {
        switch kind {
        case .file(let path): return unlink(path) == 0 || errno == ENOENT
        case .logs(let registry):
            registry.forgetLogs()
            return true
        case .unwritten(let home, let lab): return (try? LabStore.removeUnwritten(home: home, lab: lab)) != nil
        }
    }
}

/// Looks for what is left in netsim's home.
enum HomeLeftovers {
    static func find(_ home: String) throws -> [HomeLeftover] {
        let labs = Set(try LabStore.labs(home: home))
        var found: [HomeLeftover] = []
        for name in PrivateHome.entries(of: "\(home)/run") { found += leftovers(name, home, labs) }
        for lab in try LabStore.unwrittenLabs(home: home) {
            found.append(
                HomeLeftover(
                    kind: .unwritten(home: home, lab: lab),
                    description: "lab \(lab): a first command was killed before it had written anything"
                )
            )
        }
        return found
    }

    /// What an entry of the folder `run` is a leftover of, if it is one.
    private static func leftovers(_ name: String, _ home: String, _ labs: Set<String>) -> [HomeLeftover] {
        func file(_ lab: Substring, _ what: String) -> [HomeLeftover] {
            [
                HomeLeftover(
                    kind: .file("\(home)/run/\(name)"),
                    description: "lab \(lab): run/\(name) is left of \(what)"
                )
            ]
        }
        func registry(_ lab: Substring) -> KernelRegistry { KernelRegistry(home: home, lab: String(lab)) }
        if let lab = name.prefix(before: ".logs") { return logs(lab, registry(lab), name, home, labs) }
        for (suffix, what) in [
            (".kernel.new", "a keeper that was killed"), (".kernel.sock", "a keeper that was killed"),
            (".kernel.log", "a keeper that was killed"),
        ] {
            guard let lab = name.prefix(before: suffix) else { continue }
            if case .down = registry(lab).state() { return file(lab, what) }
            return []
        }
        if let (lab, process) = name.process(behind: ".kernel.log.", and: "") {
            return isRunning(process) ? [] : file(lab, "a netsim that was killed while it started a keeper")
        }
        if let (lab, process) = name.process(behind: ".serve.", and: ".tmp") {
            return isRunning(process) ? [] : file(lab, "a server that was killed")
        }
        if let lab = name.prefix(before: ".serve"), !isLocked("\(home)/run/\(lab).serve.lock") {
            return file(lab, "a server that was killed")
        }
        return []
    }

    private static func logs(
        _ lab: Substring,
        _ registry: KernelRegistry,
        _ name: String,
        _ home: String,
        _ labs: Set<String>
    ) -> [HomeLeftover] {
        // Whoever keeps the lab, or cleans up behind its keeper, sees to them.
        guard case .down = registry.state() else { return [] }
        guard labs.contains(String(lab)) else {
            let text = "lab \(lab): run/\(name) is left of a lab that is gone"
            return [HomeLeftover(kind: .logs(registry), description: text)]
        }
        let store = try? LabStore(home: home, lab: String(lab))
        guard let known = try? store?.read({ lab in Set(lab.allContainers.map { "\($0.id)" }) }) else { return [] }
        return PrivateHome.entries(of: "\(home)/run/\(name)").compactMap { entry in
            let path = "\(home)/run/\(name)/\(entry)"
            let what: String
            if entry.hasSuffix(".run") || entry.hasSuffix(".new") {
                if isLocked(path) { return nil }
                what = "a program that nobody waits for any more"
            } else {
                let container = String(entry.prefix { $0 != "." && $0 != "_" })
                guard entry.hasSuffix(".log"), !known.contains(container) else { return nil }
                what = "a container that is gone"
            }
            return HomeLeftover(kind: .file(path), description: "lab \(lab): run/\(name)/\(entry) is left of \(what)")
        }
    }

    private static func isRunning(_ process: Int32) -> Bool { kill(process, 0) == 0 || errno != ESRCH }

    private static func isLocked(_ path: String) -> Bool {
        let file = netsim_open(path, O_RDONLY, 0)
        guard file >= 0 else { return false }
        defer { _ = netsim_close(file) }
        return netsim_is_locked(file) == 1
    }
}

extension String {
    /// What stands before an ending; nil where it does not end so.
    fileprivate func prefix(before suffix: String) -> Substring? {
        hasSuffix(suffix) && count > suffix.count ? dropLast(suffix.count) : nil
    }

    /// What stands before a process's number, and the number.
    fileprivate func process(behind marker: String, and suffix: String) -> (lab: Substring, process: Int32)? {
        guard hasSuffix(suffix) else { return nil }
        let text = dropLast(suffix.count)
        guard let dot = text.lastIndex(of: "."), let process = Int32(text[text.index(after: dot)...]), process > 0,
            text[...dot].hasSuffix(marker), text[...dot].count > marker.count
        else { return nil }
        return (text[...dot].dropLast(marker.count), process)
    }
}
