internal import Addressing
internal import KernelBackend
internal import Lab
internal import Rendering
internal import Text

/// A lab as a shell script that makes it in the kernel by hand: the steps that `netsim kernel up` takes, as commands of
/// `ip`, `tc` and `nft`, between what takes them away again and the files by which the containers know names.
struct KernelScript {
    private let lab: Lab
    private let plan: KernelPlan
    /// What the names of all its namespaces begin with.
    private let prefix: String

    /// - Throws: a failure for what no kernel takes.
    init(_ lab: Lab, prefix: String) throws(CommandFailure) {
        do throws(PlanRefusal) {
            plan = try PlanBuilder.plan(lab)
        } catch {
            throw CommandFailure("netsim: \(error)")
        }
        self.lab = lab
        self.prefix = prefix
    }

    var text: String {
        var text = head + plan.script(prefix: prefix)
        for container in lab.allContainers where container.isRunning && container.ownSandbox != nil {
            guard let space = plan.spaceOfContainer[container.id] else { continue }
            text += files(of: container, "/etc/netns/\(KernelPlan.name(of: space, prefix: prefix))")
        }
        return text
    }

    // MARK: Head

    private var head: String {
        let names = plan.spaces.map { KernelPlan.name(of: $0, prefix: prefix) }
        let example = plan.spaces.last.map { KernelPlan.name(of: $0, prefix: prefix) } ?? prefix
        var text = """
            #!/bin/sh
            # Builds this network out of namespaces, as root: "up" (or nothing) makes it, after taking away what is left of
            # an earlier run; "down" takes it away.

            """
        text += ShellWord.comment("ip netns exec \(ShellWord.quoted(example)) ping …   asks from a namespace") + "\n"
        text += "# Nothing listens: start servers in the namespaces.\n"
        for note in notes { text += ShellWord.comment("Not as in the lab: \(note)") + "\n" }
        return text + """
            set -eu

            down() {
              for name in \(ShellWord.line(names)); do
                ip netns delete "$name" 2>/dev/null || true
                rm -rf "/etc/netns/$name"
              done
            }

            case ${1:-up} in
              down) down; exit 0 ;;
              up) down ;;
              *) echo "usage: $0 [up|down]" >&2; exit 2 ;;
            esac
            trap 'test $? -eq 0 || down' EXIT


            """
    }

    private var notes: [String] {
        var notes: [String] = []
        for container in lab.allContainers {
            guard let space = plan.spaceOfContainer[container.id] else {
                notes.append("\(container.name) does not run, and has no namespace")
                continue
            }
            if container.isRunning, container.ownSandbox != nil { continue }
            let name = KernelPlan.name(of: space, prefix: prefix)
            notes.append("\(container.name) has no namespace of its own: its stack is \(name)")
        }
        notes.append("names stand in hosts files, in one order; no name server answers at 127.0.0.11")
        if lab.allContainers.contains(where: { !$0.published.isEmpty }) {
            notes.append("ports that Docker's proxy opens, such as at 127.0.0.1, are not open")
        }
        return notes
    }

    // MARK: Files

    /// What `ip netns exec` puts into the place of `/etc/hosts` and `/etc/resolv.conf`.
    private func files(of container: Container, _ folder: String) -> String {
        let configuration = lab.resolverConfiguration(of: container)
        let servers =
            configuration.mode == .embedded
            ? configuration.externalServers.map(\.address) : configuration.nameservers
        var resolver = servers.map { "nameserver \($0)\n" }.joined()
        if !configuration.search.isEmpty { resolver += "search \(configuration.search.joined(separator: " "))\n" }
        if !configuration.options.isEmpty { resolver += "options \(configuration.options.joined(separator: " "))\n" }
        return "mkdir -p \(ShellWord.quoted(folder))\n" + Self.file("\(folder)/hosts", hosts(of: container))
            + Self.file("\(folder)/resolv.conf", resolver)
    }

    /// The container's own hosts file, and what the embedded DNS would say: the first network that knows a name answers.
    private func hosts(of container: Container) -> String {
        var text = lab.hostsFile(of: container)
        guard container.hasEmbeddedDNS else { return text }
        var known: Set<String> = []
        for index in lab.gatewayOrder(of: container) {
            guard let network = container.attachments[index].networkID.flatMap({ lab.network($0) }) else { continue }
            var added: Set<String> = []
            for link in container.attachments[index].config.links {
                guard let (target, alias) = try? Lab.splitLink(link), let other = try? lab.container(matching: target),
                    let endpoint = other.attachments.first(where: { $0.networkID == network.id })?.endpoint
                else { continue }
                text += Self.lines(endpoint, [alias])
                added.insert(alias)
            }
            for (other, endpoint) in lab.liveEndpoints(of: network) {
                guard let attachment = other.attachments.first(where: { $0.networkID == network.id }) else { continue }
                let names = lab.dnsNames(of: other, on: attachment).filter { !known.contains($0) }
                if names.isEmpty { continue }
                text += Self.lines(endpoint, names)
                added.formUnion(names)
            }
            known.formUnion(added)
        }
        return text
    }

    private static func lines(_ endpoint: Endpoint, _ names: [String]) -> String {
        [endpoint.ipv4, endpoint.ipv6].compactMap { $0?.address }
            .map { "\($0)\t\(names.joined(separator: " "))\n" }.joined()
    }

    /// A file with a text that the shell leaves alone.
    private static func file(_ path: String, _ text: String) -> String {
        let body = text.hasSuffix("\n") || text.isEmpty ? text : text + "\n"
        let lines = Set(body.split(separator: "\n").map(String.init))
        var mark = "END"
        while lines.contains(mark) { mark += "_" }
        return "cat >\(ShellWord.quoted(path)) <<'\(mark)'\n\(body)\(mark)\n"
    }
}
