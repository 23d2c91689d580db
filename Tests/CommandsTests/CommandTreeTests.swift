import Testing

@testable import Commands

/// Rules that every command keeps.
struct CommandTreeTests {
    struct Leaf: Sendable, CustomTestStringConvertible {
        let path: String
        let type: any Command.Type

        var testDescription: String { path }
    }

    private static func leaves(_ nodes: [CommandNode], _ path: String) -> [Leaf] {
        nodes.flatMap { node -> [Leaf] in
            let path = "\(path) \(node.name)"
            switch node.kind {
            case .command(let type): return [Leaf(path: path, type: type)]
            case .either(let first, let second, _):
                return [Leaf(path: path, type: first), Leaf(path: path, type: second)]
            case .group(_, let children): return leaves(children(), path)
            }
        }
    }

    static let leaves = leaves(CommandNode.all, "netsim")

    private static func specs<Chosen: Command>(_ type: Chosen.Type) -> [FlagSpec] { Chosen.flags.map(\.spec) }

    @Test(arguments: leaves)
    func `flags have names and letters of their own`(leaf: Leaf) {
        let specs = Self.specs(leaf.type)
        #expect(Set(specs.map(\.name)).count == specs.count)
        let letters = specs.compactMap(\.shorthand)
        #expect(Set(letters).count == letters.count)
        #expect(specs.allSatisfy { !$0.help.isEmpty && $0.help.last != "." || $0.name == "gw-priority" })
    }

    @Test(arguments: leaves)
    func `no flag hides a global option`(leaf: Leaf) {
        let global = Set(GlobalOptions.flags.map(\.spec.name))
        #expect(Self.specs(leaf.type).allSatisfy { !global.contains($0.name) })
    }

    @Test(arguments: leaves)
    func `help and the manual know the command`(leaf: Leaf) {
        let synopsis = leaf.type.synopsis
        #expect(!synopsis.summary.isEmpty)
        #expect(
            HelpText.command(path: leaf.path, synopsis, Self.specs(leaf.type)).split(separator: "\n").allSatisfy {
                $0.count <= 90
            }
        )
        #expect(leaf.path.contains("__") || ManualPage.text(CommandNode.all).contains(".SS \(leaf.path)"))
    }

    @Test func `Docker's flags of run are all there`() {
        // The long options of `docker run --help`, version 28.2.2.
        let docker = """
            add-host annotation attach blkio-weight blkio-weight-device cap-add cap-drop cgroup-parent cgroupns cidfile \
            cpu-count cpu-percent cpu-period cpu-quota cpu-rt-period cpu-rt-runtime cpu-shares cpus cpuset-cpus \
            cpuset-mems detach detach-keys device device-cgroup-rule device-read-bps device-read-iops device-write-bps \
            device-write-iops disable-content-trust dns dns-option dns-search domainname entrypoint env env-file expose \
            gpus group-add health-cmd health-interval health-retries health-start-interval health-start-period \
            health-timeout hostname init interactive io-maxbandwidth io-maxiops ip ip6 ipc isolation kernel-memory label \
            label-file link link-local-ip log-driver log-opt mac-address memory memory-reservation memory-swap \
            memory-swappiness mount name network network-alias no-healthcheck oom-kill-disable oom-score-adj pid \
            pids-limit platform privileged publish publish-all pull quiet read-only restart rm runtime security-opt \
            shm-size sig-proxy stop-signal stop-timeout storage-opt sysctl tmpfs tty ulimit use-api-socket user userns \
            uts volume volume-driver volumes-from workdir
            """
        let ours = Self.specs(ContainerRun.self).filter { !$0.isHidden }.map(\.name)
        #expect(ours.sorted() == docker.split(separator: " ").map(String.init))
    }
}
