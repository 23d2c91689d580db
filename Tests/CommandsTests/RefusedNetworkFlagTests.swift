import Lab
import Testing

/// Flags and arguments that `network create` refuses, in the words of Docker 28's command line.
struct RefusedNetworkFlagTests {
    private static let lab = RefusedCommand.lab("network create --subnet 10.9.0.0/24 back")

    @Test(
        arguments: [
            .value(
                "network create --internal=maybe x",
                of: "network create",
                "maybe",
                "--internal",
                #"strconv.ParseBool: parsing "maybe": invalid syntax"#
            ),
            .value(
                "network create --ipv6=2 x",
                of: "network create",
                "2",
                "--ipv6",
                #"strconv.ParseBool: parsing "2": invalid syntax"#
            ),
            .value(
                "network create --label =x y",
                of: "network create",
                "=x",
                "--label",
                "invalid label '=x': empty name"
            ),
            .value(
                "network create --label 'a b=c' y",
                of: "network create",
                "a b=c",
                "--label",
                "label 'a b' contains whitespaces"
            ),
            .flag("network create --bogus x", of: "network create", "unknown flag: --bogus"),
            .flag("network create --bogus=1 x", of: "network create", "unknown flag: --bogus"),
            .flag("network create -z x", of: "network create", "unknown shorthand flag: 'z' in -z"),
            .flag("network create -zx x", of: "network create", "unknown shorthand flag: 'z' in -zx"),
            .flag("network create x --subnet", of: "network create", "flag needs an argument: --subnet"),
            .flag("network create x -d", of: "network create", "flag needs an argument: 'd' in -d"),
            .flag("network create ---x", of: "network create", "bad flag syntax: ---x"),
            .flag("network create --=x", of: "network create", "bad flag syntax: --=x"),
            .count("network create", of: "network create", "requires 1 argument"),
            .count("network create a b", of: "network create", "requires 1 argument"),
            .count("network create --", of: "network create", "requires 1 argument"),
        ] as [RefusedCommand]
    )
    func `flags and arguments`(refused: RefusedCommand) { refused.checkNothingIsMade(in: Self.lab) }
}
