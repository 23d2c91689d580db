/// Lines of shell that run programs of this machine.
public enum MachineShell {
    /// The words that run a line, with what goes wrong among the output.
    ///
    /// Who is not root may not find `ip` and `nft`, which stand in `/usr/sbin`. A path that has them is left as it is:
    /// `scripts/test` gives one with nothing but what `scripts/need` installs.
    public static func words(_ line: String) -> [String] {
        ["sh", "-c", "command -v nft >/dev/null || PATH=$PATH:/usr/sbin:/sbin; exec 2>&1; \(line)"]
    }
}
