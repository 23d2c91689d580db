/// How wide a text is at most, in the fonts that drawings ask for.
///
/// The reader's fonts are unknown: widths are those of Helvetica, and of those that are metrically like it (Arial,
/// Liberation Sans, Nimbus Sans), with some air.
enum TextWidth {
    /// In pixels at a font size in pixels, rounded up.
    static func of(_ text: String, size: Int, isBold: Bool = false, isMono: Bool = false) -> Int {
        var units = 0
        for scalar in text.unicodeScalars { units &+= isMono ? mono(scalar) : proportional(scalar) }
        // Bold is a sixteenth wider; 4% of air.
        let scaled = units &* size &* (isBold ? 17 : 16) / 16
        return (scaled &* 104 &+ 99_999) / 100_000
    }

    /// Thousandths of the font size.
    private static func mono(_ scalar: Unicode.Scalar) -> Int { isWide(scalar) ? 1204 : 602 }

    private static func proportional(_ scalar: Unicode.Scalar) -> Int {
        switch scalar {
        case "i", "j", "l", "'": 222
        case "I", "t", "f", " ", ".", ",", ":", ";", "/", "!", "|", "\\", "[", "]", "·": 278
        case "r", "-", "(", ")", "{", "}", "`": 333
        case "c", "k", "s", "v", "x", "y", "z", "J": 500
        case "m", "M": 833
        case "w": 722
        case "W": 944
        case "A", "B", "E", "K", "P", "S", "V", "X", "Y": 667
        case "C", "D", "H", "N", "R", "U": 722
        case "F", "T", "Z": 611
        case "G", "O", "Q": 778
        case "×", "=", "+", "<", ">", "~": 584
        case "→", "…", "@", "%": 1000
        case "a"..."z", "0"..."9", "L", "_", "–", "?", "#", "$", "*": 556
        default: isWide(scalar) ? 1000 : 667
        }
    }

    /// East Asian and pictures: about as wide as high. Marks that combine count as if they did not.
    private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x1100...0x115f, 0x2e80...0xa4cf, 0xac00...0xd7a3, 0xf900...0xfaff, 0xfe30...0xfe6f, 0xff00...0xff60,
            0xffe0...0xffe6, 0x1f000...0x3ffff:
            true
        default: false
        }
    }
}
