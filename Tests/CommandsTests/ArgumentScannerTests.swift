import Testing

@testable import Commands

/// Flags as pflag reads them; the expected texts were taken from Docker's own command line, version 28.2.2.
struct ArgumentScannerTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let arguments: [String]
        let flags: [String]
        let operands: [String]
        var mode = ArgumentScanner.Mode.interspersed

        init(_ line: String, _ flags: [String], _ operands: [String], _ mode: ArgumentScanner.Mode = .interspersed) {
            arguments = line.split(separator: " ").map(String.init)
            self.flags = flags
            self.operands = operands
            self.mode = mode
        }

        var testDescription: String { arguments.joined(separator: " ") }
    }

    private static let specs = [
        FlagSpec(name: "detach", shorthand: UInt8(ascii: "d"), valueName: nil, help: ""),
        FlagSpec(name: "tty", shorthand: UInt8(ascii: "t"), valueName: nil, help: ""),
        FlagSpec(name: "publish", shorthand: UInt8(ascii: "p"), valueName: "list", help: ""),
        FlagSpec(name: "net", shorthand: nil, valueName: "network", help: ""),
    ]

    private static func scan(
        _ arguments: [String],
        _ mode: ArgumentScanner.Mode
    ) throws(FlagError) -> (flags: [String], operands: [String]) {
        var flags: [String] = []
        let operands = try ArgumentScanner(specs: specs, mode: mode).scan(arguments[...]) { index, value in
            flags.append("\(specs[index].name)=\(value)")
        }
        return (flags, operands)
    }

    @Test(arguments: [
        Case("a b", [], ["a", "b"]),
        Case("--net x a", ["net=x"], ["a"]),
        Case("--net=x a", ["net=x"], ["a"]),
        Case("--net= a", ["net="], ["a"]),
        Case("--net=a=b", ["net=a=b"], []),
        Case("--net -d", ["net=-d"], []),
        Case("--net --", ["net=--"], []),
        Case("-p -80", ["publish=-80"], []),
        Case("-p80:80", ["publish=80:80"], []),
        Case("-p=80", ["publish=80"], []),
        Case("-p =", ["publish=="], []),
        Case("-p=", ["publish=="], []),
        Case("-dt", ["detach=true", "tty=true"], []),
        Case("-dtp 80", ["detach=true", "tty=true", "publish=80"], []),
        Case("-dp80", ["detach=true", "publish=80"], []),
        Case("-d=false", ["detach=false"], []),
        Case("-td=false", ["tty=true", "detach=false"], []),
        Case("--detach", ["detach=true"], []),
        Case("--detach=false", ["detach=false"], []),
        Case("--detach false", ["detach=true"], ["false"]),
        Case("a -d b", ["detach=true"], ["a", "b"]),
        Case("a -- -d b", [], ["a", "-d", "b"]),
        Case("-", [], ["-"]),
        Case("-- a -- b", [], ["a", "--", "b"]),
        Case("--net x a -d --net y", ["net=x"], ["a", "-d", "--net", "y"], .untilFirstOperand),
        Case("-d -- -t a", ["detach=true"], ["-t", "a"], .untilFirstOperand),
        Case("-x 10.0.0.2 +short --net a", ["net=a"], ["-x", "10.0.0.2", "+short"], .passingUnknown),
        Case("--other --net=a -d -- --net b", ["net=a"], ["--other", "-d", "--", "--net", "b"], .passingUnknown),
        Case("--net a -- -d", [], ["--net", "a", "--", "-d"], .raw),
    ])
    func `flags and operands are told apart`(example: Case) throws {
        let scanned = try Self.scan(example.arguments, example.mode)
        #expect(scanned.flags == example.flags)
        #expect(scanned.operands == example.operands)
    }

    @Test(arguments: [
        ("--bogus", "unknown flag: --bogus"),
        ("--bogus=x", "unknown flag: --bogus"),
        ("--Net x", "unknown flag: --Net"),
        ("--ne x", "unknown flag: --ne"),
        ("-z", "unknown shorthand flag: 'z' in -z"),
        ("-dz", "unknown shorthand flag: 'z' in -z"),
        ("-dzt", "unknown shorthand flag: 'z' in -zt"),
        ("-d=", "unknown shorthand flag: '=' in -="),
        ("-dé", "unknown shorthand flag: 'Ã' in -é"),
        ("-'", "unknown shorthand flag: '\\'' in -'"),
        ("--net", "flag needs an argument: --net"),
        ("-p", "flag needs an argument: 'p' in -p"),
        ("-dp", "flag needs an argument: 'p' in -p"),
        ("--=x", "bad flag syntax: --=x"),
        ("---x", "bad flag syntax: ---x"),
    ])
    func `what is no flag is refused in pflag's words`(line: String, text: String) {
        let error = #expect(throws: FlagError.self) {
            try Self.scan(line.split(separator: " ").map(String.init), .interspersed)
        }
        #expect(error?.description == text)
    }

    @Test func `the first failure ends the scan`() {
        let error = #expect(throws: FlagError.self) { try Self.scan(["--one", "-z", "--two"], .interspersed) }
        #expect(error == .unknown(name: "one"))
    }
}
