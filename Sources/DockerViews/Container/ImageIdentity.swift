internal import Lab
internal import Text

/// The identities of images that netsim does not hold.
package enum ImageIdentity {
    /// The image's identity, `sha256:` and 64 hexadecimal digits: the one that `text` names, else made up from the
    /// name.
    ///
    /// netsim holds no images. The made-up digits are four words of SplitMix64 seeded with the FNV-1a hash of the full
    /// name (`docker.io/library/nginx:latest` for `nginx`), so that one image has one identity in every lab.
    package static func of(_ text: String) -> String {
        if let given = ImageReference.givenID(text) { return "sha256:\(given)" }
        let reference = ImageReference(text)
        let name = reference.repository + (reference.digest.map { "@\($0)" } ?? ":\(reference.tag ?? "latest")")
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        var digits = Entropy(seed: hash)
        return "sha256:" + (0..<4).map { _ in Identifier.hex(digits.next()) }.joined()
    }
}
