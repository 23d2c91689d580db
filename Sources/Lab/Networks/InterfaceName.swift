/// The names that the Linux kernel lets an interface have (`dev_valid_name`).
package enum InterfaceName {
    /// Octets; `IFNAMSIZ` without the zero at the end.
    package static let longest = 15

    /// Why the kernel refuses a name, in its words; nil where it takes it.
    package static func fault(of name: String) -> String? {
        if name.utf8.count > longest { return "numerical result out of range" }
        let isValid =
            !name.isEmpty && name != "." && name != ".."
            && name.utf8.allSatisfy { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: ":") && !isSpace($0) }
        return isValid ? nil : "invalid argument"
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0d).contains(byte) || byte == 0 }
}
