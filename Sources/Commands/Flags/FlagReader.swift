internal import DockerValues

/// Reads arguments into a command and the global options.
enum FlagReader {
    struct Scanned: Sendable {
        var operands: [String]
        /// The flags given that netsim has no use for, as the user knows them.
        var ignored: [String]
    }

    /// Reads `arguments` from left to right; a command's own flags come before the global ones of the same name.
    static func read<Owner>(
        _ arguments: ArraySlice<String>,
        flags: [Flag<Owner>],
        mode: ArgumentScanner.Mode,
        into owner: inout Owner,
        globals: inout GlobalOptions
    ) throws(FlagError) -> Scanned {
        let globalFlags = GlobalOptions.flags
        // By hand: this is generic, and `map` would have a key path and several types made at each start.
        var specs: [FlagSpec] = []
        specs.reserveCapacity(flags.count + globalFlags.count + 1)
        for flag in flags { specs.append(flag.spec) }
        for flag in globalFlags { specs.append(flag.spec) }
        if mode != .passingUnknown, !specs.contains(where: { $0.shorthand == UInt8(ascii: "h") }) {
            // Docker still takes -h for --help where a command has no other use for the letter.
            specs.append(FlagSpec(name: "", shorthand: UInt8(ascii: "h"), valueName: nil, help: "", isHidden: true))
        }
        var ignored: [String] = []
        let operands = try ArgumentScanner(specs: specs, mode: mode)
            .scan(arguments) { index, value throws(FlagError) in
                do throws(FlagValueError) {
                    if index < flags.count {
                        try flags[index].set(&owner, value)
                    } else if index - flags.count < globalFlags.count {
                        try globalFlags[index - flags.count].set(&globals, value)
                    } else {
                        globals.wantsHelp = true
                    }
                } catch {
                    throw .badValue(value, flag: specs[index].display, reason: error.reason)
                }
                let name = "--\(specs[index].name)"
                if specs[index].isIgnored, !ignored.contains(name) { ignored.append(name) }
            }
        return Scanned(operands: operands, ignored: ignored)
    }
}
