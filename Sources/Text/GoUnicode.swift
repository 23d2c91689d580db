/// Go's `unicode` predicates and mappings, from the properties of Swift's own tables.
package enum GoUnicode {
    package static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: true
        default: false
        }
    }

    package static func isDigit(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.generalCategory == .decimalNumber
    }

    package static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isWhitespace
    }

    /// Letters, marks, numbers, punctuation, symbols and the ASCII space.
    package static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.value < 0x7F { return scalar.value >= 0x20 }
        switch scalar.properties.generalCategory {
        case .spaceSeparator, .lineSeparator, .paragraphSeparator, .control, .format, .surrogate, .privateUse,
            .unassigned:
            return false
        default:
            return true
        }
    }

    package static func uppercased(_ text: String) -> String { mapped(text) { $0.properties.uppercaseMapping } }
    package static func lowercased(_ text: String) -> String { mapped(text) { $0.properties.lowercaseMapping } }

    /// As `strings.Title`: the first letter of each word in title case, the rest left alone.
    package static func titled(_ text: String) -> String {
        var previous: Unicode.Scalar = " "
        return mapped(text) { scalar in
            defer { previous = scalar }
            return isSeparator(previous) ? scalar.properties.titlecaseMapping : String(scalar)
        }
    }

    private static func isSeparator(_ scalar: Unicode.Scalar) -> Bool {
        if scalar == "_" || isLetter(scalar) || isDigit(scalar) { return false }
        return scalar.isASCII || isSpace(scalar)
    }

    /// Go maps one character to one: `ß` stays, where Swift would make it `SS`.
    private static func mapped(_ text: String, _ map: (Unicode.Scalar) -> String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let image = map(scalar).unicodeScalars
            result.append(image.count == 1 ? image.first ?? scalar : scalar)
        }
        return String(result)
    }
}
