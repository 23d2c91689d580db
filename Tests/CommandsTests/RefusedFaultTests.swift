import Lab
import Testing

/// What the commands that break links refuse: texts of netsim's own, for Docker has no such commands.
struct RefusedFaultTests {
    private static let units = "must be bit, kbit, mbit, gbit, tbit, or bps, kbps and so on for bytes"

    private func check(_ refused: RefusedCommand) {
        let after = refused.check(in: RefusedCommand.busyLab)
        #expect(after.faults.isNone)
    }

    @Test(
        arguments: [
            .count("link down", of: "link down", "requires at least 1 and at most 2 arguments"),
            .count("link down web back x", of: "link down", "requires at least 1 and at most 2 arguments"),
            .count("link up", of: "link up", "requires at least 1 and at most 2 arguments"),
            .count("link ls web", of: "link ls", "accepts no arguments"),
            .flag("link ls -x", of: "link ls", "unknown shorthand flag: 'x' in -x"),
            .flag("link down --all web", of: "link down", "unknown flag: --all"),
            .value(
                "link ls --format '{{'",
                of: "link ls",
                "{{",
                "--format",
                "template parsing error: template: :1: unclosed action"
            ),
            .plain("link down nope", "netsim: No such container: nope"),
            .plain("link up nope back", "netsim: No such container: nope"),
            .plain("link down ''", "invalid container name or ID: value is empty"),
            .plain("link down web ' '", "invalid network name or ID: value is empty"),
            .plain("link down web nope", "netsim: network nope not found"),
            .plain("link down web front", "netsim: container web is not on network front"),
            .plain("link up plain back", "netsim: container plain is not on network back"),
            .plain("link down host1", "netsim: container host1 has no link of its own"),
            .plain("link down host1 host", "netsim: network host has no links: its driver is host"),
            .plain("link down lone", "netsim: container lone has no link of its own"),
            .plain("link down lone none", "netsim: network none has no links: its driver is null"),
            .plain("link up joiner", "netsim: container joiner has no link of its own"),
            .plain("link down joiner back", "netsim: container joiner is not on network back"),
            .plain("link down web cfg", "netsim: network cfg has no links: it is but a configuration"),
            .plain(
                "link sideways web",
                """
                netsim: unknown command: netsim link sideways

                Usage:  netsim link

                Run 'netsim link --help' for more information
                """
            ),
        ] as [RefusedCommand]
    )
    func links(refused: RefusedCommand) { check(refused) }

    @Test(
        arguments: [
            .count("impair back web x", of: "impair", "requires at most 2 arguments"),
            .plain("impair --delay 1ms", "netsim: name the network whose links to impair"),
            .plain("impair --clear --loss 1% back", "netsim: --clear ends impairments and sets none"),
            .plain("impair nope", "netsim: network nope not found"),
            .plain("impair ''", "invalid network name or ID: value is empty"),
            .plain("impair back ''", "invalid container name or ID: value is empty"),
            .plain("impair --delay 1ms nope", "netsim: network nope not found"),
            .plain("impair --delay 1ms back nope", "netsim: No such container: nope"),
            .plain("impair --delay 1ms back plain", "netsim: container plain is not on network back"),
            .plain("impair back plain", "netsim: container plain is not on network back"),
            .plain("impair --clear back plain", "netsim: container plain is not on network back"),
            .plain("impair --delay 1ms host", "netsim: network host has no links: its driver is host"),
            .plain("impair none", "netsim: network none has no links: its driver is null"),
            .plain("impair --loss 1% cfg", "netsim: network cfg has no links: it is but a configuration"),
            .plain(
                "impair --reorder 2% back",
                "netsim: reordering not possible without specifying some delay"
            ),
            .flag("impair --delay", of: "impair", "flag needs an argument: --delay"),
            .flag("impair --speed 1 back", of: "impair", "unknown flag: --speed"),
            .value("impair --delay '' back", of: "impair", "", "--delay", "invalid time"),
            .value("impair --delay fast back", of: "impair", "fast", "--delay", "invalid time"),
            .value("impair --delay -1ms back", of: "impair", "-1ms", "--delay", "invalid time"),
            .value(
                "impair --delay 4m back",
                of: "impair",
                "4m",
                "--delay",
                #"unknown unit "m": must be ns, us, ms or s"#
            ),
            .value(
                "impair --delay 2h back",
                of: "impair",
                "2h",
                "--delay",
                #"unknown unit "h": must be ns, us, ms or s"#
            ),
            .value("impair --delay 3601s back", of: "impair", "3601s", "--delay", "out of range: at most 1 hour"),
            .value("impair --jitter 0.1ns back", of: "impair", "0.1ns", "--jitter", "too small to tell from 0"),
            .value("impair --jitter x back", of: "impair", "x", "--jitter", "invalid time"),
            .value("impair --loss 101% back", of: "impair", "101%", "--loss", "out of range: at most 100%"),
            .value("impair --loss 1%% back", of: "impair", "1%%", "--loss", #"unknown unit "%%": must be %"#),
            .value("impair --loss half back", of: "impair", "half", "--loss", "invalid percentage"),
            .value("impair --duplicate -5% back", of: "impair", "-5%", "--duplicate", "invalid percentage"),
            .value("impair --reorder 1ms back", of: "impair", "1ms", "--reorder", #"unknown unit "ms": must be %"#),
            .value("impair --rate 10mb back", of: "impair", "10mb", "--rate", "unknown unit \"mb\": \(units)"),
            .value("impair --rate fast back", of: "impair", "fast", "--rate", "invalid rate"),
            .value("impair --rate 1001tbit back", of: "impair", "1001tbit", "--rate", "out of range: at most 1000tbit"),
            .value(
                "impair --rate 99999999999999999999bit back",
                of: "impair",
                "99999999999999999999bit",
                "--rate",
                "too many digits"
            ),
        ] as [RefusedCommand]
    )
    func impairments(refused: RefusedCommand) { check(refused) }

    @Test(
        arguments: [
            .plain("partition web", "netsim: a partition is between two containers"),
            .plain("heal web", "netsim: a partition is between two containers"),
            .count("partition web old plain", of: "partition", "requires at most 2 arguments"),
            .count("heal web old plain", of: "heal", "requires at most 2 arguments"),
            .plain("partition web ''", "invalid container name or ID: value is empty"),
            .plain("heal '' web", "invalid container name or ID: value is empty"),
            .plain("partition web web", "netsim: container web cannot be cut off from itself"),
            .plain("partition nope web", "netsim: No such container: nope"),
            .plain("partition web nope", "netsim: No such container: nope"),
            .plain("heal web nope", "netsim: No such container: nope"),
            .plain("heal web plain", "netsim: there is no partition between web and plain"),
            .plain("heal web web", "netsim: container web cannot be cut off from itself"),
            .flag("heal --all", of: "heal", "unknown flag: --all"),
        ] as [RefusedCommand]
    )
    func partitions(refused: RefusedCommand) { check(refused) }
}
