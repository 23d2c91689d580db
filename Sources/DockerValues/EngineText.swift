package import Addressing
package import Lab

/// Text that Docker's command line passes on unread and the engine reads: addresses and prefixes.
///
/// The engine reads them while it decodes the request, so a fault is one of the JSON (Docker Engine, Go's `netip`).
package enum EngineText {
    /// nil for an empty text, which is as good as none.
    package static func address(_ text: String) throws(LabError) -> IPAddress? {
        if text.isEmpty { return nil }
        do throws(AddressParseError) {
            return try IPAddress(parsing: text)
        } catch {
            throw LabError(.invalidParameter, "invalid JSON: \(error)")
        }
    }

    /// nil for an empty text.
    ///
    /// - Parameter what: what the text is to be, such as `subnet`.
    package static func prefix(
        _ text: String,
        _ what: String = "subnet",
        as engine: EngineVersion = .head
    ) throws(LabError) -> IPPrefix? {
        if text.isEmpty { return nil }
        do throws(AddressParseError) {
            return try IPPrefix(parsing: text)
        } catch {
            if engine.has(.typedJson) { throw LabError(.invalidParameter, "invalid JSON: \(error)") }
            if engine.has(.ipamValidated) {
                throw LabError(
                    .invalidParameter,
                    "invalid network config:\ninvalid \(what) \(text): invalid CIDR block notation"
                )
            }
            throw LabError(.invalidParameter, "Invalid \(what) \(text) : invalid CIDR address: \(text)")
        }
    }
}
